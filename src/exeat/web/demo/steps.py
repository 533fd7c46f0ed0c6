"""What people do in the stories, one function a step, each a call of the service that the pages call too."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any

from exeat.domain.offers import Level
from exeat.web.cases.models import Case, Document, Match
from exeat.web.cases.services import applying, deciding, intake, noting, referring, reviewing
from exeat.web.demo import committee, ending, scrutiny
from exeat.web.demo.paper import letter
from exeat.web.demo.stories import Step
from exeat.web.demo.turns import Stage, Turn
from exeat.web.licences.models import Draw, LicenceLine
from exeat.web.licences.services import customs
from exeat.web.obligations import services as obligations
from exeat.web.policy import local_day, policy


def play(step: Step, stage: Stage) -> None:
    """Take a step. Raises what the service raises, naming the story."""
    turn = Turn(stage=stage, story=step.story, by=stage.people[step.by], now=step.at)
    try:
        STEPS[step.do](turn, **step.details)
    except Exception as problem:
        problem.add_note(f"in the story {step.story.id}, {step.do} on {step.at:%Y-%m-%d %H:%M}")
        raise


# --- the applicant


def draft(turn: Turn) -> None:
    """Open the case with everything that the application says, and its documents."""
    story = turn.story
    turn.stage.cases[story.id] = _changing(turn) if story.change else _new(turn)
    for kind in story.documents:
        add_document(turn, kind=kind)


def _new(turn: Turn) -> Case:
    story = turn.story
    return applying.create_draft(
        exporter=turn.stage.exporters[story.exporter],
        application=story.application,
        by=turn.by,
        now=turn.now,
        on_paper=story.by_letter,
    )


def _changing(turn: Turn) -> Case:
    """A draft that changes the licence of another story, the first line as the story says."""
    asked = turn.story.change
    licence = Case.objects.get(pk=turn.stage.cases[asked["of"]].pk).licence
    case = applying.begin_change(licence=licence, how=asked["how"], by=turn.by, now=turn.now)
    first, *others = case.application["items"]
    items = [{**first, **asked.get("item", {})}, *others]
    content = {**case.application, "items": items, "applicant_reference": turn.story.application["applicant_reference"]}
    return applying.save_draft(case=case, application=content, by=turn.by, now=turn.now)


def add_document(turn: Turn, kind: str, text: str = "", marking: str = "unmarked") -> Document:
    """Hand in a paper of that kind; without a text it speaks of the application's goods and end use."""
    title = policy().documents[kind].title
    application = turn.case.application
    goods = "; ".join(item["description"] for item in application["items"])
    words = (text,) if text else (goods, application["end_use"]["statement"])
    content = letter(title, f"Concerning application {turn.case.reference}", *words)
    return applying.add_document(
        case=turn.case,
        kind=kind,
        name=f"{kind.replace('_', '-')}.pdf",
        content=content,
        marking=Level.named(marking),
        by=turn.by,
        now=turn.now,
    )


def submit(turn: Turn) -> None:
    applying.submit(case=turn.case, by=turn.by, now=turn.now)


def withdraw(turn: Turn, why: str) -> None:
    applying.withdraw(case=turn.case, reason=why, by=turn.by, now=turn.now)


def answer(turn: Turn, text: str, document: str = "") -> None:
    """Answer the oldest open request, with a document where one is named."""
    documents = [add_document(turn, kind=document, text=text)] if document else []
    request = turn.case.requests.filter(answered_at=None).earliest("asked_at")
    reviewing.answer_request(request=request, answer=text, documents=documents, by=turn.by, now=turn.now)


# --- intake and review


def send_back(turn: Turn, message: str) -> None:
    intake.return_for_completion(case=turn.case, message=message, by=turn.by, now=turn.now)


def register(turn: Turn) -> None:
    intake.register(case=turn.case, by=turn.by, now=turn.now)


def begin(turn: Turn) -> None:
    intake.begin_review(case=turn.case, by=turn.by, now=turn.now)


def classify(turn: Turn, entry: str, why: str, line: int = 1) -> None:
    item = turn.case.items.get(line=line)
    reviewing.classify(item=item, entry=entry, reason=why, by=turn.by, now=turn.now)


