"""What a command says where its database is of another version."""

from types import SimpleNamespace

import pytest

from exeat import pg
from exeat.cli._common import Refused, server_side


@pytest.mark.django_db
@pytest.mark.parametrize("asked", ["select * from no_such_table", "select no_such_column from cases_case"])
def test_a_database_without_our_tables_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, database_url: str, asked: str
) -> None:
    from django.db import connection

    stopped = []
    monkeypatch.setattr(pg, "ensure", lambda: SimpleNamespace(url=database_url, stop=lambda: stopped.append(1)))
    with pytest.raises(Refused, match="lacks tables of this version: run `exeat migrate`"), server_side():
        connection.cursor().execute(asked)
    assert stopped == [1]
