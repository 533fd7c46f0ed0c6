"""Whoever changes the database behind the program's back is found out, and what they did is named."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from exeat.web.audit.chain import event_hash
from exeat.web.audit.checkpoints import checkpoint, exported
from exeat.web.audit.models import Event, EventPrivate
from exeat.web.audit.verify import verify
from exeat.web.cases.models import Case


@contextmanager
def behind_the_triggers():
    """As a superuser of the database could."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        try:
            yield cursor
        finally:
            cursor.execute("SET session_replication_role = DEFAULT")


def found():
    return {(fault.code, fault.where) for fault in verify().faults}


def codes():
    return {fault.code for fault in verify().faults}


@pytest.fixture
def case(story):
    """A case with a recommendation, and a checkpoint over all that happened."""
    case = story.recommended()
    checkpoint(now=story.now)
    return case


def test_nobody_touched_anything(case):
    assert found() == set()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET kind = 'case.grant' WHERE seq = 3",
        "DELETE FROM audit_event WHERE seq = 3",
        "TRUNCATE audit_event CASCADE",
        "UPDATE audit_eventprivate SET content = '{}'",
        "DELETE FROM audit_eventprivate",
    ],
)
def test_the_database_refuses_to_change_the_ledger(case, statement):
    refused = pytest.raises(DatabaseError, match=r"append-only|only be erased")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement)


def test_a_changed_event_is_named(case):
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET at = at - interval '1 day' WHERE seq = 3")

    assert found() == {("event_changed", "event 3")}


@pytest.mark.parametrize("shape", ["[]", "null", "3", '{"case:1": "x"}'])
def test_an_event_whose_rows_have_another_shape_is_named(case, shape):
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET rows = %s WHERE seq = 3", [shape])

    assert ("event_changed", "event 3") in found()


@pytest.mark.parametrize("shape", ["[]", "3", '{"rows": [1]}', '{"rows": {"case:1": null}}'])
def test_texts_of_another_shape_are_named(case, shape):
    beside = EventPrivate.objects.order_by("event_id").first().event
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_eventprivate SET content = %s WHERE event_id = %s", [shape, beside.pk])

    assert ("private_changed", f"event {beside.seq}") in found()


@pytest.mark.parametrize("line", [b"\xff", b"{", b"[]", b'{"token": 3}'])
def test_a_line_that_is_no_checkpoint_is_named(tmp_path, db, line):
    path = tmp_path / "kept.jsonl"
    path.write_bytes(line + b"\n")
    with pytest.raises(ValueError, match=f"{path} line 1: is not an exported checkpoint"):
        verify([path])


def test_a_changed_event_with_a_hash_of_its_own_breaks_the_next_link(case):
    event = Event.objects.get(seq=3)
    event.at -= timedelta(days=1)
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_event SET at = %s, hash = %s WHERE seq = 3", [event.at, event_hash(event)])

    assert found() == {("link", "event 4")}


def test_a_deleted_event_leaves_a_gap(case):
    with behind_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_event WHERE seq = 3")

    assert ("gap", "event 4") in found()


def test_a_tail_cut_off_is_shown_by_the_checkpoint(case):
    last = Event.objects.count()
    with behind_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_eventprivate WHERE event_id > %s", [last - 2])
        cursor.execute("DELETE FROM audit_event WHERE seq > %s", [last - 2])

    assert ("tail_cut", f"checkpoint {last}") in found()


def test_a_chain_written_anew_from_the_middle_is_shown_by_the_checkpoint(case):
    last = Event.objects.count()
    with behind_the_triggers():
        previous = Event.objects.get(seq=2).hash
        for event in Event.objects.filter(seq__gt=2).order_by("seq"):
            event.previous = previous
            event.data = {**event.data, "written": "anew"}
            event.hash = previous = event_hash(event)
            event.save()

    assert found() == {("rewritten", f"checkpoint {last}")}
    [fault] = verify().faults
    assert f"knew event {last} differently" in fault.message


def test_a_copy_of_the_checkpoints_shows_what_the_database_no_longer_does(case, tmp_path):
    kept = tmp_path / "kept.jsonl"
    kept.write_text("".join(exported()))
    last = Event.objects.count()
    with behind_the_triggers() as cursor:
        cursor.execute("DELETE FROM audit_checkpoint")
        cursor.execute("DELETE FROM audit_eventprivate WHERE event_id = %s", [last])
        cursor.execute("DELETE FROM audit_event WHERE seq = %s", [last])

    assert ("tail_cut", f"{kept} line 1") in {(fault.code, fault.where) for fault in verify([kept]).faults}


def test_a_forged_checkpoint_does_not_hold(case):
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_checkpoint SET token = left(token, -8) || 'AAAAAAAA'")

    assert codes() == {"checkpoint"}


def test_a_changed_text_is_named(case):
    private = EventPrivate.objects.order_by("-event_id").first()
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_eventprivate SET content = '{}' WHERE event_id = %s", [private.pk])

    assert ("private_changed", f"event {private.pk}") in found()


def test_a_state_that_no_event_explains_is_named(case):
    Case.objects.filter(pk=case.pk).update(state="granted")

    [fault] = verify().faults

    assert (fault.code, fault.where) == ("row_changed", f"cases.case:{case.pk}")
    assert fault.message.startswith(f"state of cases.case:{case.pk}")


def test_a_changed_reason_is_named(case):
    recommendation = case.recommendations.get()
    type(recommendation).objects.update(reasons="as paid for")

    assert found() == {("row_changed", f"cases.recommendation:{recommendation.pk}")}


def test_a_row_that_nobody_recorded_is_named(case):
    forged = case.recommendations.get()
    forged.pk = None
    forged.save()

    assert found() == {("row_unexplained", f"cases.recommendation:{forged.pk}")}


def test_a_deleted_row_is_named(case):
    key = f"cases.recommendation:{case.recommendations.get().pk}"
    case.recommendations.all().delete()

    assert found() == {("row_missing", key)}


def test_an_emptied_ledger_explains_nothing_and_the_checkpoint_says_so(case):
    last = Event.objects.count()
    with behind_the_triggers() as cursor:
        cursor.execute("TRUNCATE audit_eventprivate, audit_event CASCADE")

    assert {("tail_cut", f"checkpoint {last}"), ("row_unexplained", f"cases.case:{case.pk}")} <= found()


def test_a_lawful_erasure_keeps_the_chain_whole(case):
    EventPrivate.objects.update(content=None)
    type(case.recommendations.get()).objects.update(reasons="")

    assert found() == set()


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE {table} DISABLE TRIGGER {trigger}",
        "ALTER TABLE {table} ENABLE REPLICA TRIGGER {trigger}",
        "DROP TRIGGER {trigger} ON {table}",
    ],
)
@pytest.mark.parametrize(
    ("table", "trigger"),
    [("audit_event", "append_only"), ("audit_eventprivate", "erasure_only"), ("licences_draw", "append_only_truncate")],
)
def test_a_trigger_that_does_not_stand_guard_is_named(case, statement, table, trigger):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement.format(table=table, trigger=trigger))

    assert found() == {("unguarded", table)}