def confirm(turn: Turn, listed: str, why: str) -> None:
    for match in _matches(turn.case, listed):
        reviewing.settle_match(match=match, confirmed=True, reason=why, by=turn.by, now=turn.now)


def dismiss(turn: Turn, listed: str, why: str) -> None:
    for match in _matches(turn.case, listed):
        reviewing.settle_match(match=match, confirmed=False, reason=why, by=turn.by, now=turn.now)


def exempt(turn: Turn, basis: str, listed: str = "", embargo: str = "") -> None:
    """Record the exemption from a listing or an embargo, with the document that proves it."""
    document = add_document(turn, kind="exemption", text=basis)
    match = _matches(turn.case, listed)[0] if listed else None
    reviewing.record_exemption(
        case=turn.case, document=document, legal_basis=basis, match=match, embargo=embargo, by=turn.by, now=turn.now
    )


def ask(turn: Turn, question: str, listed: str = "") -> None:
    match = _matches(turn.case, listed)[0] if listed else None
    reviewing.request_information(case=turn.case, question=question, match=match, by=turn.by, now=turn.now)


# --- the agencies


def refer(turn: Turn, end_user: Collection[str] | None = None) -> None:
    referring.refer(case=turn.case, end_user_kinds=end_user, by=turn.by, now=turn.now)


def position(
    turn: Turn, agency: str, says: str, text: str = "", conditions: Collection[str] = (), condition: str = ""
) -> None:
    referring.give_position(
        case=turn.case,
        kind=says,
        text=text,
        conditions=conditions,
        condition_text=condition,
        by=turn.by,
        now=turn.now,
    )


def silence(turn: Turn, agency: str) -> None:
    referral = turn.case.referrals.get(agency=agency)
    referring.let_silence_speak(case=turn.case, referral=referral, by=turn.by, now=turn.now)


def note(turn: Turn, text: str, agency: str = "", release: bool = False) -> None:
    """A note for an agency, or for the authority; who is mentioned in it has not seen it yet."""
    made = noting.add_note(case=turn.case, text=text, by=turn.by, now=turn.now)
    if release:
        noting.release_note(note=made, by=turn.by, now=turn.now)


def propose(turn: Turn, condition: str) -> None:
    referring.propose_condition(case=turn.case, template=condition, by=turn.by, now=turn.now)


def drop(turn: Turn, condition: str, why: str, agency: str = "") -> None:
    """Drop a condition of the library; the agency that asked for it is the one that may."""
    dropped = turn.case.conditions.get(template=condition, agency=agency, dropped_at=None)
    referring.drop_condition(condition=dropped, reason=why, by=turn.by, now=turn.now)


# --- recommendation and decision


def recommend(turn: Turn, outcome: str, why: str, grounds: Collection[str] = ()) -> None:
    deciding.recommend(case=turn.case, outcome=outcome, reasons=why, grounds=grounds, by=turn.by, now=turn.now)


def countersign(turn: Turn) -> None:
    deciding.countersign(case=turn.case, by=turn.by, now=turn.now)


def reopen(turn: Turn, why: str) -> None:
    deciding.reopen(case=turn.case, reason=why, by=turn.by, now=turn.now)


def override(turn: Turn, steps: Sequence[str], why: str, for_days: int) -> None:
    expires = turn.now + timedelta(days=for_days)
    deciding.record_override(case=turn.case, steps=steps, reason=why, expires=expires, by=turn.by, now=turn.now)


def extend(turn: Turn, days: int, why: str) -> None:
    deciding.extend_clock(case=turn.case, days=days, reason=why, by=turn.by, now=turn.now)


def decide(turn: Turn, outcome: str, why: str, grounds: Collection[str] = ()) -> None:
    deciding.decide(case=turn.case, outcome=outcome, reasons=why, grounds=grounds, by=turn.by, now=turn.now)


# --- the licence's life


def fulfil(turn: Turn, text: str) -> None:
    """Hand in what is owed first under the licence."""
    owed = turn.case.licence.obligations.filter(state="open").earliest("due", "pk")
    title = policy().documents[owed.document_kind].title
    content = letter(title, f"Under licence {owed.licence.number}", text)
    name = f"{owed.document_kind.replace('_', '-')}.pdf"
    obligations.fulfil(obligation=owed, name=name, content=content, note="", by=turn.by, now=turn.now)


