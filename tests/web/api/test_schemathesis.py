"""The API holds to its own description: whatever is sent, by whomever, no error of ours and no undocumented answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SENT = {"PUT", "POST"}
pytestmark = pytest.mark.slow


@pytest.fixture
def operations(office: Any) -> Iterator[dict[str, Any]]:
    """Every operation of the description that the running application gives."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    from exeat.web.wsgi import application

    def served(environ: dict[str, Any], start_response: Any) -> Any:
        return application({"REMOTE_ADDR": "127.0.0.1", **environ}, start_response)

    signals = (request_started, request_finished)
    for signal in signals:  # the end of a request would close the connection that holds the play
        signal.disconnect(close_old_connections)
    schema = schemathesis.openapi.from_wsgi("/api/openapi.json", served)
    found = (result.ok() for result in schema.get_all_operations())
    yield {operation.definition.raw["operationId"]: operation for operation in found}
    for signal in signals:
        signal.connect(close_old_connections)


def test_every_operation_does_what_it_says_for_somebody(
    office: Any, operations: dict[str, Any], calls: list[Any], undone: Any
) -> None:
    by_name = {call.name: call for call in calls}
    broken: list[str] = []
    for name, operation in operations.items():
        call = by_name[name]
        with undone():
            for role, other in call.before:
                _example(operations[other], by_name[other], office).call(headers=_signed_in(office, role))
            role = call.may.split()[0] if call.may else None
            case = _example(operation, call, office)
            answer = case.call(headers=_signed_in(office, role))
            if not 200 <= answer.status_code < 300:
                broken.append(f"{name} as {role}: {answer.status_code} {answer.content[:300]!r}")
                continue
            try:
                case.validate_response(answer, checks=CHECKS)
            except BaseExceptionGroup as problem:
                broken.append(f"{name} as {role}: {_told(problem)}")
    assert broken == []


def test_no_request_of_anybody_breaks_an_operation(
    office: Any, operations: dict[str, Any], calls: list[Any], undone: Any
) -> None:
    by_name = {call.name: call for call in calls}
    broken = []
    for name, operation in operations.items():
        call = by_name[name]
        for role, examples in _shares(call, office):
            try:
                _fuzz(operation, call, office, role, examples, undone)
            except BaseExceptionGroup as problem:
                broken.append(f"{name} as {role}: {_told(problem)}")
    assert broken == []


def _told(problem: BaseException) -> str:
    """The checks that failed, and the request that made them fail."""
    parts = problem.exceptions if isinstance(problem, BaseExceptionGroup) else [problem]
    return " / ".join(str(part)[:600] for part in parts)


def _shares(call: Any, office: Any) -> Iterator[tuple[str | None, int]]:
    """Who tries how often: most those who may, who get past the door; once everybody else, and nobody in particular."""
    may = call.may.split()
    chosen = may[0] if may else None
    yield chosen, 5
    yield from ((part, 1) for part in office.users if part != chosen)
    yield None, 1


def _fuzz(operation: Any, call: Any, office: Any, role: str | None, examples: int, undone: Any) -> None:
    known = {name: value(office) for name, value in call.params.items() if not call.before}

    @given(case=operation.as_strategy())
    @settings(
        max_examples=examples,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def try_it(case: Any) -> None:
        case.path_parameters = {**(case.path_parameters or {}), **known}
        with undone():
            case.validate_response(case.call(headers=_signed_in(office, role)), checks=CHECKS)

    try_it()


def _example(operation: Any, call: Any, office: Any) -> Any:
    """The example call, as schemathesis makes it."""
    given_path = {name: value(office) for name, value in call.params.items()}
    fixed = dict(zip(_names(operation.path), _parts(call.path, operation.path), strict=False))
    parts: dict[str, Any] = {"path_parameters": {**fixed, **given_path}}
    if "?" in call.path:
        parts["query"] = dict([call.path.partition("?")[2].split("=")])
    if call.form:
        parts |= {"body": {"kind": "contract", "file": b"%PDF-1.7\n"}, "media_type": "multipart/form-data"}
    elif call.method in SENT and call.body is not None:
        body = call.body(office) if callable(call.body) else call.body
        parts |= {"body": body, "media_type": "application/json"}
    return operation.Case(**parts)


def _names(path: str) -> list[str]:
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


def _parts(example: str, path: str) -> list[str]:
    """What the example's path has at the places where the operation's has a parameter."""
    pairs = zip(example.partition("?")[0].split("/"), path.removeprefix("/api").split("/"), strict=True)
    return [given_part for given_part, name in pairs if name.startswith("{")]


def _signed_in(office: Any, role: str | None) -> dict[str, str]:
    return {"Authorization": f"Bearer {office.tokens[role]}"} if role else {}
