"""Row history: complete whatever way a row changes, knows ids only, and can forget a person."""

import pghistory
import pytest
from django.db import InternalError, connection, transaction

from accounts.models import User
from audit import history
from audit.actions import redact_history
from audit.models import AuditEvent
from municipalities.models import ContactPerson
from tests.factories import ContactFactory, caseworker, lead

pytestmark = pytest.mark.django_db
REASON = "Die Person hat darum gebeten."


def rows(row, *names):
    """Label and values of a record's history, oldest first."""
    events = history.event_model(type(row)).objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    return list(events.values_list("pgh_label", *names))


@pytest.fixture
def contact(meerane):
    return ContactFactory(municipality=meerane, office="Alt", phone="1")


# --- Complete -----------------------------------------------------------------------------------------------------


def test_insert_update_and_delete_are_kept(contact):
    pk = contact.pk
    contact.office = "Neu"
    contact.save()
    contact.delete()
    contact.pk = pk
    assert rows(contact, "office") == [("insert", "Alt"), ("update", "Neu"), ("delete", "Neu")]


@pytest.mark.parametrize(
    "change",
    [
        lambda: ContactPerson.objects.update(office="Neu"),
        lambda: ContactPerson.objects.bulk_update(_renamed(), ["office"]),
        lambda: connection.cursor().execute("UPDATE municipalities_contactperson SET office = 'Neu'"),
    ],
    ids=["queryset", "bulk_update", "raw SQL"],
)
def test_changes_past_save_are_kept(contact, change):
    change()
    assert rows(contact, "office") == [("insert", "Alt"), ("update", "Neu")]


def _renamed():
    found = list(ContactPerson.objects.all())
    for row in found:
        row.office = "Neu"
    return found


def test_bulk_create_is_kept(meerane):
    made = ContactPerson.objects.bulk_create(
        [ContactPerson(municipality=meerane, office=name, starts_on="2023-01-01") for name in ("Eins", "Zwei")]
    )
    assert [rows(row, "office") for row in made] == [[("insert", "Eins")], [("insert", "Zwei")]]


def test_saving_without_a_change_leaves_nothing(contact):
    contact.save()
    assert rows(contact) == [("insert",)]


def test_undone_change_leaves_nothing(contact):
    with transaction.atomic():
        ContactPerson.objects.update(office="Neu")
        transaction.set_rollback(True)
    assert rows(contact, "office") == [("insert", "Alt")]


def test_passwords_and_sign_ins_are_not_kept():
    """Who came when is nobody's business, and an old password may still be somebody's elsewhere."""
    user = caseworker()
    names = {field.name for field in history.event_model(User)._meta.local_fields}
    assert not {"password", "last_login"} & names
    before = rows(user)
    user.set_password("ein anderes Kennwort")
    user.last_login = user.created_at
    user.save()
    assert rows(user) == before


# --- By whom ------------------------------------------------------------------------------------------------------


def test_page_leaves_ids_and_nothing_else(contact, client_of, sachbearbeitung):
    response = client_of(sachbearbeitung).post(
        f"/ansprechpersonen/{contact.pk}/",
        {"office": "Neu", "name": "", "role": "other", "starts_on": "2023-01-01", "version": 1},
    )
    assert response.status_code == 302, response.context and response.context["form"].errors
    ((label, office, told),) = rows(contact, "office", "pgh_context")[1:]
    assert (label, office) == ("update", "Neu")
    assert told == {"user": sachbearbeitung.pk, "request": response["X-Request-ID"]}


@pytest.mark.django_db(transaction=True)
def test_next_change_on_the_connection_carries_nothing(contact, client_of, sachbearbeitung):
    """The context lives in the transaction; the worker or the next request may get the same connection."""
    client_of(sachbearbeitung).post("/konto/abmelden/")
    with pghistory.context(user=7):
        ContactPerson.objects.update(phone="2")
    ContactPerson.objects.update(office="Neu")
    assert rows(contact, "pgh_context") == [("insert", None), ("update", {"user": 7}), ("update", None)]


@pytest.mark.django_db(transaction=True)
def test_context_survives_a_savepoint_and_ends_with_the_block(contact):
    with pghistory.context(user=7):
        with transaction.atomic():
            ContactPerson.objects.update(office="Eins")
        ContactPerson.objects.update(office="Zwei")
    ContactPerson.objects.update(office="Drei")
    contexts = rows(contact, "office", "pgh_context")[1:]
    assert contexts == [("update", "Eins", {"user": 7}), ("update", "Zwei", {"user": 7}), ("update", "Drei", None)]


# --- Unchangeable, and forgetting ---------------------------------------------------------------------------------


@pytest.mark.parametrize("tamper", [lambda found: found.update(office="x"), lambda found: found.delete()])
def test_history_is_not_changed(contact, tamper):
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        tamper(history.event_model(ContactPerson).objects.all())
    assert rows(contact, "office") == [("insert", "Alt")]


def test_person_is_forgotten_in_one_record_and_nowhere_else(contact, meerane):
    other = ContactFactory(municipality=meerane, office="Andere")
    ContactPerson.objects.filter(pk=contact.pk).update(office="Neu", phone="2")
    assert redact_history(contact, by=lead(), reason=REASON) == 2
    assert rows(contact, "office", "phone", "email", "municipality_id") == [
        ("insert", "", "", "", meerane.pk), ("update", "", "", "", meerane.pk),
    ]  # fmt: skip
    assert rows(other, "office") == [("insert", "Andere")]
    contact.refresh_from_db()
    assert contact.office == "Neu"


def test_forgetting_is_recorded_without_what_was_forgotten(contact):
    redact_history(contact, by=lead(), reason=REASON)
    event = AuditEvent.objects.get()
    assert (event.label, event.subject, event.reason, event.actor) == ("Historie geschwärzt", contact, REASON, lead())
    assert event.after == {
        "Felder": "Funktion, Amtsbezeichnung, Dienststelle, Straße und Hausnummer, Postleitzahl, Ort, "
        "Dienstliche E-Mail-Adresse, Funktionspostfach, Dienstliche Telefonnummer, Quelle, "
        "bestätigt von",
        "Zeilen": 1,
    }


def test_forgetting_works_when_the_record_is_gone(contact):
    pk = contact.pk
    contact.delete()
    contact.pk = pk
    assert redact_history(contact, by=lead(), reason=REASON) == 2
    assert rows(contact, "office") == [("insert", ""), ("delete", "")]


def test_after_forgetting_the_history_is_shut_again(contact):
    redact_history(contact, by=lead(), reason=REASON)
    with pytest.raises(InternalError, match="append_only"), transaction.atomic():
        history.event_model(ContactPerson).objects.update(office="x")


def test_record_that_tells_of_nobody_has_nothing_to_forget(meerane):
    with pytest.raises(TypeError, match="Municipality keeps no history of a person"):
        redact_history(meerane, by=lead(), reason=REASON)
