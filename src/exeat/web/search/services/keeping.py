"""Views of the search and of the desk that people keep under a name of their own."""

from __future__ import annotations

from exeat.web.accounts.models import User
from exeat.web.errors import Invalid
from exeat.web.search.models import SavedView

MOST = 30
"""Of one page."""


def keep_view(*, user: User, page: str, name: str, query: str) -> SavedView:
    """Keep a view of a page; one of the same name is replaced. Raises Invalid without a name, or with too many kept."""
    name = name.strip()
    if not name:
        raise Invalid({"name": "give the view a name"})
    if len(query) > 600:
        raise Invalid({"query": "this view is too long to keep"})
    if user.saved_views.filter(page=page).exclude(name=name).count() >= MOST:
        raise Invalid({"name": f"at most {MOST} views are kept: take one away first"})
    view, _ = SavedView.objects.update_or_create(user=user, page=page, name=name, defaults={"query": query})
    return view


def drop_view(*, user: User, page: str, pk: int) -> None:
    """Take one of the user's views of a page away."""
    user.saved_views.filter(page=page, pk=pk).delete()
