"""What waits for whom: tasks on the start pages, computed from the agreements, so that they vanish with their cause."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.functions import Function
from agreements.models import CooperationAgreement, Party
from agreements.transitions import Status
from core import dates, formats

# From then on the office asks again.
SLOW_AFTER_DAYS = 30
# Rows per group on a start page; the list of agreements has them all.
SHOWN = 8
WHO_AGREES = "zustimmen kann, wer für die Kommune die Funktion Bürgermeister/in innehat"


@dataclass(frozen=True)
class Task:
    """One thing that waits, since when, and the next step if this person can take it."""

    label: str
    url: str
    since: date | None
    notes: list[str] = field(default_factory=list)
    action_label: str = ""
    action_url: str = ""
    is_download: bool = False
    is_example: bool = False

    @property
    def days(self) -> int:
        return (dates.today() - self.since).days if self.since else 0

    @property
    def age(self) -> str:
        """„34 Tage“, „heute“."""
        return formats.days(self.days) if self.days else "heute"

    @property
    def is_slow(self) -> bool:
        return self.days > SLOW_AFTER_DAYS


@dataclass(frozen=True)
class TaskGroup:
    """Tasks of one kind, the oldest first."""

    key: str
    title: str
    icon: str
    tasks: list[Task]

    @property
    def shown(self) -> list[Task]:
        return self.tasks[:SHOWN]

    @property
    def hidden_count(self) -> int:
        return max(0, len(self.tasks) - SHOWN)

    @property
    def is_slow(self) -> bool:
        return any(task.is_slow for task in self.tasks)


@dataclass(frozen=True)
class Bodies:
    """The towns and police directorates a person acts for by some functions, and those she may speak for."""

    towns: frozenset[int]
    police: frozenset[int]
    speaks_for_towns: frozenset[int]

    @classmethod
    def of(cls, user: Any, functions: Collection[str]) -> "Bodies":
        held = [item for item in user.current_assignments() if item.function in functions]
        return cls(
            towns=frozenset(item.municipality_id for item in held if item.municipality_id),
            police=frozenset(item.police_directorate_id for item in held if item.police_directorate_id),
            speaks_for_towns=frozenset(item.municipality_id for item in held if item.function == Function.MAYOR),
        )

    def include(self, party: Party) -> bool:
        return party.municipality_id in self.towns or party.police_directorate_id in self.police

    def may_consent_for(self, party: Party) -> bool:
        return party.municipality_id in self.speaks_for_towns or party.police_directorate_id in self.police


# --- The state office ---------------------------------------------------------------------------------------------


def office_groups(user: Any, as_: Collection[str]) -> list[TaskGroup]:
    """Everything that is on its way, by what it waits for; groups without a task are left out."""
    readable = CooperationAgreement.objects.visible_to(user, as_=as_)
    under_way = {Status.CONSULTATION, Status.APPROVED, Status.FINALISED, Status.PARTLY_SIGNED}
    rows = list(readable.filter(status__in=under_way).for_list())
    ready = set(readable.ready_for_approval().values_list("pk", flat=True))
    leads = Function.STATE_LEAD in as_
    groups = [
        TaskGroup(
            "schlusszeichnen", "Schlusszuzeichnen" if leads else "Bei der Leitung zur Schlusszeichnung", "edit",
            _oldest_first(_to_approve(row, user, leads) for row in rows if row.pk in ready),
        ),
        TaskGroup(
            "unterschrift", "Unterschrift fehlt", "warning",
            _oldest_first(_to_sign(row) for row in rows if row.is_awaiting_signature),
        ),
        TaskGroup(
            "festschreiben", "Festzuschreiben", "draft",
            _oldest_first(_task(row, row.approved_on) for row in rows if row.status == Status.APPROVED),
        ),
        TaskGroup(
            "abstimmung", "In Abstimmung", "autorenew",
            _oldest_first(
                _to_agree(row) for row in rows if row.status == Status.CONSULTATION and row.pk not in ready
            ),
        ),
    ]  # fmt: skip
    return [group for group in groups if group.tasks]


def _oldest_first(tasks: Iterator[Task]) -> list[Task]:
    return sorted(tasks, key=lambda task: (task.since or date.max, task.label))


def _task(
    row: CooperationAgreement, since: date | None, *notes: str, action_label: str = "", action_url: str = ""
) -> Task:
    invented = any(town.is_example for town in row.municipalities)
    label = f"{row.towns_label}: {row.get_kind_display()}"
    return Task(
        label, row.get_absolute_url(), since, list(notes),
        action_label=action_label, action_url=action_url, is_example=invented,
    )  # fmt: skip


def _to_approve(row: CooperationAgreement, user: Any, leads: bool) -> Task:
    agreed = max((party.agreed_on for party in row.parties.all() if party.agreed_on), default=None)
    if user.pk in {row.created_by_id, row.edited_by_id}:
        return _task(row, agreed, "von Ihnen entworfen oder zuletzt geändert: braucht eine zweite Person")
    if not leads:
        return _task(row, agreed)
    return _task(row, agreed, action_label="Schlusszeichnen", action_url=reverse("agreements:approve", args=[row.pk]))


def _to_sign(row: CooperationAgreement) -> Task:
    return _task(row, row.finalised_on, _lies_with(missing_signatures(row)), _since(row.finalised_on))


def _to_agree(row: CooperationAgreement) -> Task:
    return _task(row, row.consultation_on, _lies_with(missing_consents(row)), _since(row.consultation_on))


def _lies_with(names: list[str]) -> str:
    return f"liegt bei: {', '.join(names)}"


def _since(day: date | None) -> str:
    return f"seit {formats.day(day)}" if day else ""


def missing_consents(row: CooperationAgreement) -> list[str]:
    return [party.name for party in row.sorted_parties if not party.agreed_on]


def missing_signatures(row: CooperationAgreement) -> list[str]:
    return [party.name for party in row.sorted_parties if not party.is_signed]


# --- Towns and police ---------------------------------------------------------------------------------------------


def own_tasks(rows: list[CooperationAgreement], bodies: Bodies) -> list[Task]:
    """What waits for the consent or the signature of one's own town or police directorate, the oldest first."""
    tasks = (task for row in rows for party in row.sorted_parties if bodies.include(party)
             for task in _own_task(row, party, bodies))  # fmt: skip
    return _oldest_first(tasks)


def _own_task(row: CooperationAgreement, party: Party, bodies: Bodies) -> Iterator[Task]:
    url, kind = row.get_absolute_url(), row.get_kind_display()
    if row.status == Status.CONSULTATION and not party.agreed_on:
        speaks = bodies.may_consent_for(party)
        yield Task(
            f"{row.towns_label}: Text prüfen und zustimmen", url, row.consultation_on,
            [kind, f"in Abstimmung {_since(row.consultation_on)}", *([] if speaks else [WHO_AGREES])],
            action_label="Zustimmen" if speaks else "",
            action_url=reverse("agreements:consent", args=[row.pk, party.pk]) if speaks else "",
        )  # fmt: skip
    elif row.is_awaiting_signature and not party.is_signed:
        signing = ", ".join(str(person) for person in party.sorted_signatories if not person.signed_on)
        yield Task(
            f"{row.towns_label}: Endfassung zur Unterschrift bereit", url, row.finalised_on,
            [kind, f"es unterzeichnet: {signing}", f"festgeschrieben am {formats.day(row.finalised_on)}"],
            action_label="Endfassung (PDF)", action_url=reverse("agreements:pdf", args=[row.pk]), is_download=True,
        )  # fmt: skip
