"""How facts are asked for: planned once per connection, the same for few and for many places."""

from datetime import date

import pytest
from django.db import connection, transaction

from advice.block import AdviceBlock
from agreements.block import AgreementBlock
from core import facts
from core.blocks import State
from tests.factories import AgreementFactory, ConsultationFactory

pytestmark = pytest.mark.django_db
BLOCK, DAY = AgreementBlock(), date(2023, 4, 25)


@pytest.fixture
def planned():
    """What this connection is told to prepare from now on, however often others have asked it before."""
    facts._planned.clear()
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
    return lambda: set().union(*facts._planned.values())


def test_a_question_is_planned_once_and_outlives_what_is_taken_back(planned, meerane):
    AgreementFactory(signed=True, towns=[meerane])
    with transaction.atomic():
        first = BLOCK.begun([meerane.pk], DAY)
        transaction.set_rollback(True)
    assert (len(first) > 0, len(planned())) == (True, 1)
    assert BLOCK.begun([meerane.pk], DAY) == first
    assert BLOCK.begun([], DAY) == []
    assert len(planned()) == 1
    BLOCK.facts_of([meerane.pk], DAY)
    assert len(planned()) == 2


def test_many_places_are_read_whole_and_nobody_elses_come_back(planned, monkeypatch, meerane, werdau):
    for town in (meerane, werdau):
        AgreementFactory(signed=True, towns=[town])
    named = BLOCK.begun([meerane.pk], DAY)
    monkeypatch.setattr(facts, "MANY_PLACES", 0)
    assert sorted(BLOCK.begun([meerane.pk], DAY)) == sorted(named)
    assert {fact.municipality_id for fact in BLOCK.begun([meerane.pk, werdau.pk], DAY)} == {meerane.pk, werdau.pk}
    assert len(planned()) == 2


def test_nothing_begun_later_is_a_fact(planned, meerane):
    AgreementFactory(signed=True, towns=[meerane], signed_on=DAY)
    assert "signed" not in {fact.fact_kind for fact in BLOCK.facts_of([meerane.pk], date(2023, 4, 24))}


def test_what_is_only_told_changes_no_state_and_no_figure(meerane, werdau, loessnitz):
    """Counting asks for fewer facts than the timeline; what it leaves out must not matter."""
    for trait, town in (("ended", meerane), ("withdrawn", werdau), ("consultation", loessnitz)):
        AgreementFactory(**{trait: True}, towns=[town])
    ConsultationFactory(towns=[meerane])
    ConsultationFactory(towns=[meerane])
    ids = [meerane.pk, werdau.pk, loessnitz.pk]
    for block in (BLOCK, AdviceBlock()):
        told, counted = block.facts_of(ids, DAY), block.begun(ids, DAY)
        assert len(counted) < len(told)
        states = [block.states_from(rows, DAY, internal=True) for rows in (told, counted)]
        assert [[found[pk] for pk in ids] for found in states[:1]] == [
            [found[pk] for pk in ids] for found in states[1:]
        ]
        for figure in block.figures():
            assert block.count_from(told, figure, ids) == block.count_from(counted, figure, ids)
    assert BLOCK.states_on(DAY, ids, internal=True)[loessnitz.pk] == State.IN_PROGRESS
