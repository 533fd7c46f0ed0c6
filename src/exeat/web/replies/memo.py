"""The recommendation memo of a plan: what it says, on which figures it rests, what it displaces."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from exeat.adapters.memo import Grid, Memo, Paragraph, Section
from exeat.domain.offers import Level as Marking
from exeat.web.capabilities.selectors import register
from exeat.web.cooperation.models import Funding, Offer, PlanRun
from exeat.web.cooperation.plans import Answer, PlanPage, plan_page
from exeat.web.people.models import Official
from exeat.web.policy import highest_marking, local_day, policy, short_name
from exeat.web.replies.letter import MARKS, banner
from exeat.web.workload.selectors import Workload, workload

_GAPS = 5  # capabilities named in the situation

PAYING = {
    Funding.Payer.HOST: gettext_lazy("the host pays"),
    Funding.Payer.OWN: gettext_lazy("we pay"),
    Funding.Payer.SHARED: gettext_lazy("both pay"),
}


def memo(run: PlanRun, *, now: datetime) -> Memo:
    """The memo of a plan that was made, on the figures of today."""
    page, marks = plan_page(run), _marks(run)
    late, load = _late(page), workload(now=now)
    sections = [
        _summary(page, late),
        _situation(load),
        _constraints(run, page),
        *_invitations(page, marks),
        _recommendation(page),
        _displaces(page, late),
    ]
    highest = max((mark for part in sections for mark in _levels(part)), default=Marking.UNMARKED)
    state = _("released by %(who)s") % {"who": run.released_by} if run.released_at else _("not released")
    return Memo(
        title=_("Invitations from %(first)s to %(last)s: what to accept") % _days(page),
        authority=policy().state.authority_name,
        day=local_day(now),
        marking=banner(highest),
        facts=(
            (_("To"), _("Head of the authority")),
            (_("From"), f"{run.asked_by.name}, {run.asked_by.title}".rstrip(", ")),
            (_("Date"), date_format(local_day(now), "j F Y")),
            (_("Plan"), f"{run.pk}, {state}"),
        ),
        sections=tuple(sections if highest else map(_without_marks, sections)),
        page=_("Invitations · page {page} of {pages}"),
    )


def _late(page: PlanPage) -> str:
    """What the plan's absences make late together, as the simulation had it when the plan was made."""
    if not page.late_text:
        return _("What it makes late is not known: %(why)s") % {"why": page.run.unpriced or _("nothing was measured.")}
    text = _("Cases that all its absences make late together, in nine of ten futures: %(late)s.") % {
        "late": page.late_text
    }
    weak = _("The office is so loaded that this estimate is weak.")
    return f"{text} {weak}" if page.run.workload.get("weak") else text


def _days(page: PlanPage) -> dict[str, str]:
    return {"first": date_format(page.first, "j F Y"), "last": date_format(page.last, "j F Y")}


def _marks(run: PlanRun) -> dict[str, str]:
    """The portion mark of each offer of the plan."""
    references = [offer["id"] for offer in json.loads(run.scenario)["offers"]]
    found = Offer.objects.filter(reference__in=references).values_list("reference", "marking")
    return {reference: MARKS[Marking(marking)] for reference, marking in found}


def _levels(section: Section) -> Iterable[Marking]:
    known = {mark: level for level, mark in MARKS.items()}
    return (known[one.mark] for one in section.paragraphs)


def _without_marks(section: Section) -> Section:
    return replace(section, paragraphs=tuple(replace(one, mark="") for one in section.paragraphs))


def _said(*texts: str, mark: str = "U") -> tuple[Paragraph, ...]:
    return tuple(Paragraph(mark, text) for text in texts if text)


def _summary(page: PlanPage, late: str) -> Section:
    counts = Counter(one.column for one in page.answers)
    what = _(
        "%(all)d invitations were weighed. Recommended: accept %(accept)d, ask for a date or money %(ask)d,"
        " decline %(decline)d."
    ) % {
        "all": len(page.answers),
        "accept": counts["accept"],
        "ask": counts["move"] + counts["ask"],
        "decline": counts["decline"],
    }
    built = ", ".join(f"{title} ({units:g})" for title, units in page.built[:_GAPS]) or _("nothing")
    takes = _(
        "What is accepted or asked for takes %(days)g desk days and costs us %(cost)s. It builds, in units: %(built)s."
    )
    proven = page.run.plan["status"] == "optimal"
    sound = _("No plan is worth more by the weights of the policy: this is proven.")
    gap = _("It is the best plan found; a better one is worth at most %(gap)s more.") % {"gap": page.gap}
    values = {"days": page.days, "cost": page.own_cost, "built": built}
    return Section(_("1. Summary"), _said(what, takes % values, late, sound if proven else gap))


