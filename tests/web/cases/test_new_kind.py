"""What docs/policy.md adds to the model policy, a kind and an agency, works through to the signed certificate."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from exeat.domain.licences import PublicKeys, verify
from exeat.domain.review import default_policy_folder

GUIDE = (Path(__file__).resolve().parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
SNIPPETS = re.findall(r"^```toml (\S+)\n(.*?)^```$", GUIDE, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def grown_policy(tmp_path: Path, settings: Any) -> Iterator[None]:
    """The model policy with the guide's additions, and nothing else changed."""
    from exeat.web.policy import policy

    folder = Path(shutil.copytree(default_policy_folder(), tmp_path / "policy"))
    for name, addition in SNIPPETS:
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write("\n" + addition)
    settings.EXEAT_POLICY = str(folder)
    policy.cache_clear()
    yield
    policy.cache_clear()


def test_a_kind_and_an_agency_of_the_policy_alone_lead_to_a_certificate_that_verifies(
    grown_policy: None, story: Any, client: Any
) -> None:
    from exeat.web.audit.keys import public_key_set
    from exeat.web.cases.services import deciding, intake, referring
    from exeat.web.policy import local_day

    people = story.people
    item = {**story.application["items"][0], "claimed_entry": "8A001.c"}
    fair = {
        "role": "consignee",
        "name": "Messe Graz",
        "type": "organisation",
        "address": "Messeplatz 1",
        "country": "AT",
    }

    case = story.submitted(kind="trade_fair", items=[item], parties=[fair], route=[])
    assert [document.kind for document in case.documents.all()] == ["correspondence"]
    intake.register(case=case, by=people.officer, now=story.later())
    intake.begin_review(case=case, by=people.officer, now=story.later())
    referring.refer(case=case, by=people.officer, now=story.later(), end_user_kinds=[])
    assert set(case.referrals.values_list("agency", flat=True)) == {"maritime", "mfa"}
    for agency in ("maritime", "mfa"):
        by = people.reviewers[agency]
        referring.give_position(case=case, kind="no_objection", text="", by=by, now=story.later())
    deciding.recommend(case=case, outcome="grant", reasons="a fair", by=people.officer, now=story.later())
    deciding.decide(case=case, outcome="grant", reasons="a fair", by=people.head, now=story.later())

    case.refresh_from_db()
    read = verify(case.licence.token, PublicKeys.from_json(public_key_set()), today=local_day(story.now))
    assert (read.answer.value, read.fields.form, read.fields.kind) == ("valid", "certificate", "trade_fair")
    assert case.licence.content["titles"] == ["Certificate for a trade fair", "شهادة معرض تجاري"]


def test_the_form_of_the_new_kind_shows_what_it_asks_for(grown_policy: None, story: Any, client: Any) -> None:
    case = story.draft(kind="trade_fair")
    client.force_login(story.people.exporter)

    goods = client.get(f"/applications/{case.reference}/goods/").content.decode()
    assert 'name="items-0-hs"' in goods
    assert 'name="items-0-claimed_entry"' not in goods
    parties = client.get(f"/applications/{case.reference}/parties/").content.decode()
    assert 'value="consignee"' in parties
    assert 'value="broker"' not in parties
