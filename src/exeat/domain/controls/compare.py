"""What one version of a list changed against another, paragraph by paragraph and word by word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.records import Provision
from exeat.domain.controls.wording import levelled

_WORD = re.compile(r"\s*\S+|\s+$")
_LONG_ENOUGH = 25  # bare characters by which a paragraph is known again at another place


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words of a changed paragraph: in both versions, only in the earlier, or only in the later."""

    text: str
    mark: Literal["same", "removed", "added"]


@dataclass(frozen=True, slots=True)
class Change:
    """One paragraph added, removed, changed or moved; `before` and `after` are as printed, None where there is none."""

    path: str
    change: Literal["added", "removed", "changed", "moved"]
    before: str | None
    after: str | None
    moved_from: str | None = None
    """For a paragraph that now stands under another code: the code it stood under."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The paragraph with what was removed and added marked, for a page or a terminal."""
        return marked(self.before or "", self.after or "")


def changes(old: Edition, new: Edition) -> tuple[Change, ...]:
    """The differences in printed text, in reading order; white space, quotation marks and dashes do not count.

    Only what both lists cover is compared. Records are matched by path. Notes carry running numbers in their paths, so
    one that is merely renumbered is known again by its words under the same parent and is no change. A provision that
    is known again word for word under another code of its entry has moved.
    """
    before = {p.path: p for p in old.records if _covered(p, old, new)}
    after = {p.path: p for p in new.records if _covered(p, old, new)}
    differing = {path for path in before.keys() | after.keys() if _words(before.get(path)) != _words(after.get(path))}
    gone = [before[path] for path in differing if path in before]
    come = [after[path] for path in differing if path in after]
    renumbered = _pairs(
        [p for p in gone if ":" in p.path], [p for p in come if ":" in p.path], lambda p: (p.parent, _text(p))
    )
    moved = _pairs(
        [p for p in gone if _known_again(p)], [p for p in come if _known_again(p)], lambda p: (_entry(p), _text(p))
    )
    left = renumbered.keys() | moved.keys()
    arrived = set(renumbered.values()) | set(moved.values())
    found = [Change(there, "moved", before[here].printed, after[there].printed, here) for here, there in moved.items()]
    for path in differing:
        was = None if path in left else before.get(path)
        now = None if path in arrived else after.get(path)
        if was or now:
            found.append(_change(path, was, now))
    return tuple(sorted(found, key=lambda c: _reading_order(c.path)))


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one run of words, each marked as the same, removed or added.

    The pieces that are not removed join to `after`; those not added to `before`, but for white space and the signs
    that do not count.
    """
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, [levelled(w) for w in old], [levelled(w) for w in new], autojunk=False)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece("".join(new[j1:j2]), "same"))
            continue
        if i1 < i2:
            pieces.append(Piece("".join(old[i1:i2]), "removed"))
        if j1 < j2:
            pieces.append(Piece("".join(new[j1:j2]), "added"))
    return tuple(pieces)


def _known_again(provision: Provision) -> bool:
    """Whether a provision says enough to be recognised under another code."""
    return ":" not in provision.path and len(_text(provision)) >= _LONG_ENOUGH


def _covered(provision: Provision, *lists: Edition) -> bool:
    """Whether each of the lists would have the record: a list-wide text only where all are whole."""
    return all(not one.covers or provision.path.startswith(one.covers) for one in lists)


def _pairs(
    gone: Iterable[Provision], come: Iterable[Provision], key: Callable[[Provision], tuple[str | None, str]]
) -> dict[str, str]:
    """The paths that a record left and arrived at, by a key that both share and no other of either side has."""
    here, there = list(gone), list(come)
    once = {k for side in (here, there) for k, n in Counter(map(key, side)).items() if n > 1}
    arrived = {key(p): p.path for p in there if key(p) not in once}
    pairs = ((p.path, arrived.get(key(p))) for p in here if key(p) not in once)
    return {a: b for a, b in pairs if b is not None and a != b}


def _reading_order(path: str) -> list[int | str]:
    """Paths as people count: `a.2` before `a.10`."""
    return [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", path)]


def _words(provision: Provision | None) -> str | None:
    return None if provision is None else levelled(provision.printed)


def _text(provision: Provision) -> str:
    return levelled(provision.text)


def _entry(provision: Provision) -> str:
    return provision.path.partition(".")[0]


def _change(path: str, was: Provision | None, now: Provision | None) -> Change:
    before, after = was.printed if was else None, now.printed if now else None
    return Change(path, "changed" if was and now else "added" if now else "removed", before, after)
