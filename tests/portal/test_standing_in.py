"""Deputies: what they find, what is recorded in whose stead, and what whoever was away is told afterwards."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from advice.actions import consultations
from audit.models import AuditEvent
from core import dates
from tasks import actions as tasks
from tests.factories import (
    AbsenceFactory,
    AgreementFactory,
    ConsultationFactory,
    ResponsibilityFactory,
    TaskFactory,
    person,
)
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

HOME = reverse("portal:home")
MONDAY = date(2023, 5, 2)


@pytest.fixture
def weber(db):
    return person("weber@lpr.example", "state_casework", name="Erika Weber", starts_on=date(2019, 2, 6))


@pytest.fixture
def muster(db):
    return person("muster@lpr.example", "state_casework", name="Max Muster", starts_on=date(2019, 2, 6))


@pytest.fixture
def absence(weber, muster):
    return AbsenceFactory(user=weber, deputy=muster, note="Akte im Schrank")


def said(response):
    return " ".join("".join(Page(response).main.itertext()).split())


class TestDeputy:
    def test_finds_tasks_and_texts_of_whoever_is_away(self, absence, client_of, weber, muster, meerane):
        TaskFactory(towns=[meerane], title="Von Weber", person=weber)
        TaskFactory(towns=[meerane], title="Weit weg", person=weber, due_on=date(2023, 12, 1))
        TaskFactory(towns=[meerane], title="Von der Leitung", person=person("x@lpr.example", "state_lead"))
        AgreementFactory(consultation=True, towns=[meerane], created_by=weber)
        page = Page(client_of(muster).get(HOME))
        panel = page.panel(f"vertretung-{absence.pk}")
        words = " ".join(" ".join(panel.itertext()).split())
        assert words.startswith("In Vertretung für Erika Weber bis 1. Mai 2023")
        assert ["Von Weber" in words, "Weit weg" in words, "Von der Leitung" in words] == [True, False, False]
        assert ("Meerane: Kooperationsvereinbarung" in words, "Akte im Schrank" in words) == (True, True)

    def test_others_find_nothing_of_the_kind(self, absence, client_of, weber, leitung, meerane):
        TaskFactory(towns=[meerane], title="Von Weber", person=weber)
        for user in (weber, leitung):
            assert "In Vertretung für" not in said(client_of(user).get(HOME))

    def test_before_and_after_there_is_nothing(self, absence, client_of, muster):
        for day in (absence.starts_on - timedelta(days=1), absence.ends_on + timedelta(days=1)):
            with dates.at(day):
                assert "In Vertretung für" not in said(client_of(muster).get(HOME))

    def test_sees_no_more_than_her_own_functions_open(self, weber, client_of, koordination_meerane, meerane, werdau):
        """No such absence can be entered; if there were one, it would open nothing."""
        AbsenceFactory(user=weber, deputy=koordination_meerane)
        TaskFactory(towns=[werdau], title="Geheim", person=weber)
        assert "Geheim" not in client_of(koordination_meerane).get(HOME).content.decode()

    def test_finds_every_text_of_whoever_is_away_however_many_are_older(
        self, absence, client_of, muster, weber, leitung, meerane
    ):
        for number in range(12):
            AgreementFactory(
                consultation=True, towns=[meerane], created_by=leitung, consultation_on=date(2023, 2, 1 + number)
            )
        own = AgreementFactory(consultation=True, towns=[meerane], created_by=weber, consultation_on=date(2023, 4, 20))
        page = Page(client_of(muster).get(HOME))
        assert own.get_absolute_url() in [url for _, url in page.links(page.panel(f"vertretung-{absence.pk}"))]
        assert ("5 weitere Vereinbarungen in der Liste", "/vereinbarungen/?zustand=consultation") in page.links(
            page.panel("abstimmung")
        )

    @pytest.mark.parametrize("count", [1, 30])
    def test_costs_the_same_for_one_and_thirty(self, count, absence, client_of, muster, weber, meerane, count_queries):
        for number in range(count):
            TaskFactory(towns=[meerane], title=f"Nummer {number}", person=weber)
            AgreementFactory(consultation=True, towns=[meerane], created_by=weber)
        assert count_queries(client_of(muster), HOME) == 29


class TestRecord:
    def test_what_the_deputy_does_with_a_task_is_in_her_stead(self, absence, weber, muster, meerane):
        task = tasks.create(by=weber, title="x", due_on=MONDAY, side="state_office", municipalities=[meerane],
                            person=weber)  # fmt: skip
        tasks.change_due(task, by=muster, due_on=date(2023, 5, 9), reason="Weber ist im Urlaub")
        tasks.complete(task, by=muster)
        tasks.reopen(task, by=muster, reason="Doch nicht")
        tasks.reassign(task, by=muster, person=muster)
        tasks.complete(task, by=muster)
        told = [(event.action, event.on_behalf_of) for event in AuditEvent.objects.about(task).order_by("pk")]
        assert told == [
            ("create_task", None), ("change_due_of_task", weber), ("complete_task", weber), ("reopen_task", weber),
            ("reassign_task", weber), ("complete_task", None),
        ]  # fmt: skip
        assert task.refresh_from_db() is None
        assert task.done_by == muster

    def test_others_act_in_their_own_name(self, absence, weber, leitung, meerane):
        task = TaskFactory(towns=[meerane], person=weber)
        tasks.complete(task, by=leitung)
        assert AuditEvent.objects.about(task).get().on_behalf_of is None

    def test_log_names_both(self, absence, weber, muster, client_of, leitung, meerane):
        task = TaskFactory(towns=[meerane], person=weber)
        tasks.complete(task, by=muster)
        address = reverse("portal:record_log", args=["aufgabe", task.pk])
        assert "Max Muster in Vertretung für Erika Weber" in said(client_of(leitung).get(address))
        assert "Max Muster in Vertretung für Erika Weber" in client_of(leitung).get(f"{address}csv/").content.decode()


class TestAdvice:
    def told(self, row):
        return AuditEvent.objects.about(row).latest("pk").on_behalf_of

    def test_what_the_deputy_enters_for_her_towns_is_in_her_stead(
        self, absence, weber, muster, leitung, meerane, werdau
    ):
        ResponsibilityFactory(municipality=meerane, user=weber)
        assert self.told(consultations.share(ConsultationFactory(towns=[meerane], result="x"), by=muster)) == weber
        assert self.told(consultations.share(ConsultationFactory(towns=[werdau], result="x"), by=muster)) is None
        assert self.told(consultations.share(ConsultationFactory(towns=[meerane], result="x"), by=leitung)) is None

    def test_a_town_with_somebody_of_its_own_is_not_her_districts(self, absence, weber, muster, leitung, meerane):
        ResponsibilityFactory(municipality=None, district=meerane.district, user=weber)
        assert self.told(consultations.share(ConsultationFactory(towns=[meerane], result="x"), by=muster)) == weber
        ResponsibilityFactory(municipality=meerane, user=leitung)
        assert self.told(consultations.share(ConsultationFactory(towns=[meerane], result="x"), by=muster)) is None


class TestReturning:
    @pytest.fixture
    def done(self, absence, weber, muster, meerane):
        task = TaskFactory(towns=[meerane], title="Muster senden", person=weber)
        tasks.complete(task, by=muster)
        other = TaskFactory(towns=[meerane], title="Im eigenen Namen", person=muster)
        tasks.complete(other, by=muster)
        return absence

    def test_is_told_what_was_done_until_she_has_seen_it(self, done, client_of, weber):
        with dates.at(MONDAY):
            browser = client_of(weber)
            words = said(browser.get(HOME))
            assert "Max Muster war für Sie da: 25. April 2023 bis 1. Mai 2023." in words
            assert ("Muster senden" in words, "Im eigenen Namen" in words) == (True, False)
            assert browser.post(reverse("accounts:absence_review", args=[done.pk])).status_code == 302
            assert "war für Sie da" not in said(browser.get(HOME))

    def test_is_told_so_when_nothing_was_done(self, absence, client_of, weber):
        with dates.at(MONDAY):
            assert "In Vertretung für Sie wurde nichts eingetragen" in said(client_of(weber).get(HOME))

    def test_nobody_else_is_told(self, done, client_of, muster, leitung, leserecht):
        with dates.at(MONDAY):
            for user in (muster, leitung, leserecht):
                assert "war für Sie da" not in said(client_of(user).get(HOME))
                address = reverse("accounts:absence_review", args=[done.pk])
                assert client_of(user).post(address).status_code == 404

    def test_not_before_it_is_over_and_not_for_ever(self, done, client_of, weber):
        for day in (date(2023, 5, 1), date(2023, 6, 30)):
            with dates.at(day):
                assert "war für Sie da" not in said(client_of(weber).get(HOME))


class TestElsewhere:
    def test_task_of_somebody_away_offers_the_deputy(self, absence, client_of, leitung, weber, muster, meerane):
        task = TaskFactory(towns=[meerane], person=weber)
        browser = client_of(leitung)
        page = Page(browser.get(task.get_absolute_url()))
        assert "Erika Weber ist abwesend bis 1. Mai 2023, vertreten durch Max Muster." in said(
            browser.get(task.get_absolute_url())
        )
        address = f"{reverse('tasks:reassign', args=[task.pk])}?an={muster.pk}"
        assert ("An Max Muster übergeben", address) in page.links()
        form = browser.get(address).content.decode()
        assert f'<option value="{muster.pk}" selected' in form
        assert "Erika Weber – abwesend bis 1. Mai 2023, vertreten durch Max Muster" in form

    def test_giving_a_task_to_somebody_away_says_so(self, absence, client_of, leitung, weber, meerane):
        task = TaskFactory(towns=[meerane])
        response = client_of(leitung).post(reverse("tasks:reassign", args=[task.pk]), {"person": weber.pk}, follow=True)
        assert "Erika Weber ist abwesend bis 1. Mai 2023, vertreten durch Max Muster." in said(response)

    def test_town_learns_who_stands_in_and_nothing_more(self, absence, client_of, koordination_meerane, weber, meerane):
        ResponsibilityFactory(municipality=meerane, user=weber)
        words = said(client_of(koordination_meerane).get(HOME))
        assert "abwesend bis 1. Mai 2023, vertreten durch Max Muster" in words
        assert "Akte im Schrank" not in words
        page = said(client_of(koordination_meerane).get(meerane.get_absolute_url()))
        assert ("vertreten durch Max Muster" in page, "Akte im Schrank" in page) == (True, False)

    def test_the_office_reads_it_on_the_page_of_the_town(self, absence, client_of, leitung, weber, meerane):
        ResponsibilityFactory(municipality=meerane, user=weber)
        words = said(client_of(leitung).get(meerane.get_absolute_url()))
        assert "abwesend bis 1. Mai 2023, vertreten durch Max Muster" in words
