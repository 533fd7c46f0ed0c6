"""What happens to an application, from its submission to the decision and its review."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from scenario_play.play import Play, reasons_of


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


def recommend(play: Play, name: str, by: str, outcome: str, grounds: Any = (), **rest: Any) -> Any:
    body = {"reasons": "as reviewed", **rest, "outcome": outcome, "grounds": list(grounds)}
    return play.post(by, f"cases/{play.cases[name]}/recommend", **body)


def decide(play: Play, name: str, by: str, outcome: str, grounds: Any = (), **rest: Any) -> Any:
    """The decision, countersigned before by a colleague where the case asks for it."""
    path = f"cases/{play.cases[name]}/decide"
    body = {"reasons": "as recommended", **rest, "outcome": outcome, "grounds": list(grounds)}
    answer = play.post(by, path, **body)
    if answer.status_code == 409 and "countersigned" in reasons_of(answer):
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
    "acknowledge": _simple("acknowledge"),
    "hear": _simple("intended-refusal/answer"),
    "ask_review": _simple("review"),
    "annul": _simple("review/annul"),
    "vary_measure": _simple("review/vary-measure"),
}
