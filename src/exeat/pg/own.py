"""A PostgreSQL server of our own: made, started, found again and stopped, in one folder.

    <folder>/data        PostgreSQL's data, owned by the account that runs it
    <folder>/log         what the server said since its last start
    <folder>/keeper      locked by the process that must stop the server
    <folder>/programs-*  a copy of the programs, only where the installed ones cannot be reached

Nobody reaches the server but its own account and whoever started it: it listens on a unix socket in a
folder closed to others and asks the kernel who is calling (`peer`). There is no port and no password.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import IO
from urllib.parse import quote

from exeat.pg.problems import Unavailable
from exeat.pg.programs import Account, Programs

ROLE = "exeat"
_PATIENCE = 60.0  # seconds for a start, which may have to recover from a crash, and for a stop
_STEP = 0.02
_SOCKET_NAME = ".s.PGSQL.5432.lock"
_SOCKET_PATH_LIMIT = 107  # bytes, the kernel's
_NOBODY_PID = 2**31 - 1  # above the largest process number of any Linux


class OwnServer:
    """The server in `folder`. With ``durable=False`` it forgets on a power cut: for tests."""

    def __init__(self, folder: Path, *, durable: bool = True) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "log"
        self._durable = durable
        self._keeper: IO[str] | None = None
        self._process: subprocess.Popen[str] | None = None

    @property
    def kept_by_us(self) -> bool:
        """Whether stopping the server is our task: we started it, or whoever did is gone."""
        return self._keeper is not None

    def url(self, name: str) -> str:
        """The address of database `name`, in the form of ``DATABASE_URL``. The server must be running."""
        _, socket_folder = self._running_at()
        return f"postgresql:///{name}?host={quote(str(socket_folder), safe='')}&user={ROLE}"

    def alive(self) -> bool:
        """Whether the server runs."""
        if self._process is not None and self._process.poll() is not None:
            return False
        return self._pid() is not None

    def last_words(self) -> str:
        """The end of the server's log."""
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-8:])

    def start(self) -> None:
        """Make the data folder if there is none, and start the server unless it runs already.

        Raises Unavailable when the folder is in use, is not ours, or belongs to another major version.
        """
        account = self._claim()
        self._keeper = self._lock(account)
        try:
            if self._keeper is not None and self._pid() is None:
                self._start(account)
            self._await_ready()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop the server if that is our task, letting it finish what it was writing."""
        if self._keeper is None:
            return
        pid = self._pid()
        if pid is not None:
            _, socket_folder = self._running_at()
            os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast": roll back, write out, leave
            self._await_end()
            if socket_folder != self.folder:
                socket_folder.rmdir()
        self._keeper.close()
        self._keeper = None

    # Starting

    def _claim(self) -> Account:
        """Make the folder, and say under which account its server runs: the one that owns the data."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            owner = (self.data if self.data.exists() else self.folder).stat().st_uid
        except OSError as problem:
            raise Unavailable(
                f"cannot use the folder {self.folder} ({problem.strerror}): set EXEAT_HOME to one that you may write to"
            ) from None
        restored = self.data.exists() and owner == os.geteuid() == 0  # copied by root, without the owner
        account = Account.of(owner) if self.data.exists() and not restored else Account.ours()
        if os.geteuid() not in (0, owner):
            raise Unavailable(
                f"the folder {self.folder} belongs to {_name(owner)}: run as that user, or set EXEAT_HOME to another"
            )
        os.chown(self.folder, account.uid, account.gid)
        self.folder.chmod(0o700)
        if restored:
            for path in self.data.rglob("*"):
                os.chown(path, account.uid, account.gid, follow_symlinks=False)
            os.chown(self.data, account.uid, account.gid)
        if not account.reaches(self.folder):
            raise Unavailable(
                f"the user {account.name}, who runs PostgreSQL for root, cannot enter {self.folder}: "
                "set EXEAT_HOME to a folder outside private ones"
            )
        return account

    def _lock(self, account: Account) -> IO[str] | None:
        """The keeper's lock, or None while another process holds it. The kernel frees it when that ends."""
        file = (self.folder / "keeper").open("a")
        os.fchown(file.fileno(), account.uid, account.gid)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.close()
            return None
        return file

    def _start(self, account: Account) -> None:
        programs = Programs.installed().readable_by(account, self.folder)
        self._refuse_other_major(programs)
        if not self.data.exists():
            self._make_data(account, programs)
        self._let_in(account)
        self._retire_stale_pid()
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self._socket_folder(account)),
            "unix_socket_permissions": "0700",
            "log_checkpoints": "off",
        }
        if not self._durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        command = [str(programs.bin / "postgres"), "-D", str(self.data)]
        command += [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        with self._new_log(account) as log:
            # In a session of its own: the terminal's Ctrl-C is for us, who stop the server last.
            self._process = account.start(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _new_log(self, account: Account) -> IO[str]:
        log = self.log.open("w")
        os.fchown(log.fileno(), account.uid, account.gid)
        return log

    def _refuse_other_major(self, programs: Programs) -> None:
        mark = self.data / "PG_VERSION"
        if mark.exists() and int(mark.read_text()) != programs.major():
            raise Unavailable(
                f"the data in {self.data} was made by PostgreSQL {mark.read_text().strip()} and this is "
                f"{programs.major()}: move the folder away to start anew, or carry it over with pg_dump and pg_restore"
            )

    def _make_data(self, account: Account, programs: Programs) -> None:
        """Run initdb beside the final place, so that an interrupted one leaves no half-made data folder."""
        unfinished = self.data.with_name("data.unfinished")
        if unfinished.exists():
            shutil.rmtree(unfinished)
        command = [str(programs.bin / "initdb"), "-D", str(unfinished), "--username", ROLE, "--auth", "peer"]
        # The built-in locale orders and folds letters alike on every machine.
        command += [
            "--encoding",
            "UTF8",
            "--locale",
            "C",
            "--locale-provider",
            "builtin",
            "--builtin-locale",
            "C.UTF-8",
        ]
        command += [] if self._durable else ["--no-sync"]
        with self._new_log(account) as log:
            status = account.start(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log).wait()
        if status != 0:
            raise Unavailable(f"PostgreSQL could not make its data folder {self.data}:\n{self.last_words()}")
        unfinished.rename(self.data)

    def _let_in(self, account: Account) -> None:
        """Admit the server's account and ourselves, and nobody else, as the role that owns everything."""
        names = sorted({account.name, _name(os.geteuid())})
        files = {
            "pg_hba.conf": "local all all peer map=exeat\n",
            "pg_ident.conf": "".join(f'exeat "{name}" {ROLE}\n' for name in names),
        }
        for name, text in files.items():
            (self.data / name).write_text(text)

    def _socket_folder(self, account: Account) -> Path:
        """The server's folder or, where that path is too long for a socket, a private one in /tmp."""
        if len(os.fsencode(self.folder / _SOCKET_NAME)) < _SOCKET_PATH_LIMIT:
            return self.folder
        key = hashlib.sha256(os.fsencode(self.folder)).hexdigest()[:16]
        short = Path(tempfile.gettempdir()) / f"exeat-{account.uid}-{key}"
        short.mkdir(mode=0o700, exist_ok=True)
        if short.is_symlink() or short.stat().st_uid not in (os.geteuid(), account.uid):
            raise Unavailable(f"{short} belongs to someone else: set EXEAT_HOME to a folder with a shorter path")
        os.chown(short, account.uid, account.gid)
        short.chmod(0o700)
        return short

    # Watching

    def _running_at(self) -> tuple[int, Path]:
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        return int(lines[0]), Path(lines[4])

    def _pid(self) -> int | None:
        """The number of the server's process, if there is one: a file left by a killed server does not count."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().splitlines()[0])
            return pid if Path(f"/proc/{pid}/cwd").samefile(self.data) else None
        except (OSError, ValueError, IndexError):
            return None

    def _retire_stale_pid(self) -> None:
        """Take a dead server's number out of its file, lest PostgreSQL mistake a newer process for it.

        After a restart of a container the number is soon used again. The rest of the file stays:
        PostgreSQL looks there for shared memory that orphans of the dead server still hold.
        """
        path = self.data / "postmaster.pid"
        if path.exists():
            _, _, rest = path.read_text().partition("\n")
            path.write_text(f"{_NOBODY_PID}\n{rest}")

    def _ready(self) -> bool:
        """Whether the server takes connections: it says so in line 8 of its pid file."""
        if self._pid() is None:
            return False
        lines = (self.data / "postmaster.pid").read_text().splitlines()
        return len(lines) >= 8 and lines[7].strip() == "ready"

    def _await_ready(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not self._ready():
            if self._process is not None and self._process.poll() is not None:
                raise Unavailable(f"PostgreSQL did not start in {self.folder}:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise Unavailable(
                    f"the folder {self.folder} is in use by another process, and no server answers there: "
                    "stop that process, or set EXEAT_HOME to another folder"
                    if self._keeper is None
                    else f"PostgreSQL did not start in {self.folder} within {_PATIENCE:.0f} s:\n{self.last_words()}"
                )
            time.sleep(_STEP)

    def _await_end(self) -> None:
        deadline = time.monotonic() + _PATIENCE
        while self.alive():
            if time.monotonic() > deadline:
                raise Unavailable(f"PostgreSQL did not stop within {_PATIENCE:.0f} s: see {self.log}")
            time.sleep(_STEP)
        if self._process is not None:
            self._process.wait()


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user number {uid}"
