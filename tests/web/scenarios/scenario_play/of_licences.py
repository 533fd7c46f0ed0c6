"""What happens to a licence once it is issued: at the border, what is owed under it, how it ends."""

from __future__ import annotations

import base64
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from scenario_play.play import Play


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
    from exeat.web.licences.services.issuing import expire_due, lift_ended_suspensions
    from exeat.web.mail.models import Message
    from exeat.web.obligations.services import remind_holders

    before = set(Message.objects.values_list("pk", flat=True))
    expire_due(now=play.now)
    lift_ended_suspensions(now=play.now)
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


VERBS: dict[str, Callable[..., Any]] = {
    "suspend": _of_licence("suspend"),
    "reinstate": _of_licence("reinstate"),
    "surrender": surrender,
    "proceed": proceed,
    "opened": opened,
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
