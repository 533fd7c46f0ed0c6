"""An answer in the policy's words, with what the plan says filled in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format

from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.people.models import Official
from exeat.web.policy import policy
from exeat.web.replies.models import Reply


@dataclass(frozen=True)
class Facts:
    """What an answer tells: the dates invited to, those asked for instead, who comes, what it costs the host."""

    start: date
    end: date
    place: str = ""
    asked: tuple[date, date] | None = None
    nominees: tuple[str, ...] = ()
    amount: Decimal = Decimal(0)
    other: Offer | None = None

    @property
    def values(self) -> dict[str, str]:
        """The values of the fields of the policy's words."""
        return {
            "dates": span(self.start, self.end),
            "place": self.place,
            "other_dates": span(*self.asked) if self.asked else "",
            "nominees": "\n".join(self.nominees),
            "amount": f"{self.amount:,.2f} {policy().state.currency}" if self.amount else "",
            "other_host": self.other.host.name if self.other else "",
            "other_title": self.other.title if self.other else "",
        }


@dataclass(frozen=True)
class Decided:
    """What a plan says of one offer: the kind of answer that it asks for, and what that answer tells."""

    kind: str
    facts: Facts = field(repr=False)


def span(start: date, end: date) -> str:
    """ "4 May 2027", "4 – 6 May 2027", "28 June – 2 July 2027"."""
    if start == end:
        return date_format(start, "j F Y")
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} – {date_format(end, 'j F Y')}"
    return f"{date_format(start, 'j F' if start.year == end.year else 'j F Y')} – {date_format(end, 'j F Y')}"


def worded(offer: Offer, kind: str, form: str, facts: Facts) -> tuple[str, str]:
    """Subject and text of an answer; for a calendar reply, the text is the comment beside it."""
    words = policy().cooperation.correspondence
    answer = words.answers["accept" if kind == Reply.Kind.DELEGATE else kind]
    values = {"authority": policy().state.authority_name, "host": offer.host.name, "title": offer.title} | facts.values
    subject, text = answer.title.format(**values), answer.text.format(**values).strip()
    if form == Reply.Form.CALENDAR:
        return subject[:300], text
    frame = words.forms[form]
    return subject[:300], "\n\n".join((frame.opening.format(**values), text, frame.closing.format(**values)))


def default_facts(offer: Offer, other: Offer | None = None) -> Facts:
    """What can be told without a plan: the host's own dates first, dates that it would be asked for beside them."""
    sessions = list(offer.sessions.all())
    first = next((one for one in sessions if not one.ask_to_move), sessions[0])
    asked = next(((one.start, one.end) for one in sessions if one.ask_to_move), None)
    amount = max((one.host_cost for one in offer.funding.all()), default=Decimal(0))
    return Facts(first.start, first.end, first.place, asked, amount=amount, other=other)


def decided(run: PlanRun) -> dict[str, Decided]:
    """What the plan asks to answer, by the reference of the offer."""
    rows = json.loads(run.scenario)
    offers = {offer["id"]: offer for offer in rows["offers"]}
    people = {f"official-{one.pk}": _named(one) for one in Official.objects.all()}
    return {
        one["offer"]: _decided(offers[one["offer"]], one, people)
        for one in (run.plan or {"decisions": []})["decisions"]
    }


def _named(official: Official) -> str:
    return ", ".join(filter(None, (official.name, official.rank.replace("-", " "))))


def _decided(offer: Mapping[str, Any], decision: Mapping[str, Any], people: Mapping[str, str]) -> Decided:
    own = next((one for one in offer["sessions"] if not one["ask_to_move"]), offer["sessions"][0])
    start, end = _days(own)
    if decision["decision"] != "accept":
        return Decided(Reply.Kind.DECLINE, Facts(start, end))
    session = next(one for one in offer["sessions"] if one["id"] == decision["session"])
    funding = offer["funding"][decision["funding"]]
    nominees = tuple(people[one["official"]] for one in decision["attendees"])
    if session["ask_to_move"]:
        moved = Facts(start, end, asked=_days(session), nominees=nominees)
        here = session["mode"] == "in_country" and own["mode"] != "in_country"
        return Decided(Reply.Kind.TRAINERS_HERE if here else Reply.Kind.ANOTHER_DATE, moved)
    facts = Facts(*_days(session), nominees=nominees, amount=Decimal(funding["host_cost"]))
    return Decided(Reply.Kind.HOST_PAYS if funding["ask"] else Reply.Kind.NOMINATE, facts)


def _days(session: Mapping[str, Any]) -> tuple[date, date]:
    return date.fromisoformat(session["start"]), date.fromisoformat(session["end"])
