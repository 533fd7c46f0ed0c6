"""The key-person map: what stops when one official is ill, and what would help most."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from exeat.domain.workload import Alone, Held, KeyPerson, Remedy, WorkloadError, held_alone, second_holders
from exeat.web.capabilities.models import Work
from exeat.web.people.models import Duty, Official
from exeat.web.workload.selectors import CaseworkRisk, casework_risk

_SHOWN = 5


@dataclass(frozen=True)
class KeyRow:
    """An official: what stops without them; `cases` is None where no case passes their desk."""

    official: Official
    alone: Alone
    steps: tuple[str, ...]
    cases: float | None

    @property
    def weight(self) -> tuple[float, int, int]:
        """By what the map is ordered: cases, then planned work, then what is held alone."""
        return (self.cases or 0.0, self.alone.work_days, len(self.alone.skills) + len(self.alone.files))


@dataclass(frozen=True)
class Help:
    """A training or a hire, in words, and what it would bring."""

    what: str
    brings: str


@dataclass(frozen=True)
class KeyMap:
    """The page. `refusal` says why casework is left out where it is."""

    rows: list[KeyRow]
    casework: list[Help]
    seconds: list[Help]
    refusal: str = ""


def key_map(*, now: datetime) -> KeyMap:
    """Everybody in service, those whose absence stops most first."""
    officials = list(Official.objects.filter(active=True).select_related("user"))
    work = dict(Work.objects.values_list("skill").annotate(days=Sum("days")).order_by())
    skills = {str(official.pk): frozenset([*official.skills, *official.languages]) for official in officials}
    alone = held_alone(skills, _files(), work)
    try:
        risk, refusal = casework_risk(now=now), ""
    except WorkloadError as error:
        risk, refusal = CaseworkRisk((), ()), str(error)
    by_user = {person.officer: person for person in risk.people}
    rows = [_row(one, alone[str(one.pk)], by_user.get(str(one.user_id))) for one in officials]
    names = {str(one.pk): one.name for one in officials}
    users = {str(one.user_id): one.name for one in officials}
    return KeyMap(
        sorted(rows, key=lambda row: row.weight, reverse=True),
        [_remedy(remedy, saved, users) for remedy, saved in risk.remedies[:_SHOWN]],
        [_second(each.skill, names[each.official], each.work_days) for each in second_holders(alone, work)[:_SHOWN]],
        refusal,
    )


def _files() -> list[Held]:
    return [
        Held(duty.title, str(duty.holder_id), str(duty.deputy_id) if duty.deputy_id else None)
        for duty in Duty.objects.all()
    ]


def _row(official: Official, alone: Alone, person: KeyPerson | None) -> KeyRow:
    return KeyRow(official, alone, person.alone_in if person else (), person.late_cases if person else None)


def _remedy(remedy: Remedy, saved: float, users: dict[str, str]) -> Help:
    if remedy.officer is None:
        what = _("Hire one for %(skill)s") % {"skill": remedy.skill}
    else:
        who = users.get(remedy.officer, _("an officer who is not in the register"))
        what = _("%(who)s learns %(skill)s") % {"who": who, "skill": remedy.skill}
    return Help(what, _("%(cases).1f fewer late cases, over a month's illness of each in turn") % {"cases": saved})


def _second(skill: str, holder: str, days: int) -> Help:
    what = _("A second person learns %(skill)s, which only %(who)s holds") % {"skill": skill, "who": holder}
    if not days:
        return Help(what, _("no planned work hangs on it"))
    text = ngettext(
        "%(days)d day of planned work no longer hangs on one person",
        "%(days)d days of planned work no longer hang on one person",
        days,
    )
    return Help(what, text % {"days": days})
