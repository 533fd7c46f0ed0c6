"""The model state's laws, as far as its policy cites them, and one amendment."""

from __future__ import annotations

from datetime import datetime

from exeat.web.accounts.models import User
from exeat.web.demo.paper import DATA
from exeat.web.registers.tabular import read_table
from exeat.web.regulations.loading import COLUMNS, SHEET, load_provisions


def enter_regulations(by: User, now: datetime) -> None:
    """Those of `data/regulations.toml`."""
    path = DATA / "regulations.toml"
    rows = read_table(path.read_bytes(), path.name, SHEET, COLUMNS)
    load_provisions(rows=rows, by=by, now=now, dry_run=False)
