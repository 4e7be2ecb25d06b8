"""Ordnungszahl: the how-manieth concluded agreement it is, on any day, for any history."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements.models import CooperationAgreement
from agreements.models.agreement import ordinal
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker, lead

FIRST = date(2020, 1, 1)


@pytest.mark.django_db
def test_joint_agreement_counts_once_and_a_preliminary_one_not_at_all(meerane, werdau, loessnitz):
    joint = AgreementFactory(signed=True, towns=[meerane, werdau], signed_on=date(2023, 1, 1))
    preliminary = AgreementFactory(signed=True, kind="preliminary", towns=[loessnitz], signed_on=date(2023, 1, 2))
    own = AgreementFactory(signed=True, towns=[loessnitz], signed_on=date(2023, 1, 3))
    day = date(2023, 4, 25)
    assert [ordinal(row, on=day) for row in (joint, preliminary, own)] == [1, None, 2]


@pytest.mark.django_db
def test_ended_agreement_goes_on_counting(meerane, werdau):
    ended = AgreementFactory(ended=True, towns=[meerane], signed_on=date(2023, 1, 1), ended_on=date(2023, 2, 1))
    own = AgreementFactory(signed=True, towns=[werdau], signed_on=date(2023, 3, 1))
    assert [ordinal(row, on=date(2023, 4, 25)) for row in (ended, own)] == [1, 2]


@pytest.mark.django_db
def test_before_its_day_it_has_none(meerane):
    row = AgreementFactory(signed=True, towns=[meerane], signed_on=date(2023, 4, 20))
    assert [ordinal(row, on=date(2023, 4, day)) for day in (19, 20, 21)] == [None, 1, 1]
    assert ordinal(AgreementFactory(finalised=True), on=date(2023, 4, 25)) is None


class AnyHistory(TestCase):
    """Whatever the order in which agreements were entered and signed."""

    @classmethod
    def setUpTestData(cls):
        cls.town = MunicipalityFactory()
        caseworker()
        lead()

    @settings(max_examples=12, deadline=None)
    @given(
        signed=st.lists(st.integers(0, 20), max_size=5),
        day=st.integers(-1, 21),
    )
    def test_ordinals_on_a_day_are_one_to_n_in_the_order_of_signing(self, signed, day):
        on = FIRST + timedelta(days=day)
        rows = [
            AgreementFactory(
                signed=True, towns=[self.town], signed_on=FIRST + timedelta(days=distance), register_number=number
            )
            for number, distance in enumerate(signed, start=1)
        ]
        given_out = {row.pk: ordinal(row, on=on) for row in rows}
        begun = sorted(
            (row for row in rows if row.signed_on <= on), key=lambda row: (row.signed_on, row.register_number)
        )
        assert [given_out[row.pk] for row in begun] == list(range(1, len(begun) + 1))
        assert all(given_out[row.pk] is None for row in rows if row.signed_on > on)
        assert CooperationAgreement.objects.numbered().concluded(on=on).count() == len(begun)
