"""Nachträge for tests: through every step, or signed at once where only their effect matters."""

from itertools import count

from agreements.actions import amending, taking_effect
from agreements.actions.amending import Content
from agreements.models import Amendment, CooperationAgreement
from core import dates
from tests.factories import AgreementFactory, caseworker
from tests.life import lead_on, load_samples

_numbers = count(1)


def fresh(agreement):
    return CooperationAgreement.objects.for_detail().get(pk=agreement.pk)


def drafted_amendment(agreement, **values):
    """Drafted by the office, with a file reference of its own."""
    load_samples()
    reference = f"LPR-0144.7/{next(_numbers)}/2023"
    return amending.draft_amendment(
        agreement, by=caseworker(), content=Content(**values), file_reference=reference
    )  # fmt: skip


def amended(agreement, status="signed", **values):
    """Led to a state by the ordinary actions."""
    return lead_on(drafted_amendment(agreement, **values), status)


def at_once(agreement, *, kind, number, effective_on, joining=None, leaving=None):
    """Signed on the day it takes effect, past text and consents; then settled as the last signature does."""
    with dates.at(effective_on):
        document = AgreementFactory(kind="amendment", signed=True, towns=[joining] if joining else [])
        amendment = Amendment.objects.create(
            document=document, amends=agreement, number=number, kind=kind, joining=joining, leaving=leaving,
            effective_on=effective_on,
        )  # fmt: skip
        taking_effect.settle(document, by=caseworker())
    return amendment
