"""Officers' time: what cases take of it, when they will be late, and what an absence costs.

office       officers, kinds of case, stages; dates as desk days    absence      the cost of an absence, day by day
measure      effort and waiting, from what happened                 key_people   who the office cannot do without
simulation   the queue, in many copies at once                      forecast     arrivals and late cases, tested
closed_form  what theory knows exactly                    cover        skills and files that one official holds alone
"""

from .absence import HEAVY_LOAD, AbsenceCost, DayPrice, Interval, cost_of_absence, price_days
from .closed_form import case_days_per_day_lost, wait_mmc
from .cover import Alone, Held, Second, held_alone, second_holders
from .forecast import Forecast, forecast
from .key_people import KeyPerson, Remedy, illness_risk, key_people, remedies
from .measure import PastCase, StageTimes, Visit, office_of, stage_times
from .office import DeskDays, Kind, Office, Officer, Stage, Waiting, WorkloadError

__all__ = [
    "HEAVY_LOAD",
    "AbsenceCost",
    "Alone",
    "DayPrice",
    "DeskDays",
    "Forecast",
    "Held",
    "Interval",
    "KeyPerson",
    "Kind",
    "Office",
    "Officer",
    "PastCase",
    "Remedy",
    "Second",
    "Stage",
    "StageTimes",
    "Visit",
    "Waiting",
    "WorkloadError",
    "case_days_per_day_lost",
    "cost_of_absence",
    "forecast",
    "held_alone",
    "illness_risk",
    "key_people",
    "office_of",
    "price_days",
    "remedies",
    "second_holders",
    "stage_times",
    "wait_mmc",
]
