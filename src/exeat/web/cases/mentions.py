"""`@name` in a text: who is meant, and the text in pieces for a page to show."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from exeat.web.accounts.models import User
from exeat.web.errors import Invalid

_AT = re.compile(r"(?<![\w@.])@(?=[^\W\d_])")  # not within an e-mail address
_SHOWN = 40  # characters of a name that fits nobody


def mentioned_in(text: str, readers: Collection[User], picked: Collection[User] = ()) -> list[User]:
    """Those of the readers whom the text mentions by their full name, in its order.

    Of two of the same name, those are meant who are `picked`. Raises Invalid for a name that fits nobody, or two.
    """
    found: dict[int, User] = {}
    for at in _AT.finditer(text):
        named = _named(text, at.end(), readers)
        meant = [one for one in named if one in picked] or named
        if not meant:
            said = text[at.start() : at.end() + _SHOWN].splitlines()[0]
            raise Invalid({"text": f"{said!r} names nobody who may read this case: write the full name, or tick it"})
        if len(named) > 1 and not any(one in picked for one in named):
            raise Invalid({"text": f"{len(named)} people are called {named[0].name}: tick the one whom you mean"})
        found |= {one.pk: one for one in meant}
    return list(found.values())


def pieces(text: str, mentioned: Collection[User]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is a mention of one of these people."""
    end = 0
    for at in _AT.finditer(text):
        if named := _named(text, at.end(), mentioned):
            yield text[end : at.start()], False
            end = at.end() + len(named[0].name)
            yield text[at.start() : end], True
    yield text[end:], False


def _named(text: str, start: int, people: Collection[User]) -> list[User]:
    """Those whose full name stands at that place; of names that begin alike, the longest counts."""
    fitting = [one for one in people if one.name and _stands(one.name, text, start)]
    longest = max((len(one.name) for one in fitting), default=0)
    return [one for one in fitting if len(one.name) == longest]


def _stands(name: str, text: str, start: int) -> bool:
    end = start + len(name)
    return text[start:end].casefold() == name.casefold() and not text[end : end + 1].isalnum()
