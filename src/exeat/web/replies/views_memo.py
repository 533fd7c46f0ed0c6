"""The recommendation memo of a plan, as a page and as files; the plan as a workbook."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from exeat.adapters.memo import Memo, render_memo, write_docx, write_markdown
from exeat.web.access import for_roles
from exeat.web.cooperation.models import PlanRun
from exeat.web.people.services import PLANNERS
from exeat.web.permissions import plans_to_read
from exeat.web.printing import printing
from exeat.web.replies.memo import memo
from exeat.web.replies.sheet import plan_sheet
from exeat.web.saving import XLSX, file_to_save

FORMS: dict[str, tuple[str, Callable[[Memo], bytes]]] = {
    "pdf": ("application/pdf", render_memo),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx),
    "md": ("text/markdown; charset=utf-8", lambda written: write_markdown(written).encode()),
}


@require_safe
@for_roles(*PLANNERS)
def plan_memo(request: HttpRequest, pk: int) -> HttpResponse:
    """The memo to read here."""
    run = _run(request, pk)
    return render(request, "replies/memo.html", {"memo": memo(run, now=timezone.now()), "run": run})


@require_safe
@for_roles(*PLANNERS)
def plan_memo_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The memo as a file."""
    return memo_file(_run(request, pk), form)


@require_safe
@for_roles(*PLANNERS)
def plan_workbook(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as a workbook."""
    return file_to_save(plan_sheet(_run(request, pk), now=timezone.now()), XLSX, f"plan-{pk}.xlsx")


def memo_file(run: PlanRun, form: str) -> HttpResponse:
    """The memo of a plan in one of `FORMS`. Raises Invalid for text that cannot be printed."""
    media_type, write = FORMS[form]
    with printing("memo"):
        content = write(memo(run, now=timezone.now()))
    return file_to_save(content, media_type, f"memo-{run.pk}.{form}")


def _run(request: HttpRequest, pk: int) -> PlanRun:
    return get_object_or_404(plans_to_read(request.user), pk=pk)
