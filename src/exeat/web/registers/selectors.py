"""Reading the lists: which versions there are, what a control list prints, and what a search in it finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from exeat.domain.controls import Candidate, ControlList, Entry, Provision, Regime, UnknownCodeError
from exeat.web.policy import policy
from exeat.web.registers.lists import read_control_list, versions_in_force
from exeat.web.registers.models import ControlListVersion, ListVersion, WatchlistVersion

FOUND = 30


@dataclass(frozen=True)
class ListHistory:
    """A list: the version in force, and the earlier ones that decisions may still cite, the newest first."""

    current: ListVersion
    earlier: tuple[ListVersion, ...]
    effect: str = ""
    legal_basis: str = ""


@dataclass(frozen=True)
class Printed:
    """A record of a list as it is shown: `depth` steps below its entry."""

    record: Provision
    depth: int


@dataclass(frozen=True)
class ProvisionPage:
    """A provision with its entry, what stands above it, and where the entry's regimes are said to come from."""

    control_list: ControlList
    version: ControlListVersion
    in_force: bool
    record: Provision
    entry: Entry | None
    above: tuple[Provision, ...]
    printed: tuple[Printed, ...]
    regimes: tuple[Regime, ...]


def watchlist_histories() -> list[ListHistory]:
    """Every watchlist with its legal effect by the policy."""
    rules = policy()
    found = []
    for versions in _by_list(WatchlistVersion.objects):
        rule = rules.watchlist(versions[0].list_id)
        found.append(ListHistory(versions[0], tuple(versions[1:]), rule.effect, rule.legal_basis))
    return found


def control_list_histories() -> list[ListHistory]:
    """Every control list."""
    return [ListHistory(versions[0], tuple(versions[1:])) for versions in _by_list(ControlListVersion.objects)]


def _by_list(manager: object) -> Iterable[list[ListVersion]]:
    rows = manager.select_related("imported_by").defer("content").order_by("list_id", "-imported_at", "-pk")
    return [list(versions) for _id, versions in groupby(rows, key=lambda row: row.list_id)]


def find_version(list_id: str, version: str = "") -> ControlListVersion | None:
    """That version of a control list, or the one in force; None when there is none."""
    if version:
        return ControlListVersion.objects.defer("content").filter(list_id=list_id, version=version).first()
    return next((row for row in versions_in_force(ControlListVersion) if row.list_id == list_id), None)


def search(control_list: ControlList, sought: str) -> list[Candidate]:
    """The entries nearest to some words, or to a code."""
    return control_list.classify(sought, top=FOUND)


def provision_page(version: ControlListVersion, path: str) -> ProvisionPage | None:
    """What the list prints at a path, in its entry; None when it prints nothing there."""
    control_list = read_control_list(version)
    try:
        record = control_list.provision(path)
    except UnknownCodeError:
        return None
    entry = _entry(control_list, record.path)
    newest = find_version(version.list_id)
    return ProvisionPage(
        control_list=control_list,
        version=version,
        in_force=newest is not None and newest.pk == version.pk,
        record=record,
        entry=entry,
        above=control_list.ancestors(record.path),
        printed=tuple(Printed(one, _depth(control_list, one)) for one in (entry.provisions if entry else (record,))),
        regimes=control_list.regimes(entry) if entry else (),
    )


def _entry(control_list: ControlList, path: str) -> Entry | None:
    """The entry around a path; None for what is printed outside the entries."""
    try:
        return control_list.entry(path)
    except UnknownCodeError:
        return None


def _depth(control_list: ControlList, record: Provision) -> int:
    return min(len(control_list.ancestors(record.path)), 6)
