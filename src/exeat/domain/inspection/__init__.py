"""Inspection: which sites are visited next in the time that inspectors have, and where corrective actions stand."""

from .actions import ActionState, state_of
from .programme import Programme, Site, Visit, programme

__all__ = ["ActionState", "Programme", "Site", "Visit", "programme", "state_of"]
