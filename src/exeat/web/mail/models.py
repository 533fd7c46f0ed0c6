"""The mail that was written, and whether it has gone out."""

from __future__ import annotations

from django.db import models


class Message(models.Model):
    """One letter to one address. `about` is a case's reference, or empty."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    calendar = models.TextField(blank=True, help_text="an iTIP answer (RFC 5546) that goes with it")
    method = models.CharField(max_length=12, blank=True, help_text="of that answer: REPLY or COUNTER")
    about = models.CharField(max_length=30, blank=True, db_index=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True, help_text="why the last attempt failed")

    class Meta:
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.to}: {self.subject}"
