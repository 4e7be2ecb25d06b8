"""What is done once a day. Apps add their steps at start; each step does nothing when it is done twice."""

from collections.abc import Callable
from dataclasses import dataclass

import pghistory
import structlog
from django.db import connection

logger = structlog.get_logger("asskomm.daily")

# An arbitrary number that means „the daily round“ to PostgreSQL; two rounds at once would tread on each other.
LOCK = 20190206


class Problem(Exception):
    """A step did its work and found something that somebody has to look at; the message is German."""


@dataclass(frozen=True)
class Step:
    """One thing to do; `run` answers with a German sentence for the report."""

    name: str
    run: Callable[[], str]


@dataclass(frozen=True)
class Outcome:
    name: str
    text: str
    is_failed: bool


_steps: list[Step] = []


def add(name: str, run: Callable[[], str]) -> None:
    """Add a step; adding the same name again does nothing (start-up may run twice)."""
    if name not in [step.name for step in _steps]:
        _steps.append(Step(name, run))


def steps() -> tuple[Step, ...]:
    return tuple(_steps)


def run() -> list[Outcome] | None:
    """Every step in order, a failed one does not keep the others; None while another round is going on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return None
        try:
            with pghistory.context(process="daily"):
                return [_outcome(step) for step in steps()]
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _outcome(step: Step) -> Outcome:
    try:
        text = step.run()
    except Problem as problem:
        logger.error("daily step found a problem", step=step.name, result=str(problem))
        return Outcome(step.name, str(problem), is_failed=True)
    except Exception as error:  # the other steps are no less due
        logger.exception("daily step failed", step=step.name)
        return Outcome(step.name, f"gescheitert: {type(error).__name__}", is_failed=True)
    logger.info("daily step done", step=step.name, result=text)
    return Outcome(step.name, text, is_failed=False)
