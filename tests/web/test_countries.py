"""Which countries an application may name."""

from __future__ import annotations

from exeat.web.countries import countries, country_name


def test_what_is_no_country_is_not_offered() -> None:
    offered = dict(countries())
    assert {"QO", "ZZ", "EU"}.isdisjoint(offered)
    assert {offered[code] for code in ("XK", "MV", "NP")} == {"Kosovo", "Maldives", "Nepal"}


def test_the_policy_s_own_state_and_those_of_its_rules_are_offered() -> None:
    offered = dict(countries())
    assert offered["XA"] == "Model State"
    assert {code: offered[code] for code in ("XB", "XC", "XD", "XE")} == {
        code: code for code in ("XB", "XC", "XD", "XE")
    }
    assert country_name("ZZ") == "ZZ"
