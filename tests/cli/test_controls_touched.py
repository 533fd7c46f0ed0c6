"""`exeat controls touched`: what it asks a server, and what it prints."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from exeat.cli import main
from exeat.cli import touched as command_file

REPORT = {
    "amendment": {"id": 4, "list": "model-list", "old": "2026", "new": "2027", "paragraphs": 1},
    "cases": [
        {"case": "C-2026-00031", "line": 2, "description": "Pressure transducer", "because": ["claimed in 2B230"]}
    ],
    "licences": [{"licence": "XA-2026-00019", "line": 1, "description": "Bellows valve", "entry": "2A226"}],
    "precedents": [
        {
            "case": "C-2025-00007",
            "line": 1,
            "description": "Capacitance gauge",
            "entry": "2B230",
            "at": "2025-05-02T09:00:00Z",
        }
    ],
    "changes": [{"path": "2B230", "change": "changed", "moved_from": None, "pieces": []}],
}
AMENDMENTS = [{"id": 9, "list": "other-list"}, {"id": 4, "list": "model-list"}]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a server was asked that has one amendment on each of two pages, and one report."""
    found: list[str] = []

    class One:
        def get(self, path: str, params: dict[str, Any] | None = None) -> dict[str, Any]:
            found.append(path)
            if params is None:
                return REPORT
            return {"count": len(AMENDMENTS), "results": AMENDMENTS[params["page"] - 1 : params["page"]]}

    monkeypatch.setattr(command_file, "Server", One)
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["controls", "touched", *arguments])


def test_each_touched_line_is_printed_with_its_reason(asked: list[str]) -> None:
    result = run("4")

    assert result.exit_code == 0, result.output
    assert asked == ["amendments/4"]
    assert result.output.splitlines() == [
        "Amendment 4: model-list 2026 -> 2027, 1 paragraph",
        "Open cases: 1",
        "  C-2026-00031 line 2, Pressure transducer: claimed in 2B230",
        "Live licences: 1",
        "  XA-2026-00019 line 1, Bellows valve: 2A226",
        "Precedents: 1",
        "  C-2025-00007 line 1, Capacitance gauge: 2B230, 2025-05-02",
    ]


def test_without_a_number_the_last_amendment_is_meant(asked: list[str]) -> None:
    assert run().exit_code == 0
    assert asked == ["amendments", "amendments/9"]


def test_the_last_amendment_of_one_list_is_found_on_a_later_page(asked: list[str]) -> None:
    assert json.loads(run("--list", "model-list", "--json").output) == REPORT
    assert asked == ["amendments", "amendments", "amendments/4"]


def test_a_list_that_was_never_amended_is_said_to_be_so(asked: list[str]) -> None:
    result = run("--list", "unknown")

    assert result.exit_code == 1
    assert "no amendment of unknown is known" in result.output


def test_a_number_and_a_list_do_not_go_together(asked: list[str]) -> None:
    assert run("4", "--list", "model-list").exit_code == 2
    assert asked == []
