"""What the page of a case needs beyond the common tags: the forms of its steps."""

from __future__ import annotations

from django import template

from exeat.domain.review import DECISIONS, OWN_MOTION, PositionKind, case_action
from exeat.domain.review.policy.changes import WITHOUT_LICENCE
from exeat.web.cases.forms.places import place_of
from exeat.web.cases.forms.step import StepForm
from exeat.web.cases.services import letters
from exeat.web.cases.views.steps import PageForms
from exeat.web.policy import policy

register = template.Library()


@register.simple_tag
def step_form(forms: PageForms, step: str, target: int | None = None) -> StepForm:
    """The form of a step on this page: `{% step_form forms "classify" item.pk as form %}`."""
    return forms.form(step, target)


@register.filter
def outcome(name: str) -> str:
    """An outcome as a person reads it: the label of its step."""
    return case_action(name).label if name in DECISIONS else name


@register.filter
def words(name: str) -> str:
    """A name of the rules (`end_user`) as words."""
    return str(name).replace("_", " ")


@register.filter
def kind_title(kind: str) -> str:
    """A kind of application in the policy's words."""
    known = policy().kinds.get(kind)
    return known.title if known else words(kind)


@register.filter
def change_title(how: str) -> str:
    """A change of a licence in the policy's words."""
    known = policy().changes.get(how)
    return known.title if known else words(how).capitalize()


@register.filter
def ends_in_licence(how: str) -> bool:
    """Whether a change ends in a licence that replaces the old one."""
    return how not in WITHOUT_LICENCE


@register.filter
def own_motion(how: str) -> bool:
    """Whether the authority opened the case of its own motion."""
    return how in OWN_MOTION


@register.filter
def place_label(path: str) -> str:
    """A path of the application (`items[0].quantity`) in the words of its form."""
    return place_of(path).label


@register.filter
def position(kind: str) -> str:
    """A position as a person reads it."""
    return PositionKind(kind).label


@register.filter
def document_kind(kind: str) -> str:
    """The title of a kind of document; Exeat's own letters and licences go by their names."""
    known = policy().documents.get(kind)
    return known.title if known else words(kind).capitalize()


@register.filter
def end_user_kind(kind: str) -> str:
    """A kind of end user in the policy's words."""
    return policy().end_user_kinds.get(kind, kind)


@register.filter
def told_reasons(text: str) -> tuple[str, ...]:
    """The paragraphs of reasons that an applicant is told."""
    return letters.told_reasons(text)


@register.filter
def ground(key: str) -> str:
    """A ground of refusal with its provision; the key itself for one that the policy has dropped."""
    known = policy().grounds.get(key)
    return f"{known.title} ({known.provision})" if known else key
