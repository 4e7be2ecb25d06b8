"""An agreement's life through the ordinary actions, for tests that need to know it really came this way."""

from functools import cache
from unittest import mock

from agreements import papers
from agreements.actions import drafting, fixing, review, signing, template
from agreements.actions.signing import Signature
from agreements.models import AgreementTemplate, CooperationAgreement
from agreements.transitions import Status
from core import dates
from municipalities.models import ContactPerson
from tests.factories import ContactFactory, MunicipalityFactory, caseworker, lead

WAY = [
    Status.DRAFT,
    Status.CONSULTATION,
    Status.APPROVED,
    Status.FINALISED,
    Status.PARTLY_SIGNED,
    Status.SIGNED,
    Status.ENDED,
]
REASON = "Der Stadtrat hat am Montag anders beschlossen."

# The same paper gives the same bytes (tests/agreements/test_paper.py), so each is printed and counted once per process.
printed_once, counted_once = cache(papers.render), cache(papers.page_count)


def prints_once():
    """Context in which papers come from that cache; for tests that do not ask what is printed."""
    return mock.patch.multiple(papers, render=printed_once, page_count=counted_once)


def load_samples():
    """The delivered sample texts; a test that flushes the database takes them away for the next one."""
    if not AgreementTemplate.objects.exists():
        template.load_samples(process="tests")


def agreement_in(status, *, towns=None, police=None, kind="agreement", file_reference=None, mode="in_person"):
    """An agreement in a state, drafted by the Sachbearbeitung, approved by the Leitung, all on today's day.

    `withdrawn` is reached from the consultation. Towns without a coordinator in the contacts are given one.
    """
    load_samples()
    file_reference = _free_reference() if file_reference is None else file_reference
    towns = [MunicipalityFactory()] if towns is None else towns
    for town in towns:
        if not ContactPerson.objects.filter(municipality=town, role=ContactPerson.Role.COORDINATION).exists():
            ContactFactory(municipality=town, coordination=True)
    agreement = drafting.create(
        by=caseworker(), municipalities=towns, police_directorate=police, kind=kind, file_reference=file_reference
    )
    return lead_on(agreement, status, mode=mode)


def _free_reference():
    """LPR-0144.5/50/2023 for the first; no two agreements carry the same."""
    usual = "LPR-0144.5/50/2023"
    if not CooperationAgreement.objects.carrying(usual).exists():
        return usual
    return f"LPR-0144.5/{1000 + CooperationAgreement.objects.count()}/2023"


def lead_on(agreement, status, *, mode="in_person"):
    """Lead an agreement from where it stands to a later state, by the steps between."""
    if status == Status.WITHDRAWN:
        review.open_consultation(agreement, by=caseworker())
        signing.withdraw(agreement, by=caseworker(), reason=REASON)
    else:
        stands = CooperationAgreement.objects.get(pk=agreement.pk).status
        for step in WAY[WAY.index(stands) + 1 : WAY.index(status) + 1]:
            STEPS[step](agreement, mode)
    return CooperationAgreement.objects.for_detail().get(pk=agreement.pk)


def sign_as(signatory, *, by=None, **values):
    """Enter a signature of today at the town hall, by somebody with a name, unless `values` say otherwise."""
    signed_name = "" if signatory.name else "Erika Beispiel"
    entered = {"signed_on": dates.today(), "mode": "in_person", "place": "Rathaus", "signed_name": signed_name} | values
    return signing.sign(signatory, by=by or caseworker(), signature=Signature(**entered))


def _consult(agreement, mode):
    review.open_consultation(agreement, by=caseworker())


def _approve(agreement, mode):
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=dates.today(), note="E-Mail des Rechtsamts")
    review.approve(agreement, by=lead())


def _finalise(agreement, mode):
    with prints_once():
        fixing.finalise(agreement, by=caseworker())


def _sign_first(agreement, mode):
    sign_as(_unsigned(agreement)[0], mode=mode)


def _sign_others(agreement, mode):
    for signatory in _unsigned(agreement):
        sign_as(signatory, mode=mode)


def _end(agreement, mode):
    signing.end(agreement, by=caseworker(), ended_on=dates.today(), reason=REASON)


def _unsigned(agreement):
    fresh = CooperationAgreement.objects.for_detail().get(pk=agreement.pk)
    return [row for row in fresh.signatories if not row.signed_on]


STEPS = {
    Status.CONSULTATION: _consult,
    Status.APPROVED: _approve,
    Status.FINALISED: _finalise,
    Status.PARTLY_SIGNED: _sign_first,
    Status.SIGNED: _sign_others,
    Status.ENDED: _end,
}
