"""The page behind the link of the yearly letter: what it shows, that reading confirms nothing, and how it ends."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse

from core import dates
from core.visibility import Visibility
from municipalities.models import ConfirmationRequest, ContactPerson
from tests import strict
from tests.factories import ConfirmationRequestFactory, ContactFactory
from tests.portal.page import Page

pytestmark = pytest.mark.django_db
TODAY = date(2023, 4, 25)
NAME = {"name": "Erika Muster"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


@pytest.fixture
def browser():
    return strict.ReadOnlyGetClient()


@pytest.fixture
def contact(meerane):
    return ContactFactory(
        municipality=meerane, name="Tia Köhler", coordination=True, email="koehler@meerane.example", phone="03764 540",
        office_email="praevention@meerane.example", entered_on=date(2022, 1, 1), starts_on=date(2022, 1, 1),
    )  # fmt: skip


@pytest.fixture
def link(meerane, contact):
    ConfirmationRequestFactory(token="geheim", municipality=meerane, recipient="praevention@meerane.example")
    return reverse("portal:confirmation", args=["geheim"])


def correct_url(contact, token="geheim"):
    return reverse("portal:confirmation_correct", args=[token, contact.pk])


def typed(contact, **values):
    kept = {name: getattr(contact, name) for name in ("office", "email", "office_email", "phone")}
    return {"confirmed_by": "Erika Muster", "name": contact.name} | kept | values


def test_reading_confirms_nothing(browser, link, contact):
    for response in (browser.get(link), browser.head(link)):
        assert response.status_code == 200
    response = browser.get(link)
    assert Page(response).title == "Stimmen die Ansprechpersonen noch?"
    assert "Tia Köhler" in Page(response).rows("eingetragen")[0]
    assert (response["Cache-Control"], response["X-Robots-Tag"], response["Referrer-Policy"]) == (
        "private, no-store", "noindex, nofollow", "same-origin",
    )  # fmt: skip
    contact.refresh_from_db()
    assert contact.confirmed_on is None
    assert ConfirmationRequest.objects.get().closed_on is None


def test_one_click_confirms_and_the_link_is_used_up(browser, link, contact):
    response = browser.post(link, NAME, follow=True)
    assert (response.status_code, Page(response).title) == (410, "Schon bestätigt")
    assert "Am 25. April 2023 von Erika Muster." in response.content.decode()
    contact.refresh_from_db()
    assert (contact.confirmed_on, contact.confirmed_by) == (TODAY, "Erika Muster (über den Bestätigungslink)")
    assert browser.post(link, {"name": "Jemand Anders"}).status_code == 410
    assert browser.post(correct_url(contact), typed(contact, phone="1")).status_code == 410
    contact.refresh_from_db()
    assert (contact.confirmed_by, contact.phone) == ("Erika Muster (über den Bestätigungslink)", "03764 540")
    # What was to be seen is no longer shown.
    assert "koehler@" not in browser.get(link).content.decode()


def test_nothing_of_another_town_and_nothing_kept_inside(browser, link, meerane, werdau):
    ContactFactory(municipality=meerane, name="Interne Person", visibility=Visibility.OWN_PLACE)
    ContactFactory(municipality=meerane, name="Frühere Person", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    foreign = ContactFactory(municipality=werdau, name="Werdaus Person")
    text = browser.get(link).content.decode()
    assert "Tia Köhler" in text
    for hidden in ("Interne Person", "Frühere Person", "Werdaus Person", "Werdau"):
        assert hidden not in text
    for row in ContactPerson.objects.exclude(person__name="Tia Köhler"):
        assert browser.get(correct_url(row)).status_code == 404
        assert browser.post(correct_url(row), typed(row)).status_code == 404
    ConfirmationRequestFactory(token="werdau", municipality=werdau)
    assert browser.get(correct_url(foreign, "werdau")).status_code == 200
    contact = ContactPerson.objects.get(person__name="Tia Köhler")
    assert browser.post(correct_url(contact, "werdau"), typed(contact)).status_code == 404


@pytest.mark.parametrize(("values", "title"), [
    ({"expires_at": dates.now() - timedelta(minutes=1)}, "Dieser Link ist abgelaufen"),
    ({"asked_on": date(2022, 4, 20)}, "Dieser Link gilt nicht mehr"),
])  # fmt: skip
def test_late_links_say_what_to_do(browser, meerane, contact, values, title):
    ConfirmationRequestFactory(token="alt", municipality=meerane, **values)
    if "asked_on" in values:
        ConfirmationRequestFactory(municipality=meerane)
    url = reverse("portal:confirmation", args=["alt"])
    for response in (browser.get(url), browser.post(url, NAME)):
        assert (response.status_code, Page(response).title) == (410, title)
        assert "koehler@" not in response.content.decode()
    contact.refresh_from_db()
    assert contact.confirmed_on is None


def test_a_link_nobody_sent_leads_nowhere(browser, link):
    wrong = reverse("portal:confirmation", args=["falsch"])
    assert browser.get(wrong).status_code == 404
    assert browser.post(wrong, NAME).status_code == 404


def test_without_a_name_nothing_is_confirmed(browser, link, contact):
    response = browser.post(link, {"name": " "})
    assert response.status_code == 422
    assert "Bitte „Ihr Vor- und Nachname“ ausfüllen." in response.content.decode()
    contact.refresh_from_db()
    assert contact.confirmed_on is None


def test_a_correction_is_applied_and_the_link_stays_open(browser, link, contact):
    values = typed(contact, phone="03764 541", street="Lörracher Platz 1", postal_code="08393", city="Meerane")
    response = browser.post(correct_url(contact), values, follow=True)
    assert (response.status_code, Page(response).title) == (200, "Stimmen die Ansprechpersonen noch?")
    contact.refresh_from_db()
    assert (contact.phone, contact.address) == ("03764 541", ["Lörracher Platz 1", "08393 Meerane"])
    assert contact.confirmed_by == "Erika Muster (über den Bestätigungslink)"


@pytest.mark.parametrize(("values", "words"), [
    ({"email": "boese@anderswo.example"}, "nur Adressen mit @meerane.example"),
    ({"office_email": "boese@anderswo.example"}, "nur Adressen mit @meerane.example"),
    ({"postal_code": "8393", "city": "Meerane"}, "Bitte fünf Ziffern eingeben"),
    ({"street": "Markt 1"}, "Bitte die Postleitzahl ergänzen"),
    ({"taken_over_on": "25.04.2023", "name": ""}, "Bitte den Namen der neuen Person eintragen."),
    ({"confirmed_by": ""}, "Bitte „Ihr Vor- und Nachname“ ausfüllen."),
    ({"phone": "ruf mich an"}, "Bitte eine Telefonnummer"),
])  # fmt: skip
def test_nonsense_and_foreign_addresses_are_refused(browser, link, contact, values, words):
    response = browser.post(correct_url(contact), typed(contact, **values))
    assert response.status_code == 422
    assert words in response.content.decode()
    again = ContactPerson.objects.get()
    assert (again.email, again.office_email, again.city, again.confirmed_on) == (
        "koehler@meerane.example", "praevention@meerane.example", "", None,
    )  # fmt: skip


def test_writing_is_limited(browser, link):
    answers = [browser.post(link, {"name": ""}).status_code for _ in range(31)]
    assert answers == [422] * 30 + [429]
    assert browser.get(link).status_code == 200


class TestSignedIn:
    def test_the_start_page_asks_and_one_click_answers(self, client_of, koordination_meerane, link, contact, meerane):
        browser = client_of(koordination_meerane)
        assert "Tia Köhler" in Page(browser.get(reverse("portal:home"))).rows("bestaetigen")[0]
        response = browser.post(reverse("portal:contacts_confirm", args=[meerane.pk]))
        assert response.status_code == 302
        assert Page(browser.get(reverse("portal:home"))).panel("bestaetigen") is None
        contact.refresh_from_db()
        assert contact.confirmed_by == "Koordination Meerane"
        assert ConfirmationRequest.objects.get().closed_by == "Koordination Meerane"

    def test_not_for_another_town_and_not_for_the_office(
        self, client_of, leitung, beigeordnete_werdau, contact, meerane
    ):
        url = reverse("portal:contacts_confirm", args=[meerane.pk])
        assert client_of(beigeordnete_werdau).post(url).status_code == 404
        assert client_of(leitung).post(url).status_code == 403
        contact.refresh_from_db()
        assert contact.confirmed_on is None


def test_the_office_sees_who_has_not_answered(client_of, leitung, koordination_meerane, link, werdau):
    ContactFactory(municipality=werdau, entered_on=None)
    ContactFactory(municipality=werdau, entered_on=None, visibility=Visibility.OWN_PLACE)
    url = reverse("portal:confirmations")
    assert client_of(koordination_meerane).get(url).status_code == 403
    assert Page(client_of(leitung).get(url)).texts(".//tbody/tr") == [
        "Werdau Große Kreisstadt im Landkreis Zwickau 1 – keine E-Mail-Adresse",
        "Meerane Stadt im Landkreis Zwickau 1 praevention@meerane.example gefragt am 25.04.2023",
    ]
