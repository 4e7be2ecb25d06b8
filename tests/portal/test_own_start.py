"""The start page of towns, police directorates and coaches, and of people without a function."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from accounts.functions import Function
from agreements.models import CooperationAgreement, Party, SigningDay
from core import dates
from core.visibility import Visibility
from tests.factories import (
    AgreementFactory,
    AssignmentFactory,
    ContactFactory,
    MunicipalityFactory,
    ResponsibilityFactory,
    coordinator_of,
    person,
)
from tests.portal.page import Page, text

HOME = "/"


def agreed(agreement, *kinds):
    parties = agreement.parties.filter(kind__in=kinds) if kinds else agreement.parties.all()
    parties.update(agreed_on=dates.today(), agreed_version=agreement.version, agreed_by=agreement.created_by)
    return agreement


class TestOwnTown:
    def test_everything_about_the_town_and_nothing_of_the_office(
        self, client_of, koordination_meerane, meerane, werdau
    ):
        agreement = AgreementFactory(signed=True, towns=[meerane])
        AgreementFactory(finalised=True, towns=[werdau], file_reference="Werdaus Akte")
        ContactFactory(municipality=meerane, name="Tia Köhler", office="ASSKomm-Koordinatorin", role="coordination")
        ContactFactory(municipality=werdau, name="Werdaus Kontakt")
        response = client_of(koordination_meerane).get(HOME)
        page = Page(response)
        assert page.title == "Übersicht"
        assert page.texts(".//p[@class='kern-subline']") == ["Meerane Stadt im Landkreis Zwickau"]
        assert page.panels() == [
            "Bausteine der Partnerschaft",
            "Was auf Sie wartet",
            "Aufgaben und Wiedervorlagen",
            "Wie es weitergeht",
            "Verlauf",
            "Ansprechpersonen",
        ]
        assert page.rows("bausteine") == [
            "Beratung noch nicht",
            "Vereinbarung vorhanden Kooperationsvereinbarung unterzeichnet, 25. April 2023",
        ]
        assert [text(name) for name in page.panel("ansprechpersonen").findall(".//li//b")] == ["Tia Köhler"]
        assert ("Endfassung (PDF)", reverse("agreements:pdf", args=[agreement.pk])) in page.links()
        assert "Werdau" not in response.content.decode()

    def test_whom_to_write_to_in_the_office(self, client_of, koordination_meerane, sachbearbeitung, meerane, werdau):
        ResponsibilityFactory(municipality=meerane, user=sachbearbeitung)
        ResponsibilityFactory(municipality=werdau, user=person("andere@lpr.example"))
        page = Page(client_of(koordination_meerane).get(HOME))
        assert page.links(page.panel("geschaeftsstelle")) == [
            (sachbearbeitung.email, f"mailto:{sachbearbeitung.email}")
        ]
        assert sachbearbeitung.name in text(page.panel("geschaeftsstelle"))

    def test_a_draft_of_the_office_is_not_told(self, client_of, koordination_meerane, meerane):
        untouched = Page(client_of(koordination_meerane).get(HOME))
        AgreementFactory(towns=[meerane])
        page = Page(client_of(koordination_meerane).get(HOME))
        assert text(page.main) == text(untouched.main)
        assert page.rows("bausteine") == ["Beratung noch nicht", "Vereinbarung noch nicht"]
        assert page.panel(f"weiter-{meerane.pk}").findall(".//ol") == []

    @pytest.mark.parametrize(
        ("trait", "sentence"),
        [
            (
                "consultation",
                "Es fehlt noch die Zustimmung von: Landespräventionsrat Sachsen, Stadt Meerane. "
                "Danach zeichnet die Leitung der Geschäftsstelle den Text schluss.",
            ),
            (
                "approved",
                "Der Text ist abgestimmt und schlussgezeichnet. Als Nächstes schreibt die Geschäftsstelle die "
                "Endfassung fest; dann kann unterzeichnet werden.",
            ),
            (
                "finalised",
                "Die Endfassung steht fest und liegt zur Unterschrift bereit. Es unterzeichnen: "
                "Landespräventionsrat Sachsen, Stadt Meerane. Mit der letzten Unterschrift erhält die Vereinbarung "
                "ihre Registernummer.",
            ),
            (
                "partly_signed",
                "Es fehlen noch Unterschriften von: Landespräventionsrat Sachsen, Stadt Meerane. Mit der letzten "
                "Unterschrift erhält die Vereinbarung ihre Registernummer.",
            ),
            (
                "signed",
                "Die Vereinbarung ist seit dem 25. April 2023 von allen Parteien unterzeichnet. Den Text können Sie "
                "jederzeit herunterladen.",
            ),
            ("ended", "Die Vereinbarung endete am 25. April 2023."),
            ("withdrawn", "Die Vereinbarung wurde am 25. April 2023 zurückgezogen."),
        ],
    )
    def test_how_it_goes_on_in_plain_words(self, client_of, koordination_meerane, meerane, trait, sentence):
        AgreementFactory(**{trait: True}, towns=[meerane])
        page = Page(client_of(koordination_meerane).get(HOME))
        assert text(page.panel(f"weiter-{meerane.pk}").find(".//p")) == sentence

    def test_the_steps_do_not_tell_when_the_office_began(self, client_of, koordination_meerane, meerane):
        with dates.at(date(2023, 3, 6)):
            agreement = AgreementFactory(towns=[meerane])
        CooperationAgreement.objects.filter(pk=agreement.pk).update(
            status="consultation", consultation_on=date(2023, 3, 20)
        )
        response = client_of(koordination_meerane).get(HOME)
        steps = Page(response).panel(f"weiter-{meerane.pk}").findall(".//ol/li")
        assert [text(step) for step in steps] == [
            "Entwurf erledigt",
            "Abstimmung 0 von 2 Zustimmungen",
            "Schlussgezeichnet",
            "Festgeschrieben",
            "Unterzeichnet",
        ]
        assert "6. März" not in response.content.decode()

    def test_when_all_have_agreed_the_office_is_next(self, client_of, koordination_meerane, meerane):
        agreed(AgreementFactory(consultation=True, towns=[meerane]))
        page = Page(client_of(koordination_meerane).get(HOME))
        assert text(page.panel(f"weiter-{meerane.pk}").find(".//p")) == (
            "Alle Parteien haben zugestimmt. Danach zeichnet die Leitung der Geschäftsstelle den Text schluss."
        )
        assert "Nichts wartet auf Sie" in text(page.panel("aufgaben"))

    def test_what_is_under_way_goes_before_what_is_in_force(self, client_of, koordination_meerane, meerane):
        preliminary = CooperationAgreement.Kind.PRELIMINARY
        running = AgreementFactory(consultation=True, towns=[meerane])
        AgreementFactory(signed=True, towns=[meerane], kind=preliminary)
        AgreementFactory(withdrawn=True, towns=[meerane])
        page = Page(client_of(koordination_meerane).get(HOME))
        outlook = page.panel(f"weiter-{meerane.pk}")
        assert page.links(outlook)[0] == ("Text (PDF)", reverse("agreements:pdf", args=[running.pk]))


class TestOwnTasks:
    def test_the_mayor_may_agree_the_others_are_told_who_can(
        self, client_of, beigeordnete_meerane, koordination_meerane, mitarbeit_meerane, meerane
    ):
        agreement = AgreementFactory(consultation=True, towns=[meerane])
        party = agreement.parties.get(kind=Party.Kind.MUNICIPALITY)
        page = Page(client_of(beigeordnete_meerane).get(HOME))
        assert page.rows("aufgaben") == [
            "Meerane: Text prüfen und zustimmen Kooperationsvereinbarung in Abstimmung seit 25. April 2023 "
            "Zustimmen seit heute"
        ]
        assert page.links(page.panel("aufgaben")) == [
            ("Meerane: Text prüfen und zustimmen", agreement.get_absolute_url()),
            ("Zustimmen", reverse("agreements:consent", args=[agreement.pk, party.pk])),
        ]
        who = "zustimmen kann, wer für die Kommune die Funktion Bürgermeister/in oder Koordination innehat"
        for user, note in ((koordination_meerane, "Sie können im Auftrag zustimmen"), (mitarbeit_meerane, who)):
            page = Page(client_of(user).get(HOME))
            assert page.rows("aufgaben") == [
                "Meerane: Text prüfen und zustimmen Kooperationsvereinbarung in Abstimmung seit 25. April 2023 "
                f"{note} Text prüfen seit heute"
            ]
            assert page.links(page.panel("aufgaben")) == [
                ("Meerane: Text prüfen und zustimmen", agreement.get_absolute_url()),
                ("Text prüfen", reverse("agreements:review", args=[agreement.pk, party.pk])),
            ]

    def test_agreed_once_it_waits_no_longer(self, client_of, beigeordnete_meerane, meerane):
        agreed(AgreementFactory(consultation=True, towns=[meerane]), Party.Kind.MUNICIPALITY)
        page = Page(client_of(beigeordnete_meerane).get(HOME))
        assert page.rows("aufgaben") == []

    def test_the_final_text_lies_ready_to_be_signed(self, client_of, koordination_meerane, meerane):
        with dates.at(date(2023, 4, 19)):
            agreement = AgreementFactory(finalised=True, towns=[meerane])
        page = Page(client_of(koordination_meerane).get(HOME))
        assert page.rows("aufgaben") == [
            "Meerane: Endfassung zur Unterschrift bereit Kooperationsvereinbarung es unterzeichnet: Leitung "
            "Termin und Ablauf stimmt die Geschäftsstelle des Landespräventionsrates mit Ihnen ab "
            "Endfassung (PDF) seit 6 Tagen"
        ]
        assert ("Endfassung (PDF)", reverse("agreements:pdf", args=[agreement.pk])) in page.links(
            page.panel("aufgaben")
        )

    @pytest.mark.parametrize(("called_off_on", "told"), [(None, True), (date(2023, 4, 24), False)])
    def test_the_day_planned_stands_there_until_it_is_called_off(
        self, client_of, koordination_meerane, meerane, called_off_on, told
    ):
        agreement = AgreementFactory(finalised=True, towns=[meerane])
        SigningDay.objects.create(
            agreement=agreement, takes_place_on=date(2023, 5, 3), place="Rathaus", arranged_on=dates.today(),
            arranged_by=agreement.created_by, called_off_on=called_off_on,
            called_off_because="Krankheit im Rathaus" if called_off_on else "",
        )  # fmt: skip
        (line,) = Page(client_of(koordination_meerane).get(HOME)).rows("aufgaben")
        assert ("Unterzeichnung am 3. Mai 2023, Rathaus" in line) is told

    def test_a_neighbour_of_a_joint_agreement_waits_for_itself_only(
        self, client_of, koordination_werdau, meerane, werdau
    ):
        agreement = AgreementFactory(consultation=True, towns=[meerane, werdau])
        agreement.parties.filter(municipality=werdau).update(
            agreed_on=dates.today(), agreed_version=1, agreed_by=agreement.created_by
        )
        page = Page(client_of(koordination_werdau).get(HOME))
        assert page.rows("aufgaben") == []


class TestSeveralTowns:
    def test_each_town_has_its_board_and_the_tasks_come_first(self, client_of, meerane, werdau):
        user = coordinator_of(werdau, meerane)
        AgreementFactory(signed=True, towns=[meerane])
        AgreementFactory(consultation=True, towns=[werdau])
        page = Page(client_of(user).get(HOME))
        assert page.texts(".//h2") == ["Was auf Sie wartet", "Aufgaben und Wiedervorlagen", "Meerane", "Werdau"]
        assert [text(row) for row in page.all(".//ul[@class='app-strip kern-layer kern-level-2']/li")] == [
            "Beratung noch nicht",
            "Vereinbarung vorhanden",
            "Beratung noch nicht",
            "Vereinbarung in Arbeit",
        ]
        assert ("Meerane", meerane.get_absolute_url()) in page.links()

    def test_queries_do_not_grow_with_the_towns(self, client_of, count_queries, db):
        towns = [MunicipalityFactory() for _ in range(30)]
        for town in towns:
            AgreementFactory(consultation=True, towns=[town])
        few = count_queries(client_of(coordinator_of(*towns[:2])), HOME)
        assert count_queries(client_of(coordinator_of(*towns)), HOME) == few

    def test_queries_of_one_town_do_not_grow_with_its_rows(
        self, client_of, koordination_meerane, meerane, count_queries
    ):
        def fill(rows):
            for _ in range(rows):
                AgreementFactory(consultation=True, towns=[meerane])
                ContactFactory(municipality=meerane)

        client_of(koordination_meerane)  # whoever signs in for the first time is told of nothing new
        fill(1)
        few = count_queries(client_of(koordination_meerane), HOME)
        fill(29)
        assert count_queries(client_of(koordination_meerane), HOME) == few


class TestPolice:
    def test_what_waits_and_what_it_is_party_to(
        self, client_of, polizei_zwickau, pd_zwickau, pd_chemnitz, meerane, werdau
    ):
        asked = AgreementFactory(consultation=True, towns=[meerane], towns__police=pd_zwickau)
        AgreementFactory(signed=True, towns=[werdau], towns__police=pd_zwickau)
        AgreementFactory(towns=[meerane], towns__police=pd_zwickau)
        AgreementFactory(consultation=True, towns=[MunicipalityFactory(name="Fremdstadt")], towns__police=pd_chemnitz)
        response = client_of(polizei_zwickau).get(HOME)
        page = Page(response)
        party = asked.parties.get(kind=Party.Kind.POLICE)
        assert page.rows("polizei-aufgaben") == [
            "Meerane: Text prüfen und zustimmen Kooperationsvereinbarung in Abstimmung seit 25. April 2023 "
            "Zustimmen seit heute"
        ]
        assert ("Zustimmen", reverse("agreements:consent", args=[asked.pk, party.pk])) in page.links()
        assert page.rows("polizei-vereinbarungen") == [
            "Werdau Kooperationsvereinbarung Nr. 1 unterzeichnet",
            "Meerane Kooperationsvereinbarung Abstimmung",
        ]
        assert "Fremdstadt" not in response.content.decode()

    def test_without_an_agreement_it_says_what_will_come(self, client_of, polizei_zwickau):
        page = Page(client_of(polizei_zwickau).get(HOME))
        assert "Nichts wartet" in text(page.panel("polizei-aufgaben"))
        assert "Noch keine Vereinbarung" in text(page.panel("polizei-vereinbarungen"))

    def test_queries_do_not_grow_with_the_agreements(self, client_of, polizei_zwickau, pd_zwickau, count_queries):
        client_of(polizei_zwickau)  # whoever signs in for the first time is told of nothing new
        AgreementFactory(consultation=True, towns__police=pd_zwickau)
        few = count_queries(client_of(polizei_zwickau), HOME)
        for _ in range(29):
            AgreementFactory(consultation=True, towns__police=pd_zwickau)
        assert count_queries(client_of(polizei_zwickau), HOME) == few


class TestCoach:
    def test_the_towns_opened_by_dated_rows(self, client_of, coach, meerane, werdau):
        yesterday = dates.today() - timedelta(days=1)
        AssignmentFactory(
            user=coach, function=Function.COACH, municipality=werdau, starts_on=date(2022, 1, 1), ends_on=yesterday
        )
        page = Page(client_of(coach).get(HOME))
        assert page.rows("coach") == ["Meerane Stadt im Landkreis Zwickau seit 6. Februar 2019"]
        assert page.links(page.panel("coach")) == [("Meerane", meerane.get_absolute_url())]

    def test_a_coach_without_a_town_is_told_who_opens_one(self, client_of, db):
        page = Page(client_of(person("coach2@coaching.example", Function.COACH)).get(HOME))
        assert page.rows("coach") == []
        assert text(page.panel("coach")).startswith("Ihre Kommunen als Coach Ihnen ist heute keine Kommune geöffnet")

    def test_queries_do_not_grow_with_the_towns(self, client_of, coach, count_queries):
        client_of(coach)  # whoever signs in for the first time is told of nothing new
        few = count_queries(client_of(coach), HOME)
        for _ in range(29):
            AssignmentFactory(user=coach, function=Function.COACH, municipality=MunicipalityFactory())
        fresh = type(coach).objects.get(pk=coach.pk)
        assert count_queries(client_of(fresh), HOME) == few


class TestMixedAndNone:
    def test_several_functions_each_have_their_part(
        self, client_of, coach_meerane_koordination_werdau, meerane, werdau
    ):
        AgreementFactory(consultation=True, towns=[meerane], file_reference="Meeranes Akte")
        ContactFactory(municipality=meerane, name="Meeranes Kontakt")
        response = client_of(coach_meerane_koordination_werdau).get(HOME)
        page = Page(response)
        assert page.rows("aufgaben") == []
        assert page.links(page.panel("coach")) == [("Meerane", meerane.get_absolute_url())]
        assert "Meeranes" not in response.content.decode()

    def test_the_office_with_a_town_of_its_own_has_both(self, client_of, leserecht, meerane):
        AssignmentFactory(user=leserecht, function=Function.COORDINATION, municipality=meerane)
        ContactFactory(municipality=meerane, office="Inneres Amt", visibility=Visibility.OWN_PLACE)
        page = Page(client_of(leserecht).get(HOME))
        assert page.panel("landkreise") is not None
        assert [text(name) for name in page.panel("ansprechpersonen").findall(".//li//b")] == ["Inneres Amt"]

    def test_without_a_function_the_page_says_why_it_is_empty(self, client_of, meerane):
        user = person(
            "frueher@meerane.example",
            Function.COORDINATION,
            municipality=meerane,
            starts_on=date(2021, 1, 1),
            ends_on=date(2023, 3, 31),
        )
        page = Page(client_of(user).get(HOME))
        assert page.panels() == ["Sie haben heute keine Funktion"]
        assert page.rows("keine-funktion") == ["Koordination Meerane seit 1. Januar 2021 bis 31. März 2023"]
        assert page.links() == []

    def test_an_account_that_never_had_one_is_told_whom_to_ask(self, client_of, db):
        page = Page(client_of(person("neu@stadt.example")).get(HOME))
        assert page.rows("keine-funktion") == []
        assert "wenden Sie sich an die Geschäftsstelle" in text(page.panel("keine-funktion"))

    def test_a_stranger_has_to_sign_in(self, client, db):
        response = client.get(HOME)
        assert (response.status_code, response["Location"]) == (302, f"{reverse('account_login')}?next=/")

    def test_a_day_typed_by_a_town_changes_nothing(self, client_of, koordination_meerane):
        assert client_of(koordination_meerane).get(HOME, {"stichtag": "morgen"}).status_code == 200
