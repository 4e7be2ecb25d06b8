"""The page of one town: what each reader finds there, and what strangers do not."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from accounts.functions import Function
from agreements.models import CooperationAgreement
from core import dates
from core.visibility import Visibility
from municipalities.models import Municipality
from tests.factories import (
    AgreementFactory,
    AssignmentFactory,
    ConsultationFactory,
    ContactFactory,
    DistrictFactory,
    MunicipalityFactory,
)
from tests.portal.page import Page, text

ALL_PANELS = [
    "Bausteine der Partnerschaft", "Vereinbarungen", "Beschlüsse", "Beratung", "Verlauf", "Ansprechpersonen", "Angaben",
]  # fmt: skip


@pytest.fixture
def bautzen(pd_chemnitz):
    district = DistrictFactory(
        key="14625", name="Bautzen", display_name="Landkreis Bautzen", name_hsb="wokrjes Budyšin",
        police_directorate=pd_chemnitz,
    )  # fmt: skip
    return MunicipalityFactory(
        ags="14625020", name="Bautzen", name_hsb="Budyšin", district=district,
        kind=Municipality.Kind.LARGE_DISTRICT_TOWN, population=37566, population_on=date(2024, 12, 31),
        population_base="Zensus 2022", area_km2=Decimal("66.66"), model_since=date(2019, 2, 6),
    )  # fmt: skip


def facts(page):
    panel = page.panel("angaben")
    return dict(
        zip(
            [text(item) for item in panel.findall(".//dt")],
            [text(item) for item in panel.findall(".//dd")],
            strict=True,
        )
    )


class TestFacts:
    def test_the_register_speaks(self, client_of, leserecht, bautzen):
        page = Page(client_of(leserecht).get(bautzen.get_absolute_url()))
        assert page.title == "Bautzen / Budyšin"
        assert text(page.main.find(".//h1//span[@lang='hsb']")) == "Budyšin"
        assert page.texts(".//p[@class='app-meta']")[0] == (
            "Große Kreisstadt im Landkreis Bautzen 37.566 Einwohner (Stand 31.12.2024) "
            "Polizeidirektion Chemnitz Modellkommune"
        )
        assert facts(page) == {
            "Art": "Große Kreisstadt",
            "Liegt in": "Landkreis Bautzen / wokrjes Budyšin",
            "Polizeidirektion": "Polizeidirektion Chemnitz",
            "Einwohner": "37.566 Stand 31. Dezember 2024 Zensus 2022",
            "Fläche": "66,66 km²",
            "AGS": "14625020",
            "Modellkommune": "seit 6. Februar 2019",
        }

    def test_what_is_unknown_says_so(self, client_of, leserecht, meerane):
        page = Page(client_of(leserecht).get(meerane.get_absolute_url()))
        assert (facts(page)["Einwohner"], facts(page)["Fläche"]) == ("unbekannt", "unbekannt")
        assert "Modellkommune" not in facts(page)

    def test_an_invented_town_says_so(self, client_of, leserecht, musterstadt):
        page = Page(client_of(leserecht).get(musterstadt.get_absolute_url()))
        assert page.title == "Musterstadt Beispiel"
        assert facts(page)["Hinweis"] == "Erfundene Kommune; sie zählt in keiner Kennzahl."


class TestRecords:
    def test_board_agreements_and_history(self, client_of, leserecht, meerane, werdau, loessnitz):
        with dates.at(date(2022, 3, 1)):
            old = AgreementFactory(signed=True, towns=[meerane, werdau, loessnitz])
        draft = AgreementFactory(towns=[meerane])
        AgreementFactory(signed=True, towns=[werdau])
        page = Page(client_of(leserecht).get(meerane.get_absolute_url()))
        assert page.rows("bausteine") == [
            "Beratung noch nicht",
            "Vereinbarung vorhanden Kooperationsvereinbarung unterzeichnet, 1. März 2022 "
            "zuletzt: Entwurf der Vereinbarung angelegt, 25. April 2023",
        ]
        assert page.rows("vereinbarungen") == [
            "Kooperationsvereinbarung Entwurf vom 25. April 2023 Entwurf PDF",
            "Kooperationsvereinbarung Nr. 1 unterzeichnet am 1. März 2022 gemeinsam mit Werdau und Lößnitz "
            "unterzeichnet PDF",
        ]
        assert page.links(page.panel("vereinbarungen")) == [
            ("Kooperationsvereinbarung", draft.get_absolute_url()),
            ("PDF", reverse("agreements:pdf", args=[draft.pk])),
            ("Kooperationsvereinbarung Nr. 1", old.get_absolute_url()),
            ("PDF", reverse("agreements:pdf", args=[old.pk])),
        ]
        assert page.rows("verlauf")[:2] == [
            "Entwurf der Vereinbarung angelegt 25. April 2023 Kooperationsvereinbarung (Meerane)",
            "Kooperationsvereinbarung unterzeichnet 1. März 2022 Kooperationsvereinbarung Nr. 1 "
            "(Meerane, Werdau und Lößnitz)",
        ]

    def test_the_line_that_carries_the_state_stands_beside_it(self, client_of, koordination_werdau, werdau):
        """A second agreement that has come further does not hide since when the first is in force."""
        with dates.at(date(2022, 6, 1)):
            AgreementFactory(signed=True, towns=[werdau])
        AgreementFactory(finalised=True, towns=[werdau])
        browser = client_of(koordination_werdau)
        for url in (werdau.get_absolute_url(), "/"):
            assert [text(row) for row in Page(browser.get(url)).all(".//li") if text(row).startswith("Vereinbarung ")][
                :1
            ] == [
                "Vereinbarung vorhanden Kooperationsvereinbarung unterzeichnet, 1. Juni 2022 "
                "zuletzt: Endfassung festgeschrieben, 25. April 2023"
            ]

    def test_one_agreement_under_way_tells_since_when_and_how_far(self, client_of, leserecht, meerane):
        AgreementFactory(finalised=True, towns=[meerane], consultation_on=date(2023, 3, 1))
        page = Page(client_of(leserecht).get(meerane.get_absolute_url()))
        assert page.rows("bausteine")[1] == (
            "Vereinbarung in Arbeit Entwurf der Vereinbarung angelegt, 25. April 2023 "
            "zuletzt: Endfassung festgeschrieben, 25. April 2023"
        )

    def test_one_agreement_in_force_has_one_line(self, client_of, leserecht, meerane):
        AgreementFactory(signed=True, towns=[meerane])
        page = Page(client_of(leserecht).get(meerane.get_absolute_url()))
        assert page.rows("bausteine")[1] == (
            "Vereinbarung vorhanden Kooperationsvereinbarung unterzeichnet, 25. April 2023"
        )

    def test_the_town_is_not_told_of_drafts(self, client_of, koordination_meerane, meerane):
        AgreementFactory(towns=[meerane], file_reference="Geheime Akte")
        response = client_of(koordination_meerane).get(meerane.get_absolute_url())
        page = Page(response)
        assert page.panels() == ALL_PANELS
        assert page.rows("bausteine") == ["Beratung noch nicht", "Vereinbarung noch nicht"]
        assert "Noch keine Vereinbarung" in text(page.panel("vereinbarungen"))
        assert "Noch kein Eintrag" in text(page.panel("verlauf"))
        assert "Geheime Akte" not in response.content.decode()

    def test_a_coach_sees_the_board_and_is_told_of_nothing_else(self, client_of, coach, meerane):
        AgreementFactory(signed=True, towns=[meerane], file_reference="Meeranes Akte")
        ContactFactory(municipality=meerane, name="Tia Köhler")
        response = client_of(coach).get(meerane.get_absolute_url())
        page = Page(response)
        assert page.panels() == ["Bausteine der Partnerschaft", "Was Sie hier sehen", "Angaben"]
        assert page.rows("bausteine") == ["Beratung noch nicht", "Vereinbarung vorhanden"]
        assert page.links(page.main) == [("Übersicht", "/")]
        for secret in ("Köhler", "Meeranes Akte", "Noch keine"):
            assert secret not in response.content.decode()

    def test_a_coach_who_coordinates_elsewhere_is_no_coordinator_here(
        self, client_of, coach_meerane_koordination_werdau, meerane, werdau
    ):
        AgreementFactory(consultation=True, towns=[meerane])
        ContactFactory(municipality=meerane, name="Tia Köhler")
        browser = client_of(coach_meerane_koordination_werdau)
        assert Page(browser.get(meerane.get_absolute_url())).panels() == [
            "Bausteine der Partnerschaft",
            "Was Sie hier sehen",
            "Angaben",
        ]
        assert Page(browser.get(werdau.get_absolute_url())).panels() == ALL_PANELS


class TestContacts:
    def test_coordination_first_and_ways_to_reach_people(self, client_of, koordination_meerane, meerane):
        ContactFactory(municipality=meerane, office="Vollzugsdienst", phone="03764 540")
        head = ContactFactory(municipality=meerane, name="Jörg Schmeißer", office="Bürgermeister", role="head")
        first = ContactFactory(
            municipality=meerane, name="Tia Köhler", coordination=True, email="praevention@meerane.example"
        )
        ContactFactory(municipality=meerane, name="Ehemalig", starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24))
        ContactFactory(municipality=meerane, name="Künftig", starts_on=date(2023, 4, 26))
        page = Page(client_of(koordination_meerane).get(meerane.get_absolute_url()))
        rows = [row.partition(" noch nicht bestätigt")[0] for row in page.rows("ansprechpersonen")]
        assert rows == [
            "Sachgebiet Ordnung unbesetzt seit 25. April 2023 zuletzt Ehemalig Nachfolge eintragen "
            "Ehemalig, Sachgebiet Ordnung bearbeiten",
            "TK Tia Köhler ASSKomm-Koordination praevention@meerane.example",
            "JS Jörg Schmeißer Bürgermeister",
            "VV Vollzugsdienst 03764 540",
            "Künftig Sachgebiet Ordnung ab 26. April 2023 Künftig, Sachgebiet Ordnung bearbeiten",
            "Ehemalig Sachgebiet Ordnung 1. Januar 2020 bis 24. April 2023 Ehemalig, Sachgebiet Ordnung bearbeiten",
        ]
        links = [url for _, url in page.links(page.panel("ansprechpersonen"))]
        for wanted in (
            "mailto:praevention@meerane.example",
            "tel:03764540",
            reverse("portal:contact_edit", args=[first.pk]),
            reverse("portal:contact_hand_over", args=[head.pk]),
        ):
            assert links.count(wanted) == 1

    def test_what_stays_in_the_town_is_hidden_from_the_office(
        self, client_of, leitung, sachbearbeitung, leserecht, mitarbeit_meerane, meerane
    ):
        ContactFactory(municipality=meerane, name="Intern", visibility=Visibility.OWN_PLACE)
        for user in (leitung, sachbearbeitung, leserecht):
            assert "Intern" not in client_of(user).get(meerane.get_absolute_url()).content.decode()
        page = Page(client_of(mitarbeit_meerane).get(meerane.get_absolute_url()))
        assert page.rows("ansprechpersonen")[0].startswith("II Intern Sachgebiet Ordnung nur unsere Kommune")

    def test_a_reader_may_look_but_not_edit(self, client_of, leserecht, meerane):
        ContactFactory(municipality=meerane, name="Tia Köhler")
        page = Page(client_of(leserecht).get(meerane.get_absolute_url()))
        assert page.rows("ansprechpersonen") == ["TK Tia Köhler Sachgebiet Ordnung"]
        assert page.links(page.panel("ansprechpersonen")) == []


class TestActions:
    def actions(self, client_of, user, town):
        page = Page(client_of(user).get(town.get_absolute_url()))
        return page.links(page.main.find(".//div[@class='app-row app-row--start app-actions']"))

    def test_writers_draft_and_enter(self, client_of, leitung, sachbearbeitung, meerane):
        for user in (leitung, sachbearbeitung):
            assert self.actions(client_of, user, meerane) == [
                ("Zugänge", reverse("accounts:town", args=[meerane.pk])),
                ("Protokoll", reverse("portal:record_log", args=["kommune", meerane.pk])),
                ("Ansprechperson eintragen", reverse("portal:contact_create", args=[meerane.pk])),
                ("Vereinbarung entwerfen", f"/vereinbarungen/neu/?kommune={meerane.pk}"),
            ]

    def test_what_the_office_enters_about_advice_begins_with_the_town(self, client_of, sachbearbeitung, meerane):
        page = Page(client_of(sachbearbeitung).get(meerane.get_absolute_url()))
        assert page.links(page.panel("beratung")) == [
            ("Telefonvermerk", f"/beratung/telefonvermerk/?kommune={meerane.pk}"),
            ("Termin vereinbaren", f"/beratung/termine/neu/?kommune={meerane.pk}"),
            ("Beratung eintragen", f"/beratung/neu/?kommune={meerane.pk}"),
            ("Stand ändern", f"/beratung/stand/{meerane.pk}/"),
        ]

    def test_the_town_enters_contacts_readers_and_coaches_nothing(
        self, client_of, koordination_meerane, leserecht, coach, meerane
    ):
        contact = ("Ansprechperson eintragen", reverse("portal:contact_create", args=[meerane.pk]))
        assert self.actions(client_of, koordination_meerane, meerane) == [contact]
        log = ("Protokoll", reverse("portal:record_log", args=["kommune", meerane.pk]))
        accounts = ("Zugänge", reverse("accounts:town", args=[meerane.pk]))
        assert self.actions(client_of, leserecht, meerane) == [accounts, log]
        assert self.actions(client_of, coach, meerane) == []

    @pytest.mark.parametrize("trait", ["consultation", "approved", "finalised", "signed"])
    def test_second_agreement_is_possible_but_not_by_mistake(self, client_of, sachbearbeitung, meerane, trait):
        AgreementFactory(**{trait: True}, towns=[meerane])
        labels = [label for label, _ in self.actions(client_of, sachbearbeitung, meerane)]
        assert labels == ["Zugänge", "Protokoll", "Ansprechperson eintragen", "Vereinbarung entwerfen"]
        page = client_of(sachbearbeitung).get(meerane.get_absolute_url()).content.decode()
        assert page.count("Es läuft schon eine Vereinbarung") == 1

    @pytest.mark.parametrize(
        "values",
        [{"ended": True}, {"withdrawn": True}, {"signed": True, "kind": CooperationAgreement.Kind.PRELIMINARY}],
    )
    def test_the_next_one_after_an_end_or_a_preliminary_one(self, client_of, sachbearbeitung, meerane, values):
        AgreementFactory(**values, towns=[meerane])
        labels = [label for label, _ in self.actions(client_of, sachbearbeitung, meerane)]
        assert labels == ["Zugänge", "Protokoll", "Ansprechperson eintragen", "Vereinbarung entwerfen"]
        page = client_of(sachbearbeitung).get(meerane.get_absolute_url()).content.decode()
        assert "Es läuft schon eine Vereinbarung" not in page


class TestDissolved:
    """A town that has gone over into another stays to be read; whatever is new belongs to its successor."""

    @pytest.fixture
    def gone(self, meerane):
        Municipality.objects.filter(pk=meerane.pk).update(dissolved_on=date(2023, 1, 1))
        ContactFactory(municipality=meerane, name="Tia Köhler", starts_on=date(2022, 1, 1))
        return Municipality.objects.get(pk=meerane.pk)

    @pytest.mark.parametrize("who", ["sachbearbeitung", "koordination_meerane"])
    def test_nothing_new_is_offered(self, request, client_of, gone, who):
        page = Page(client_of(request.getfixturevalue(who)).get(gone.get_absolute_url()))
        labels = {label for label, _ in page.links()}
        offered = {"Ansprechperson eintragen", "Vereinbarung entwerfen", "Eintragen", "Telefonvermerk",
                   "Beratung eintragen", "Stand ändern", "Nachfolge eintragen", "Übergeben"}  # fmt: skip
        assert labels & offered == set()
        assert page.all(".//form") == []
        assert [row.partition(" noch")[0] for row in page.rows("ansprechpersonen")] == [
            "TK Tia Köhler Sachgebiet Ordnung"
        ]

    def test_nor_taken_by_address(self, client_of, sachbearbeitung, gone):
        browser = client_of(sachbearbeitung)
        for name in ("contact_create", "resolution_create"):
            response = browser.get(reverse(f"portal:{name}", args=[gone.pk]))
            assert response.status_code == 409
            assert "Aufgelöst am 1. Januar 2023: Meerane." in response.content.decode()

    def test_pickers_leave_it_out(self, client_of, leitung, gone, werdau):
        browser = client_of(leitung)
        for url in ("/beratung/neu/", "/beratung/termine/neu/", "/beratung/telefonvermerk/", "/aufgaben/neu/",
                    "/beratung/zustaendigkeiten/neu/"):  # fmt: skip
            found = browser.get(url).content.decode()
            assert ("Werdau (Landkreis Zwickau)" in found, "Meerane (" in found) == (True, False)

    def test_what_was_entered_before_is_still_corrected(self, client_of, sachbearbeitung, gone):
        with dates.at(date(2022, 12, 1)):
            row = ConsultationFactory(towns=[gone])
        page = Page(client_of(sachbearbeitung).get(reverse("advice:edit", args=[row.pk])))
        assert page.main.find(f".//input[@name='municipalities'][@value='{gone.pk}']").get("checked") is not None


class TestWhoMayCome:
    @pytest.mark.parametrize(
        "who",
        [
            "leitung", "sachbearbeitung", "leserecht", "koordination_meerane", "beigeordnete_meerane",
            "mitarbeit_meerane", "coach",
        ],
    )  # fmt: skip
    def test_these_may(self, request, client_of, meerane, who):
        page = Page(client_of(request.getfixturevalue(who)).get(meerane.get_absolute_url()))
        assert page.title == "Meerane"

    def test_the_police_may_not(self, client_of, polizei_zwickau, meerane):
        response = client_of(polizei_zwickau).get(meerane.get_absolute_url())
        assert response.status_code == 403
        assert "Meerane" not in response.content.decode()

    def test_a_neighbour_finds_nothing(self, client_of, koordination_werdau, meerane):
        response = client_of(koordination_werdau).get(meerane.get_absolute_url())
        assert response.status_code == 404
        assert "Meerane" not in response.content.decode()

    @pytest.mark.parametrize("function", [Function.COACH, Function.COORDINATION])
    def test_an_ended_function_opens_nothing(self, client_of, koordination_werdau, meerane, function):
        AssignmentFactory(
            user=koordination_werdau, function=function, municipality=meerane,
            starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24),
        )  # fmt: skip
        assert client_of(koordination_werdau).get(meerane.get_absolute_url()).status_code == 404

    def test_a_town_nobody_knows_is_404(self, client_of, leserecht):
        assert client_of(leserecht).get(reverse("portal:municipality", args=[4711])).status_code == 404

    def test_a_stranger_has_to_sign_in(self, client, meerane):
        assert client.get(meerane.get_absolute_url()).status_code == 302

    def test_wrong_method_is_405(self, client_of, leserecht, meerane):
        assert client_of(leserecht).post(meerane.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("who", ["leitung", "koordination_meerane"])
def test_queries_do_not_grow_with_the_rows(request, client_of, meerane, count_queries, who):
    def fill(rows):
        for _ in range(rows):
            AgreementFactory(signed=True, towns=[meerane, MunicipalityFactory()])
            ContactFactory(municipality=meerane)

    browser = client_of(request.getfixturevalue(who))
    fill(1)
    few = count_queries(browser, meerane.get_absolute_url())
    fill(29)
    assert count_queries(browser, meerane.get_absolute_url()) == few
