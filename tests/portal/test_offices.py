"""Whom to talk to at a police directorate and in the state office itself; entered by the office's writers."""

from datetime import date

import pytest
from django.urls import reverse

from municipalities.models import ContactPerson
from tests.factories import ContactFactory
from tests.portal.page import Page

OFFICE = "/geschaeftsstelle/"
TYPED = {
    "name": "Ina Muster",
    "office": "Prävention",
    "role": "other",
    "starts_on": "1.3.2023",
    "phone": "0375 4480 App. 12",
}


@pytest.fixture
def directorate(landkreis_zwickau, pd_zwickau):
    return pd_zwickau


def new_url(body):
    if body is None:
        return reverse("portal:state_office_contact_create")
    return reverse("portal:directorate_contact_create", args=[body.pk])


@pytest.mark.parametrize("who", ["leitung", "sachbearbeitung"])
@pytest.mark.parametrize("of_police", [True, False])
def test_writers_enter_correct_hand_over_and_confirm(request, client_of, directorate, who, of_police):
    body = directorate if of_police else None
    url = directorate.get_absolute_url() if of_police else OFFICE
    browser = client_of(request.getfixturevalue(who))
    response = browser.post(new_url(body), TYPED)
    assert (response.status_code, response["Location"]) == (302, url)
    contact = ContactPerson.objects.get()
    assert (contact.body, contact.name) == (body, "Ina Muster")
    page = Page(browser.get(url))
    assert page.rows("ansprechpersonen")[0].startswith("IM Ina Muster Prävention 0375 4480 App. 12")
    edit = reverse("portal:contact_edit", args=[contact.pk])
    assert Page(browser.get(edit)).main.find(".//input[@name='name']").get("value") == "Ina Muster"
    assert browser.post(edit, TYPED | {"office": "Stab"})["Location"] == url
    assert browser.post(reverse("portal:contact_confirm", args=[contact.pk]))["Location"] == url
    handed = {"name": "Willi Nachfolge", "office": "Stab", "starts_on": "25.4.2023"}
    assert browser.post(reverse("portal:contact_hand_over", args=[contact.pk]), handed)["Location"] == url
    contact.refresh_from_db()
    assert (contact.office, contact.confirmed_on, contact.ends_on) == ("Stab", date(2023, 4, 25), date(2023, 4, 24))
    assert [row.name for row in ContactPerson.objects.filter(ends_on=None, police_directorate=body)] == [
        "Willi Nachfolge"
    ]
    # Her page leads back to where she works.
    person = Page(browser.get(reverse("portal:person", args=[contact.person_id])))
    assert [link for _, link in person.links(person.panel("funktionen"))] == [url]


def test_directorate_names_its_districts(client_of, leserecht, directorate, landkreis_zwickau):
    page = Page(client_of(leserecht).get(directorate.get_absolute_url()))
    assert page.title == "Polizeidirektion Zwickau"
    assert page.links(page.panel("landkreise")) == [("Landkreis Zwickau", landkreis_zwickau.get_absolute_url())]
    assert page.links(page.panel("ansprechpersonen")) == []


def test_bad_input_is_422(client_of, sachbearbeitung, directorate):
    for body in (directorate, None):
        response = client_of(sachbearbeitung).post(new_url(body), TYPED | {"office": ""})
        assert (response.status_code, Page(response).errors()) == (422, ["Bitte „Funktion“ ausfüllen."])
    assert ContactPerson.objects.count() == 0


@pytest.mark.parametrize("who", ["koordination_meerane", "landratsamt_zwickau", "polizei_zwickau", "coach"])
def test_others_do_not_come(request, client_of, directorate, who):
    ContactFactory(municipality=None, police_directorate=directorate, name="Ina Muster")
    browser = client_of(request.getfixturevalue(who))
    for url in (directorate.get_absolute_url(), OFFICE):
        response = browser.get(url)
        assert response.status_code == 403
        assert "Ina Muster" not in response.content.decode()
    # Who enters contacts of a body of her own finds none of these.
    for url in (new_url(directorate), new_url(None)):
        assert browser.post(url, TYPED).status_code in (403, 404)
    assert ContactPerson.objects.count() == 1


def test_readers_look_only(client_of, leserecht, directorate):
    for url in (new_url(directorate), new_url(None)):
        assert client_of(leserecht).post(url, TYPED).status_code == 403


def test_strangers_unknown_and_wrong_method(client, client_of, sachbearbeitung, directorate):
    urls = (directorate.get_absolute_url(), OFFICE, new_url(directorate), new_url(None))
    assert [client.get(url).status_code for url in urls] == [302] * 4
    browser = client_of(sachbearbeitung)
    assert browser.get(reverse("portal:directorate", args=[4711])).status_code == 404
    assert [browser.put(url).status_code for url in urls] == [405] * 4


def test_pages_cost_the_same_for_one_and_thirty(client_of, sachbearbeitung, directorate, count_queries):
    def fill(rows):
        for position in range(rows):
            ContactFactory(municipality=None, police_directorate=directorate, name=f"Person {position}")
            ContactFactory(municipality=None, name=f"Kollegin {position}")

    browser = client_of(sachbearbeitung)
    fill(1)
    few = [count_queries(browser, url) for url in (directorate.get_absolute_url(), OFFICE)]
    fill(29)
    assert [count_queries(browser, url) for url in (directorate.get_absolute_url(), OFFICE)] == few