def _situation(load: Workload) -> Section:
    texts = []
    if load.forecast is None:
        texts.append(_("The desk's load is not known: %(why)s") % {"why": load.refusal})
    else:
        texts.append(
            _(
                "%(load)s of the desk's time is taken by casework, measured over %(cases)d cases. In the next month"
                " %(arrivals)s cases are expected (nine times in ten), and %(late)s will fall due undone."
            )
            % {
                "load": load.utilisation_text,
                "cases": load.cases,
                "arrivals": load.arrivals_text,
                "late": load.late_text,
            }
        )
        if load.forecast.weak:
            texts.append(_("The office is so loaded that what is foreseen for a few weeks is weak."))
    gaps = [row for row in register() if row.value.gap][:_GAPS]
    if gaps:
        named = "; ".join(
            _("%(title)s stands at “%(is)s”, planned was “%(planned)s”")
            % {"title": row.value.title, "is": row.value.implemented.label, "planned": row.value.planned.label}
            for row in gaps
        )
        texts.append(_("Plans outrun practice most in: %(named)s.") % {"named": named})
    return Section(_("2. Situation"), _said(*texts))


def _constraints(run: PlanRun, page: PlanPage) -> Section:
    rows = json.loads(run.scenario)
    spent: Counter[str] = Counter()
    leads = {offer["id"]: offer["lead_agency"] for offer in rows["offers"]}
    for answer in page.answers:
        if answer.accepted and answer.effect:
            spent[leads[answer.reference]] += int(answer.effect.own_cost * 100)
    officials = Counter(one["agency"] for one in rows["officials"])
    leave = Counter({one["agency"]: 0 for one in rows["officials"]})
    for one in rows["officials"]:
        leave[one["agency"]] += sum(_span(*pair) for pair in one["leave"])
    table = Grid(
        (_("Agency"), _("Officials"), _("Days of leave"), _("Stay at desks"), _("Travel money"), _("Of it used")),
        tuple(
            (
                short_name(one["id"]),
                str(officials[one["id"]]),
                str(leave[one["id"]]),
                f"{one['reserve']:.0%}".replace("%", " %"),
                f"{Decimal(one['travel_budget']):,.2f}",
                f"{Decimal(spent[one['id']]) / 100:,.2f}",
            )
            for one in rows["agencies"]
        ),
    )
    rule = _("One holder of “%(skill)s” stays at a desk on every working day. Sums are in %(currency)s.") % {
        "skill": ", ".join(rows["rules"]["critical_skills"]),
        "currency": rows["currency"],
    }
    return Section(_("3. Constraints"), (*_said(rule), *_held_alone()), table)


def _span(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _held_alone() -> tuple[Paragraph, ...]:
    """Skills that one person alone holds: restricted, and without a name; left out where nothing restricted may be."""
    if highest_marking() < Marking.RESTRICTED:
        return ()
    held = Counter(
        skill for skills in Official.objects.filter(active=True).values_list("skills", flat=True) for skill in skills
    )
    alone = sorted(skill for skill, holders in held.items() if holders == 1)
    text = _("Held by one official alone, so that their absence stops the work: %(skills)s.") % {
        "skills": ", ".join(alone)
    }
    return _said(text, mark=MARKS[Marking.RESTRICTED]) if alone else ()


def _invitations(page: PlanPage, marks: dict[str, str]) -> list[Section]:
    labels = {id(answer): str(column.label) for column in page.columns for answer in column.answers}
    parts = [
        Section(
            f"{answer.reference}  {answer.title}",
            tuple(
                Paragraph(marks.get(answer.reference, "U"), text, strong)
                for strong, text in _of(answer, labels[id(answer)])
            ),
            level=2,
        )
        for answer in page.answers
    ]
    return [Section(_("4. Invitations, one by one")), *parts]


def _of(answer: Answer, label: str) -> list[tuple[str, str]]:
    asked = _("the host would be asked to pay") if answer.column == "ask" else ""
    paying = {str(payer.label): text for payer, text in PAYING.items()}.get(answer.payer, "")
    facts = [answer.host, answer.dates, ", ".join(answer.who), asked or str(paying)]
    rows = [(f"{label}.", " · ".join(part for part in facts if part))]
    if answer.accepted and answer.effect:
        rows.append(("", " ".join(answer.effect.sentences)))
    else:
        rows.append(("", " ".join(answer.because) or answer.line))
    if answer.would_change:
        rows.append((_("What would change it:"), " ".join(answer.would_change)))
    return rows


def _recommendation(page: PlanPage) -> Section:
    ask = _("It is asked that the plan be released; the answers to the hosts are then drafted for release one by one.")
    done = _("The plan is released; the answers to the hosts are released one by one.")
    rows = tuple(
        (answer.title, answer.host, str(column.label), answer.dates)
        for column in page.columns
        for answer in column.answers
    )
    table = Grid((_("Invitation"), _("Host"), _("Answer"), _("When")), rows, texts=4)
    return Section(_("5. Recommendation"), _said(done if page.run.released_at else ask), table)


def _displaces(page: PlanPage, late: str) -> Section:
    rows = tuple(
        (
            answer.title,
            ", ".join(f"{one.name} {one.days:g}" for one in answer.effect.takes),
            "·" if answer.effect.late_cases is None else f"{answer.effect.late_cases:.1f}",
        )
        for answer in page.answers
        if answer.accepted and answer.effect
    )
    table = Grid((_("Accepted or asked for"), _("Desk days of"), _("Cases late")), rows, texts=2)
    note = _("By event, on average; days of preparation and follow-up count.")
    days = ngettext("%(days)g desk day in all.", "%(days)g desk days in all.", 2) % {"days": page.days}
    return Section(_("6. What it displaces"), _said(late, f"{note} {days}"), table if rows else None)
