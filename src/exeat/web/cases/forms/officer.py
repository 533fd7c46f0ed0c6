"""The officer's steps: intake, classification, matches, questions, exemptions, referral, conditions, documents."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.cases.documents import endings_of
from exeat.web.cases.forms.conditions import add_parameters, chosen_values
from exeat.web.cases.forms.step import PartForm, StepForm, text_area
from exeat.web.cases.forms.upload import MarkingField
from exeat.web.cases.models import CaseItem, Condition, InformationRequest, Match, Referral
from exeat.web.cases.selectors import previews
from exeat.web.cases.selectors.obstacles import obstacles_of
from exeat.web.cases.services import applying, ending, intake, referring, reviewing
from exeat.web.cases.services.handing_in import File
from exeat.web.cases.standing import missing_from
from exeat.web.policy import policy


class SubmitForm(StepForm):
    """Hand in an application that came by letter."""

    step, button, primary = "submit", _("Submit the application"), True

    def take(self, *, by: User, now: datetime) -> object:
        return applying.submit(case=self.case, by=by, now=now)


class WithdrawForm(StepForm):
    """The applicant takes the application back."""

    step, button, danger = "withdraw", _("Withdraw the application"), True
    reason = text_area(_("Reason"), required=False)

    def take(self, *, by: User, now: datetime) -> object:
        return applying.withdraw(case=self.case, reason=self.cleaned_data["reason"], by=by, now=now)


class ReturnForm(StepForm):
    """Back to the applicant, with what is missing written out to begin from."""

    step, button = "return", _("Return for completion")
    message = text_area(_("What the applicant should add or correct"), rows=5)

    def prepare(self) -> None:
        self.fields["message"].initial = "\n".join(gap.message for gap in missing_from(self.case))

    def take(self, *, by: User, now: datetime) -> object:
        return intake.return_for_completion(case=self.case, message=self.cleaned_data["message"], by=by, now=now)


class RegisterForm(StepForm):
    """Into the register; the clock starts."""

    step, button, primary = "register", _("Register: the clock starts"), True

    def take(self, *, by: User, now: datetime) -> object:
        return intake.register(case=self.case, by=by, now=now)


class AcknowledgeSurrenderForm(StepForm):
    """The licence ends."""

    step, button, primary = "acknowledge_surrender", _("Acknowledge: the licence ends"), True

    def take(self, *, by: User, now: datetime) -> object:
        return ending.acknowledge_surrender(case=self.case, by=by, now=now)


class BeginReviewForm(StepForm):
    """Open the review."""

    step, button, primary = "begin_review", _("Begin the review"), True

    def take(self, *, by: User, now: datetime) -> object:
        return intake.begin_review(case=self.case, by=by, now=now)


class ClassifyForm(PartForm):
    """The officer's word on a line."""

    step, button, section, parts = "classify", _("Record the classification"), "goods", CaseItem
    entry = forms.CharField(
        label=_("Entry or provision"),
        max_length=40,
        required=False,
        help_text=_("As the list prints it, such as 6A003.b.4. Leave empty when you find the goods in no entry."),
    )
    reason = text_area(_("Why"), _("The words of the entry that the goods meet, or why none applies."), rows=2)

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return reviewing.classify(item=given["target"], entry=given["entry"], reason=given["reason"], by=by, now=now)


class RequestInformationForm(StepForm):
    """A question to the applicant."""

    step, button, section = "request_information", _("Ask, and stop the clock"), "requests"
    previews = True
    question = text_area(
        _("Question"),
        _("A letter with these words is drawn up; the clock stands still until the answer. Name no list or agency."),
        rows=4,
    )

    def take(self, *, by: User, now: datetime) -> object:
        return reviewing.request_information(case=self.case, question=self.cleaned_data["question"], by=by, now=now)

    def preview(self, *, by: User, now: datetime) -> bytes:
        return previews.request_preview(case=self.case, question=self.cleaned_data["question"], by=by, now=now)


class AnswerRequestForm(PartForm):
    """The applicant's answer, with a document if there is one."""

    step, button, section, parts, primary = "answer_request", _("Send the answer"), "requests", InformationRequest, True
    answer = text_area(_("Answer"), rows=4)
    kind = forms.ChoiceField(label=_("Kind of document"), required=False)
    file = forms.FileField(label=_("Document"), required=False)
    marking = MarkingField()

    def prepare(self) -> None:
        offer_kinds(self, empty=True)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("file") and not given.get("kind"):
            self.add_error("kind", _("Say what kind of document it is."))
        return given

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        file = given["file"]
        return reviewing.answer_with_document(
            request=given["target"],
            answer=given["answer"],
            document=File(given["kind"], file.name, file.read(), given["marking"]) if file else None,
            by=by,
            now=now,
        )


