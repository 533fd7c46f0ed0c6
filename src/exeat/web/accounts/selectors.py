"""Reading accounts: the delegations that somebody may see, and officials by number."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from exeat.domain.review import Role
from exeat.web.accounts.models import Delegation, User
from exeat.web.errors import Invalid


def visible_delegations(user: User) -> QuerySet[Delegation]:
    """Those that concern the user, or all for an administrator; the latest first."""
    delegations = Delegation.objects.select_related("principal", "deputy", "made_by")
    if user.has_role(Role.ADMINISTRATOR):
        return delegations
    return delegations.filter(Q(principal=user) | Q(deputy=user))


def official(field: str, pk: int) -> User:
    """The official with that number; raises Invalid, naming the field, when there is none."""
    found = User.objects.filter(pk=pk).first()
    if found is None or not found.is_official:
        raise Invalid({field: "this is not the number of an official with an open account"})
    return found
