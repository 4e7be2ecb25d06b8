"""The test rows themselves: every state by trait and by the ordinary way."""

import pytest

from agreements.models import CooperationAgreement
from agreements.transitions import Status
from tests.factories import AgreementFactory
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", Status)
def test_trait_makes_a_consistent_row(status, meerane, pd_zwickau):
    trait = {} if status == Status.DRAFT else {status.value: True}
    agreement = AgreementFactory(**trait, towns=[meerane], towns__police=pd_zwickau)
    row = CooperationAgreement.objects.get(pk=agreement.pk)
    assert row.status == status
    assert [party.name for party in row.sorted_parties] == [
        "Landespräventionsrat Sachsen", "Stadt Meerane", "Polizeidirektion Zwickau",
    ]  # fmt: skip


@pytest.mark.parametrize("status", Status)
def test_ordinary_way_leads_to_every_state(status, meerane):
    assert agreement_in(status, towns=[meerane]).status == status
