"""Mail goes through the queue and arrives as it was written."""

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from core import mail as queue

DATABASE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def send(settings):
    """Send through the backend of production; pytest-django puts its own in place of it."""
    settings.EMAIL_BACKEND = "core.mail.QueuedEmailBackend"

    def deliver(*messages):
        return get_connection().send_messages(messages)

    return deliver


def letter(**values):
    return EmailMessage("Betreff: Lößnitz", "Guten Tag,\n\nÄpfel.\n", "amt@lpr.example", ["a@stadt.example"], **values)


def test_message_arrives_as_it_was_written(send):
    assert send(letter(cc=["b@stadt.example"], bcc=["c@stadt.example"])) == 1
    (received,) = mail.outbox
    assert (received.subject, received.body) == ("Betreff: Lößnitz", "Guten Tag,\n\nÄpfel.\n")
    assert received.from_email == "amt@lpr.example"
    assert sorted(received.recipients()) == ["a@stadt.example", "b@stadt.example", "c@stadt.example"]


def test_blind_copies_are_not_named_in_the_letter(send):
    send(letter(bcc=["geheim@stadt.example"]))
    headers = mail.outbox[0].message()
    assert "geheim@stadt.example" not in str(headers["Cc"] or "") + str(headers["Bcc"] or "")


def test_both_forms_of_a_letter_arrive(send):
    message = EmailMultiAlternatives("Betreff", "Text", "amt@lpr.example", ["a@stadt.example"])
    message.attach_alternative("<p>Schön</p>", "text/html")
    send(message)
    (received,) = mail.outbox
    assert received.body.strip() == "Text"
    assert [(part.content.strip(), part.mimetype) for part in received.alternatives] == [("<p>Schön</p>", "text/html")]


def test_repeated_delivery_carries_the_same_number():
    """A worker killed between the server's yes and our commit sends twice: receivers recognise the number."""
    raw = queue.base64.b64encode(letter().message().as_bytes()).decode()
    for _ in range(2):
        queue.deliver.func(raw, ["a@stadt.example"])
    first, second = (message.message() for message in mail.outbox)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


@pytest.mark.django_db
def test_letter_is_a_job_in_the_transaction_of_the_action(send, settings):
    settings.TASKS = DATABASE
    with transaction.atomic():
        send(letter())
        assert mail.outbox == []
        assert DBTaskResult.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_undone_action_sends_nothing(send, settings):
    settings.TASKS = DATABASE
    with transaction.atomic():
        send(letter())
        transaction.set_rollback(True)
    assert (DBTaskResult.objects.count(), mail.outbox) == (0, [])
