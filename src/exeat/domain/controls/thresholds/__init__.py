"""Thresholds as data: what a provision's text demands in figures, and units to compare them with."""

from exeat.domain.controls.thresholds.model import Limit, Reading, Threshold
from exeat.domain.controls.thresholds.reading import read

__all__ = ["Limit", "Reading", "Threshold", "read"]
