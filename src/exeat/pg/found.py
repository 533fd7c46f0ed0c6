"""PostgreSQL servers that run on this machine and let us in, without a password."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg

OLDEST = 140_000  # PostgreSQL 14, as the server numbers it: the oldest that Django 5.2 takes
_SOCKET_FOLDERS = (Path("/var/run/postgresql"), Path("/tmp"))  # noqa: S108 - where PostgreSQL puts them
_MAY_CREATE = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"


def found_servers() -> Iterator[str]:
    """The address of each server that would let us create a database, as ``postgresql:///{name}?host=…``."""
    for host, port in _places():
        try:
            with psycopg.connect(dbname="postgres", host=host, port=port, connect_timeout=2) as connection:
                row = connection.execute(_MAY_CREATE).fetchone()
                suitable = connection.info.server_version >= OLDEST and row is not None and row[0]
        except psycopg.Error:
            continue  # not there, or not for us
        if suitable:
            yield f"postgresql:///{{name}}?host={quote(host, safe='')}&port={port}"


def _places() -> Iterator[tuple[str, int]]:
    for folder in _SOCKET_FOLDERS:
        for socket in sorted(folder.glob(".s.PGSQL.*")):
            if socket.suffix[1:].isdigit():
                yield str(folder), int(socket.suffix[1:])
    yield "localhost", 5432
