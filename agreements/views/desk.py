"""For whom somebody acts on a page of a party: for the own body, or as the office in its name."""

from accounts.bodies import Bodies
from accounts.functions import CONSENTING, MUNICIPAL, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.models import CooperationAgreement, Party
from agreements.views.fetch import party_or_404
from core.exceptions import NotPermitted


def acts_for_office(request: SignedInRequest) -> bool:
    return bool(request.functions & set(STATE_WRITERS))


def own_bodies(request: SignedInRequest) -> Bodies:
    return Bodies.of(request.user, request.functions & {*MUNICIPAL, Function.POLICE})


def own_parties(request: SignedInRequest, agreement: CooperationAgreement) -> list[Party]:
    bodies = own_bodies(request)
    return [party for party in agreement.sorted_parties if bodies.include(party)]


def party_for(request: SignedInRequest, agreement: CooperationAgreement, party_id: int, *, refusal: str) -> Party:
    """The party of the address, if it is the reader's own or the reader is the office."""
    party = party_or_404(request, agreement, party_id)
    if not acts_for_office(request) and not own_bodies(request).include(party):
        raise NotPermitted(refusal)
    return party


def may_agree(request: SignedInRequest, party: Party) -> bool:
    return Bodies.of(request.user, request.functions & set(CONSENTING)).may_consent_for(party)


def needs_authority(request: SignedInRequest, party: Party) -> bool:
    """Whether she has to say on whose behalf she agrees."""
    return Bodies.of(request.user, request.functions & set(CONSENTING)).agrees_in_the_name_of_another(party)
