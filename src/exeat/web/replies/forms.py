"""What is asked of an answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.replies.models import Reply

_BY_HAND = [kind for kind in Reply.Kind if kind != Reply.Kind.JOINT]


class DraftForm(forms.Form):
    """Which answer, and in which form it goes."""

    kind = forms.ChoiceField(label=_("Answer"), choices=[(kind.value, kind.label) for kind in _BY_HAND])
    form = forms.ChoiceField(
        label=_("How it goes"),
        choices=[("", _("as it came in")), *Reply.Form.choices],
        required=False,
        help_text=_("A calendar reply goes only to those who invited by calendar."),
    )
    delegate = forms.EmailField(
        label=_("Who comes instead"),
        required=False,
        help_text=_("The address; only for a calendar reply that sends somebody else."),
    )
    instead = forms.IntegerField(required=False, widget=forms.HiddenInput)


class ReplyForm(forms.Form):
    """The words of a draft."""

    subject = forms.CharField(label=_("Subject"), max_length=300)
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Paragraphs are parted by empty lines. A paragraph may begin with its mark: (U), (R)."),
    )

    def __init__(self, reply: Reply, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"subject": reply.subject, "text": reply.text}
        super().__init__(*args, **kwargs)
