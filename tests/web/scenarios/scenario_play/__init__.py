"""Plays scenarios through the API."""

from scenario_play import of_cases, of_licences
from scenario_play.play import Play

VERBS = {**of_cases.VERBS, **of_licences.VERBS}
"""What a scenario may say under `do`."""

__all__ = ["VERBS", "Play"]
