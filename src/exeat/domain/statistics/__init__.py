"""Statistics of licensing: figures of a period computed from its cases, and what of them may be published."""

from exeat.domain.statistics.figures import NOT_LISTED, OTHER, UNCLASSIFIED, Statistics, compute
from exeat.domain.statistics.measures import MeasureRecord
from exeat.domain.statistics.public import PublicTables, for_everybody
from exeat.domain.statistics.record import Asked, CaseRecord, GoodsLine, Period, Return, Shipment, StatisticsError, Stay
from exeat.domain.statistics.table import Cell, Column, Row, Table, ninth_decile

__all__ = [
    "NOT_LISTED",
    "OTHER",
    "UNCLASSIFIED",
    "Asked",
    "CaseRecord",
    "Cell",
    "Column",
    "GoodsLine",
    "MeasureRecord",
    "Period",
    "PublicTables",
    "Return",
    "Row",
    "Shipment",
    "Statistics",
    "StatisticsError",
    "Stay",
    "Table",
    "compute",
    "for_everybody",
    "ninth_decile",
]
