"""Reading cases. Nothing here writes."""

from exeat.web.cases.selectors.dossier import case_data, clock_data

__all__ = ["case_data", "clock_data"]
