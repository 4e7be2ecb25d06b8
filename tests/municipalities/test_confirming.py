"""Once a year a town is asked whether its contacts are right: whom, when, once, and what the daily round does twice."""

from datetime import date, timedelta

import pytest
from django.core import mail

from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from municipalities.actions.confirming import answer_by_link, ask_town, confirm_town, correct_by_link
from municipalities.actions.contacts import add_contact, confirm_contact
from municipalities.confirming import towns_to_ask
from municipalities.daily import confirmations_asked
from municipalities.models import ConfirmationRequest, ContactPerson
from tests.factories import ConfirmationRequestFactory, ContactFactory, MunicipalityFactory, lead

pytestmark = pytest.mark.django_db
TODAY = date(2023, 4, 25)
LONG_AGO = date(2022, 4, 1)


def stale(town, **values):
    return ContactFactory(municipality=town, starts_on=LONG_AGO, entered_on=LONG_AGO, **values)


def letters():
    return [(row.to[0], row.subject, row.body) for row in mail.outbox]


def test_asked_is_a_town_whose_contacts_nobody_has_confirmed_within_a_year(meerane, werdau, loessnitz, musterstadt):
    stale(meerane, email="praevention@meerane.example")
    stale(werdau, email="praevention@werdau.example", confirmed_on=TODAY - timedelta(days=300), confirmed_by="Werdau")
    stale(loessnitz, email="praevention@loessnitz.example", ends_on=date(2023, 1, 1))
    stale(musterstadt, email="praevention@musterstadt.example")
    gone = MunicipalityFactory(dissolved_on=date(2023, 1, 1))
    stale(gone, email="praevention@weg.example")
    assert towns_to_ask(TODAY) == [meerane]


def test_what_a_town_keeps_to_itself_asks_nobody(meerane):
    stale(meerane, email="intern@meerane.example", visibility=Visibility.OWN_PLACE)
    assert towns_to_ask(TODAY) == []
    assert ask_town(meerane, by=lead(), link_to=str) is None
    assert letters() == []


def test_the_funktionspostfach_of_the_coordination_is_asked_first(meerane):
    stale(meerane, email="buergermeister@meerane.example", role="head")
    stale(meerane, email="koehler@meerane.example", office_email="praevention@meerane.example", coordination=True)
    assert confirmations_asked() == "1 Kommune gefragt, 0 erinnert"
    ((to, subject, text),) = letters()
    assert (to, subject) == ("praevention@meerane.example", "Stimmen die Ansprechpersonen der Stadt Meerane noch?")
    request = ConfirmationRequest.objects.get()
    token = text.split("/bestaetigung/")[1].split("/")[0]
    assert ConfirmationRequest.objects.by_token(token).get() == request
    # Nothing in the database leads back to the link.
    assert token not in (request.token_hash, request.reminder_hash or "")
    assert "koehler" not in text


def test_once_a_year_and_reminded_once(meerane):
    stale(meerane, email="praevention@meerane.example")
    told = []
    for days in (0, 0, 1, 29, 30, 31, 60, 200, 364):
        with dates.at(TODAY + timedelta(days=days)):
            told.append(confirmations_asked())
    asked, nothing, reminded = ("1 Kommune gefragt, 0 erinnert", "0 Kommunen gefragt, 0 erinnert",
                                "0 Kommunen gefragt, 1 erinnert")  # fmt: skip
    assert told == [asked, nothing, nothing, nothing, reminded, nothing, nothing, nothing, nothing]
    with dates.at(TODAY + timedelta(days=365)):
        assert confirmations_asked() == asked
    assert [subject[:11] for _, subject, _ in letters()] == ["Stimmen die", "Erinnerung:", "Stimmen die"]


def test_both_links_of_a_year_work(meerane):
    stale(meerane, email="praevention@meerane.example")
    confirmations_asked()
    with dates.at(TODAY + timedelta(days=30)):
        confirmations_asked()
    tokens = [text.split("/bestaetigung/")[1].split("/")[0] for _, _, text in letters()]
    assert len(set(tokens)) == 2
    assert {ConfirmationRequest.objects.by_token(token).get().municipality for token in tokens} == {meerane}


