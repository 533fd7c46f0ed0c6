"""Goods that somebody described before there was an application, carried along in their session."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from exeat.web.policy import policy

_KEY = "carried_goods"


def carry(session: SessionBase, *, kind: str, description: str, facts: str, hs: str) -> None:
    """Keep the goods in the session; `kind` is the kind of application that is meant, where it is a known one."""
    known = kind if kind in policy().kinds else ""
    session[_KEY] = {"kind": known, "item": {"description": description, "facts": facts, "hs": hs}}


def carried(session: SessionBase) -> dict[str, Any]:
    """The draft that an application begins with: empty, or with the goods that were carried along."""
    kept = session.get(_KEY)
    if not kept:
        return {}
    return {"kind": kept["kind"], "items": [{"line": 1, "nature": "goods", **kept["item"]}]}


def put_down(session: SessionBase) -> None:
    """Forget the goods: they are in a draft now."""
    session.pop(_KEY, None)
