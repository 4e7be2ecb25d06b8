"""Absences: who may enter them, what is refused, and that nobody is away twice at once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse

from accounts.actions import absences
from accounts.away import away_today, present_holders
from accounts.deputising import deputised_today, may_deputise, stands_in_for
from accounts.functions import Function
from accounts.models import Absence
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict, NotPermitted
from tests.factories import AbsenceFactory, AssignmentFactory, caseworker, lead, person
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

TODAY = date(2023, 4, 25)
WEEK = {"starts_on": date(2023, 5, 1), "ends_on": date(2023, 5, 5)}


@pytest.fixture
def weber(db):
    return person("weber@lpr.example", Function.STATE_CASEWORK, name="Erika Weber", starts_on=date(2019, 2, 6))


@pytest.fixture
def muster(db):
    return person("muster@lpr.example", Function.STATE_CASEWORK, name="Max Muster", starts_on=date(2019, 2, 6))


def test_absence_is_entered_with_deputy_and_recorded(weber, muster):
    row = absences.enter(weber, by=weber, deputy=muster, note=" Akten im Schrank ", **WEEK)
    assert (row.user, row.deputy, row.note, row.period) == (
        weber,
        muster,
        "Akten im Schrank",
        "1. Mai 2023 bis 5. Mai 2023",
    )
    event = AuditEvent.objects.about(row).get()
    assert (event.actor, event.label, event.after["Vertretung"]) == (weber, "Abwesenheit eingetragen", "Max Muster")


def test_entering_the_same_twice_changes_nothing(weber, muster):
    rows = [absences.enter(weber, by=weber, deputy=muster, **WEEK) for _ in range(2)]
    assert (rows[0], AuditEvent.objects.about(rows[0]).count()) == (rows[1], 1)


def test_lead_enters_for_somebody_who_is_away_suddenly(weber):
    assert absences.enter(weber, by=lead(), starts_on=TODAY, ends_on=TODAY).entered_by == lead()


def test_nobody_else_enters_it_for_another(weber, muster, koordination_meerane):
    for by in (muster, koordination_meerane):
        with pytest.raises(NotPermitted, match="nur die Leitung"):
            absences.enter(weber, by=by, **WEEK)
    with pytest.raises(NotPermitted):
        absences.enter(koordination_meerane, by=koordination_meerane, **WEEK)
    with pytest.raises(Conflict, match="keine Funktion in der Geschäftsstelle"):
        absences.enter(koordination_meerane, by=lead(), **WEEK)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2023, 5, 5), date(2023, 5, 1), "vor dem ersten"),
        (date(2023, 4, 3), date(2023, 4, 24), "Diese Tage sind vorbei"),
        (date(2023, 5, 1), date(2024, 5, 3), "höchstens ein Jahr"),
    ],
)
def test_days_that_cannot_be(first, last, words, weber):
    with pytest.raises(Conflict, match=words):
        absences.enter(weber, by=weber, starts_on=first, ends_on=last)


@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2023, 5, 5), date(2023, 5, 9)), (date(2023, 4, 28), date(2023, 5, 1)), (date(2023, 5, 2), date(2023, 5, 3)),
     (date(2023, 4, 26), date(2023, 6, 1))],
)  # fmt: skip
def test_overlapping_absences_are_refused_with_the_dates_of_the_other(first, last, weber):
    absences.enter(weber, by=weber, **WEEK)
    with pytest.raises(Conflict, match=r"schon eine Abwesenheit eingetragen: 1. Mai 2023 bis 5. Mai 2023"):
        absences.enter(weber, by=weber, starts_on=first, ends_on=last)


def test_absences_may_follow_one_another(weber, muster):
    absences.enter(weber, by=weber, **WEEK)
    absences.enter(weber, by=weber, starts_on=date(2023, 5, 6), ends_on=date(2023, 5, 6))
    absences.enter(muster, by=muster, **WEEK)
    assert Absence.objects.count() == 3


@pytest.mark.django_db(transaction=True)
def test_of_two_overlapping_ones_at_once_one_is_refused():
    weber, start, outcomes = caseworker(), threading.Barrier(2), []

    def enter(day):
        start.wait()
        try:
            absences.enter(weber, by=weber, starts_on=day, ends_on=date(2023, 5, 9))
            outcomes.append("entered")
        except Conflict as refusal:
            outcomes.append(refusal.message.split(":")[0])
        finally:
            connection.close()

    threads = [threading.Thread(target=enter, args=[day]) for day in (date(2023, 5, 1), date(2023, 5, 3))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["Für Sachbearbeitung ASSKomm ist schon eine Abwesenheit eingetragen", "entered"]
    assert Absence.objects.count() == 1


class TestDeputy:
    def test_nobody_stands_in_for_herself(self, weber):
        with pytest.raises(Conflict, match="vertritt sich selbst"):
            absences.enter(weber, by=weber, deputy=weber, **WEEK)

    def test_who_is_away_herself_is_refused_and_nothing_is_handed_on(self, weber, muster):
        absences.enter(muster, by=muster, deputy=lead(), starts_on=date(2023, 5, 5), ends_on=date(2023, 5, 8))
        with pytest.raises(Conflict, match=r"Max Muster ist selbst abwesend: 5. Mai 2023 bis 8. Mai 2023"):
            absences.enter(weber, by=weber, deputy=muster, **WEEK)

    @pytest.mark.parametrize(
        ("absent", "deputy", "may"),
        [
            ("state_lead", "state_lead", True), ("state_lead", "state_casework", False),
            ("state_casework", "state_lead", True), ("state_casework", "state_reader", False),
            ("state_reader", "state_reader", True), ("state_reader", "state_casework", True),
            ("state_casework", "coordination", False),
        ],
    )  # fmt: skip
    def test_deputy_has_the_rights_herself(self, absent, deputy, may, meerane):
        values = {"municipality": meerane} if deputy == "coordination" else {}
        away, other = person("a@x.example", absent), person("b@x.example", deputy, **values)
        assert may_deputise(other, away, **WEEK) is may
        if not may:
            with pytest.raises(Conflict, match="nicht dieselben Rechte"):
                absences.enter(away, by=lead(), deputy=other, **WEEK)

    def test_rights_have_to_last_for_all_of_the_days(self, weber):
        short = person("kurz@lpr.example", "state_casework", ends_on=date(2023, 5, 4))
        with pytest.raises(Conflict, match="in dieser Zeit nicht dieselben Rechte"):
            absences.enter(weber, by=weber, deputy=short, **WEEK)

    def test_closed_account_stands_in_for_nobody(self, weber, muster):
        muster.is_active = False
        muster.save()
        assert not may_deputise(muster, weber, **WEEK)


class TestEffects:
    def test_stands_in_from_the_first_to_the_last_day(self, weber, muster):
        absences.enter(weber, by=weber, deputy=muster, **WEEK)
        days = [WEEK["starts_on"] + timedelta(days=number) for number in range(-1, 6)]
        found = []
        for day in days:
            with dates.at(day):
                found.append(stands_in_for(muster, weber))
        assert found == [None, *[weber] * 5, None]

    def test_nobody_acts_in_her_own_stead_or_for_somebody_present(self, weber, muster):
        AbsenceFactory(user=weber, deputy=muster)
        assert stands_in_for(muster, muster, weber) is None
        assert stands_in_for(muster, lead(), None) is None
        assert stands_in_for(muster, lead(), weber) == weber
        assert stands_in_for(lead(), weber) is None

    def test_a_deputy_who_lost_the_function_acts_for_herself(self, weber, muster):
        AbsenceFactory(user=weber, deputy=muster)
        assert [row.user for row in deputised_today(muster)] == [weber]
        muster.assignments.update(ends_on=TODAY - timedelta(days=1))
        assert (stands_in_for(muster, weber), deputised_today(muster)) == (None, [])

    def test_a_deputy_who_falls_ill_stands_in_for_nobody_and_the_chain_is_not_followed(self, weber, muster):
        AbsenceFactory(user=weber, deputy=muster)
        AbsenceFactory(user=muster, deputy=lead())
        away = away_today()
        assert (away[weber.pk].deputy, away[muster.pk].deputy) == (None, lead())
        assert away[weber.pk].label == "abwesend bis 1. Mai 2023, ohne Vertretung"
        assert stands_in_for(lead(), weber) is None

    def test_present_are_who_hold_the_function_can_sign_in_and_are_not_away(self):
        away, closed, there = (person(f"{name}@lpr.example", "state_lead") for name in ("weg", "zu", "da"))
        AbsenceFactory(user=away)
        closed.is_active = False
        closed.save()
        assert present_holders(Function.STATE_LEAD) == [there]
        assert present_holders(Function.STATE_LEAD, without=[there.pk, None]) == []


class TestChanging:
    def test_deputy_and_last_day_change_the_first_day_of_a_running_one_does_not(self, weber, muster):
        row = AbsenceFactory(user=weber)
        changed = absences.change(row, by=weber, starts_on=TODAY, ends_on=date(2023, 5, 9), deputy=muster)
        assert (changed.ends_on, changed.deputy) == (date(2023, 5, 9), muster)
        with pytest.raises(Conflict, match="hat schon begonnen"):
            absences.change(row, by=weber, starts_on=date(2023, 4, 24), ends_on=date(2023, 5, 9))

    def test_back_early(self, weber):
        row = AbsenceFactory(user=weber, starts_on=date(2023, 4, 20))
        assert absences.end_early(row, by=weber).ends_on == date(2023, 4, 24)
        with pytest.raises(Conflict, match="ist vorbei"):
            absences.end_early(row, by=weber)

    def test_what_has_not_begun_vanishes_and_the_record_stays(self, weber):
        row = absences.enter(weber, by=weber, **WEEK)
        assert absences.end_early(row, by=weber) is None
        assert absences.end_early(row, by=weber) is None
        assert not Absence.objects.exists()
        assert AuditEvent.objects.filter(action="drop_absence").count() == 1

    def test_what_is_over_stays_as_it_was(self, weber):
        row = AbsenceFactory(user=weber, starts_on=date(2023, 4, 3), ends_on=date(2023, 4, 6))
        with pytest.raises(Conflict, match="ist vorbei"):
            absences.change(row, by=weber, starts_on=date(2023, 4, 3), ends_on=date(2023, 4, 30))


class TestPages:
    def data(self, **values):
        return {"starts_on": "2023-05-01", "ends_on": "2023-05-05", "deputy": "", "note": ""} | values

    def test_own_absence_is_entered(self, client_of, weber, muster):
        browser = client_of(weber)
        page = browser.get(reverse("accounts:absence_enter")).content.decode()
        assert ("Max Muster" in page, "Wer ist abwesend?" in page) == (True, False)
        response = browser.post(reverse("accounts:absence_enter"), self.data(deputy=muster.pk, person=muster.pk))
        assert response.status_code == 302
        assert Absence.objects.get().user == weber

    def test_bad_input_is_kept_and_said(self, client_of, weber, muster):
        AbsenceFactory(user=weber, **WEEK)
        AbsenceFactory(user=muster, starts_on=date(2023, 5, 30), ends_on=date(2023, 6, 30))
        cases = {
            "schon eine Abwesenheit eingetragen: 1. Mai 2023 bis 5. Mai 2023": self.data(note="Mein Hinweis"),
            "vertritt sich selbst": self.data(deputy=weber.pk, starts_on="2023-06-01", ends_on="2023-06-02"),
            "Max Muster ist selbst abwesend": self.data(deputy=muster.pk, starts_on="2023-06-01", ends_on="2023-06-02"),
            "Diese Tage sind vorbei": self.data(starts_on="2023-04-01", ends_on="2023-04-02"),
            "Diese Möglichkeit gibt es hier nicht": self.data(deputy="0"),
            "Bitte ein Datum": self.data(starts_on="gestern"),
        }
        for words, data in cases.items():
            response = client_of(weber).post(reverse("accounts:absence_enter"), data)
            assert (response.status_code, words in response.content.decode()) == (422, True), words
        kept = client_of(weber).post(reverse("accounts:absence_enter"), self.data(note="Mein Hinweis"))
        assert "Mein Hinweis" in kept.content.decode()

    def test_lead_enters_for_others_and_is_told_who_loses_a_deputy(self, client_of, weber, muster, leitung):
        AbsenceFactory(user=weber, deputy=muster, **WEEK)
        browser = client_of(leitung)
        response = browser.post(reverse("accounts:absence_enter"), self.data(person=muster.pk), follow=True)
        told = response.content.decode()
        assert "Max Muster vertritt in dieser Zeit Erika Weber (1. Mai 2023 bis 5. Mai 2023)" in told
        assert "ist in dieser Zeit selbst abwesend" in told

    def test_others_absences_are_no_ones_to_change(self, client_of, weber, muster, leserecht):
        row = AbsenceFactory(user=weber)
        for name in ("absence_change", "absence_end", "absence_review"):
            address = reverse(f"accounts:{name}", args=[row.pk])
            for user in (muster, leserecht):
                assert client_of(user).post(address, self.data()).status_code == 404
        assert client_of(lead()).post(reverse("accounts:absence_review", args=[row.pk])).status_code == 404
        page = Page(client_of(muster).get(reverse("accounts:absences")))
        assert "Erika Weber" in "".join(page.main.itertext())
        assert "Ändern" not in "".join(page.main.itertext())

    def test_past_absences_are_read_by_their_owner_only(self, client_of, weber, leitung):
        AbsenceFactory(user=weber, starts_on=date(2023, 4, 3), ends_on=date(2023, 4, 6))
        pages = [client_of(user).get(reverse("accounts:absences")).content.decode() for user in (weber, leitung)]
        assert ["3. April 2023" in page for page in pages] == [True, False]

    def test_towns_do_not_read_the_list(self, client_of, koordination_meerane, polizei_zwickau, weber):
        AbsenceFactory(user=weber, note="Geheim")
        for user in (koordination_meerane, polizei_zwickau):
            assert client_of(user).get(reverse("accounts:absences")).status_code == 403
            assert not Absence.objects.visible_to(user, as_=user.functions_held()).exists()

    def test_back_from_today_on(self, client_of, weber):
        row = AbsenceFactory(user=weber, starts_on=date(2023, 4, 20))
        assert client_of(weber).get(reverse("accounts:absence_end", args=[row.pk])).status_code == 405
        response = client_of(weber).post(reverse("accounts:absence_end", args=[row.pk]), follow=True)
        assert "Erika Weber ist ab heute wieder da." in response.content.decode()

    @pytest.mark.parametrize("count", [1, 30])
    def test_list_costs_the_same(self, count, client_of, leitung, django_assert_num_queries):
        for number in range(count):
            AbsenceFactory(user=AssignmentFactory(user__email=f"p{number}@lpr.example").user, deputy=leitung)
        browser = client_of(leitung)
        with django_assert_num_queries(5):
            browser.get(reverse("accounts:absences"))
