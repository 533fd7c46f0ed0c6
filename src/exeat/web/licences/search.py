"""Finding licences in a list."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from exeat.web.accounts.models import User
from exeat.web.licences.models import Draw, Licence, UnplacedShipment
from exeat.web.permissions import visible_licences


def found_licences(user: User, *, state: str = "", exporter: int | None = None, text: str = "") -> QuerySet[Licence]:
    """The licences that the user may open, the newest first; `text` is in the number or the exporter's name."""
    licences = visible_licences(user).select_related("exporter", "case")
    if state:
        licences = licences.filter(state=state)
    if exporter is not None:
        licences = licences.filter(exporter_id=exporter)
    if text:
        licences = licences.filter(Q(number__icontains=text) | Q(exporter__name__icontains=text))
    return licences


def visible_draws(user: User) -> QuerySet[Draw]:
    """The entries of the licences that the user may open."""
    return Draw.objects.filter(line__licence__in=visible_licences(user))


def visible_unplaced(user: User) -> QuerySet[UnplacedShipment]:
    """Records that fit no line: for customs and the authority."""
    if user.has_perm("licences.view_any"):
        return UnplacedShipment.objects.all()
    return UnplacedShipment.objects.none()
