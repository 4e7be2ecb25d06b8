"""The block „Beratung“: when a town is contacted, has an appointment, is advised, and what takes that away."""

from datetime import date

import pytest

from accounts.functions import MUNICIPAL, STATE_OFFICE, Function
from advice.actions import appointments, standing
from advice.block import AdviceBlock
from advice.models import Consultation
from core.blocks import State
from municipalities.models import Municipality, TerritorialChange, heirs
from portal.office import office_start
from tests.factories import (
    AppointmentFactory,
    CallFactory,
    ConsultationFactory,
    MunicipalityFactory,
    StandingFactory,
    caseworker,
    person,
)

BLOCK = AdviceBlock()
TODAY = date(2023, 4, 25)
MARCH, APRIL = date(2023, 3, 15), date(2023, 4, 3)


def state(town, day=TODAY, *, internal=True):
    return BLOCK.states_on(day, [town.pk], internal=internal)[town.pk]


def figure(key, day=TODAY):
    wanted = next(item for item in BLOCK.figures() if item.key == key)
    return BLOCK.count(wanted, day, Municipality.objects.of_saxony())


def test_two_advised_predecessors_count_once_from_the_day_of_succession(landkreis_zwickau):
    """Ostrau and Zschaitz-Ottewig went over into Jahnatal on 1 January 2023."""
    day, eve = date(2023, 1, 1), date(2022, 12, 31)
    values = {"district": landkreis_zwickau, "kind": Municipality.Kind.COMMUNITY}
    jahnatal = MunicipalityFactory(name="Jahnatal", exists_from=day, **values)
    for name in ("Ostrau", "Zschaitz-Ottewig"):
        town = MunicipalityFactory(name=name, dissolved_on=day, **values)
        ConsultationFactory(towns=[town], held_on=date(2022, 6, 1))
        TerritorialChange.objects.create(
            number="1", kind="dissolution", effective_on=day, counted_on=day, from_key=town.ars, from_name=name,
            to_key=jahnatal.ars, to_name="Jahnatal", origin=town, target=jahnatal,
        )  # fmt: skip
    reader = person("leserecht@lpr.example", Function.STATE_READER)
    for on, towns in ((eve, 2), (day, 1), (TODAY, 1)):
        tiles = {tile.label: tile.value for tile in office_start(reader, STATE_OFFICE, on).tiles}
        assert (tiles["Beratene Kommunen"], tiles["Kontaktierte Kommunen"]) == (towns, towns)
    # Without the heirs the very same rows are two.
    assert figure("advised") == 2
    assert BLOCK.count(BLOCK.figures()[0], TODAY, Municipality.objects.of_saxony(), heirs(on=TODAY)) == 1


class TestStates:
    def test_nothing_yet(self, meerane):
        assert state(meerane) == State.NONE

    def test_contacted_is_the_offices_own_knowledge(self, meerane):
        CallFactory(towns=[meerane], happened_on=MARCH)
        assert [state(meerane, day) for day in (date(2023, 3, 14), MARCH, TODAY)] == [
            State.NONE, State.IN_PROGRESS, State.IN_PROGRESS,
        ]  # fmt: skip
        assert state(meerane, internal=False) == State.NONE

    def test_an_appointment_is_known_to_the_town_until_it_is_called_off(self, meerane):
        row = AppointmentFactory(towns=[meerane], agreed_on=MARCH)
        assert state(meerane, internal=False) == State.IN_PROGRESS
        appointments.cancel(row, by=caseworker(), reason="Die Stadt hat abgesagt.")
        assert state(meerane, internal=False) == State.NONE
        assert state(meerane, APRIL, internal=False) == State.IN_PROGRESS

    def test_the_first_consultation_makes_a_town_advised_on_its_day(self, meerane, werdau):
        ConsultationFactory(towns=[meerane, werdau], held_on=APRIL)
        ConsultationFactory(towns=[meerane], held_on=MARCH)
        assert [state(meerane, day) for day in (date(2023, 3, 14), MARCH)] == [State.NONE, State.PRESENT]
        assert [state(werdau, day) for day in (date(2023, 4, 2), APRIL)] == [State.NONE, State.PRESENT]

    @pytest.mark.parametrize("kind", ["resting", "not_interested"])
    def test_standing_ends_in_progress_and_begins_anew_with_the_next_contact(self, meerane, kind):
        CallFactory(towns=[meerane], happened_on=MARCH)
        standing.set_standing(meerane, by=caseworker(), kind=kind, starts_on=APRIL, reason="Kein Personal.")
        assert [state(meerane, day) for day in (date(2023, 4, 2), APRIL, TODAY)] == [
            State.IN_PROGRESS, State.NONE, State.NONE,
        ]  # fmt: skip
        CallFactory(towns=[meerane], happened_on=TODAY)
        assert state(meerane) == State.IN_PROGRESS

    def test_a_town_once_advised_stays_so(self, meerane):
        ConsultationFactory(towns=[meerane], held_on=MARCH)
        StandingFactory(municipality=meerane, kind="not_interested", starts_on=APRIL)
        assert state(meerane) == State.PRESENT

    def test_filters_say_the_same_as_the_board(self, meerane, werdau, loessnitz):
        ConsultationFactory(towns=[meerane])
        CallFactory(towns=[werdau])
        for rung, town in ((State.PRESENT, meerane), (State.IN_PROGRESS, werdau), (State.NONE, loessnitz)):
            found = Municipality.objects.filter(BLOCK.in_state(rung, TODAY))
            assert list(found) == [town]
            assert state(town) == rung


