"""What is asked of a site, a visit, a finding, a corrective action, a measure and a disclosure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from exeat.web.accounts.models import User
from exeat.web.acting import actor_for
from exeat.web.cases.forms.step import text_area
from exeat.web.inspection.acting import agencies_of
from exeat.web.inspection.models import Action, Answer, Disclosure, Finding, Measure, Site, Visit
from exeat.web.inspection.selectors import AskedList, FindingView, by_agency, inspectors
from exeat.web.inspection.services import disclosing, findings, sites, visits
from exeat.web.policy import policy, short_name
from exeat.web.registers.models import Exporter
from exeat.web.registers.services import Upload

DAY = forms.DateInput(attrs={"type": "date"})
NOTE = "~note"
ELSEWHERE = _("Of a facility's security: only the reference of the file that holds the details.")


class SiteForm(forms.Form):
    """A site that comes under inspection."""

    name = forms.CharField(label=_("Name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Site.Kind.choices)
    exporter = forms.ModelChoiceField(
        Exporter.objects.all(), label=_("Exporter"), required=False, help_text=_("Whose site it is, where one is.")
    )
    operator = forms.CharField(
        label=_("Operator"), max_length=200, required=False, help_text=_("Where that is no exporter.")
    )
    address = forms.CharField(label=_("Address"), max_length=300, required=False)
    agency = forms.ChoiceField(label=_("Inspected by"))
    risk = forms.ChoiceField(label=_("Class of risk"))
    risk_why = text_area(_("Why it belongs there"), rows=2)
    held_at = forms.CharField(
        label=_("Where security details are held"),
        max_length=200,
        required=False,
        help_text=_("For a facility. A place and a file number: the details themselves are not kept here."),
    )

    def __init__(self, user: User, now: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lists = by_agency()
        own = [agency for agency in agencies_of(actor_for(user, now)) if lists[agency]]
        self.fields["agency"].choices = [(agency, short_name(agency)) for agency in own]
        self.fields["risk"].choices = _titles(policy().inspection.risks)

    def take(self, *, by: User, now: datetime) -> Site:
        """Enter it."""
        return sites.enter(given=sites.SiteGiven(**self.cleaned_data), by=by, now=now)


class RiskForm(forms.Form):
    """Another class of risk for a site."""

    risk = forms.ChoiceField(label=_("Class of risk"))
    why = text_area(_("Why it belongs there"), rows=2)

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"risk": site.risk}, **kwargs)
        self.fields["risk"].choices = _titles(policy().inspection.risks)

    def take(self, site: Site, *, by: User, now: datetime) -> Site:
        """Record it."""
        return sites.set_risk(site=site, by=by, now=now, **self.cleaned_data)


class CloseForm(forms.Form):
    """The end of a site's inspection."""

    reason = text_area(_("Why it is inspected no longer"), rows=2)

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def take(self, site: Site, *, by: User, now: datetime) -> Site:
        """Record it."""
        return sites.close(site=site, by=by, now=now, **self.cleaned_data)


class PlanForm(forms.Form):
    """A visit: when, by which checklists, who goes."""

    first = forms.DateField(label=_("First day"), widget=DAY)
    last = forms.DateField(label=_("Last day"), widget=DAY)
    checklists = forms.MultipleChoiceField(label=_("Checklists"), widget=forms.CheckboxSelectMultiple)
    inspectors = forms.ModelMultipleChoiceField(queryset=None, label=_("Who goes"), widget=forms.CheckboxSelectMultiple)
    purpose = forms.ChoiceField(label=_("Purpose"), choices=Visit.Purpose.choices)
    follows = forms.ModelChoiceField(
        queryset=None, label=_("Follows visit"), required=False, help_text=_("For a follow-up.")
    )
    announced = forms.BooleanField(label=_("The site is told beforehand"), required=False, initial=True)

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = policy().inspection.checklists
        self.fields["checklists"].choices = [(name, known[name].title) for name in by_agency().get(site.agency, ())]
        self.fields["inspectors"].queryset = inspectors(site.agency)
        self.fields["follows"].queryset = site.visits.filter(state=Visit.State.DONE)

    def take(self, site: Site, *, by: User, now: datetime) -> Visit:
        """Plan it."""
        return visits.plan(site=site, given=visits.VisitGiven(**self.cleaned_data), by=by, now=now)


