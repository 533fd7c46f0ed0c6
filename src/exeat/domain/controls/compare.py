"""What one version of a list changed against another, paragraph by paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from exeat.domain.controls.records import Provision
from exeat.domain.controls.wording import bare

if TYPE_CHECKING:
    from exeat.domain.controls.control_list import ControlList


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph added, removed or changed; `before` and `after` are as printed, None where there is none."""

    path: str
    change: Literal["added", "removed", "changed"]
    before: str | None
    after: str | None


def changes(old: ControlList, new: ControlList) -> tuple[Change, ...]:
    """The differences in printed text; white space does not count.

    Records are matched by path. Notes carry running numbers in their paths, so one that is merely renumbered because
    a note before it went or came is matched by its words under the same parent and is no change.
    """
    before = {p.path: p for p in old.records}
    after = {p.path: p for p in new.records}
    differing = {path for path in before.keys() | after.keys() if _words(before.get(path)) != _words(after.get(path))}
    gone = [before[path] for path in differing if path in before and ":" in path]
    come = {_identity(after[path]): path for path in differing if path in after and ":" in path}
    moved = {(p.path, come[_identity(p)]) for p in gone if _identity(p) in come}
    left = {path for path, _ in moved}
    arrived = {path for _, path in moved}
    found = []
    for path in differing:
        was = None if path in left else before.get(path)
        now = None if path in arrived else after.get(path)
        if was or now:
            found.append(_change(path, was, now))
    return tuple(sorted(found, key=lambda c: _reading_order(c.path)))


def _reading_order(path: str) -> list[int | str]:
    """Paths as people count: `a.2` before `a.10`."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path)]


def _words(provision: Provision | None) -> str | None:
    return None if provision is None else bare(provision.printed)


def _identity(provision: Provision) -> tuple[str | None, str]:
    return provision.parent, bare(provision.text)


def _change(path: str, was: Provision | None, now: Provision | None) -> Change:
    before, after = was.printed if was else None, now.printed if now else None
    return Change(path, "changed" if was and now else "added" if now else "removed", before, after)