class TestFigures:
    def test_joint_and_repeated_consultations_count_each_town_once(self, meerane, werdau, musterstadt):
        ConsultationFactory(towns=[meerane, werdau], held_on=MARCH)
        ConsultationFactory(towns=[meerane], held_on=APRIL)
        ConsultationFactory(towns=[musterstadt])
        assert [figure("advised", day) for day in (date(2023, 3, 14), MARCH, TODAY)] == [0, 2, 2]

    def test_contacted_counts_calls_appointments_and_consultations(self, meerane, werdau, loessnitz):
        CallFactory(towns=[meerane], happened_on=MARCH)
        AppointmentFactory(towns=[werdau], agreed_on=APRIL)
        ConsultationFactory(towns=[loessnitz, meerane])
        assert [figure("contacted", day) for day in (MARCH, APRIL, TODAY)] == [1, 2, 3]
        assert figure("advised") == 2

    def test_both_are_defined_with_their_rule(self):
        assert [item.key for item in BLOCK.figures()] == ["advised", "contacted"]
        assert all(item.definition and "jede beteiligte Kommune" in item.joint_rule for item in BLOCK.figures())


class TestTimeline:
    def test_each_reader_is_told_what_she_may_read(self, meerane, leitung, koordination_meerane):
        CallFactory(towns=[meerane], happened_on=date(2023, 3, 1))
        ConsultationFactory(towns=[meerane], held_on=MARCH)
        ConsultationFactory(towns=[meerane], held_on=APRIL, shared=True)
        StandingFactory(municipality=meerane, starts_on=TODAY)

        def told(user, as_, *, internal):
            lines = BLOCK.timeline(meerane.pk, TODAY, user, as_, internal=internal)
            return [(line.on, line.sentence) for line in lines]

        assert told(leitung, STATE_OFFICE, internal=True) == [
            (TODAY, "Beratung ruht"), (APRIL, "Weitere Beratung"), (MARCH, "Erste Beratung"),
            (date(2023, 3, 1), "Kontakt aufgenommen"),
        ]  # fmt: skip
        assert told(koordination_meerane, MUNICIPAL, internal=False) == [(APRIL, "Weitere Beratung")]

    def test_rows_of_four_models_are_not_taken_for_each_other(self, meerane, leitung):
        rows = [
            CallFactory(towns=[meerane]), AppointmentFactory(towns=[meerane]), ConsultationFactory(towns=[meerane]),
            StandingFactory(municipality=meerane),
        ]  # fmt: skip
        lines = BLOCK.timeline(meerane.pk, TODAY, leitung, STATE_OFFICE, internal=True)
        urls = {line.sentence: line.url for line in lines}
        assert urls == {
            "Kontakt aufgenommen": rows[0].get_absolute_url(),
            "Termin für eine Beratung vereinbart": rows[1].get_absolute_url(),
            "Erste Beratung": rows[2].get_absolute_url(),
            "Beratung ruht": "",
        }

    def test_rows_at_hand_are_not_asked_for_again_nor_mistaken_for_others(
        self, meerane, leitung, django_assert_num_queries
    ):
        held, other = ConsultationFactory(towns=[meerane]), ConsultationFactory(towns=[meerane])
        called = CallFactory(towns=[meerane], pk=held.pk)
        asked = {held.pk * 4, called.pk * 4 + 1}
        fresh = BLOCK.describe(asked, leitung, STATE_OFFICE)
        known = list(Consultation.objects.for_list())
        with django_assert_num_queries(2):  # the call and its towns
            assert BLOCK.describe(asked, leitung, STATE_OFFICE, known=[other, *known]) == fresh


class TestDue:
    def test_an_appointment_waits_from_the_day_after_until_somebody_says_what_came_of_it(
        self, meerane, leitung, koordination_meerane
    ):
        row = AppointmentFactory(towns=[meerane], agreed_on=MARCH, takes_place_on=date(2023, 4, 24))
        AppointmentFactory(towns=[meerane])
        (waiting,) = BLOCK.due(leitung, STATE_OFFICE)
        assert (waiting.label, waiting.since) == ("Meerane: Termin am 24. April 2023", date(2023, 4, 24))
        assert waiting.action_url == f"/beratung/neu/?termin={row.pk}"
        assert BLOCK.due(koordination_meerane, MUNICIPAL) == ()
        appointments.hold(row, by=leitung)
        assert BLOCK.due(leitung, STATE_OFFICE) == []
