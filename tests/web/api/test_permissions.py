"""Cheating through the API: every operation with everybody's token."""

from __future__ import annotations

from typing import Any

from exeat.web.api.root import api

PUBLIC = {"make_token", "keys", "revocations"}
REFUSED = (403, 404, 409, 422)


def test_every_operation_lets_in_those_of_its_row_and_nobody_else(office: Any, calls: list[Any], attempt: Any) -> None:
    wrong = []
    for call in calls:
        if call.name in PUBLIC:
            continue
        allowed = set(call.may.split())
        for part in office.users:
            if part == "colleague" and part not in allowed:
                continue  # another officer: may what the officer may, save where the row says otherwise
            answer = attempt(call, part)
            expected = (200, 201, 204) if part in allowed else REFUSED
            if answer.status_code not in expected:
                wrong.append(f"{call.name} as {part}: {answer.status_code} {answer.content[:200]!r}")
    assert wrong == []


def test_without_a_token_only_public_operations_answer(office: Any, calls: list[Any], attempt: Any) -> None:
    answered = {call.name for call in calls if attempt(call, None).status_code != 401}
    assert answered == PUBLIC


def test_the_table_names_every_operation(calls: list[Any]) -> None:
    paths = api.get_openapi_schema()["paths"]
    known = {operation["operationId"] for methods in paths.values() for operation in methods.values()}
    assert known == {call.name for call in calls}
