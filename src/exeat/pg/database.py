"""Which database Exeat uses, and whether it may hold the demo."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from exeat.pg.found import found_servers
from exeat.pg.own import OwnServer
from exeat.pg.problems import Unavailable
from exeat.pg.programs import Account

NAME = "exeat"
_ROOTS_DATA = Path("/var/lib/exeat")
# The comment of a database that Exeat made for itself: only there may invented data go. With them in it, another one.
OUR_MARK, DEMO_MARK = "exeat", "exeat demo"
_OURS = """
    SELECT 1 FROM pg_database WHERE datname = current_database()
    AND shobj_description(oid, 'pg_database') IN (%s, %s) AND current_setting('exeat.home', true) = %s
"""


def home() -> Path:
    """The folder of keys, documents and our own server's data: ``EXEAT_HOME``, else ``var`` here."""
    return Path(os.environ.get("EXEAT_HOME", "var")).resolve()


@dataclass(frozen=True)
class Database:
    """A database that answers: its address, whose it is, and what must be stopped with us."""

    url: str
    place: str  # for people: "PostgreSQL of this machine, /var/run/postgresql"
    made_by_us: bool = False  # and so may hold the demo
    _server: OwnServer | None = field(default=None, repr=False)

    @property
    def started(self) -> bool:
        """Whether `stop` will stop a server, because keeping it is our task."""
        return self._server is not None and self._server.kept_by_us

    def stop(self) -> None:
        """Stop the server if we started it. A server that others use or started stays."""
        if self._server is not None:
            self._server.stop()

    def alive(self) -> bool:
        """Whether the server still runs; of a server that is not our own, we do not ask."""
        return self._server is None or self._server.alive()

    def last_words(self) -> str:
        """What our own server said last."""
        return "" if self._server is None else self._server.last_words()


def ensure() -> Database:
    """A database that answers, made if need be. Raises Unavailable, saying why there is none."""
    if url := os.environ.get("DATABASE_URL"):
        _require_answer(url)
        return Database(url, "the database of DATABASE_URL", made_by_us=_is_ours(url))
    for template in found_servers():
        url = template.format(name=NAME)
        if _make(url, template.format(name="postgres")):
            return Database(url, f"a PostgreSQL server of this machine ({_host(url)})", made_by_us=True)
    server = OwnServer(_reachable_folder(home()))
    server.start()
    try:
        _make(server.url(NAME), server.url("postgres"))
    except BaseException:
        server.stop()
        raise
    return Database(server.url(NAME), f"Exeat's own PostgreSQL in {server.folder}", made_by_us=True, _server=server)


def _reachable_folder(home: Path) -> Path:
    """A folder for our own server: in the home or, where root's server account cannot enter it, in /var/lib."""
    folder = home / "postgres"
    if os.geteuid() != 0:
        return folder
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Unavailable(f"cannot make the folder {home} ({problem.strerror}): set EXEAT_HOME to another") from None
    account = Account.of(folder.stat().st_uid) if folder.exists() else Account.ours()
    if account.reaches(home):
        return folder
    _ROOTS_DATA.mkdir(mode=0o755, exist_ok=True)
    _ROOTS_DATA.chmod(0o755)
    return _ROOTS_DATA / hashlib.sha256(os.fsencode(home)).hexdigest()[:16]


def _make(url: str, maintenance_url: str) -> bool:
    """Make our database on a server, or find it made by us before. False when the name is taken by another's."""
    with psycopg.connect(maintenance_url, autocommit=True) as connection:
        row = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if row is None:
            name = sql.Identifier(NAME)
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
            connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(name, sql.Literal(OUR_MARK)))
            here = sql.Literal(str(home()))  # its keys and documents are there: another home must not take it
            connection.execute(sql.SQL("ALTER DATABASE {} SET exeat.home = {}").format(name, here))
            return True
    return _is_ours(url)


def _is_ours(url: str) -> bool:
    """Whether Exeat made this database, for this home."""
    try:
        with psycopg.connect(url, connect_timeout=5) as connection:
            return connection.execute(_OURS, [OUR_MARK, DEMO_MARK, str(home())]).fetchone() is not None
    except psycopg.Error:
        return False  # a database that is closed to us is not ours


def _require_answer(url: str) -> None:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.Error as problem:
        reason = str(problem).strip().splitlines()[0]
        raise Unavailable(f"the database of DATABASE_URL does not answer: {reason}") from None


def _host(url: str) -> str:
    info = psycopg.conninfo.conninfo_to_dict(url)
    return f"{info['host']}, port {info['port']}"
