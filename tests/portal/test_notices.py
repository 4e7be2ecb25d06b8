"""Pages of the information of Art. 14 DSGVO: the letter in versions, who is still to be told."""

from datetime import date

import pytest
from django.urls import reverse

from core.visibility import Visibility
from municipalities.models import ContactNotice, NoticeText
from municipalities.samples import sample_notice
from tests.factories import ContactFactory, ContactNoticeFactory, NoticeTextFactory
from tests.portal.page import Page

pytestmark = pytest.mark.django_db
LIST, TEXT = reverse("portal:notices"), reverse("portal:notice_text")
SAMPLE = sample_notice() | {"version": "0"}


def test_who_is_still_to_be_told(client_of, sachbearbeitung, meerane):
    ContactNoticeFactory(contact=ContactFactory(municipality=meerane, name="Erika Weber", office="Bürgermeisterin"))
    ContactNoticeFactory(contact=ContactFactory(municipality=meerane, name="Geheim", visibility=Visibility.OWN_PLACE))
    ContactNoticeFactory(informed_on=date(2023, 4, 25), way="other", note="mit Brief")
    response = client_of(sachbearbeitung).get(LIST)
    assert Page(response).texts(".//tbody/tr") == [
        "Erika Weber, Bürgermeisterin Meerane ohne E-Mail-Adresse 25.05.2023 anders informiert : Erika Weber, "
        "Bürgermeisterin"
    ]
    assert "Es wird noch nichts versandt" in response.content.decode()


def test_the_leitung_publishes_and_gaps_are_named(client_of, leitung, sachbearbeitung):
    assert client_of(sachbearbeitung).get(TEXT).status_code == 403
    browser = client_of(leitung)
    assert "[Auftragsverarbeiter eintragen]" in browser.get(TEXT).content.decode()
    assert browser.post(TEXT, SAMPLE).status_code == 302
    assert NoticeText.objects.get().published_by == "Leitung der Geschäftsstelle"
    assert "[Auftragsverarbeiter eintragen]" in browser.get(LIST).content.decode()


@pytest.mark.parametrize(("values", "words"), [
    ({"body": SAMPLE["body"].replace("{Rechte}", "")}, "Bitte im Text ergänzen: {Rechte}."),
    ({"body": SAMPLE["body"] + " {Unsinn}"}, "Dieses Wort gibt es nicht: {Unsinn}."),
    ({"rights": ""}, "Bitte „{Rechte}“ ausfüllen."),
])  # fmt: skip
def test_a_letter_without_what_the_law_demands_is_refused(client_of, leitung, values, words):
    response = client_of(leitung).post(TEXT, SAMPLE | values)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert not NoticeText.objects.exists()


def test_two_edit_at_once(client_of, leitung):
    NoticeTextFactory(version=1)
    response = client_of(leitung).post(TEXT, SAMPLE | {"subject": "Anders"})
    assert response.status_code == 409
    assert NoticeText.objects.count() == 1


def test_told_in_another_way(client_of, sachbearbeitung, leserecht):
    notice = ContactNoticeFactory()
    url = reverse("portal:notice_given", args=[notice.pk])
    assert client_of(leserecht).get(url).status_code == 403
    browser = client_of(sachbearbeitung)
    response = browser.post(url, {"informed_on": "26.04.2023", "note": "mit Brief"})
    assert response.status_code == 422
    assert "Bitte einen Tag bis heute angeben" in response.content.decode()
    assert browser.post(url, {"informed_on": "24.04.2023", "note": "mit Brief"}).status_code == 302
    row = ContactNotice.objects.get()
    assert (row.way, row.informed_on, row.note) == ("other", date(2023, 4, 24), "mit Brief")


def test_what_a_town_keeps_to_itself_has_no_page_here(client_of, leitung):
    notice = ContactNoticeFactory(contact=ContactFactory(name="Geheim", visibility=Visibility.OWN_PLACE))
    assert client_of(leitung).get(reverse("portal:notice_given", args=[notice.pk])).status_code == 404
