"""Whether what is in the database is invented: the database's own comment says so."""

from __future__ import annotations

from functools import lru_cache

from django.db import connection

from exeat.pg.database import DEMO_MARK


@lru_cache(maxsize=1)
def is_demo() -> bool:
    """Whether the demo was played into the database; asked once a process."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone() == (DEMO_MARK,)


def mark_demo() -> None:
    """Let the database say that what is in it is invented: in the transaction that puts it there."""
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [DEMO_MARK])
    is_demo.cache_clear()
