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
    database = SimpleNamespace(url=database_url, place="The database of /srv", stop=lambda: stopped.append(1))
    monkeypatch.setattr(pg, "ensure", lambda: database)
    said = r"^The database of /srv lacks tables of this version: run `exeat migrate`; or, .* set EXEAT_HOME"
    with pytest.raises(Refused, match=said), server_side():
        connection.cursor().execute(asked)
    assert stopped == [1]
