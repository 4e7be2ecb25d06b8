"""Who is party on a day, whatever came and went; who may read it, and what the block says."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agreements.block import AgreementBlock
from agreements.models import (
    Amendment,
    ChangeProposal,
    CooperationAgreement,
    Coverage,
    Party,
)
from agreements.models.agreement import ordinal
from core.blocks import State
from municipalities.models import Municipality
from tests.agreements.amended import at_once, fresh
from tests.factories import AgreementFactory, MunicipalityFactory, activated, caseworker, person

pytestmark = pytest.mark.django_db

START = date(2023, 4, 25)
MUNICIPAL_ROLE = {"coordination"}
STEPS = st.lists(st.tuples(st.integers(1, 40), st.integers(0, 3)), max_size=7)


def simulated(steps):
    """Days and who is party from each on, by the plainest bookkeeping; impossible steps are left out."""
    present, states, day = {0}, [(START, {0}, None)], START
    for gap, index in steps:
        day += timedelta(days=gap)
        if index in present and len(present) == 1:
            continue
        present = present ^ {index}
        states.append((day, set(present), (day, index, index in present)))
    return states


@given(steps=STEPS, asked=st.integers(0, 300))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_parties_of_any_day_follow_from_joins_and_leaves(steps, asked):
    point = transaction.savepoint()
    towns = [MunicipalityFactory(name=f"Ort {index}") for index in range(4)]
    agreement = AgreementFactory(signed=True, towns=towns[:1])
    states = simulated(steps)
    for number, (_, _, (day, index, joins)) in enumerate(states[1:], start=1):
        if joins:
            at_once(agreement, kind="joining", number=number, effective_on=day, joining=towns[index])
        else:
            leaving = Party.objects.get(agreement=agreement, municipality=towns[index], ends_on=None)
            at_once(agreement, kind="leaving", number=number, effective_on=day, leaving=leaving)
    row, on = fresh(agreement), START + timedelta(days=asked)
    expected = [state[1] for state in states if state[0] <= on][-1]
    present = [party.municipality_id for party in row.parties_on(on) if party.is_municipal]
    assert sorted(present) == sorted(towns[index].pk for index in expected)
    assert {town.pk for town in row.coverage_on(on)} == set(present)
    board = AgreementBlock().states_on(on, [town.pk for town in towns], internal=True)
    assert {index for index, town in enumerate(towns) if board[town.pk] is State.PRESENT} == expected
    transaction.savepoint_rollback(point)


@pytest.fixture
def joined(meerane, werdau):
    """Meerane's agreement; Werdau is party from 1 June to 31 August, Glauchau from 1 October on."""
    agreement = AgreementFactory(signed=True, towns=[meerane])
    ChangeProposal.objects.create(
        party=agreement.parties.get(municipality=meerane), version=1, text="GEHEIM", made_on=START,
        made_by=caseworker(),
    )  # fmt: skip
    at_once(agreement, kind="joining", number=1, effective_on=date(2023, 6, 1), joining=werdau)
    werdau_party = Party.objects.get(agreement=agreement, municipality=werdau)
    at_once(agreement, kind="leaving", number=2, effective_on=date(2023, 9, 1), leaving=werdau_party)
    glauchau = MunicipalityFactory(name="Glauchau")
    at_once(agreement, kind="joining", number=3, effective_on=date(2023, 10, 1), joining=glauchau)
    return agreement


def reads(model, user):
    return set(model.objects.visible_to(user, as_=MUNICIPAL_ROLE))


def test_a_stranger_reads_nothing_of_it(joined):
    other = activated(MunicipalityFactory(name="Plauen"))
    stranger = person("koordination@plauen.example", "coordination", municipality=other)
    for model in (CooperationAgreement, Party, Coverage, Amendment, ChangeProposal):
        assert reads(model, stranger) == set()


def test_who_left_reads_the_agreement_of_her_time(joined, koordination_werdau):
    parties = {party.name for party in reads(Party, koordination_werdau) if party.agreement_id == joined.pk}
    assert parties == {"Landespräventionsrat Sachsen", "Stadt Meerane", "Stadt Werdau"}
    assert joined in reads(CooperationAgreement, koordination_werdau)
    covered = {str(row.municipality) for row in reads(Coverage, koordination_werdau) if row.agreement_id == joined.pk}
    assert covered == {"Meerane", "Werdau"}
    # Neither what the others wished for before she came, nor the Nachtrag signed after she had gone.
    assert reads(ChangeProposal, koordination_werdau) == set()
    third = CooperationAgreement.objects.get(amendment__number=3)
    third.consultation_on = START
    third.save()
    assert third not in reads(CooperationAgreement, koordination_werdau)


def test_who_joined_later_reads_the_nachtraege_before(joined, meerane):
    glauchau = activated(Municipality.objects.get(name="Glauchau"))
    user = person("koordination@glauchau.example", "coordination", municipality=glauchau)
    numbers = sorted(row.amendment.number for row in reads(CooperationAgreement, user) if row.is_amendment)
    assert numbers == [1, 2, 3]
    assert reads(ChangeProposal, user) == set()


def test_a_joint_agreement_counts_once_however_many_join(joined):
    block = AgreementBlock()
    (figure,) = block.figures()
    everywhere = Municipality.objects.all()
    assert [block.count(figure, day, everywhere) for day in (START, date(2024, 1, 1))] == [1, 1]
    assert ordinal(joined, on=date(2024, 1, 1)) == 1


def test_the_board_has_it_from_the_first_day_to_the_last(joined, werdau):
    block = AgreementBlock()
    days = [date(2023, 5, 31), date(2023, 6, 1), date(2023, 8, 31), date(2023, 9, 1)]
    states = [block.states_on(day, [werdau.pk], internal=True)[werdau.pk] for day in days]
    assert states == [State.NONE, State.PRESENT, State.PRESENT, State.NONE]
