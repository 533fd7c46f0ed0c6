"""Questions on end use: answered by the exporter and by an officer, each for themselves; what is raised is weighed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.cases.services._step import locked, require, take
from exeat.web.errors import Invalid
from exeat.web.policy import policy
from exeat.web.scrutiny.models import FlagAnswer

EXPORTER, OFFICER = "exporter", "officer"


@transaction.atomic
def answer_flags(*, case: Case, answers: Mapping[str, bool], by: User, now: datetime) -> list[FlagAnswer]:
    """The exporter's answers; a yes raises the flag. What is not answered stays open."""
    case = locked(case)
    require("answer_flags", case, by=by, now=now)
    rows = _answered(case, EXPORTER, answers, by, now)
    take("answer_flags", case, by=by, now=now, data={"answered": sorted(answers)}, rows=rows)
    return rows


@transaction.atomic
def weigh_flags(
    *, case: Case, answers: Mapping[str, bool], weighed: Mapping[str, str], by: User, now: datetime
) -> list[FlagAnswer]:
    """An officer's own answers, and for each flag that was raised, by either side, what it comes to."""
    case = locked(case)
    require("weigh_flags", case, by=by, now=now)
    rows = _answered(case, OFFICER, answers, by, now)
    said = {flag: text.strip() for flag, text in weighed.items() if text.strip()}
    raised = {row.flag: row for row in case.flag_answers.filter(raised=True)}
    if idle := sorted(set(said) - set(raised)):
        raise Invalid({"weighed": f"{', '.join(idle)}: nobody raised this flag"})
    changed = {row.pk: row for row in rows}
    for row in case.flag_answers.filter(raised=True, flag__in=said):
        row.weighed, row.weighed_by, row.weighed_at = said[row.flag], by, now
        row.save()
        changed[row.pk] = row
    data = {"answered": sorted(answers), "weighed": sorted(said)}
    take("weigh_flags", case, by=by, now=now, data=data, rows=list(changed.values()))
    return list(changed.values())


def _answered(case: Case, side: str, answers: Mapping[str, bool], by: User, now: datetime) -> list[FlagAnswer]:
    known = policy().red_flags
    if wrong := sorted(flag for flag in answers if flag not in known or side not in known[flag].asked):
        raise Invalid({"answers": f"{', '.join(wrong)}: not asked of the {side}"})
    rows = []
    for flag, raised in answers.items():
        row, _ = FlagAnswer.objects.update_or_create(
            case=case, flag=flag, side=side, defaults={"raised": raised, "by": by, "at": now}
        )
        rows.append(row)
    return rows
