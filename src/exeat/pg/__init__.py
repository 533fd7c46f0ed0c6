"""Finds a PostgreSQL server for Exeat, or starts one of our own.

`ensure` looks in this order and takes the first that serves: the address in ``DATABASE_URL``; a server on
this machine that lets us in and create our own database; the pip-installed server, run by `OwnServer`.
"""

from exeat.pg.database import Database, ensure, home
from exeat.pg.own import OwnServer
from exeat.pg.problems import Unavailable

__all__ = ["Database", "OwnServer", "Unavailable", "ensure", "home"]