class AddDocumentForm(StepForm):
    """A document for the file of the case."""

    step, button, section = "add_document", _("Add the document"), "documents"
    kind = forms.ChoiceField(label=_("Kind of document"))
    file = forms.FileField(label=_("File"))
    marking = MarkingField()

    def prepare(self) -> None:
        offer_kinds(self)

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return applying.add_document(
            case=self.case,
            kind=given["kind"],
            name=given["file"].name,
            content=given["file"].read(),
            marking=given["marking"],
            by=by,
            now=now,
        )


class ExemptionForm(StepForm):
    """The exemption that lifts a block."""

    step, button, section = "record_exemption", _("Record the exemption"), "blocks"
    lifts = forms.ChoiceField(label=_("What it lifts"), widget=forms.RadioSelect)
    document = forms.TypedChoiceField(
        label=_("Document"), coerce=int, help_text=_("Add the exemption to the documents of the case first.")
    )
    legal_basis = forms.CharField(
        label=_("Provision under which it was given"), max_length=300, help_text=_("Act or resolution, and paragraph.")
    )

    def prepare(self) -> None:
        open_ones = [obstacle for obstacle in obstacles_of(self.case) if obstacle.exemption is None]
        self.fields["lifts"].choices = [(obstacle.key, obstacle.title) for obstacle in open_ones]
        current = [document for document in self.case.documents.all() if document.superseded_by_id is None]
        self.fields["document"].choices = [("", "")] + [(document.pk, document.name) for document in current]

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        kind, _colon, key = given["lifts"].partition(":")
        return reviewing.record_exemption(
            case=self.case,
            document=self.case.documents.get(pk=given["document"]),
            legal_basis=given["legal_basis"],
            match=Match.objects.get(pk=key, party__case=self.case) if kind == "match" else None,
            embargo=key if kind == "embargo" else "",
            by=by,
            now=now,
        )


class ReferForm(StepForm):
    """To the agencies that the criteria name, once the officer has said what the end user is."""

    step, button, section, primary = "refer", _("Refer to the agencies"), "agencies", True
    end_user_kinds = forms.MultipleChoiceField(
        label=_("What the end user is"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Criteria that speak of the end user follow from this."),
    )

    def prepare(self) -> None:
        self.fields["end_user_kinds"].choices = list(policy().end_user_kinds.items())
        self.fields["end_user_kinds"].initial = self.case.end_user_kinds

    def take(self, *, by: User, now: datetime) -> object:
        return referring.refer(case=self.case, end_user_kinds=self.cleaned_data["end_user_kinds"], by=by, now=now)


class RemindForm(StepForm):
    """To the agencies that are late."""

    step, button, section = "remind_agencies", _("Remind those that are late"), "agencies"

    def take(self, *, by: User, now: datetime) -> object:
        return referring.remind_agencies(case=self.case, by=by, now=now)


class SilenceForm(PartForm):
    """An agency's silence past its deadline."""

    step, button, section, parts = "let_silence_speak", _("Apply the rule on silence"), "agencies", Referral

    def take(self, *, by: User, now: datetime) -> object:
        return referring.let_silence_speak(case=self.case, referral=self.cleaned_data["target"], by=by, now=now)


class ProposeConditionForm(StepForm):
    """The authority's own condition."""

    step, button, section = "propose_condition", _("Add the condition"), "conditions"
    template = forms.ChoiceField(label=_("From the policy's library"), required=False)
    text = text_area(_("Or in your own words"), required=False)

    def prepare(self) -> None:
        add_parameters(self)
        library = [(key, condition.title) for key, condition in policy().conditions.items()]
        self.fields["template"].choices = [("", _("none: my own words")), *library]

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return referring.propose_condition(
            case=self.case,
            template=given["template"],
            text=given["text"],
            values=chosen_values(given, given["template"]),
            by=by,
            now=now,
        )


class DropConditionForm(PartForm):
    """A condition goes, with the consent of whoever asked for it."""

    step, button, section, parts, danger = "drop_condition", _("Drop the condition"), "conditions", Condition, True
    reason = text_area(_("Reason"), rows=2)

    def take(self, *, by: User, now: datetime) -> object:
        given = self.cleaned_data
        return referring.drop_condition(condition=given["target"], reason=given["reason"], by=by, now=now)


def offer_kinds(form: forms.Form, *, empty: bool = False) -> None:
    """Fill the form's `kind` from the policy, with what an upload of each may be, and tell the browser the types."""
    kinds = policy().documents
    choices = [
        (key, _("%(title)s (at most %(mb)d MB)") % {"title": kind.title, "mb": kind.max_mb})
        for key, kind in kinds.items()
    ]
    form.fields["kind"].choices = [("", ""), *choices] if empty else choices
    endings = endings_of({media for kind in kinds.values() for media in kind.media_types})
    form.fields["file"].widget.attrs["accept"] = ",".join(endings)
    form.fields["file"].help_text = _("One of: %(endings)s.") % {"endings": " ".join(endings)}
