"""Who may give and end which function: asked by actions, forms and pages alike."""

from typing import Any

from accounts.functions import ACCOUNT_MANAGERS, STATE_OFFICE, STATE_WRITERS, TOWN_FUNCTIONS, Function
from accounts.models import Assignment, User
from core import dates
from core.exceptions import NotPermitted
from municipalities.models import Municipality

NOT_YOURS = "Diese Funktion vergeben und beenden Sie nicht. Bitte wenden Sie sich an die Geschäftsstelle."


def may_give(person: User, function: str, body: Any) -> bool:
    """Functions of the office are the Leitung's to give, all others the office's; a town's also its managers'."""
    held = person.functions_held()
    if function in STATE_OFFICE:
        return Function.STATE_LEAD in held
    if held & set(STATE_WRITERS):
        return True
    if function == Function.COACH and body is not None:
        return Function.COACHING_COORDINATION in held
    return function in TOWN_FUNCTIONS and isinstance(body, Municipality) and manages(person, body)


def require_may_give(person: User, function: str, body: Any) -> None:
    if not may_give(person, function, body):
        raise NotPermitted(NOT_YOURS)


def manages(person: User, town: Municipality) -> bool:
    """Whether a function held today makes this person a manager of this very town's accounts."""
    return any(
        item.function in ACCOUNT_MANAGERS and item.municipality_id == town.pk for item in person.current_assignments()
    )


def may_change_account(person: User, other: User) -> bool:
    """The office keeps accounts; those of the office itself are the Leitung's. Nobody keeps the own one here."""
    if person == other or not person.functions_held() & set(STATE_WRITERS):
        return False
    is_of_office = other.assignments.filter(function__in=STATE_OFFICE).exists()
    return Function.STATE_LEAD in person.functions_held() or not is_of_office


def is_last_manager(assignment: Assignment) -> bool:
    """Whether nobody manages the accounts of the town any more when this function has ended."""
    town = assignment.municipality
    if town is None or assignment.function not in ACCOUNT_MANAGERS:
        return False
    return not Assignment.objects.managing(town, dates.today()).filter(ends_on=None).exclude(pk=assignment.pk).exists()
