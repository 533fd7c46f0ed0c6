"""A plan as a workbook: an answer a row, and what the whole builds."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from exeat.adapters.figures import FigureReport, FigureTable, write_xlsx
from exeat.web.cooperation.effects import Effect
from exeat.web.cooperation.models import PlanRun
from exeat.web.cooperation.plans import plan_page
from exeat.web.policy import local_day, policy


def plan_sheet(run: PlanRun, *, now: datetime) -> bytes:
    """The workbook of a plan that was made."""
    page = plan_page(run)
    head = (
        _("Offer"), _("Host"), _("Reference"), _("Answer"), _("When"), _("Who goes"), _("Who pays"), _("Desk days"),
        _("Cases late"), _("Costs us, %(currency)s") % {"currency": page.currency}, _("Why"),
    )  # fmt: skip
    rows = tuple(
        (
            answer.title, answer.host, answer.reference, str(column.label), answer.dates, ", ".join(answer.who),
            answer.payer, *_figures(answer.effect if answer.accepted else None),
            answer.line,
        )
        for column in page.columns
        for answer in column.answers
    )  # fmt: skip
    built = tuple((title, units) for title, units in page.built)
    report = FigureReport(
        title=_("Plan %(number)d: offers from %(first)s to %(last)s")
        % {"number": run.pk, "first": page.first.isoformat(), "last": page.last.isoformat()},
        authority=policy().state.authority_name,
        day=local_day(now),
        notes=(_("Released.") if run.released_at else _("A recommendation, not released."),),
        tables=(
            FigureTable("answers", _("What is recommended for each offer"), head, rows),
            FigureTable("builds", _("What it builds"), (_("Capability"), _("Units")), built),
        ),
    )
    return write_xlsx(report)


def _figures(effect: Effect | None) -> tuple[float | None, float | None, Decimal | None]:
    """Desk days, cases late, our cost."""
    if effect is None:
        return None, None, None
    return round(effect.days, 1), None if effect.late_cases is None else round(effect.late_cases, 2), effect.own_cost