def test_whoever_has_answered_is_not_reminded(meerane, koordination_meerane):
    contact = stale(meerane, email="praevention@meerane.example")
    confirmations_asked()
    assert confirm_town(meerane, by=koordination_meerane, contacts=[contact]) == 1
    contact.refresh_from_db()
    assert (contact.confirmed_on, contact.confirmed_by) == (TODAY, "Koordination Meerane")
    request = ConfirmationRequest.objects.get()
    assert (request.closed_on, request.closed_by) == (TODAY, "Koordination Meerane")
    with dates.at(TODAY + timedelta(days=30)):
        assert confirmations_asked() == "0 Kommunen gefragt, 0 erinnert"


def test_without_any_address_nobody_is_asked(meerane):
    stale(meerane)
    assert confirmations_asked() == "0 Kommunen gefragt, 0 erinnert"
    assert not ConfirmationRequest.objects.exists()


def test_answer_confirms_what_the_link_shows_and_nothing_else(meerane, werdau):
    shown, inside = stale(meerane), stale(meerane, visibility=Visibility.OWN_PLACE)
    over, foreign = stale(meerane, ends_on=date(2023, 1, 1)), stale(werdau)
    request = ConfirmationRequestFactory(municipality=meerane)
    assert answer_by_link(request, by=None, name="Erika Muster", process="Bestätigungslink: Erika Muster") == 1
    confirmed = ContactPerson.objects.exclude(confirmed_on=None)
    assert [row.pk for row in confirmed] == [shown.pk]
    assert confirmed.get().confirmed_by == "Erika Muster (über den Bestätigungslink)"
    assert {inside.pk, over.pk, foreign.pk}.isdisjoint(confirmed.values_list("pk", flat=True))
    event = AuditEvent.objects.filter(action="confirm_contact").get()
    assert (event.actor, event.actor_label) == (None, "Bestätigungslink: Erika Muster")
    with pytest.raises(Conflict, match="gilt nicht mehr"):
        answer_by_link(request, by=None, name="Erika Muster", process="Bestätigungslink: Erika Muster")


def test_late_answer_changes_nothing(meerane):
    contact = stale(meerane)
    request = ConfirmationRequestFactory(municipality=meerane, expires_at=dates.now() - timedelta(seconds=1))
    with pytest.raises(Conflict, match="gilt nicht mehr"):
        answer_by_link(request, by=None, name="Erika Muster", process="Bestätigungslink: Erika Muster")
    contact.refresh_from_db()
    assert contact.confirmed_on is None


@pytest.mark.parametrize("whose", ["foreign", "inside"])
def test_a_link_corrects_only_what_it_shows(meerane, werdau, whose):
    contact = stale(werdau) if whose == "foreign" else stale(meerane, visibility=Visibility.OWN_PLACE)
    request = ConfirmationRequestFactory(municipality=meerane)
    with pytest.raises(Conflict, match="inzwischen beendet"):
        correct_by_link(request, by=None, contact=contact, name="Erika Muster", process="Link", values={"phone": "1"})
    contact.refresh_from_db()
    assert contact.phone == ""


def test_somebody_else_has_taken_over(meerane):
    post = stale(meerane, name="Tia Köhler", coordination=True, office_email="praevention@meerane.example")
    request = ConfirmationRequestFactory(municipality=meerane)
    begun = correct_by_link(
        request, by=None, contact=post, name="Erika Muster", process="Link",
        values={"taken_over_on": TODAY, "name": "Wanda Nachfolge", "office": post.office},
    )  # fmt: skip
    post.refresh_from_db()
    assert (post.ends_on, begun.name, begun.predecessor) == (date(2023, 4, 24), "Wanda Nachfolge", post)
    assert begun.confirmed_by == "Erika Muster (über den Bestätigungslink)"


def test_a_new_entry_is_known_for_a_year(meerane):
    contact = add_contact(by=lead(), municipality=meerane, office="Koordination", email="a@meerane.example")
    assert (contact.entered_on, contact.is_stale) == (TODAY, False)
    with dates.at(TODAY + timedelta(days=366)):
        assert contact.is_stale
        assert towns_to_ask(dates.today()) == [meerane]
        confirm_contact(contact, by=lead())
        assert towns_to_ask(dates.today()) == []
