"""The information of Art. 14 DSGVO: whom it is due to, that it is sent once, and what keeps it back."""

from datetime import date, timedelta

import pytest
from django.core import mail

from audit.daily import Problem
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.actions.contacts import add_contact, edit_contact, hand_over
from municipalities.actions.informing import mark_informed, publish_notice_text, send_notice
from municipalities.daily import people_informed
from municipalities.models import ContactNotice, NoticeText
from municipalities.samples import sample_notice
from tests.factories import ContactFactory, ContactNoticeFactory, NoticeTextFactory, caseworker, lead

pytestmark = pytest.mark.django_db
TODAY = date(2023, 4, 25)
WEEK, MONTH = TODAY + timedelta(days=7), TODAY + timedelta(days=31)


def enter(town, **values):
    values = {"name": "Erika Weber", "office": "Bürgermeisterin", "email": "weber@meerane.example"} | values
    return add_contact(by=caseworker(), municipality=town, **values)


def after(day):
    with dates.at(day):
        return people_informed()


def sent():
    return [(row.to[0], row.body) for row in mail.outbox]


def test_a_week_later_and_once(meerane):
    NoticeTextFactory(complete=True)
    enter(meerane, salutation="ms", title="Dr.", official_title="Bürgermeisterin", source="Website der Stadt")
    assert after(TODAY) == "0 Personen informiert, bei 1 steht die Information aus"
    assert after(WEEK - timedelta(days=1)) == "0 Personen informiert, bei 1 steht die Information aus"
    assert after(WEEK) == "1 Person informiert, bei 0 steht die Information aus"
    assert after(MONTH) == "0 Personen informiert, bei 0 steht die Information aus"
    ((to, text),) = sent()
    assert to == "weber@meerane.example"
    assert text.startswith("Sehr geehrte Frau Bürgermeisterin Dr. Weber,")
    assert "- E-Mail: weber@meerane.example" in text
    assert "Website der Stadt" in text
    for word in ("§ 3", "SächsDSDG", "Artikel 6 Absatz 1 Buchstabe e", "Transparenzbeauftragte", "Artikel 21"):
        assert word in text
    assert "{" not in text
    notice = ContactNotice.objects.get()
    assert (notice.informed_on, notice.way, notice.text.version) == (WEEK, "mail", NoticeText.objects.get().version)


def test_nothing_leaves_while_the_letter_has_gaps(meerane):
    text = NoticeTextFactory()
    assert "[Name und Anschrift der verantwortlichen Stelle]" in text.gaps
    enter(meerane)
    after(TODAY)
    assert after(WEEK) == "0 Personen informiert, bei 1 steht die Information aus"
    with pytest.raises(Problem, match="davon bei 1 länger als einen Monat"):
        after(MONTH)
    with pytest.raises(Conflict, match="noch auszufüllen"):
        send_notice(ContactNotice.objects.get(), by=lead(), text=text)
    assert sent() == []


def test_nobody_is_due_where_nobody_is_named_or_the_office_reads_nothing(meerane):
    NoticeTextFactory(complete=True)
    enter(meerane, name="")
    enter(meerane, visibility=Visibility.OWN_PLACE)
    ContactFactory(municipality=meerane, name="Früher", ends_on=TODAY - timedelta(days=1), starts_on=date(2020, 1, 1))
    assert after(TODAY) == "0 Personen informiert, bei 0 steht die Information aus"
    assert not ContactNotice.objects.exists()


def test_whoever_enters_herself_is_not_told(meerane, koordination_meerane):
    NoticeTextFactory(complete=True)
    add_contact(by=koordination_meerane, municipality=meerane, name="Tia Köhler", office="Koordination",
                email="Koordination@meerane.example")  # fmt: skip
    notice = ContactNotice.objects.get()
    assert (notice.way, notice.informed_on) == ("self", TODAY)
    assert after(WEEK) == "0 Personen informiert, bei 0 steht die Information aus"


def test_without_address_somebody_has_to_do_it(meerane):
    NoticeTextFactory(complete=True)
    enter(meerane, email="")
    after(TODAY)
    assert after(WEEK) == "0 Personen informiert, bei 1 steht die Information aus"
    notice = ContactNotice.objects.get()
    with pytest.raises(Conflict, match="Ohne E-Mail-Adresse"):
        send_notice(notice, by=lead(), text=NoticeText.objects.get())
    mark_informed(notice, by=lead(), informed_on=TODAY, note="mit Brief")
    mark_informed(notice, by=lead(), informed_on=TODAY, note="mit Brief")
    with pytest.raises(Conflict, match=r"schon informiert: auf anderem Weg am 25\. April 2023"):
        mark_informed(notice, by=lead(), informed_on=TODAY, note="im Gespräch")
    send_notice(notice, by=lead(), text=NoticeText.objects.get())
    assert sent() == []


def test_whoever_takes_over_is_told_for_herself(meerane):
    NoticeTextFactory(complete=True)
    post = enter(meerane)
    after(TODAY)
    after(WEEK)
    with dates.at(WEEK):
        hand_over(post, by=lead(), starts_on=WEEK, name="Wanda Nachfolge", email="nachfolge@meerane.example")
        people_informed()
    after(WEEK + timedelta(days=7))
    assert [to for to, _ in sent()] == ["weber@meerane.example", "nachfolge@meerane.example"]


def test_another_person_in_a_corrected_entry_is_told_anew(meerane):
    post = enter(meerane)
    after(TODAY)
    edit_contact(post, by=lead(), values={"name": ""})
    edit_contact(post, by=lead(), values={"name": "Wanda Nachfolge"})
    assert not ContactNotice.objects.exists()
    after(WEEK)
    assert ContactNotice.objects.get().opened_on == WEEK


def test_versions_of_the_letter():
    first = publish_notice_text(by=lead(), version=0, **sample_notice())
    assert publish_notice_text(by=lead(), version=0, **sample_notice()) == first
    with pytest.raises(Conflict, match="andere Fassung"):
        publish_notice_text(by=lead(), version=0, **sample_notice() | {"subject": "Neu"})
    second = publish_notice_text(by=lead(), version=1, **sample_notice() | {"subject": "Neu"})
    assert (first.version, second.version, second.published_by) == (1, 2, "Leitung der Geschäftsstelle")


def test_the_worker_sends_what_somebody_has_already_done_only_once(meerane):
    notice = ContactNoticeFactory(contact=enter(meerane))
    text = NoticeTextFactory(complete=True)
    send_notice(notice, by=lead(), text=text)
    send_notice(notice, by=lead(), text=text)
    assert len(sent()) == 1


def test_who_was_not_told_within_a_month_stands_on_the_start_page(client_of, sachbearbeitung, koordination_meerane):
    """By then the round has written to everybody it can: these have no address, or the letter is not complete."""
    notice = ContactNoticeFactory()
    told = "1 Ansprechperson ist nicht informiert"
    for days, is_told in ((30, False), (31, True)):
        with dates.at(notice.opened_on + timedelta(days=days)):
            assert (told in client_of(sachbearbeitung).get("/").content.decode()) is is_told
            assert told not in client_of(koordination_meerane).get("/").content.decode()
    ContactNotice.objects.update(informed_on=notice.opened_on, way="other")
    with dates.at(notice.opened_on + timedelta(days=31)):
        assert told not in client_of(sachbearbeitung).get("/").content.decode()
