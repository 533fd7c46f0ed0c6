"""The invitations of a plan as a workbook: one a row, and the load of each section."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from exeat.adapters.figures import FigureReport, FigureTable, write_xlsx
from exeat.web.policy import local_day, policy
from exeat.web.programme.models import ProgrammePlan
from exeat.web.programme.selectors import programme_page


def invitations_sheet(plan: ProgrammePlan, *, now: datetime) -> bytes:
    """The workbook of a plan that was made."""
    page = programme_page(plan)
    assert page is not None
    head = (
        _("Offer"), _("State"), _("Answer"), _("When"), _("Places"), _("Who pays"),
        _("Ask when, for one holds it alone"),
        _("Desk days"), _("Builds"), _("Why"),
    )  # fmt: skip
    rows = tuple(
        (
            offer.title, one.state, _("invite") if one.invite else _("leave"), one.when, one.places, one.pays,
            ", ".join(one.ask), one.days, one.builds, "; ".join(one.because),
        )
        for offer in page.offers
        for one in offer.invitations
    )  # fmt: skip
    meter = tuple((row.state, row.section, row.whole, row.invited, ", ".join(row.dear)) for row in page.meter)
    meter_head = (
        _("State"),
        _("Section"),
        _("All offers, %"),
        _("Invitations, %"),
        _("Cost more cases than they build"),
    )
    report = FigureReport(
        title=_("Invitations, plan %(number)d") % {"number": plan.pk},
        authority=policy().state.authority_name,
        day=local_day(now),
        notes=(_("A recommendation whom to invite; each state decides with its own plan."),),
        tables=(
            FigureTable("invitations", _("Whom to invite to what"), head, rows),
            FigureTable("load", _("What our calendar takes of each section's desk time"), meter_head, meter),
        ),
    )
    return write_xlsx(report)
