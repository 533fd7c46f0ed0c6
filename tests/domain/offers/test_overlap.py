"""Which offers a person should look at together."""

from datetime import date

import pytest

from exeat.domain.offers import Sketch, overlaps

MAY = ((date(2027, 5, 4), date(2027, 5, 6)),)
JULY = ((date(2027, 7, 1), date(2027, 7, 2)),)
NOVEMBER = ((date(2027, 11, 1), date(2027, 11, 2)),)


@pytest.mark.parametrize(
    ("title", "host", "spans", "builds", "kind"),
    [
        ("The workshop on portal monitors", "b", MAY, "", "duplicate"),
        ("Workshop on portal monitors", "a", JULY, "x", ""),
        ("Course for inspectors", "b", JULY, "x", "joint"),
        ("Course for inspectors", "b", JULY, "y", ""),
        ("Course for inspectors", "b", NOVEMBER, "x", ""),
        ("Course for inspectors", "a", MAY, "x", ""),
        ("Workshop on portal monitors", "b", (), "x", ""),
    ],
)
def test_pairs(title, host, spans, builds, kind):
    first = Sketch("1", "Workshop on portal monitors", "a", MAY, frozenset("x"))
    found = overlaps([first, Sketch("2", title, host, spans, frozenset(builds))])
    assert [pair.kind for pair in found] == ([kind] if kind else [])
