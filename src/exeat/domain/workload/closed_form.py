"""What queueing theory knows exactly, to check the simulation by and to estimate where it is too slow."""

from __future__ import annotations

from math import factorial

from .office import WorkloadError


def wait_mmc(arrivals: float, service: float, officers: int) -> float:
    """The mean wait in desk days of an M/M/c queue (Erlang's C formula).

    ``arrivals`` a day, ``service`` mean officer-days a case. Raises WorkloadError at a load of 1 or more.
    """
    load = arrivals * service
    share = _share(load / officers)
    last = load**officers / factorial(officers) / (1 - share)
    waits = last / (sum(load**k / factorial(k) for k in range(officers)) + last)
    return waits * service / (officers * (1 - share))


def case_days_per_day_lost(utilisation: float, officers: int) -> float:
    """Days of delay, summed over all cases, that one lost officer-day causes: ρ / (c (1 − ρ)²).

    A day lost leaves service/c… of work behind that drains at the office's spare rate while cases keep arriving. It is
    the fluid estimate: good up to some 90 % utilisation for absences that are short beside the time the office needs
    to recover. In days of delay for officers whose cases take one day each; divide by the mean effort otherwise.
    """
    share = _share(utilisation)
    return share / (officers * (1 - share) ** 2)


def _share(utilisation: float) -> float:
    if not 0 <= utilisation < 1:
        raise WorkloadError(f"a utilisation of {utilisation:.2f} has no steady state: expected 0 or more, below 1")
    return utilisation
