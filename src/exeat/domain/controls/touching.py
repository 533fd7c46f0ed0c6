"""What a change of a list means for somebody who cites it: which provisions read differently now."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from exeat.domain.controls.compare import Change
from exeat.domain.controls.control_list import ControlList
from exeat.domain.controls.errors import UnknownCodeError


def touched_codes(changes: Iterable[Change], old: ControlList, new: ControlList) -> set[str]:
    """The provisions whose meaning the changes bear on: a provision itself, and for a note what it applies to.

    What is printed outside the entries bears on none by itself and is left out.
    """
    places = {path for change in changes for path in (change.path, change.moved_from) if path}
    return {code for path in places for one in (old, new) for code in _codes(path, one)}


def _codes(path: str, control_list: ControlList) -> tuple[str, ...]:
    try:
        record = control_list.provision(path)
        control_list.entry(path)
    except UnknownCodeError:
        return ()
    return record.applies_to or (path.partition(":")[0],)


def touches(touched: Collection[str], code: str) -> bool:
    """Whether somebody who cites `code` should read it again.

    That is so when the provision changed, or one that it stands under, or one that stands under it.
    """
    return any(one == code or one.startswith(f"{code}.") or code.startswith(f"{one}.") for one in touched)
