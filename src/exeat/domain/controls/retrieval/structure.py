"""What the build of a list says about which entries belong together.

Entries refer to each other; some take what others leave over; those for software and technology are worded by the
goods that they are for, so that no description of a product holds their words.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property
from typing import Literal

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.numbering import CODE, group, is_residual
from exeat.domain.controls.retrieval.thesaurus import Term

Nature = Literal["goods", "software", "technology"]

_LETTERS: dict[str, Nature] = {"D": "software", "E": "technology"}
_GROUP = re.compile(r"\b(\d[A-E])\b")


def nature_told(terms: Collection[Term]) -> set[Nature]:
    """What a description says it is about besides goods: the kinds of its software and technology terms."""
    kinds = {term.kind for term in terms}
    return {nature for nature in _LETTERS.values() if nature in kinds}


class Structure:
    """The ties between the entries of one list."""

    def __init__(self, control_list: Edition) -> None:
        self._list = control_list
        self._numbered = control_list.numbering != "own"
        self._known = {entry.code for entry in control_list.entries}
        self._refers = {code: self._named_by(control_list, code) for code in self._known}
        self._rest_of: dict[str, set[str]] = {}
        for code in sorted(self._known):
            for taken in self._leaves_over(control_list, code):
                self._rest_of.setdefault(taken, set()).add(code)
        self._catch_alls: dict[str, list[str]] = {}
        for code in sorted(c for c in self._known if is_residual(control_list.numbering, c)):
            self._catch_alls.setdefault(group(code), []).append(code)

    def nature(self, code: str) -> Nature | None:
        """`software` or `technology` for an entry of those groups, else None; the CCL and Annex I letter them D, E."""
        return _LETTERS.get(code[1:2]) if self._numbered else None

    def referred_to(self, code: str) -> set[str]:
        """The entries that an entry's heading or N.B. names ("see also")."""
        return self._refers[code]

    def rest_of(self, code: str) -> set[str]:
        """The entries that take what this one does not, or a paragraph of which does ("other than specified in")."""
        return self._rest_of.get(code, set())

    def catch_alls(self, code: str) -> list[str]:
        """The residual entries of an entry's group: everything else of the kind, controlled to few places."""
        return [other for other in self._catch_alls.get(group(code), ()) if other != code]

    def made_for(self, code: str, natures: Collection[Nature]) -> list[str]:
        """The software and technology entries that are worded by an entry or its group (`specified in 6A`)."""
        if self.nature(code) or not natures:
            return []
        return sorted(
            other
            for other, subjects in self._subjects.items()
            if self.nature(other) in natures and (code in subjects or group(code) in subjects)
        )

    def _named_by(self, control_list: Edition, code: str) -> set[str]:
        refs = (r for p in control_list.entry(code).provisions if p.kind in ("heading", "nb") for r in p.refs)
        return {target for r in refs if (target := r.target.split(".")[0]) in self._known and target != code}

    def _leaves_over(self, control_list: Edition, code: str) -> set[str]:
        """Those of the same nature that an entry leaves aside: software for other goods is not their rest."""
        records = (p for p in control_list.entry(code).provisions if p.kind in ("heading", "provision"))
        refs = (ref for record in records for ref in record.refs if ref.relation in ("other_than", "residual_of"))
        named = {ref.target.split(".")[0] for ref in refs} & self._known
        return {other for other in named if other != code and self.nature(other) == self.nature(code)}

    @cached_property
    def _subjects(self) -> dict[str, set[str]]:
        """The codes and groups that each software and technology entry is worded by; few questions speak of either."""
        return {code: self._groups_named(code) for code in self._known if self.nature(code)}

    def _groups_named(self, code: str) -> set[str]:
        text = self._list.entry(code).text
        return set(_GROUP.findall(text)) | {match[1] for match in CODE.finditer(text)}
