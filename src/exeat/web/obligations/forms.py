"""Forms of an obligation's page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.cases.documents import endings_of
from exeat.web.policy import policy


class FulfilForm(forms.Form):
    """The document that meets an obligation."""

    file = forms.FileField(label=_("Document"))
    note = forms.CharField(
        label=_("What the officer should know"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, kind: str, *args: Any) -> None:
        super().__init__(*args, auto_id="fulfil-%s")
        if known := policy().documents.get(kind):
            endings = endings_of(known.media_types)
            self.fields["file"].label = known.title
            self.fields["file"].help_text = _("One of: %(endings)s. At most %(mb)d MB.") % {
                "endings": " ".join(endings),
                "mb": known.max_mb,
            }
            self.fields["file"].widget.attrs["accept"] = ",".join(endings)
