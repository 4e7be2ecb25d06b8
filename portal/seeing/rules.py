"""What a function reads of a model: the door is asked with somebody imagined, never answered by hand."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from accounts.functions import FLOOR, REACH
from accounts.imagined import imagine
from core import asking
from core.access import ATTRIBUTE, Rule, iter_patterns
from core.scoping import Grant, Reach, Unscoped
from core.telling import EVERY, NONE, Share, Told
from core.visibility import Visibility
from portal.seeing.objects import Shown

OF_REACH = {
    Reach.OWN: "nur der eigenen Kommune",
    Reach.ACCOUNTS: "nur der eigenen Kommune",
    Reach.PARTY: "nur der eigenen Polizeidirektion",
    Reach.OPENED: "nur der Kommune, in der gecoacht wird",
    Reach.BEARER: "nur des eigenen Landkreises",
}
# Of the municipalities themselves, where „of the own municipality“ would be nonsense.
PLACES_OF_REACH = {
    Reach.OWN: "nur die eigene",
    Reach.ACCOUNTS: "nur die eigene",
    Reach.OPENED: "nur die, in der gecoacht wird",
}


class UntoldError(LookupError):
    """A rule of its own about which the door says nothing."""


@cache
def sight(item: Shown, function: str) -> Told:
    """What a function reads of an object: by the door, and only where a page that shows it admits the function."""
    if item.pages and not any(_rule_of(name).admits(frozenset({function})) for name in item.pages):
        return NONE
    return opened(item.model, function)


@cache
def opened(model: Any, function: str) -> Told:
    """What the door of a model opens to a function."""
    if isinstance(model.scope, Unscoped):
        return EVERY
    told = asking.told_to(model, function, REACH[function])
    if asking.asks_the_person(model):
        # The tests hold the words of such a door against the database.
        return told or NONE
    grant = _grant(function)
    condition = asking.condition(model, grant)
    if not condition:
        return NONE
    if told is None:
        told = _untold(model, grant, condition)
    return _by_rung(model, function, told)


def kept_from(model: Any, function: str) -> list[Visibility]:
    """Rungs of the ladder that a model offers and a function does not read at its own places."""
    return [rung for rung in rungs(model) if rung < FLOOR[function]]


def rungs(model: Any) -> tuple[Visibility, ...]:
    """The rungs a model offers; none where it knows no ladder."""
    if all(field.name != "visibility" for field in model._meta.get_fields()):
        return ()
    return tuple(getattr(model, "OFFERED_RUNGS", Visibility))


def spoken(rungs_: Iterable[Visibility]) -> str:
    return " oder ".join(f"„{rung.label}“" for rung in rungs_)


def _by_rung(model: Any, function: str, told: Told) -> Told:
    """The words with what the ladder takes away and, of other places, adds."""
    hidden = kept_from(model, function)
    # `opened_by` adds these for office and towns, wherever they come from.
    shared = [rung for rung in rungs(model) if rung >= Visibility.NETWORK and REACH[function] is Reach.OWN]
    words = told.words
    if shared:
        words += f", von anderen nur, was für {spoken(shared)} bestimmt ist"
    if hidden:
        words += f", aber nicht, was für {spoken(hidden)} bestimmt ist"
    return Told(Share.SOME, words) if hidden or shared else told


def _untold(model: Any, grant: Grant, condition: str) -> Told:
    """The words of reach alone: all there is to say only where the door asks for nothing else."""
    if asking.opens_everything(model, grant):
        return EVERY
    if condition != asking.usual_condition(model, grant):
        raise UntoldError(f"{model._meta.label} says in `told` nothing of what it opens to {grant.function}.")
    if grant.reach is Reach.ALL:
        return EVERY
    return Told(Share.OWN, (PLACES_OF_REACH if model.scope == "pk" else OF_REACH)[grant.reach])


@cache
def _grant(function: str) -> Grant:
    (grant,) = imagine(function).grants({function})
    return grant


def _rule_of(name: str) -> Rule:
    rule: Rule = getattr(_views()[name], ATTRIBUTE)
    return rule


@cache
def _views() -> dict[str, Any]:
    return {name: pattern.callback for name, pattern in iter_patterns()}
