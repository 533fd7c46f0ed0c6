from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exeat.domain.review import (
    Application,
    Policy,
    ReferralFacts,
    ReferralItem,
    default_policy_folder,
    facts_of,
    load_policy,
    referrals_due,
)
from exeat.domain.review.policy.model import Criterion, SilenceRules
from exeat.domain.review.policy.when import When

MODEL = load_policy(default_policy_folder())
ANYTHING = ReferralFacts((ReferralItem("3A001"),), destination="AE")


def policy(*criteria: Criterion, never_silent: bool = False) -> Policy:
    silence = replace(MODEL.silence, default="no_objection")
    return replace(MODEL, criteria=criteria, silence=silence if never_silent else SilenceRules("no_objection", ()))


def criterion(name: str, days: int, *agencies: str, **stated: object) -> Criterion:
    return Criterion(
        name, f"text of {name}", "a provision", agencies, days, stated.pop("silence", None), When(**stated)
    )  # type: ignore[arg-type]


def test_an_agency_is_asked_once_with_its_shortest_deadline_and_all_reasons_kept() -> None:
    (due,) = referrals_due(ANYTHING, policy(criterion("slow", 20, "mfa"), criterion("quick", 5, "mfa")))
    assert (due.agency, due.working_days, due.criterion_id, due.criterion_text) == ("mfa", 5, "quick", "text of quick")
    assert [reason.id for reason in due.criteria] == ["slow", "quick"]


def test_the_strictest_meaning_of_silence_wins() -> None:
    rules = policy(criterion("a", 5, "mfa"), criterion("b", 9, "mfa", "nra", silence="escalate"))
    assert [(due.agency, due.silence) for due in referrals_due(ANYTHING, rules)] == [
        ("mfa", "escalate"),
        ("nra", "escalate"),
    ]


def test_for_goods_that_the_policy_names_silence_is_never_consent_whatever_the_criterion_says() -> None:
    rules = policy(criterion("lax", 5, "customs", silence="no_objection"), never_silent=True)
    nuclear = ReferralFacts((ReferralItem("3A001"), ReferralItem("0B001")), destination="AE")
    assert [due.silence for due in referrals_due(nuclear, rules)] == ["never_consent"]
    assert [due.silence for due in referrals_due(ANYTHING, rules)] == ["no_objection"]


def test_agencies_come_in_the_policys_order() -> None:
    dues = referrals_due(ANYTHING, policy(criterion("a", 5, "aec", "customs"), criterion("b", 5, "mfa")))
    assert [due.agency for due in dues] == ["mfa", "customs", "aec"]


def test_the_officers_classification_stands_before_the_claim() -> None:
    application = Application.draft_from_json(
        {
            "kind": "export",
            "exporter": {"country": "XA"},
            "items": [
                {"line": 1, "value": "100", "currency": "EUR", "claimed_entry": "3A001"},
                {"line": 2, "value": "50", "currency": "USD", "claimed_entry": "3A002", "nature": "software"},
            ],
            "parties": [{"role": "end_user", "country": "AE"}, {"role": "broker", "country": "XA"}],
            "route": ["OM"],
        }
    )
    facts = facts_of(application, MODEL, entries={2: "2B201"}, regimes={2: ("NSG",)}, end_user_kinds=("company",))
    assert facts.items == (
        ReferralItem("3A001", (), Decimal("110.00"), ""),
        ReferralItem("2B201", ("NSG",), Decimal(50), "software"),
    )
    assert (facts.total_value, facts.destination, facts.countries) == (Decimal("160.00"), "AE", ("AE", "OM"))
    assert (facts.roles, facts.end_user_kinds) == (("broker", "end_user"), ("company",))


def test_a_line_found_to_be_on_no_list_keeps_no_claim() -> None:
    application = Application.draft_from_json({"items": [{"line": 1, "claimed_entry": "3A001"}]})
    assert facts_of(application, MODEL, entries={1: ""}).items[0].entry == ""


items = st.builds(
    ReferralItem,
    st.sampled_from(["", "0A001", "2B201.b", "5D002", "6A003"]),
    st.lists(st.sampled_from(["NSG", "MTCR", "AG"]), max_size=2).map(tuple),
    st.integers(0, 10**6).map(Decimal),
    st.sampled_from(["goods", "software", "technology"]),
)


@given(st.lists(items, max_size=4), items)
def test_more_goods_never_mean_fewer_agencies_or_laxer_terms(lines: list[ReferralItem], another: ReferralItem) -> None:
    def ask(chosen: list[ReferralItem]) -> dict[str, tuple[int, int]]:
        total = sum((item.value for item in chosen), Decimal(0))
        facts = ReferralFacts(tuple(chosen), destination="AE", total_value=total)
        strictness = ["no_objection", "escalate", "never_consent"].index
        return {due.agency: (due.working_days, strictness(due.silence)) for due in referrals_due(facts, MODEL)}

    fewer, more = ask(lines), ask([*lines, another])
    for agency, (days, silence) in fewer.items():
        assert more[agency][0] <= days and more[agency][1] >= silence


@pytest.mark.parametrize("name", ["NSG", "Nuclear Suppliers Group", "Nuclear Suppliers Group trigger list"])
def test_a_regime_goes_by_the_policys_name_and_by_the_lists(name: str) -> None:
    facts = ReferralFacts((ReferralItem("2B201", (name,)),), destination="XD")
    assert [due.agency for due in referrals_due(facts, MODEL)] == ["nra", "aec"]
