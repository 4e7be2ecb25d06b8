"""„Seit Ihrer letzten Anmeldung“: what is new to whom, by town, and what „gesehen“ does."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Arrival, TownMark
from advice.actions import consultations
from agreements.actions import proposals, review, wording
from audit.actions import record
from audit.models import AuditEvent
from core import dates
from portal.news import news_of
from tasks import actions as tasks
from tests.factories import (
    ArrivalFactory,
    ConsultationFactory,
    ContactFactory,
    MunicipalityFactory,
    ResolutionFactory,
    TaskFactory,
    activated,
    caseworker,
    coordinator_of,
    lead,
)
from tests.life import agreement_in
from tests.portal.page import Page

pytestmark = pytest.mark.django_db

HOME, NEWS = reverse("portal:home"), reverse("portal:news")


def said(response):
    return " ".join(" ".join(Page(response).main.itertext()).split())


def told(user):
    """What the page would say: town → lines."""
    found = news_of(user, user.functions_held())
    return {item.town.name: [line.what for line in item.lines] for item in found.towns} if found else None


def seen(browser, town=None, **values):
    page = Page(browser.get(NEWS))
    address = reverse("portal:news_seen", args=[town.pk]) if town else reverse("portal:news_all_seen")
    (form,) = page.all(f".//form[@action='{address}']")
    fields = {item.get("name"): item.get("value") or "" for item in form.findall(".//input")}
    return browser.post(
        address, {name: value for name, value in fields.items() if name != "csrfmiddlewaretoken"} | values
    )


class TestSigningIn:
    def test_first_time_nothing_is_new(self, meerane, client_of, leitung):
        record("rename", meerane, by=caseworker(), label="Umbenannt", municipalities=[meerane.pk])
        browser = client_of(leitung)
        assert told(leitung) is None
        assert "Sie sind zum ersten Mal angemeldet." in said(browser.get(NEWS))
        assert "Seit Ihrer letzten Anmeldung" not in said(browser.get(HOME))

    def test_the_sign_in_before_this_one_counts(self, meerane, client_of, leitung):
        with dates.at(dates.today() - timedelta(days=4)):
            client_of(leitung)
        record("rename", meerane, by=caseworker(), label="Umbenannt", municipalities=[meerane.pk])
        browser = client_of(leitung)
        words = said(browser.get(HOME))
        assert "Seit Ihrer letzten Anmeldung am 21. April 2023" in words
        assert "Umbenannt" in words

    def test_signing_in_again_loses_nothing_unseen(self, meerane, client_of, leitung):
        for day in (9, 5, 3, 0):
            with dates.at(dates.today() - timedelta(days=day)):
                browser = client_of(leitung)
            if day == 9:
                record("rename", meerane, by=caseworker(), label="Umbenannt", municipalities=[meerane.pk])
        assert told(leitung) == {"Meerane": ["Umbenannt"]}
        words = said(browser.get(HOME))
        assert "am 22. April 2023" in words
        assert "Auch Älteres, das Sie noch nicht als gesehen markiert haben." in words

    def test_nothing_is_kept_but_the_last_two_times(self, client_of, leitung):
        for _ in range(4):
            client_of(leitung)
        assert Arrival.objects.filter(user=leitung).count() == 1
        assert not AuditEvent.objects.exists()


class TestOffice:
    @pytest.fixture(autouse=True)
    def arrived(self, leitung):
        ArrivalFactory(user=leitung)

    def test_what_others_did_by_town_newest_first(self, meerane, werdau, leitung):
        for town, label in ((meerane, "Eins"), (werdau, "Zwei"), (meerane, "Drei")):
            record("a", town, by=caseworker(), label=label, municipalities=[town.pk])
        assert list(told(leitung).items()) == [("Meerane", ["Drei", "Eins"]), ("Werdau", ["Zwei"])]

    def test_not_what_one_did_oneself_nor_a_command(self, meerane, leitung):
        record("a", meerane, by=leitung, label="Von mir", municipalities=[meerane.pk])
        record("b", meerane, by=None, process="load_register", label="Befehl", municipalities=[meerane.pk])
        record("c", meerane, by=caseworker(), label="Ohne Kommune")
        assert told(leitung) == {}

    def test_what_a_town_keeps_to_itself_is_not_told(self, meerane, leitung):
        record("a", meerane, by=caseworker(), label="Innen", municipalities=[meerane.pk], visibility=1)
        assert told(leitung) == {}

    def test_one_joint_thing_stands_under_each_town_and_is_seen_apart(self, meerane, werdau, client_of, leitung):
        record("a", meerane, by=caseworker(), label="Gemeinsam", municipalities=[meerane.pk, werdau.pk])
        assert seen(client_of(leitung), meerane).status_code == 302
        assert told(leitung) == {"Werdau": ["Gemeinsam"]}

    def test_resolution_and_contact_lead_to_where_they_stand(self, meerane, leitung):
        resolution, contact = ResolutionFactory(municipality=meerane), ContactFactory(municipality=meerane)
        for row in (resolution, contact):
            record("a", row, by=caseworker(), label="Neu", municipalities=[meerane.pk])
        (news,) = news_of(leitung, leitung.functions_held()).towns
        assert [line.url for line in news.lines] == [
            f"{meerane.get_absolute_url()}#ansprechpersonen", resolution.get_absolute_url(),
        ]  # fmt: skip

    def test_who_did_it_is_not_said(self, meerane, client_of, leitung):
        record("a", meerane, by=caseworker(), label="Umbenannt", municipalities=[meerane.pk])
        assert caseworker().name not in said(client_of(leitung).get(NEWS))

    def test_everything_seen_is_gone_on_every_device(self, meerane, werdau, client_of, leitung):
        for town in (meerane, werdau):
            record("a", town, by=caseworker(), label="Umbenannt", municipalities=[town.pk])
        seen(client_of(leitung))
        other = client_of(leitung)
        assert told(leitung) == {}
        assert "Nichts Neues" in said(other.get(NEWS))

    def test_what_came_after_the_page_was_made_stays_new(self, meerane, client_of, leitung):
        browser = client_of(leitung)
        record("a", meerane, by=caseworker(), label="Eins", municipalities=[meerane.pk])
        until = dates.now().isoformat()
        record("b", meerane, by=caseworker(), label="Zwei", municipalities=[meerane.pk])
        browser.post(reverse("portal:news_seen", args=[meerane.pk]), {"bis": until})
        assert told(leitung) == {"Meerane": ["Zwei"]}

    @pytest.mark.parametrize("until", ["", "gestern", "2023-04-25", "9999-99-99T00:00:00+00:00", "x" * 50])
    def test_nonsense_changes_nothing(self, until, meerane, client_of, leitung):
        record("a", meerane, by=caseworker(), label="Eins", municipalities=[meerane.pk])
        browser = client_of(leitung)
        assert browser.post(reverse("portal:news_all_seen"), {"bis": until}).status_code == 302
        assert told(leitung) == {"Meerane": ["Eins"]}

    def test_nobody_marks_the_future(self, meerane, client_of, leitung):
        later = (timezone.now() + timedelta(days=9)).isoformat()
        client_of(leitung).post(reverse("portal:news_seen", args=[meerane.pk]), {"bis": later})
        assert TownMark.objects.get().seen_at <= timezone.now()

    @pytest.mark.parametrize("count", [1, 30])
    def test_costs_the_same(self, count, meerane, werdau, client_of, leitung, django_assert_num_queries):
        for number in range(count):
            town = (meerane, werdau)[number % 2]
            record("a", town, by=caseworker(), label=f"Nummer {number}", municipalities=[town.pk])
        browser = client_of(leitung)
        browser.get(NEWS)
        with django_assert_num_queries(7):
            browser.get(NEWS)


class TestTown:
    @pytest.fixture(autouse=True)
    def arrived(self, koordination_meerane, koordination_werdau):
        for user in (koordination_meerane, koordination_werdau):
            ArrivalFactory(user=user)

    def test_is_told_what_it_may_read(self, meerane, koordination_meerane, koordination_werdau):
        agreement = agreement_in("consultation", towns=[meerane])
        clause = agreement.clauses.get(position=1)
        wording.edit_text(agreement, by=caseworker(), texts={clause.pk: "Ein anderer Zweck."})
        row = ConsultationFactory(towns=[meerane], internal_note="Geheim", result="Gesprochen.")
        consultations.share(row, by=caseworker())
        proposal = proposals.propose_change(
            agreement.sorted_parties[1], by=koordination_meerane, text="Kürzer", version=2
        )
        proposals.settle_proposal(proposal or agreement.parties.get(kind="municipality").proposals.get(),
                                  by=caseworker(), answer="Gern.")  # fmt: skip
        tasks.create(by=caseworker(), title="Stadtrat befassen", due_on=dates.today(), side="municipality",
                     municipalities=[meerane])  # fmt: skip
        lines = told(koordination_meerane)["Meerane"]
        assert sorted(line.split(":")[0] for line in lines) == [
            "Aufgabe für Sie", "Erste Beratung", "Neue Fassung 2", "Text in die Abstimmung gegeben",
            "Änderungswunsch beantwortet",
        ]  # fmt: skip
        assert told(koordination_werdau) == {}

    def test_is_not_told_of_drafts_calls_and_the_offices_own_tasks(self, meerane, client_of, koordination_meerane):
        agreement_in("draft", towns=[meerane])
        TaskFactory(towns=[meerane], title="Nur das Amt")
        ConsultationFactory(towns=[meerane])
        record("a", meerane, by=caseworker(), label="Intern gesagt", municipalities=[meerane.pk], reason="Geheim")
        assert told(koordination_meerane) == {}
        assert "Intern gesagt" not in client_of(koordination_meerane).get(HOME).content.decode()

    def test_joint_record_is_told_to_each_town_under_its_own_name_only(self, meerane, werdau, koordination_meerane):
        agreement_in("consultation", towns=[meerane, werdau])
        assert told(koordination_meerane) == {"Meerane": ["Text in die Abstimmung gegeben"]}

    def test_seen_is_gone_and_what_is_entered_late_for_an_earlier_day_is_new(
        self, meerane, client_of, koordination_meerane
    ):
        agreement_in("consultation", towns=[meerane])
        browser = client_of(koordination_meerane)
        seen(browser, meerane)
        assert told(koordination_meerane) == {}
        row = ConsultationFactory(towns=[meerane], held_on=dates.today() - timedelta(days=20), result="Gut.")
        consultations.share(row, by=caseworker())
        assert list(told(koordination_meerane)) == ["Meerane"]
        seen(browser)
        assert told(koordination_meerane) == {}

    def test_what_came_after_the_page_was_made_stays_new(self, meerane, client_of, koordination_meerane):
        agreement = agreement_in("consultation", towns=[meerane])
        keys = news_of(koordination_meerane, koordination_meerane.functions_held()).keys
        clause = agreement.clauses.get(position=1)
        wording.edit_text(agreement, by=caseworker(), texts={clause.pk: "Ein anderer Zweck."})
        data = {"bis": dates.now().isoformat(), "zeilen": keys}
        client_of(koordination_meerane).post(reverse("portal:news_seen", args=[meerane.pk]), data)
        (line,) = told(koordination_meerane)["Meerane"]
        assert line.startswith("Neue Fassung 2")

    def test_own_tasks_are_no_news(self, meerane, koordination_meerane):
        tasks.create(by=koordination_meerane, title="Eigene", due_on=dates.today(), side="municipality",
                     municipalities=[meerane])  # fmt: skip
        assert told(koordination_meerane) == {}

    def test_foreign_town_is_nobodys_to_mark(self, werdau, client_of, koordination_meerane, coach):
        ArrivalFactory(user=coach)
        for user in (koordination_meerane, coach):
            address = reverse("portal:news_seen", args=[werdau.pk])
            assert client_of(user).post(address, {"bis": dates.now().isoformat()}).status_code == 404
            assert client_of(user).get(address).status_code == 405
        assert not TownMark.objects.exists()

    @pytest.mark.parametrize("count", [1, 6])
    def test_costs_the_same_for_several_towns(self, count, meerane, werdau, client_of, django_assert_num_queries):
        towns = [activated(MunicipalityFactory()) for _ in range(count)]
        user = coordinator_of(*towns)
        ArrivalFactory(user=user)
        for town in towns:
            agreement = agreement_in("consultation", towns=[town])
            clause = agreement.clauses.get(position=1)
            wording.edit_text(agreement, by=caseworker(), texts={clause.pk: "Ein anderer Zweck."})
            TaskFactory(towns=[town], side="municipality")
        browser = client_of(user)
        browser.get(NEWS)
        with django_assert_num_queries(19):
            browser.get(NEWS)


class TestPolice:
    def test_is_told_of_agreements_it_is_party_to(self, meerane, werdau, pd_zwickau, polizei_zwickau, polizei_chemnitz):
        for user in (polizei_zwickau, polizei_chemnitz):
            ArrivalFactory(user=user)
        agreement_in("consultation", towns=[meerane], police=pd_zwickau)
        agreement_in("consultation", towns=[werdau])
        row = ConsultationFactory(towns=[meerane], result="Gesprochen.")
        consultations.share(row, by=caseworker())
        assert told(polizei_zwickau) == {"Meerane": ["Text in die Abstimmung gegeben"]}
        assert told(polizei_chemnitz) == {}

    def test_marks_the_town_it_does_not_own(self, meerane, pd_zwickau, polizei_zwickau, client_of):
        ArrivalFactory(user=polizei_zwickau)
        agreement_in("consultation", towns=[meerane], police=pd_zwickau)
        assert seen(client_of(polizei_zwickau), meerane, von="start")["Location"] == HOME
        assert told(polizei_zwickau) == {}

    def test_taken_back_it_reads_nothing_any_more(self, meerane, pd_zwickau, polizei_zwickau):
        ArrivalFactory(user=polizei_zwickau)
        agreement = agreement_in("consultation", towns=[meerane], police=pd_zwickau)
        review.return_to_draft(agreement, by=lead(), reason="Noch einmal von vorn.")
        assert told(polizei_zwickau) == {}


def test_without_a_function_there_is_nothing(client_of, meerane):
    stranger = ArrivalFactory(user=ContactFactory(municipality=meerane) and coordinator_of()).user
    browser = client_of(stranger)
    assert "Nichts Neues" in said(browser.get(NEWS))
    assert browser.post(reverse("portal:news_seen", args=[meerane.pk]), {}).status_code == 404
