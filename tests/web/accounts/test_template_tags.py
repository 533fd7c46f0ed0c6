"""What templates print: dates in the state's zone, quantities, charts, who finds what in the header."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone

from exeat.domain.review import Role
from exeat.web.accounts import services
from exeat.web.accounts.templatetags import exeat as tags
from exeat.web.navigation import ENTRIES, LANDING, Menu, landing_page, navigation_for
from exeat.web.policy import local_day, zone


@pytest.mark.parametrize(
    ("stored", "shown"),
    [("4.000000", "4"), ("0.500000", "0.5"), ("1250.500000", "1,250.5"), ("1000000", "1,000,000"), ("0E-6", "0")],
)
def test_a_quantity_is_shown_without_added_zeros(stored, shown) -> None:
    assert tags.quantity(Decimal(stored)) == shown


def test_money_has_its_currency_and_two_decimals() -> None:
    assert tags.money("125000", "EUR") == "EUR\N{NO-BREAK SPACE}125,000.00"


def test_a_moment_is_shown_on_the_states_day() -> None:
    moment = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
    assert moment.astimezone(zone()).strftime("%-d %b %Y, %H:%M") in tags.local_time(moment)
    assert moment.astimezone(zone()).date().isoformat() in tags.local_date(moment)


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(3, 12, "25.0"), (40, 30, "100.0"), (-1, 30, "0.0"), (5, 0, "0")]
)
def test_a_bar_never_leaves_its_track(part, whole, percent) -> None:
    assert float(tags.share(part, whole)) == float(percent)


def test_what_was_typed_is_escaped_in_a_chart() -> None:
    chart = Template("{% load exeat %}{% bars rows caption='Waiting' %}")
    html = chart.render(Context({"rows": [("<script>", 2), ("nra", 4, "bad")]}))
    assert "&lt;script&gt;" in html
    assert 'width="50.0"' in html
    assert 'width="100.0"' in html


def test_every_role_has_a_page_where_the_day_begins() -> None:
    landed = {role for entry in ENTRIES if entry.url_name in LANDING for role in entry.roles}
    assert landed == set(Role) - {Role.SYSTEM}


def test_a_deputy_finds_the_principals_pages(rf, people) -> None:
    now = timezone.now()
    today = local_day(now)
    services.delegate(
        principal=people.administrator,
        deputy=people.auditor,
        role=Role.ADMINISTRATOR,
        start=today,
        end=today,
        reason="leave",
        by=people.administrator,
        now=now,
    )
    request = rf.get("/users/")
    request.user = people.auditor
    assert [str(link.label) for link in navigation_for(request) if link.current] == ["Users"]


def test_what_belongs_together_stands_in_one_menu(rf, people) -> None:
    request = rf.get("/denials/")
    request.user = people.officer
    menus = {str(one.label): one for one in navigation_for(request) if isinstance(one, Menu)}
    assert set(menus) == {"Proceedings", "Registers", "Planning"}
    assert menus["Proceedings"].current and not menus["Planning"].current
    assert [str(link.label) for link in menus["Proceedings"].links if link.current] == ["Denials"]


def test_a_menu_of_one_entry_is_a_link(rf, people) -> None:
    request = rf.get("/")
    request.user = people.secretary
    shown = {str(one.label): one for one in navigation_for(request)}
    assert "Proceedings" not in shown
    assert not isinstance(shown["Committee"], Menu)


def test_an_exporter_finds_no_desk(rf, people) -> None:
    request = rf.get("/")
    request.user = people.exporter
    assert landing_page(request) not in ("desk", "decisions", "users")
