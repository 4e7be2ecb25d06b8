"""Entering and correcting contact persons of a town."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.visibility import Visibility
from municipalities.models import ContactPerson
from tests.factories import AssignmentFactory, ContactFactory
from tests.portal.page import Page

BY_OFFICE = {
    "name": "Tia Köhler",
    "office": "ASSKomm-Koordinatorin",
    "role": "coordination",
    "email": "praevention@meerane.example",
    "phone": "03764 54-0",
    "starts_on": "1.3.2023",
    "ends_on": "",
    "source": "Website der Stadt",
}
BY_TOWN = {key: value for key, value in BY_OFFICE.items() if key != "source"} | {"visibility": "1"}
BEGINNING = [
    "salutation", "title", "name", "official_title", "office", "role", "email", "office_email", "phone", "department",
    "street", "postal_code", "city",
]  # fmt: skip


def create_url(town):
    return reverse("portal:contact_create", args=[town.pk])


def edit_url(contact):
    return reverse("portal:contact_edit", args=[contact.pk])


def kept():
    fields = (
        "municipality__name",
        "person__name",
        "office",
        "role",
        "email",
        "phone",
        "visibility",
        "source",
        "starts_on",
        "ends_on",
    )
    return list(ContactPerson.objects.values_list(*fields))


class TestCreate:
    @pytest.mark.parametrize("who", ["leitung", "sachbearbeitung"])
    def test_the_office_enters_what_it_may_read_itself(self, request, client_of, meerane, who):
        browser = client_of(request.getfixturevalue(who))
        page = Page(browser.get(create_url(meerane)))
        assert page.title == "Ansprechperson eintragen"
        assert page.fields() == [*BEGINNING, "starts_on", "ends_on", "is_discontinued", "source"]
        # A rung the form does not offer is not taken over, even if somebody sends it.
        response = browser.post(create_url(meerane), BY_OFFICE | {"visibility": "1"})
        assert (response.status_code, response["Location"]) == (302, meerane.get_absolute_url())
        assert kept() == [
            (
                "Meerane", "Tia Köhler", "ASSKomm-Koordinatorin", "coordination", "praevention@meerane.example",
                "03764 54-0", Visibility.STATE_OFFICE, "Website der Stadt", date(2023, 3, 1), None,
            )
        ]  # fmt: skip
        followed = Page(browser.get(meerane.get_absolute_url()))
        assert followed.rows("ansprechpersonen")[0].startswith("TK Tia Köhler ASSKomm-Koordinatorin")

    @pytest.mark.parametrize("who", ["koordination_meerane", "mitarbeit_meerane", "beigeordnete_meerane"])
    def test_the_town_chooses_who_sees_it(self, request, client_of, meerane, who):
        browser = client_of(request.getfixturevalue(who))
        page = Page(browser.get(create_url(meerane)))
        assert page.fields() == [*BEGINNING, "visibility", "starts_on", "ends_on", "is_discontinued"]
        assert browser.post(create_url(meerane), BY_TOWN).status_code == 302
        assert [row[6:8] for row in kept()] == [(Visibility.OWN_PLACE, "")]

    @pytest.mark.parametrize(
        ("typed", "dialled"),
        [
            ("03764/540", "tel:03764540"),
            ("03764 54-0 App. 12", "tel:03764540;ext=12"),
            ("+49 (0)3764 54-0 Apparat 12", "tel:+493764540;ext=12"),
        ],
    )
    def test_numbers_as_letterheads_print_them(self, client_of, sachbearbeitung, meerane, typed, dialled):
        browser = client_of(sachbearbeitung)
        assert browser.post(create_url(meerane), BY_OFFICE | {"phone": typed}).status_code == 302
        page = Page(browser.get(meerane.get_absolute_url()))
        assert (typed, dialled) in page.links(page.panel("ansprechpersonen"))

    def test_it_is_recorded(self, client_of, koordination_meerane, meerane):
        client_of(koordination_meerane).post(create_url(meerane), BY_TOWN)
        event = AuditEvent.objects.get(action="add_contact")
        assert (event.actor, event.municipality_ids) == (koordination_meerane, [meerane.pk])

    def test_somebody_of_both_enters_as_the_town(self, client_of, sachbearbeitung, meerane, werdau):
        AssignmentFactory(user=sachbearbeitung, function="coordination", municipality=meerane)
        browser = client_of(sachbearbeitung)
        assert "visibility" in Page(browser.get(create_url(meerane))).fields()
        assert "visibility" not in Page(browser.get(create_url(werdau))).fields()


class TestBadInput:
    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"office": ""}, "Bitte „Funktion“ ausfüllen."),
            ({"email": "köhler"}, "Bitte eine E-Mail-Adresse wie name@stadt.de eingeben."),
            ({"phone": "Rathaus"}, "Bitte eine Telefonnummer wie 03764 540 eingeben."),
            ({"phone": "03764 54-0 App."}, "Bitte eine Telefonnummer wie 03764 540 eingeben."),
            ({"starts_on": "gestern"}, "Bitte ein Datum wie 25.04.2023 eingeben."),
            ({"ends_on": "28.2.2023"}, "Bitte die beiden Tage prüfen: Das Ende liegt vor dem Beginn."),
            ({"role": "chef"}, "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."),
            ({"visibility": "4"}, "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."),
            ({"visibility": ""}, "Bitte „Sichtbar für“ auswählen."),
            ({"name": "x" * 151}, "Bitte kürzen: höchstens 150 Zeichen, jetzt sind es 151."),
        ],
    )
    def test_is_answered_with_422_and_what_to_mend(self, client_of, koordination_meerane, meerane, typed, message):
        response = client_of(koordination_meerane).post(create_url(meerane), BY_TOWN | typed)
        assert response.status_code == 422
        assert Page(response).errors() == [message]
        assert kept() == []

    def test_nothing_typed_is_lost(self, client_of, koordination_meerane, meerane):
        page = Page(client_of(koordination_meerane).post(create_url(meerane), BY_TOWN | {"office": ""}))
        assert page.main.find(".//input[@name='name']").get("value") == "Tia Köhler"
        assert page.main.find(".//input[@name='visibility'][@value='1']").get("checked") is not None

    def test_editing_is_checked_alike(self, client_of, sachbearbeitung, meerane):
        contact = ContactFactory(municipality=meerane, office="Amt")
        response = client_of(sachbearbeitung).post(edit_url(contact), BY_OFFICE | {"office": ""})
        assert response.status_code == 422
        assert Page(response).errors() == ["Bitte „Funktion“ ausfüllen."]
        contact.refresh_from_db()
        assert contact.office == "Amt"


class TestEdit:
    def test_the_form_shows_what_is_kept_and_stores_what_is_typed(self, client_of, koordination_meerane, meerane):
        contact = ContactFactory(municipality=meerane, name="Alt", visibility=Visibility.OWN_PLACE, source="Presse")
        browser = client_of(koordination_meerane)
        page = Page(browser.get(edit_url(contact)))
        assert page.title == "Alt, Sachgebiet Ordnung"
        assert page.main.find(".//input[@name='name']").get("value") == "Alt"
        assert page.main.find(".//input[@name='visibility'][@value='1']").get("checked") is not None
        response = browser.post(edit_url(contact), BY_TOWN | {"visibility": "2", "ends_on": "24.4.2023"})
        assert (response.status_code, response["Location"]) == (302, meerane.get_absolute_url())
        assert kept() == [
            (
                "Meerane", "Tia Köhler", "ASSKomm-Koordinatorin", "coordination", "praevention@meerane.example",
                "03764 54-0", Visibility.STATE_OFFICE, "Presse", date(2023, 3, 1), date(2023, 4, 24),
            )
        ]  # fmt: skip
        # An end in the past takes the contact from the list of today and keeps it in the record.
        followed = Page(browser.get(meerane.get_absolute_url()))
        assert [row.partition(" Nachfolge")[0] for row in followed.rows("ansprechpersonen")] == [
            "ASSKomm-Koordinatorin unbesetzt seit 25. April 2023 zuletzt Tia Köhler",
            "Tia Köhler ASSKomm-Koordinatorin 1. März 2023 bis 24. April 2023 Tia Köhler, ASSKomm-Koordinatorin "
            "bearbeiten",
        ]

    def test_the_office_leaves_the_rung_alone(self, client_of, sachbearbeitung, meerane):
        contact = ContactFactory(municipality=meerane, visibility=Visibility.STATE_OFFICE)
        client_of(sachbearbeitung).post(edit_url(contact), BY_OFFICE | {"visibility": "1"})
        assert [row[6:8] for row in kept()] == [(Visibility.STATE_OFFICE, "Website der Stadt")]


class TestWhoMay:
    @pytest.mark.parametrize("who", ["leserecht", "coach", "polizei_zwickau"])
    def test_others_may_neither_enter_nor_correct(self, request, client_of, meerane, who):
        contact = ContactFactory(municipality=meerane, name="Tia Köhler")
        browser = client_of(request.getfixturevalue(who))
        for url in (create_url(meerane), edit_url(contact)):
            for response in (browser.get(url), browser.post(url, BY_TOWN)):
                assert response.status_code == 403
                assert "Tia Köhler" not in response.content.decode()
        assert [row[1] for row in kept()] == ["Tia Köhler"]

    def test_a_neighbour_finds_neither(self, client_of, koordination_werdau, meerane):
        contact = ContactFactory(municipality=meerane, name="Tia Köhler")
        browser = client_of(koordination_werdau)
        for url in (create_url(meerane), edit_url(contact)):
            for response in (browser.get(url), browser.post(url, BY_TOWN | {"name": "Eindringling"})):
                assert response.status_code == 404
                assert "Tia Köhler" not in response.content.decode()
        assert [row[1] for row in kept()] == ["Tia Köhler"]

    @pytest.mark.parametrize("rung", Visibility)
    def test_whatever_a_neighbour_may_read_it_may_not_write(self, client_of, koordination_werdau, meerane, rung):
        contact = ContactFactory(municipality=meerane, visibility=rung)
        assert client_of(koordination_werdau).get(edit_url(contact)).status_code == 404

    def test_a_coach_does_not_write_by_a_function_held_elsewhere(
        self, client_of, coach_meerane_koordination_werdau, meerane
    ):
        contact = ContactFactory(municipality=meerane)
        browser = client_of(coach_meerane_koordination_werdau)
        assert browser.get(create_url(meerane)).status_code == 404
        assert browser.get(edit_url(contact)).status_code == 404

    def test_what_stays_in_the_town_is_closed_to_the_office(self, client_of, leitung, meerane):
        contact = ContactFactory(municipality=meerane, visibility=Visibility.OWN_PLACE)
        assert client_of(leitung).get(edit_url(contact)).status_code == 404

    def test_contacts_of_the_office_are_the_offices(self, client_of, leitung, koordination_meerane):
        contact = ContactFactory(municipality=None)
        assert client_of(leitung).get(edit_url(contact)).status_code == 200
        assert client_of(koordination_meerane).get(edit_url(contact)).status_code == 404

    def test_a_stranger_has_to_sign_in(self, client, meerane):
        contact = ContactFactory(municipality=meerane)
        assert [client.get(url).status_code for url in (create_url(meerane), edit_url(contact))] == [302, 302]

    def test_wrong_method_is_405(self, client_of, leitung, meerane):
        contact = ContactFactory(municipality=meerane)
        browser = client_of(leitung)
        assert [browser.put(url).status_code for url in (create_url(meerane), edit_url(contact))] == [405, 405]
