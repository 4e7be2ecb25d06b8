"""Handing a function over and confirming that it is still true, as pages."""

from datetime import date

import pytest
from django.urls import reverse

from core.visibility import Visibility
from municipalities.models import ContactPerson
from tests.factories import AssociationFactory, ContactFactory
from tests.portal.page import Page

TYPED = {
    "starts_on": "25.4.2023",
    "name": "Wanda Nachfolge",
    "office": "ASSKomm-Koordination",
    "email": "nachfolge@meerane.example",
    "office_email": "praevention@meerane.example",
    "phone": "",
}


@pytest.fixture
def contact(meerane):
    return ContactFactory(
        municipality=meerane, name="Tia Köhler", coordination=True, starts_on=date(2022, 3, 1),
        email="koehler@meerane.example", office_email="praevention@meerane.example",
    )  # fmt: skip


def url(row):
    return reverse("portal:contact_hand_over", args=[row.pk])


def confirm_url(row):
    return reverse("portal:contact_confirm", args=[row.pk])


class TestHandOver:
    @pytest.mark.parametrize("who", ["leitung", "sachbearbeitung", "koordination_meerane"])
    def test_one_function_ends_and_the_next_begins(self, request, client_of, contact, meerane, who):
        browser = client_of(request.getfixturevalue(who))
        page = Page(browser.get(url(contact)))
        assert page.main.find(".//input[@name='office']").get("value") == "ASSKomm-Koordination"
        assert page.main.find(".//input[@name='name']").get("value") is None
        response = browser.post(url(contact), TYPED)
        assert (response.status_code, response["Location"]) == (302, meerane.get_absolute_url())
        contact.refresh_from_db()
        assert contact.ends_on == date(2023, 4, 24)
        rows = Page(browser.get(meerane.get_absolute_url())).rows("ansprechpersonen")
        assert [row.partition(" ASSKomm")[0] for row in rows] == ["WN Wanda Nachfolge", "Tia Köhler"]

    def test_sent_twice_is_one(self, client_of, sachbearbeitung, contact):
        browser = client_of(sachbearbeitung)
        assert [browser.post(url(contact), TYPED).status_code for _ in range(2)] == [302, 302]
        assert ContactPerson.objects.count() == 2

    def test_to_somebody_else_meanwhile_is_a_conflict(self, client_of, sachbearbeitung, contact):
        browser = client_of(sachbearbeitung)
        browser.post(url(contact), TYPED)
        response = browser.post(url(contact), TYPED | {"name": "Willi Anders"})
        assert response.status_code == 409
        assert "Diese Funktion ist schon übergeben" in response.content.decode()
        assert ContactPerson.objects.count() == 2

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"starts_on": ""}, "Bitte „Übernahme am“ ausfüllen."),
            ({"starts_on": "morgen"}, "Bitte ein Datum wie 25.04.2023 eingeben."),
            ({"office": ""}, "Bitte „Funktion“ ausfüllen."),
            ({"email": "wanda"}, "Bitte eine E-Mail-Adresse wie name@stadt.de eingeben."),
        ],
    )
    def test_bad_input_is_422_and_nothing_typed_is_lost(self, client_of, sachbearbeitung, contact, typed, message):
        response = client_of(sachbearbeitung).post(url(contact), TYPED | typed)
        page = Page(response)
        assert (response.status_code, page.errors()) == (422, [message])
        assert page.main.find(".//input[@name='name']").get("value") == "Wanda Nachfolge"
        assert ContactPerson.objects.count() == 1

    def test_of_an_association(self, client_of, sachbearbeitung, meerane, landkreis_zwickau):
        bund = AssociationFactory(members=[meerane], district=landkreis_zwickau)
        row = ContactFactory(municipality=None, association=bund, name="Alt", starts_on=date(2022, 3, 1))
        response = client_of(sachbearbeitung).post(url(row), TYPED)
        assert (response.status_code, response["Location"]) == (302, bund.get_absolute_url())
        assert [item.name for item in ContactPerson.objects.filter(association=bund, ends_on=None)] == [
            "Wanda Nachfolge"
        ]


class TestConfirm:
    @pytest.mark.parametrize("who", ["sachbearbeitung", "koordination_meerane"])
    def test_who_and_when_is_kept(self, request, client_of, contact, meerane, who):
        user = request.getfixturevalue(who)
        browser = client_of(user)
        response = browser.post(confirm_url(contact))
        assert (response.status_code, response["Location"]) == (302, meerane.get_absolute_url())
        contact.refresh_from_db()
        assert (contact.confirmed_on, contact.confirmed_by) == (date(2023, 4, 25), str(user))
        page = Page(browser.get(meerane.get_absolute_url()))
        assert confirm_url(contact) not in [form.get("action") for form in page.all(".//form")]

    def test_what_is_over_is_a_conflict(self, client_of, sachbearbeitung, meerane):
        row = ContactFactory(municipality=meerane, starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24))
        assert client_of(sachbearbeitung).post(confirm_url(row)).status_code == 409
        row.refresh_from_db()
        assert row.confirmed_on is None


class TestWhoMay:
    @pytest.mark.parametrize("who", ["leserecht", "coach", "polizei_zwickau"])
    def test_others_may_neither(self, request, client_of, contact, who):
        browser = client_of(request.getfixturevalue(who))
        answers = [browser.get(url(contact)), browser.post(url(contact), TYPED), browser.post(confirm_url(contact))]
        assert [answer.status_code for answer in answers] == [403, 403, 403]
        contact.refresh_from_db()
        assert (contact.ends_on, contact.confirmed_on) == (None, None)

    @pytest.mark.parametrize("rung", Visibility)
    def test_a_neighbour_finds_neither(self, client_of, koordination_werdau, meerane, rung):
        row = ContactFactory(municipality=meerane, visibility=rung, name="Tia Köhler")
        browser = client_of(koordination_werdau)
        answers = [browser.get(url(row)), browser.post(url(row), TYPED), browser.post(confirm_url(row))]
        assert [answer.status_code for answer in answers] == [404, 404, 404]
        assert not any("Tia Köhler" in answer.content.decode() for answer in answers)

    def test_what_stays_in_the_town_is_closed_to_the_office(self, client_of, leitung, meerane):
        row = ContactFactory(municipality=meerane, visibility=Visibility.OWN_PLACE)
        browser = client_of(leitung)
        assert (browser.get(url(row)).status_code, browser.post(confirm_url(row)).status_code) == (404, 404)

    def test_a_stranger_has_to_sign_in(self, client, contact):
        assert (client.get(url(contact)).status_code, client.post(confirm_url(contact)).status_code) == (302, 302)

    def test_wrong_method_is_405(self, client_of, leitung, contact):
        browser = client_of(leitung)
        assert (browser.put(url(contact)).status_code, browser.get(confirm_url(contact)).status_code) == (405, 405)

    def test_form_costs_the_same_for_one_and_thirty(self, client_of, sachbearbeitung, contact, meerane, count_queries):
        browser = client_of(sachbearbeitung)
        few = count_queries(browser, url(contact))
        for position in range(29):
            ContactFactory(municipality=meerane, name=f"Person {position}")
        assert count_queries(browser, url(contact)) == few