def accept(turn: Turn) -> None:
    owed = turn.case.licence.obligations.filter(state="handed_in").earliest("due", "pk")
    obligations.accept_fulfilment(obligation=owed, by=turn.by, now=turn.now)


# --- the customs posts


def ship(turn: Turn, quantity: str, declaration: str, post: str, line: int = 1, recipient: str = "") -> None:
    of = _line(turn, line)
    customs.record_shipment(
        line=of,
        quantity=Decimal(quantity),
        unit=of.unit,
        value=_share(of, quantity),
        currency=of.currency,
        declaration=_declaration(turn, declaration, post),
        recipient=recipient,
        by=turn.by,
        now=turn.now,
    )


def bring_back(turn: Turn, quantity: str, declaration: str, post: str) -> None:
    """Goods that left for a time come back over the border."""
    line = LicenceLine.objects.get(licence__case=turn.case, number=1)
    declared = _declaration(turn, declaration, post)
    customs.record_return(
        line=line, quantity=Decimal(quantity), unit=line.unit, declaration=declared, by=turn.by, now=turn.now
    )


def reverse(turn: Turn, undoes: str, why: str, declaration: str, post: str) -> None:
    """Undo the shipment of a declaration by a counter-entry."""
    customs.reverse(
        draw=_draw(turn, undoes),
        reason=why,
        declaration=_declaration(turn, declaration, post),
        by=turn.by,
        now=turn.now,
    )


def provisional(
    turn: Turn, quantity: str, declaration: str, post: str, line: int = 1, unit: str = "", number: str = ""
) -> None:
    """Take over what a post wrote down while it had no line; `number` is the licence's as the post misread it."""
    of = _line(turn, line)
    shipment = customs.ProvisionalRecord(
        licence_number=number or of.licence.number,
        line_number=line,
        quantity=Decimal(quantity),
        unit=unit or of.unit,
        value=_share(of, quantity),
        declaration=_declaration(turn, declaration, post),
    )
    customs.record_provisional(shipment=shipment, by=turn.by, now=turn.now)


def reconcile(turn: Turn, settles: str, quantity: str, declaration: str, post: str) -> None:
    draw = _draw(turn, settles)
    customs.reconcile(
        draw=draw,
        quantity=Decimal(quantity),
        value=_share(draw.line, quantity),
        declaration=_declaration(turn, declaration, post),
        by=turn.by,
        now=turn.now,
    )


def _matches(case: Case, listed: str) -> list[Match]:
    found = list(Match.objects.filter(party__case=case, listed_id=listed))
    if not found:
        raise LookupError(f"{case} has no match with {listed}")
    return found


def _line(turn: Turn, number: int) -> LicenceLine:
    return turn.case.licence.lines.get(number=number)


def _draw(turn: Turn, declaration: str) -> Draw:
    return Draw.objects.get(line__licence=turn.case.licence, declaration=declaration)


def _share(line: LicenceLine, quantity: str) -> Decimal:
    """The part of the line's value that falls on a quantity."""
    return (line.value * Decimal(quantity) / line.quantity).quantize(Decimal("0.01"))


def _declaration(turn: Turn, number: str, post: str) -> customs.Declaration:
    return customs.Declaration(number=number, day=local_day(turn.now), post=post)


STEPS: Mapping[str, Callable[..., Any]] = {
    "draft": draft,
    "add_document": add_document,
    "submit": submit,
    "withdraw": withdraw,
    "answer": answer,
    "send_back": send_back,
    "register": register,
    "begin": begin,
    "classify": classify,
    "confirm": confirm,
    "dismiss": dismiss,
    "exempt": exempt,
    "ask": ask,
    "refer": refer,
    "position": position,
    "silence": silence,
    "note": note,
    "propose": propose,
    "drop": drop,
    **committee.STEPS,
    **scrutiny.STEPS,
    "recommend": recommend,
    "countersign": countersign,
    "reopen": reopen,
    "override": override,
    "extend": extend,
    "decide": decide,
    **ending.STEPS,
    "fulfil": fulfil,
    "accept": accept,
    "ship": ship,
    "reverse": reverse,
    "bring_back": bring_back,
    "provisional": provisional,
    "reconcile": reconcile,
}
"""What a story may say under `do`."""
