"""The board of offers, and the answers: drafted, edited, released by the head, printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from exeat.domain.offers import Level as Marking
from exeat.domain.review import Role
from exeat.web.access import REFUSED, attempt, for_roles, told
from exeat.web.acting import actor_for
from exeat.web.cooperation.models import Offer, PlanRun
from exeat.web.cooperation.services.offers import fix
from exeat.web.people.services import PLANNERS
from exeat.web.policy import local_day
from exeat.web.replies import selectors
from exeat.web.replies.forms import DraftForm, ReplyForm
from exeat.web.replies.letter import banner, letter_pdf
from exeat.web.replies.models import Reply
from exeat.web.replies.services import drafting, releasing
from exeat.web.saving import file_to_save


@require_safe
@for_roles(*PLANNERS)
def board(request: HttpRequest) -> HttpResponse:
    """Offers by the answer that the plan recommends; `?plan=` chooses another than the one released last."""
    chosen = request.GET.get("plan", "")
    run = selectors.shown_run(int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None)
    context = {"board": selectors.board(run=run, today=local_day(timezone.now())), "run": run}
    return render(request, "replies/board.html", context | {"runs": selectors.plans_to_choose()})


@require_POST
@for_roles(*PLANNERS)
def offer_fix(request: HttpRequest, reference: str, must: str) -> HttpResponse:
    """Make an offer a fixed point of the next plan, or leave it to the plan."""
    shown, now = get_object_or_404(Offer, reference=reference), timezone.now()
    if told(request, lambda: fix(offer=shown, must=must == "yes", by=request.user, now=now)):
        messages.success(request, _("The next plan takes it into account: make one to see what moves."))
    return redirect("board")


@require_safe
@for_roles(*PLANNERS)
def replies(request: HttpRequest) -> HttpResponse:
    """Drafts that wait for the head, and what went out."""
    drafts, released = selectors.shown_replies()
    return render(request, "replies/replies.html", {"drafts": drafts, "released": released})


@require_POST
@for_roles(*PLANNERS)
def replies_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the answers that a released plan asks for."""
    run = get_object_or_404(PlanRun, pk=pk)
    made = told(request, lambda: drafting.draft_answers(run=run, by=request.user, now=timezone.now()))
    if made:
        text = ngettext("One answer is drafted.", "%(count)d answers are drafted.", len(made))
        messages.success(request, text % {"count": len(made)})
    elif made is not None:
        messages.info(request, _("Every offer of the plan has its answer."))
    return redirect("replies")


@for_roles(*PLANNERS)
def reply_draft(request: HttpRequest, reference: str) -> HttpResponse:
    """Draft an answer to one offer."""
    offer = get_object_or_404(Offer.objects.select_related("host"), reference=reference)
    form = DraftForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        made = attempt(form, lambda: drafting.draft(offer=offer, **given, by=request.user, now=timezone.now()))
        if made is not None:
            return redirect("reply", made.pk)
    context = {"form": form, "offer": offer}
    return render(request, "replies/draft.html", context, status=REFUSED if form.errors else 200)


@require_POST
@for_roles(*PLANNERS)
def reply_joint(request: HttpRequest, reference: str, other: str) -> HttpResponse:
    """Draft the proposal of one joint event to the hosts of two offers."""
    first, second = (get_object_or_404(Offer, reference=one) for one in (reference, other))
    if told(request, lambda: drafting.draft_joint(first=first, second=second, by=request.user, now=timezone.now())):
        messages.success(request, _("A letter to each host is drafted."))
    return redirect("replies")


@for_roles(*PLANNERS)
def reply(request: HttpRequest, pk: int) -> HttpResponse:
    """One answer: its words while it is a draft, and as it went afterwards."""
    shown = get_object_or_404(Reply.objects.select_related("offer__host", "released_by", "message"), pk=pk)
    form = ReplyForm(shown, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: drafting.change(reply=shown, **given, by=request.user, now=timezone.now())):
            messages.success(request, _("The draft is saved."))
            return redirect("reply", pk)
    may_release = actor_for(request.user, timezone.now()).in_any((Role.HEAD,))
    context = {"reply": shown, "form": form, "may_release": may_release, "banner": banner(Marking(shown.marking))}
    return render(request, "replies/reply.html", context, status=REFUSED if form.errors else 200)


@require_POST
@for_roles(Role.HEAD)
def reply_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an answer go."""
    shown = get_object_or_404(Reply.objects.select_related("offer__host"), pk=pk)
    if told(request, lambda: releasing.release(reply=shown, by=request.user, now=timezone.now())):
        messages.success(request, _("The answer is released."))
    return redirect("reply", pk)


@require_POST
@for_roles(*PLANNERS)
def reply_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    shown = get_object_or_404(Reply, pk=pk)
    if told(request, lambda: drafting.drop(reply=shown, by=request.user, now=timezone.now())):
        messages.success(request, _("The draft is thrown away."))
    return redirect("replies")


@require_safe
@for_roles(*PLANNERS)
def reply_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A released letter or note as its PDF."""
    letters = Reply.objects.filter(released_at__isnull=False).exclude(form=Reply.Form.CALENDAR)
    shown = get_object_or_404(letters.select_related("offer__host"), pk=pk)
    return file_to_save(letter_pdf(shown), "application/pdf", f"{shown.offer.reference}-{shown.pk}.pdf")
