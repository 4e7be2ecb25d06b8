"""What every building block derives from its facts, shown by the block of the agreements."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from agreements.block import AgreementBlock
from agreements.models import CooperationAgreement
from core import dates
from core.blocks import State
from core.facts import FACT_FIELDS
from municipalities.models import Municipality
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker, lead

BLOCK = AgreementBlock()
DAY = date(2023, 4, 25)
FIRST = date(2022, 1, 1)


def on(day):
    return date(2023, 1, 1) + timedelta(days=day)


def states(day, *towns, internal=True):
    found = BLOCK.states_on(day, [town.pk for town in towns], internal=internal)
    return [found[town.pk] for town in towns]


def in_state(state, day):
    return set(Municipality.objects.filter(BLOCK.in_state(state, day)))


def timeline(town, user, day=DAY, *, internal=True):
    return BLOCK.timeline(town.pk, day, user, user.functions_held(), internal=internal)


# --- Facts --------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_facts_have_the_fields_of_the_contract(meerane):
    AgreementFactory(ended=True, towns=[meerane])
    for source in BLOCK.facts():
        for row in source:
            assert tuple(sorted(row)) == tuple(sorted(FACT_FIELDS))


@pytest.mark.django_db
def test_every_town_of_a_joint_agreement_has_its_facts(meerane, werdau):
    joint = AgreementFactory(signed=True, towns=[meerane, werdau])
    facts = BLOCK.facts_of([meerane.pk, werdau.pk], DAY)
    assert {(fact.municipality_id, fact.record_id) for fact in facts if fact.fact_kind == "signed"} == {
        (meerane.pk, joint.pk), (werdau.pk, joint.pk),
    }  # fmt: skip


@pytest.mark.django_db
def test_facts_of_any_number_of_towns_in_one_query(meerane, werdau, django_assert_num_queries):
    AgreementFactory(signed=True, towns=[meerane])
    AgreementFactory(withdrawn=True, towns=[werdau])
    with django_assert_num_queries(1):
        states(DAY, meerane, werdau)


# --- States on a day ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_state_follows_the_life_of_the_agreement(meerane):
    AgreementFactory(
        ended=True, towns=[meerane], drafted_on=on(1), consultation_on=on(2), approved_on=on(3), finalised_on=on(4),
        signed_on=on(5), ended_on=on(8),
    )  # fmt: skip
    seen = {day: states(on(day), meerane)[0] for day in range(10)}
    assert seen == {
        0: State.NONE,
        **dict.fromkeys((1, 2, 3, 4), State.IN_PROGRESS),
        **dict.fromkeys((5, 6, 7, 8), State.PRESENT),
        9: State.NONE,
    }


@pytest.mark.django_db
def test_draft_is_the_offices_own_affair(meerane):
    AgreementFactory(consultation=True, towns=[meerane], drafted_on=on(1), consultation_on=on(3))
    assert [states(on(day), meerane, internal=False)[0] for day in (1, 2, 3)] == [
        State.NONE,
        State.NONE,
        State.IN_PROGRESS,
    ]
    assert [states(on(day), meerane, internal=True)[0] for day in (0, 1)] == [State.NONE, State.IN_PROGRESS]


@pytest.mark.django_db
def test_preliminary_agreement_is_work_in_progress(meerane):
    AgreementFactory(signed=True, kind="preliminary", towns=[meerane], signed_on=on(5))
    assert states(on(5), meerane) == [State.IN_PROGRESS]


@pytest.mark.django_db
def test_withdrawn_agreement_leaves_the_board(meerane):
    AgreementFactory(withdrawn=True, towns=[meerane], drafted_on=on(1), consultation_on=on(2), withdrawn_on=on(4))
    assert [states(on(day), meerane)[0] for day in (3, 4)] == [State.IN_PROGRESS, State.NONE]


@pytest.mark.django_db
def test_higher_state_hides_a_lower_one(meerane):
    AgreementFactory(signed=True, towns=[meerane], signed_on=on(5))
    AgreementFactory(towns=[meerane], drafted_on=on(6))
    assert states(on(7), meerane) == [State.PRESENT]


@pytest.mark.django_db
def test_close_on_a_day_are_towns_with_an_agreement_in_force(meerane, werdau, loessnitz):
    AgreementFactory(signed=True, towns=[meerane], signed_on=on(5))
    AgreementFactory(ended=True, towns=[werdau], signed_on=on(1), ended_on=on(6))
    AgreementFactory(signed=True, kind="preliminary", towns=[loessnitz], signed_on=on(1))
    close = [set(Municipality.objects.filter(BLOCK.close_on(on(day)))) for day in (4, 5, 6, 7)]
    assert close == [{werdau}, {meerane, werdau}, {meerane, werdau}, {meerane}]


class AnyHistory(TestCase):
    """The two ways to a state – many towns at once, and as a condition on towns – never differ."""

    @classmethod
    def setUpTestData(cls):
        cls.towns = [MunicipalityFactory(name=f"Ort {number}") for number in range(3)]
        caseworker()
        lead()

    agreements = st.lists(
        st.tuples(
            st.sampled_from(["", "consultation", "finalised", "signed", "ended", "withdrawn"]),
            st.sampled_from(["agreement", "preliminary"]),
            st.lists(st.integers(0, 2), min_size=1, max_size=3, unique=True),
            st.integers(0, 6),
            st.integers(0, 4),
        ),
        max_size=4,
    )

    @settings(max_examples=15, deadline=None)
    @given(agreements=agreements, day=st.integers(-1, 12))
    def test_board_and_filter_agree(self, agreements, day):
        for trait, kind, towns, begins, lasts in agreements:
            begun, over = FIRST + timedelta(days=begins), FIRST + timedelta(days=begins + lasts)
            dated = {
                "consultation": {"consultation_on": begun},
                "finalised": {"consultation_on": begun, "finalised_on": over},
                "signed": {"consultation_on": begun, "signed_on": over},
                "ended": {"consultation_on": begun, "signed_on": begun, "ended_on": over},
                "withdrawn": {"consultation_on": begun, "withdrawn_on": over},
            }.get(trait, {})
            AgreementFactory(
                **({trait: True} if trait else {}), kind=kind, towns=[self.towns[town] for town in towns],
                drafted_on=begun, **dated,
            )  # fmt: skip
        on_day = FIRST + timedelta(days=day)
        board = dict(zip(self.towns, states(on_day, *self.towns), strict=True))
        for state in State:
            assert in_state(state, on_day) == {town for town, reached in board.items() if reached is state}
        numbered = CooperationAgreement.objects.numbered().concluded(on=on_day)
        (figure,) = BLOCK.figures()
        assert BLOCK.count(figure, on_day, Municipality.objects.of_saxony()) == numbered.count()


# --- Figures ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_figure_counts_joint_agreements_once_and_leaves_out_invented_towns(meerane, werdau, loessnitz, musterstadt):
    AgreementFactory(signed=True, towns=[meerane, werdau])
    AgreementFactory(ended=True, towns=[loessnitz])
    AgreementFactory(signed=True, kind="preliminary", towns=[loessnitz])
    AgreementFactory(finalised=True, towns=[loessnitz])
    AgreementFactory(signed=True, towns=[musterstadt], is_example=True, register_number=None)
    (figure,) = BLOCK.figures()
    assert BLOCK.count(figure, DAY, Municipality.objects.of_saxony()) == 2
    assert BLOCK.count(figure, DAY - timedelta(days=1), Municipality.objects.of_saxony()) == 0
    assert (figure.unit, figure.joint_rule) == (
        "Vereinbarungen", "Eine gemeinsame Vereinbarung mehrerer Kommunen zählt einmal.",
    )  # fmt: skip


# --- Timeline -----------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_timeline_tells_the_newest_first_with_link_and_milestones(meerane, leserecht):
    signed = AgreementFactory(
        signed=True, towns=[meerane], drafted_on=on(1), consultation_on=on(2), finalised_on=on(4), signed_on=on(5)
    )
    lines = timeline(meerane, leserecht)
    assert [(line.on, line.sentence, line.is_milestone) for line in lines] == [
        (on(5), "Kooperationsvereinbarung unterzeichnet", True),
        (on(4), "Endfassung festgeschrieben", False),
        (on(2), "Text in die Abstimmung gegeben", False),
        (on(1), "Entwurf der Vereinbarung angelegt", False),
    ]
    assert {(line.detail, line.url, line.glyph) for line in lines} == {
        (f"{signed.title} (Meerane)", signed.get_absolute_url(), "v")
    }
    assert [line.on for line in timeline(meerane, leserecht, on(3))] == [on(2), on(1)]


@pytest.mark.django_db
def test_timeline_tells_only_of_records_the_reader_may_read(meerane, coach, koordination_meerane, koordination_werdau):
    AgreementFactory(signed=True, towns=[meerane])
    AgreementFactory(towns=[meerane])
    assert timeline(meerane, coach, internal=False) == []
    assert timeline(meerane, koordination_werdau, internal=False) == []
    told = [line.sentence for line in timeline(meerane, koordination_meerane, internal=False)]
    assert "Kooperationsvereinbarung unterzeichnet" in told
    assert "Entwurf der Vereinbarung angelegt" not in told


@pytest.mark.django_db
def test_future_facts_are_not_told(meerane, leserecht):
    with dates.at(DAY + timedelta(days=1)):
        AgreementFactory(consultation=True, towns=[meerane])
    assert timeline(meerane, leserecht) == []
    assert states(DAY, meerane) == [State.NONE]


def test_states_are_called_in_german():
    assert [state.label for state in State] == ["noch nicht", "in Arbeit", "vorhanden"]


@pytest.mark.django_db
def test_records_the_page_has_read_are_not_asked_for_again(meerane, leserecht, django_assert_num_queries):
    mine, other = AgreementFactory(signed=True, towns=[meerane]), AgreementFactory(signed=True, towns=[meerane])
    stranger = AgreementFactory(signed=True)
    as_ = leserecht.functions_held()
    rows = list(CooperationAgreement.objects.visible_to(leserecht, as_=as_).with_parties())
    asked = {mine.pk, other.pk}
    fresh = BLOCK.describe(asked, leserecht, as_)
    with django_assert_num_queries(0):
        assert BLOCK.describe(asked, leserecht, as_, known=rows) == fresh
    half = [row for row in rows if row.pk in {mine.pk, stranger.pk}]
    assert BLOCK.describe(asked, leserecht, as_, known=[meerane, *half]) == fresh
