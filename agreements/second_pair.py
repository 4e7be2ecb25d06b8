"""The second pair of eyes: whose text it is, who may approve it, and what happens where nobody else is there."""

from accounts.away import present_holders
from accounts.deputising import stands_in_for
from accounts.functions import Function
from accounts.models import Absence, User
from agreements.models import CooperationAgreement
from core import dates


def authors(agreement: CooperationAgreement) -> set[int]:
    """Whose own text it is: who drafted it, who last changed it, and in whose stead that was done."""
    return {pk for pk in (agreement.created_by_id, agreement.edited_by_id, agreement.edited_for_id) if pk}


def is_own(agreement: CooperationAgreement, person: User) -> bool:
    """Whether somebody would be the second pair of eyes on her own text – in her own name or in another's stead."""
    return person.pk in authors(agreement)


def second_people(agreement: CooperationAgreement) -> list[User]:
    """Who could approve it today as somebody else: holds the Leitung, can sign in, is not away."""
    return present_holders(Function.STATE_LEAD, without=authors(agreement))


def alone_among(agreement: CooperationAgreement, present: list[User]) -> bool:
    """Whether nobody of those present could be the second pair of eyes; for lists, which ask once who is there."""
    own = authors(agreement)
    return not any(person.pk not in own for person in present)


def in_stead_of(agreement: CooperationAgreement, person: User) -> User | None:
    """In whose stead somebody works on a text: of whoever drafted or last changed it, and is away."""
    if person.pk == agreement.created_by_id and agreement.edited_for_id is None:
        return None
    return stands_in_for(person, agreement.edited_for_id, agreement.created_by_id, agreement.edited_by_id)


def leads_for(agreement: CooperationAgreement, person: User) -> User | None:
    """In whose stead somebody approves: of a Leitung that is away, never of one whose own text it is."""
    away = Absence.objects.current(on=dates.today()).filter(deputy=person).values("user_id")
    absent = User.objects.holding(Function.STATE_LEAD, dates.today()).filter(pk__in=away)
    return stands_in_for(person, *absent.exclude(pk__in=authors(agreement)).order_by("name"))
