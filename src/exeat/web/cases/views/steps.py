"""The steps that the page of a case offers as forms, by the name in their address."""

from __future__ import annotations

from exeat.web.appeals import forms as appeals
from exeat.web.cases.forms import agency, deciding, officer, screening
from exeat.web.cases.forms.step import StepForm
from exeat.web.cases.models import Case
from exeat.web.committee import case_forms as committee
from exeat.web.denials import forms as denials
from exeat.web.scrutiny import case_forms as scrutiny

FORMS: dict[str, type[StepForm]] = {
    form.step: form
    for form in (
        officer.SubmitForm,
        officer.ReturnForm,
        officer.AcknowledgeSurrenderForm,
        officer.RegisterForm,
        officer.BeginReviewForm,
        officer.ClassifyForm,
        screening.SettleMatchForm,
        screening.AskAboutMatchForm,
        scrutiny.SettleNoticeForm,
        scrutiny.AnswerFlagsForm,
        scrutiny.WeighFlagsForm,
        denials.SettleDenialForm,
        denials.ConsultForm,
        denials.ConsultationForm,
        officer.RequestInformationForm,
        officer.AnswerRequestForm,
        officer.AddDocumentForm,
        officer.ExemptionForm,
        officer.ReferForm,
        officer.RemindForm,
        officer.SilenceForm,
        agency.GivePositionForm,
        agency.AddNoteForm,
        agency.ReleaseNoteForm,
        officer.ProposeConditionForm,
        officer.DropConditionForm,
        committee.LayBeforeForm,
        committee.DecideEscalatedForm,
        committee.PassOnForm,
        deciding.IntendRefusalForm,
        deciding.AnswerRefusalForm,
        deciding.RecommendForm,
        deciding.CountersignForm,
        deciding.DecideForm,
        deciding.ReopenForm,
        deciding.ExtendForm,
        deciding.OverrideForm,
        appeals.AskReviewForm,
        appeals.WithdrawReviewForm,
        appeals.UpholdForm,
        appeals.VaryForm,
        appeals.VaryMeasureForm,
        appeals.AnnulForm,
        officer.WithdrawForm,
    )
}


class PageForms:
    """The forms of one page, made as the template asks for them; one that was refused stands in its own place."""

    def __init__(self, case: Case, refused: StepForm | None = None) -> None:
        self._case = case
        self._refused = refused

    def form(self, step: str, target: int | None = None) -> StepForm:
        """The form of a step; of its part of the case, for a step that is taken on one."""
        if self._refused is not None and self._refused.key == (step, str(target or "")):
            return self._refused
        return FORMS[step](self._case, target=target)
