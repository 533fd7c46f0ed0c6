"""The ledger of everything that happened. Rows are added and never changed: triggers of the database refuse."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models


class Event(models.Model):
    """One thing that happened. `hash` covers every other field and the hash of the event before."""

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True, help_text="case:2026-0001, licence:…, exporter:…, user:…")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    for_users = ArrayField(models.IntegerField(), default=list, help_text="the principals whom a deputy stood in for")
    data = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    rows = models.JSONField(default=dict, help_text="audited fields of the rows that changed, as they became")
    private_digest = models.CharField(max_length=64, blank=True)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ("seq",)


class EventPrivate(models.Model):
    """Texts and personal data of an event, beside the hashed record: only its digest is hashed.

    Erasing `content` by law leaves the chain whole. `rows` holds audited fields that may be erased with it.
    """

    event = models.OneToOneField(Event, on_delete=models.PROTECT, primary_key=True, related_name="private")
    salt = models.CharField(max_length=32)
    content = models.JSONField(null=True, encoder=DjangoJSONEncoder)


class Checkpoint(models.Model):
    """The ledger's head and count at one moment, signed with the authority's key, and exported as a file."""

    seq = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    token = models.TextField(help_text="compact JWS of count, head hash and time")

    class Meta:
        ordering = ("seq",)


class ReadRecord(models.Model):
    """Who opened which document or dossier, and when."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80, db_index=True)
    what = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at",)


class Verification(models.Model):
    """A proof of the ledger that somebody asked for, and what it found; unfinished until `finished_at`."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    events = models.PositiveBigIntegerField(default=0)
    checkpoints = models.PositiveIntegerField(default=0)
    rows = models.PositiveBigIntegerField(default=0)
    fault_count = models.PositiveIntegerField(default=0)
    faults = models.JSONField(default=list, help_text="the first of them, as code, where, message")

    class Meta:
        ordering = ("-asked_at", "-pk")
