"""Plays a scenario through the API: each verb is one request by one person at one moment."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

OF_THE_STEP = ("on", "by", "do", "case", "refused", "expect", "why")
WHO = {
    "submit": "exporter", "withdraw": "exporter", "answer": "exporter", "change": "exporter", "surrender": "exporter",
    "register": "officer", "begin": "officer", "classify": "officer", "refer": "officer", "ask": "officer",
    "recommend": "officer", "condition": "officer", "decide": "head", "suspend": "head", "reinstate": "head",
    "acknowledge": "officer", "proceed": "officer", "hear": "exporter",
    "ship": "customs", "reverse": "customs", "verify": "customs",
    "review": "officer", "fulfil": "exporter", "accept": "officer", "send_back": "officer", "release": "head",
    "return": "officer", "hand_in": "exporter", "owed": "officer", "enrol": "exporter", "worker": "nobody",
    "extend": "head", "bring_back": "customs",
}  # fmt: skip


@dataclass
class Play:
    """A scenario while it is played: the people, the cases by name, and the moment."""

    client: Any
    people: Any
    application: dict[str, Any]
    set_clock: Callable[[datetime], datetime]
    now: datetime
    cases: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, str] = field(default_factory=dict)
    last: dict[str, Any] = field(default_factory=dict)

    def step(self, step: Mapping[str, Any]) -> None:
        """Take one step, and see that it ends as the story says."""
        self.now = self.set_clock(step["on"] if "on" in step else self.now + timedelta(hours=1))
        name, do = step.get("case", "case"), step["do"]
        details = {key: value for key, value in step.items() if key not in OF_THE_STEP}
        said = f"{do} on {self.now:%d %B %Y %H:%M}"
        by = step.get("by", WHO.get(do, "officer"))
        answer = VERBS[do](self, name, by, **details)
        if "refused" in step:
            assert answer.status_code >= 400, f"{said} went through, and should have been refused: {step['refused']}"
            assert step["refused"] in _reasons(answer), f"{said}: {answer.json()}"
        elif answer is not None:
            assert answer.status_code < 400, f"{said}: {answer.status_code} {answer.content.decode()[:400]}"
        for path, expected in step.get("expect", {}).items():
            assert self.found(name, path) == expected, f"{said}: {path} is {self.found(name, path)!r}"
        self._points_are_kept(name, said)

    def found(self, name: str, path: str) -> Any:
        """A value of the case, or with `licence.` of its licence; the latest answer's with `answer.`."""
        part, _, rest = path.partition(".")
        if part == "answer":
            return self.last[rest]
        if part == "licence":
            value = self.get("officer", f"licences/{self.licence(name)}")
            return _reach(value, rest)
        return _reach(self.get("officer", f"cases/{self.cases[name]}"), path)

    def _points_are_kept(self, name: str, said: str) -> None:
        """After a step of the case, the points of risk beside it are those that would be reckoned now."""
        from exeat.web.audit.models import Event
        from exeat.web.cases.models import Case
        from exeat.web.cases.standing import risk_standing

        case = Case.objects.filter(reference=self.cases.get(name, "")).exclude(state="draft").first()
        if case and Event.objects.filter(subject=case.subject, at=self.now).exists():
            assert case.risk == risk_standing(case, self.now).total, f"{said}: {case.risk} points are kept"

    def licence(self, name: str) -> str:
        """The number of the licence that a case ended in, or of the registration made under that name."""
        if name in self.numbers:
            return self.numbers[name]
        return str(self.get("officer", f"cases/{self.cases[name]}")["licence"])

    def get(self, by: str, path: str) -> Any:
        return self.request(by, "GET", path).json()

    def post(self, by: str, path: str, **body: Any) -> Any:
        return self.request(by, "POST", path, body)

    def request(self, by: str, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        agency = by.removesuffix("_agency")
        at_an_agency = by.endswith("_agency") or (by in self.people.reviewers and by != "customs")
        self.client.force_login(self.people.reviewers[agency] if at_an_agency else getattr(self.people, by))
        content = json.dumps(body, default=str) if body is not None else ""
        return self.client.generic(method, f"/api/{path}", content, "application/json")


def submit(play: Play, name: str, by: str, **changes: Any) -> Any:
    """Hand in the usual application, changed, with the documents that it then lacks."""
    from exeat.domain.review import Application
    from exeat.domain.review import missing as missing_from
    from exeat.web.policy import policy

    body = {**play.application, **changes}
    own_documents = changes.get("documents") is not None
    answer = play.request(by, "POST", "cases", body)
    if answer.status_code >= 400:
        return answer
    play.cases[name] = answer.json()["reference"]
    if not own_documents:
        lacking = missing_from(Application.draft_from_json(body), policy(), ())
        _add(play, name, by, [gap.path.removeprefix("documents.") for gap in lacking if gap.code == "document"])
    return play.post(by, f"cases/{play.cases[name]}/submit")


def change(play: Play, name: str, by: str, of: str, how: str, **changes: Any) -> Any:
    """Begin a change of the licence of another case of the story, and hand it in with what `changes` replaces."""
    begun = play.post(by, f"licences/{play.licence(of)}/changes", how=how)
    if begun.status_code >= 400:
        return begun
    play.cases[name] = begun.json()["reference"]
    path = f"cases/{play.cases[name]}"
    draft = play.get(by, path)["application"]
    asked = {"valid_until": str(changes.pop("valid_until", "")), "to": changes.pop("to", "")}
    item = changes.pop("item", None)
    body = {**draft, **changes, "change": {**draft["change"], **asked}}
    if item:
        body["items"] = [{**body["items"][0], **item}, *body["items"][1:]]
    documents = body.pop("documents", [])
    saved = play.request(by, "PUT", f"{path}/application", body)
    if saved.status_code >= 400:
        return saved
    _add(play, name, by, documents)
    return play.post(by, f"{path}/submit")


def _add(play: Play, name: str, by: str, kinds: list[str]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    for kind in kinds:
        file = SimpleUploadedFile(f"{kind}.pdf", b"%PDF-1.7\nan invented document\n")
        play.client.force_login(getattr(play.people, by))
        added = play.client.post(f"/api/cases/{play.cases[name]}/documents", {"kind": kind, "file": file})
        assert added.status_code == 201, added.content


def _simple(path: str) -> Callable[..., Any]:
    def verb(play: Play, name: str, by: str, **body: Any) -> Any:
        return play.post(by, f"cases/{play.cases[name]}/{path}", **body)

    return verb


def review(play: Play, name: str, by: str, entry: str = "3X001.a", says: str = "no_objection") -> Any:
    """Everything between submission and recommendation, as it goes when nothing is wrong."""
    from exeat.web.policy import policy

    case = play.get("officer", f"cases/{play.cases[name]}")
    steps = policy().kinds[case["kind"]].steps
    for path in ("register", "begin-review"):
        done = play.post(by, f"cases/{play.cases[name]}/{path}")
        assert done.status_code == 200, done.content
    if "classify" in steps:
        classified = {
            item["line"] for item in play.get("officer", f"cases/{play.cases[name]}")["items"] if item["classification"]
        }
        for item in case["items"]:
            if item["line"] not in classified:
                classify(play, name, by, entry=entry, line=item["line"])
    done = play.post(by, f"cases/{play.cases[name]}/refer", end_user_kinds=[])
    for agency in [one["agency"] for one in play.get("officer", f"cases/{play.cases[name]}")["referrals"]]:
        position(play, name, f"{agency}_agency", says=says)
    return done


def classify(play: Play, name: str, by: str, entry: str, line: int = 1) -> Any:
    path = f"cases/{play.cases[name]}/items/{line}/classify"
    return play.post(by, path, entry=entry, reason="it meets the text" if entry else "it meets no text")


def position(play: Play, name: str, by: str, says: str, text: str = "", **rest: Any) -> Any:
    return play.post(by, f"cases/{play.cases[name]}/position", kind=says, text=text, **rest)


def recommend(play: Play, name: str, by: str, outcome: str, grounds: Any = (), reasons: str = "as reviewed") -> Any:
    path = f"cases/{play.cases[name]}/recommend"
    return play.post(by, path, outcome=outcome, reasons=reasons, grounds=list(grounds))


def decide(play: Play, name: str, by: str, outcome: str, grounds: Any = (), reasons: str = "as recommended") -> Any:
    """The decision, countersigned before by a colleague where the case asks for it."""
    path = f"cases/{play.cases[name]}/decide"
    body = {"outcome": outcome, "reasons": reasons, "grounds": list(grounds)}
    answer = play.post(by, path, **body)
    if answer.status_code == 409 and "countersigned" in _reasons(answer):
        signed = play.post("colleague", f"cases/{play.cases[name]}/countersign")
        assert signed.status_code == 200, signed.content
        answer = play.post(by, path, **body)
    return answer


def ask(play: Play, name: str, by: str, question: str) -> Any:
    return play.post(by, f"cases/{play.cases[name]}/requests", question=question)


def answer(play: Play, name: str, by: str, text: str) -> Any:
    path = f"cases/{play.cases[name]}"
    [waiting] = [one for one in play.get("officer", path)["requests"] if not one["answered_at"]]
    return play.post(by, f"{path}/requests/{waiting['id']}/answer", answer=text)


def _of_licence(action: str) -> Callable[..., Any]:
    def verb(play: Play, name: str, by: str, reason: str = "as the file shows") -> Any:
        return play.post(by, f"licences/{play.licence(name)}/{action}", reason=reason)

    return verb


def surrender(play: Play, name: str, by: str, of: str, reason: str) -> Any:
    """Its holder gives up the licence of another case of the story."""
    return _on_licence(play, name, by, of, "surrender", reason=reason)


def proceed(play: Play, name: str, by: str, of: str, how: str, grounds: list[str], reasons: str = "it is shown") -> Any:
    """The authority opens a proceeding on the licence of another case of the story."""
    return _on_licence(play, name, by, of, "proceedings", how=how, reasons=reasons, grounds=grounds)


def _on_licence(play: Play, name: str, by: str, of: str, path: str, **body: Any) -> Any:
    """A case on the licence of another, which the story calls `name` from now on."""
    made = play.post(by, f"licences/{play.licence(of)}/{path}", **body)
    if made.status_code < 400:
        play.cases[name] = made.json()["reference"]
        play.numbers[name] = play.licence(of)
    return made


def opened(play: Play, name: str, by: str, of: str) -> None:
    """Looks up the case that the suspension of a licence at once has opened."""
    play.cases[name] = play.get(by, f"licences/{play.licence(of)}")["proceedings"][0]
    play.numbers[name] = play.licence(of)


def ship(play: Play, name: str, by: str, quantity: str, declaration: str = "", line: int = 1, **to: str) -> Any:
    """A shipment at the border, worth its part of the line; a value of its own where `value` says so."""
    number = to.pop("number", "") or play.licence(name)
    licence = play.get("officer", f"licences/{number}")
    of = next(one for one in licence["lines"] if one["line"] == line)
    licensed = Decimal(of["licensed"]) or Decimal(1)
    worth = to.pop("value", "") or str((Decimal(of["value"]) * Decimal(quantity) / licensed).quantize(Decimal("0.01")))
    return play.post(
        by,
        f"licences/{number}/shipments",
        line=line,
        quantity=quantity,
        unit=of["unit"],
        value=worth,
        currency=of["currency"],
        declaration=declaration or f"D-{play.now:%Y%m%d-%H%M}",
        declared_on=str(play.now.date()),
        post="East Quay",
        **to,
    )


def bring_back(play: Play, name: str, by: str, quantity: str, declaration: str = "", line: int = 1) -> Any:
    """Goods that come back over the border."""
    number = play.licence(name)
    of = next(one for one in play.get("officer", f"licences/{number}")["lines"] if one["line"] == line)
    return play.post(
        by,
        f"licences/{number}/returns",
        line=line,
        quantity=quantity,
        unit=of["unit"],
        declaration=declaration or f"R-{play.now:%Y%m%d-%H%M}",
        declared_on=str(play.now.date()),
        post="East Quay",
    )


def _owed(play: Play, name: str) -> dict[str, Any]:
    """The obligation of the case's licence that is not settled and due first."""
    number = play.licence(name)
    return next(dict(one) for one in play.get("officer", "obligations")["results"] if one["licence"] == number)


def fulfil(play: Play, name: str, by: str) -> Any:
    """Hand in the document that the licence's open obligation asks for."""
    owed = _owed(play, name)
    content = base64.b64encode(b"%PDF-1.7\nan invented document\n").decode()
    return play.post(by, f"obligations/{owed['id']}/fulfil", file=f"{owed['document_kind']}.pdf", content=content)


def _of_obligation(action: str) -> Callable[..., Any]:
    def verb(play: Play, name: str, by: str, **body: Any) -> Any:
        return play.post(by, f"obligations/{_owed(play, name)['id']}/{action}", **body)

    return verb


def owed(play: Play, name: str, by: str) -> None:
    """Looks at what is owed under the licence."""
    found = play.get(by, "obligations?show=all")["results"]
    mine = [one for one in found if one["licence"] == play.licence(name)]
    play.last = {"rules": [one["rule"] for one in mine], "due": [one["due"] for one in mine]}
    play.last["states"] = ["overdue" if one["overdue"] else one["state"] for one in mine]


def worker(play: Play, name: str, by: str) -> None:
    """What the worker does each hour; afterwards, the subjects of the letters that it wrote."""
    from exeat.web.licences.services.issuing import expire_due
    from exeat.web.mail.models import Message
    from exeat.web.obligations.services import remind_holders

    before = set(Message.objects.values_list("pk", flat=True))
    expire_due(now=play.now)
    remind_holders(now=play.now)
    play.last = {
        "letters": list(Message.objects.exclude(pk__in=before).order_by("pk").values_list("subject", flat=True))
    }


def enrol(play: Play, name: str, by: str, authorisation: str) -> Any:
    """Register the person's company for a general authorisation."""
    [company] = play.get(by, "exporters")["results"]
    path = f"general-authorisations/{authorisation}/registrations"
    made = play.post(by, path, exporter=company["id"])
    if made.status_code < 400:
        play.numbers[name] = made.json()["number"]
    return made


def reverse(play: Play, name: str, by: str, reason: str = "a typing error") -> Any:
    """Undo the latest shipment."""
    entries = play.get("officer", f"licences/{play.licence(name)}")["entries"]
    day = str(play.now.date())
    undone = {"reason": reason, "declaration": "U-1", "declared_on": day, "post": "East Quay"}
    return play.post(by, f"shipments/{entries[-1]['id']}/reverse", **undone)


def verify(play: Play, name: str, by: str) -> None:
    """The document's code at the border, with the revocation list of this moment; gives what the reader is told."""
    from exeat.domain.licences import PublicKeys
    from exeat.domain.licences import verify as check

    token = play.get("officer", f"licences/{play.licence(name)}")["token"]
    keys = PublicKeys.from_json(play.client.get("/verify/keys.json").json())
    listed = play.client.get("/verify/revocations.jws").content.decode()
    result = check(token, keys, listed, today=play.now.date())
    assert result.fields is not None
    play.last = {"verdict": result.answer.value, "document": result.fields.form, "kind": result.fields.kind}


def _reasons(answer: Any) -> set[str]:
    if answer.status_code == 404:
        return {"not found"}
    said = answer.json()
    return {reason["code"] for reason in said.get("refusals", ())} | set(said.get("errors", ()))


def _reach(value: Any, path: str) -> Any:
    for key in path.split("."):
        value = value[int(key)] if isinstance(value, list) else value[key]
    return value


VERBS: dict[str, Callable[..., Any]] = {
    "submit": submit,
    "change": change,
    "withdraw": _simple("withdraw"),
    "return": _simple("return"),
    "hand_in": _simple("submit"),
    "register": _simple("register"),
    "begin": _simple("begin-review"),
    "classify": classify,
    "refer": _simple("refer"),
    "position": position,
    "condition": _simple("conditions"),
    "ask": ask,
    "answer": answer,
    "review": review,
    "recommend": recommend,
    "decide": decide,
    "extend": _simple("extend"),
    "suspend": _of_licence("suspend"),
    "reinstate": _of_licence("reinstate"),
    "surrender": surrender,
    "acknowledge": _simple("acknowledge"),
    "proceed": proceed,
    "hear": _simple("intended-refusal/answer"),
    "opened": opened,
    "ask_review": _simple("review"),
    "annul": _simple("review/annul"),
    "enrol": enrol,
    "ship": ship,
    "reverse": reverse,
    "bring_back": bring_back,
    "verify": verify,
    "fulfil": fulfil,
    "accept": _of_obligation("accept"),
    "send_back": _of_obligation("send-back"),
    "release": _of_obligation("release"),
    "owed": owed,
    "worker": worker,
}
"""What a scenario may say under `do`."""


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], datetime]:
    """Sets the moment that everything takes for now, in the state's own time where it gives no zone."""
    from exeat.web.policy import zone

    def set_clock(moment: datetime) -> datetime:
        fixed = moment if moment.tzinfo else moment.replace(tzinfo=zone())
        monkeypatch.setattr("django.utils.timezone.now", lambda: fixed)
        return fixed

    return set_clock


@pytest.fixture
def play(client: Any, story: Any, clock: Callable[[datetime], datetime]) -> Play:
    """The office of the other tests, before anything happened."""
    exporter = {"name": "Quayside Optics", "country": "XA", "registration": "R-1"}
    return Play(client, story.people, {**story.application, "exporter": exporter}, clock, datetime(2026, 3, 2, 9))