class LetterForm(forms.Form):
    """A disclosure that came by letter."""

    text = text_area(_("What the operator tells"))
    discovered_on = forms.DateField(label=_("Discovered on"), widget=DAY)
    disclosed_on = forms.DateField(label=_("Letter came on"), widget=DAY)

    def __init__(self, site: Site, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def take(self, site: Site, *, by: User, now: datetime) -> Disclosure:
        """Enter it."""
        return disclosing.enter_letter(site=site, by=by, now=now, **self.cleaned_data)


class DiscloseForm(forms.Form):
    """A breach that an exporter tells of itself."""

    exporter = forms.ModelChoiceField(queryset=None, label=_("Company"))
    text = text_area(_("What happened, how it came to light, what you have done"))
    discovered_on = forms.DateField(label=_("Discovered on"), widget=DAY)

    def __init__(self, own: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["exporter"].queryset = own
        if (only := own[:2]) and len(only) == 1:
            self.fields["exporter"].initial = only[0]

    def take(self, *, by: User, now: datetime) -> Disclosure:
        """Disclose it."""
        return disclosing.disclose(by=by, now=now, **self.cleaned_data)


class AnswersForm(forms.Form):
    """The checklists of a visit; questions may be left for later."""

    def __init__(self, asked: list[AskedList], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for part in asked:
            for one in part.questions:
                seen = one.answer
                self.fields[one.question.id] = forms.ChoiceField(
                    label=one.question.text,
                    help_text=one.question.provision,
                    choices=Answer.Says.choices,
                    widget=forms.RadioSelect,
                    required=False,
                    initial=seen.says if seen else None,
                )
                self.fields[one.question.id + NOTE] = forms.CharField(
                    label=_("Reference of the file") if part.secret else _("Note"),
                    max_length=60 if part.secret else 2000,
                    required=False,
                    initial=seen.note if seen else "",
                )

    def take(self, visit: Visit, *, by: User, now: datetime) -> list[Answer]:
        """Record what is filled in."""
        given = self.cleaned_data
        answered = {name: says for name, says in given.items() if not name.endswith(NOTE) and says}
        answers = {name: (says, given.get(name + NOTE, "")) for name, says in answered.items()}
        return visits.answer(visit=visit, answers=answers, by=by, now=now)


class FindForm(forms.Form):
    """A finding with what corrects it."""

    item = forms.ChoiceField(label=_("What is not met"))
    severity = forms.ChoiceField(label=_("How grave"))
    text = text_area(_("What was found"), ELSEWHERE, rows=2, required=False)
    correction = text_area(_("What corrects it"), ELSEWHERE, rows=2, required=False)
    reference = forms.CharField(
        label=_("Reference of the file with the details"),
        max_length=60,
        required=False,
        help_text=_("For a facility's security."),
    )
    due = forms.DateField(
        label=_("By when"), required=False, widget=DAY, help_text=_("Empty: as the policy says for how grave it is.")
    )

    def __init__(self, origin: Visit | Disclosure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = policy().inspection
        lists = origin.checklists if isinstance(origin, Visit) else by_agency().get(origin.site.agency, [])
        groups = [(rules.checklists[name].title, rules.checklists[name].questions) for name in lists]
        self.fields["item"].choices = [
            (title, [(one.id, f"{one.text} ({one.provision})") for one in questions]) for title, questions in groups
        ]
        self.fields["severity"].choices = _titles(rules.severities)

    def take(self, origin: Visit | Disclosure, *, by: User, now: datetime) -> Finding:
        """Record it."""
        return findings.find(origin=origin, given=findings.FindingGiven(**self.cleaned_data), by=by, now=now)


class ReportForm(forms.Form):
    """The end of a visit."""

    summary = text_area(_("What was seen, in a few sentences"))

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def take(self, visit: Visit, *, by: User, now: datetime) -> Visit:
        """Close the visit."""
        return visits.report(visit=visit, by=by, now=now, **self.cleaned_data)


class CancelForm(forms.Form):
    """Why a visit does not take place."""

    reason = text_area(_("Why it does not take place"), rows=2)

    def __init__(self, visit: Visit, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def take(self, visit: Visit, *, by: User, now: datetime) -> Visit:
        """Cancel it."""
        return visits.cancel(visit=visit, by=by, now=now, **self.cleaned_data)


class SettleForm(forms.Form):
    """What came of a disclosure."""

    outcome = text_area(_("What came of it"), rows=2)

    def __init__(self, disclosure: Disclosure, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def take(self, disclosure: Disclosure, *, by: User, now: datetime) -> Disclosure:
        """Settle it."""
        return disclosing.settle(disclosure=disclosure, by=by, now=now, **self.cleaned_data)


class OnFinding(forms.Form):
    """A step on a finding; `target` is the key of the part that it is taken on, where it is taken on one."""

    def __init__(self, view: FindingView, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.view = view

    def parts(self) -> list[Any]:
        """What the step may be taken on: the corrective actions of this finding."""
        return [one.row for one in self.view.actions]

    def clean_target(self) -> Any:
        """The part itself, of this finding alone."""
        found = next((part for part in self.parts() if part.pk == self.cleaned_data["target"]), None)
        if found is None:
            raise forms.ValidationError(_("This is no part of the finding: open the page anew."))
        return found


class RequireForm(OnFinding):
    """One more corrective action."""

    text = text_area(_("What is to be done"), rows=2)
    due = forms.DateField(label=_("By when"), required=False, widget=DAY)

    def take(self, *, by: User, now: datetime) -> Action:
        """Ask for it."""
        return findings.require_action(finding=self.view.row, by=by, now=now, **self.cleaned_data)


class DoneForm(OnFinding):
    """What was done."""

    target = forms.IntegerField(widget=forms.HiddenInput)
    done = text_area(_("What was done"), rows=2, required=False)
    proof = forms.FileField(label=_("What shows it"), required=False, help_text=_("PDF, picture or text."))

    def take(self, *, by: User, now: datetime) -> Action:
        """Report it."""
        file = self.cleaned_data["proof"]
        proof = Upload(file.name, file.read()) if file else None
        return findings.report_done(
            action=self.cleaned_data["target"], done=self.cleaned_data["done"], proof=proof, by=by, now=now
        )


class VerifyForm(OnFinding):
    """What was seen when the correction was verified."""

    target = forms.IntegerField(widget=forms.HiddenInput)
    note = text_area(_("How you verified it"), rows=2, required=False)

    def take(self, *, by: User, now: datetime) -> Action:
        """Verify it."""
        return findings.verify(action=self.cleaned_data["target"], note=self.cleaned_data["note"], by=by, now=now)


class SendBackForm(OnFinding):
    """What is missing."""

    target = forms.IntegerField(widget=forms.HiddenInput)
    note = text_area(_("What is missing"), rows=2)
    due = forms.DateField(label=_("By when"), required=False, widget=DAY, help_text=_("Empty: as before."))

    def take(self, *, by: User, now: datetime) -> Action:
        """Send it back."""
        note, due = self.cleaned_data["note"], self.cleaned_data["due"]
        return findings.send_back(action=self.cleaned_data["target"], note=note, due=due, by=by, now=now)


class MeasureForm(OnFinding):
    """A measure, among those that the policy opens to the reader."""

    kind = forms.ChoiceField(label=_("Measure"))
    reasons = text_area(_("Reasons"), rows=3)

    def __init__(self, view: FindingView, *args: Any, **kwargs: Any) -> None:
        super().__init__(view, *args, **kwargs)
        every = policy().inspection.measures.values()
        offered = every if self.is_bound else view.measures  # what is refused says why
        self.fields["kind"].choices = [(one.id, f"{one.title} ({one.provision})") for one in offered]

    def take(self, *, by: User, now: datetime) -> Measure:
        """Take it."""
        return findings.take_measure(finding=self.view.row, by=by, now=now, **self.cleaned_data)


class EndForm(OnFinding):
    """The end of a measure."""

    target = forms.IntegerField(widget=forms.HiddenInput)
    reason = text_area(_("Why it ends"), rows=2)

    def parts(self) -> list[Any]:
        """Its measures."""
        return list(self.view.row.measures.all())

    def take(self, *, by: User, now: datetime) -> Measure:
        """End it."""
        return findings.end_measure(
            measure=self.cleaned_data["target"], reason=self.cleaned_data["reason"], by=by, now=now
        )


def _titles(known: Any) -> list[tuple[str, str]]:
    """Choices of parts of the policy that have an id and a title."""
    return [(one.id, one.title) for one in known.values()]
