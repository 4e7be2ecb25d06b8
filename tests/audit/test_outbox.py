"""The outbox: written with the action, sent by the worker, never lost, told when it does not get through."""

import smtplib
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from audit.actions import mailing
from audit.mail import deliver
from audit.models import AuditEvent, OutgoingMail
from core.exceptions import Conflict
from tests.factories import lead

pytestmark = pytest.mark.django_db


@pytest.fixture
def send(settings):
    """Write through the backend of production; pytest-django puts its own in place of it."""
    settings.EMAIL_BACKEND = "audit.mail.OutboxEmailBackend"

    def write(*messages):
        return get_connection().send_messages(messages)

    return write


def letter(**values):
    return EmailMessage("Betreff: Lößnitz", "Guten Tag,\n\nÄpfel.\n", "amt@lpr.example", ["a@stadt.example"], **values)


def work(server=deliver):
    """Everything that is due; the answers of `send_next`."""
    answers = []
    while (answer := mailing.send_next(server)) is not None:
        answers.append(answer)
        if answer is False:
            break
    return answers


def failing(error):
    def server(content, recipient):
        raise error

    return server


def refused(code, answer="Unknown user"):
    return failing(smtplib.SMTPRecipientsRefused({"a@stadt.example": (code, answer.encode())}))


# --- What arrives -------------------------------------------------------------------------------------------------


def test_message_arrives_as_it_was_written(send):
    assert send(letter(cc=["b@stadt.example"], bcc=["c@stadt.example"])) == 1
    assert mail.outbox == []
    assert work() == [True, True, True]
    assert [received.to for received in mail.outbox] == [["a@stadt.example"], ["b@stadt.example"], ["c@stadt.example"]]
    received = mail.outbox[0]
    assert (received.subject, received.body) == ("Betreff: Lößnitz", "Guten Tag,\n\nÄpfel.\n")
    assert received.from_email == "amt@lpr.example"


def test_stored_bytes_are_what_is_sent(send):
    message = EmailMultiAlternatives("Termin", "Text", "amt@lpr.example", ["a@stadt.example"])
    message.attach_alternative("<p>Schön</p>", "text/html")
    message.attach("termin.ics", "BEGIN:VCALENDAR", "text/calendar")
    send(message)
    work()
    (received,) = mail.outbox
    parts = [part.get_content_type() for part in received.message().walk()]
    assert parts == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "text/calendar"]
    assert received.message().as_bytes(linesep="\r\n").count(b"\r\n") > 10
    assert [(part.content.strip(), part.mimetype) for part in received.alternatives] == [("<p>Schön</p>", "text/html")]


def test_blind_copies_are_not_named_in_the_letter(send):
    send(letter(bcc=["geheim@stadt.example"]))
    work()
    assert len(mail.outbox) == 2
    assert [b"geheim" in sent.message().as_bytes() for sent in mail.outbox] == [False, False]


def test_recipient_named_twice_gets_it_once(send):
    send(letter(cc=["a@stadt.example"]))
    assert work() == [True]


# --- Never lost ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_undone_action_sends_nothing(send):
    with transaction.atomic():
        send(letter())
        assert OutgoingMail.objects.count() == 1
        transaction.set_rollback(True)
    assert (OutgoingMail.objects.count(), work(), mail.outbox) == (0, [], [])


@pytest.mark.django_db(transaction=True)
def test_killed_between_yes_and_commit_sends_twice_with_the_same_number(send):
    """Raised after the server's yes, as a kill would end it: nothing is committed."""

    class Killed(BaseException):
        pass

    def dies(content, recipient):
        deliver(content, recipient)
        raise Killed

    send(letter())
    with pytest.raises(Killed):
        mailing.send_next(dies)
    assert OutgoingMail.objects.get().attempts == 0
    assert work() == [True]
    first, second = (message.message() for message in mail.outbox)
    assert first["Message-ID"] == second["Message-ID"] == OutgoingMail.objects.get().message_id
    assert first["Date"] == second["Date"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: [Errno 111] Connection refused"),
        (TimeoutError("timed out"), "TimeoutError: timed out"),
        (smtplib.SMTPAuthenticationError(535, b"no"), "SMTPAuthenticationError: (535, b'no')"),
        (smtplib.SMTPServerDisconnected("gone"), "SMTPServerDisconnected: gone"),
        (UnicodeEncodeError("ascii", "ä", 0, 1, "x"), "UnicodeEncodeError: 'ascii' codec can't encode character"),
    ],
    ids=["refuses", "hangs", "wants another password", "hangs up", "chokes"],
)
def test_server_at_fault_ends_the_round_and_the_letter_waits(send, error, told):
    send(letter(cc=["b@stadt.example"]))
    assert work(failing(error)) == [False]
    first, second = OutgoingMail.objects.order_by("pk")
    assert (first.attempts, first.is_waiting, second.attempts) == (1, True, 0)
    assert first.last_error.startswith(told)
    assert first.next_try_at > timezone.now() + timedelta(seconds=50)


def test_pauses_grow_and_after_the_last_it_is_given_up(send):
    send(letter())
    with time_machine.travel(timezone.now(), tick=False) as clock:
        pauses = []
        while OutgoingMail.objects.get().is_waiting:
            work(failing(OSError("weg")))
            row = OutgoingMail.objects.get()
            pauses.append(row.next_try_at - timezone.now())
            clock.move_to(max(row.next_try_at, timezone.now()))
    assert tuple(pauses[:-1]) == mailing.PAUSES
    assert (row.attempts, row.failed_at is None, row.sent_at) == (len(mailing.PAUSES) + 1, False, None)
    assert work() == []


def test_partly_accepted_letter_reaches_the_others(send):
    """One recipient unknown, one greylisted, one fine: each has a row of his own."""
    send(letter(cc=["grau@stadt.example", "gut@stadt.example"]))
    answers = {"a@stadt.example": 550, "grau@stadt.example": 451}

    def server(content, recipient):
        if code := answers.get(recipient):
            raise smtplib.SMTPRecipientsRefused({recipient: (code, b"Nein")})
        deliver(content, recipient)

    assert work(server) == [True, True, True]
    states = [(row.recipient, bool(row.failed_at), row.is_waiting) for row in OutgoingMail.objects.order_by("pk")]
    assert states == [
        ("a@stadt.example", True, False), ("grau@stadt.example", False, True), ("gut@stadt.example", False, False),
    ]  # fmt: skip
    assert [sent.to for sent in mail.outbox] == [["gut@stadt.example"]]
    assert OutgoingMail.objects.order_by("pk")[0].last_error == "Empfänger abgelehnt: 550 Nein"


@pytest.mark.django_db(transaction=True)
def test_two_workers_do_not_send_the_same_letter(send):
    """While one waits for the server's answer, the other finds nothing to do."""
    send(letter())
    seen = []

    def slow(content, recipient):
        other = connection.copy()
        try:
            with other.cursor() as cursor:
                cursor.execute("SELECT id FROM audit_outgoingmail FOR UPDATE SKIP LOCKED")
                seen.append(cursor.fetchall())
        finally:
            other.close()
        deliver(content, recipient)

    assert work(slow) == [True]
    assert seen == [[]]


# --- Again, and forgetting ----------------------------------------------------------------------------------------


def given_up(send):
    send(letter())
    work(refused(550))
    return OutgoingMail.objects.get()


def test_given_up_letter_is_sent_again_on_request(send):
    row = given_up(send)
    mailing.resend(row, by=lead())
    assert work() == [True]
    assert [sent.to for sent in mail.outbox] == [["a@stadt.example"]]
    event = AuditEvent.objects.get()
    assert (event.label, event.subject, event.actor) == ("Mail noch einmal senden", row, lead())


def test_letter_that_arrived_or_was_blanked_is_not_sent_again(send):
    send(letter())
    work()
    with pytest.raises(Conflict, match="inzwischen angekommen"):
        mailing.resend(OutgoingMail.objects.get(), by=lead())
    OutgoingMail.objects.update(sent_at=None, failed_at=timezone.now(), blanked_at=timezone.now())
    with pytest.raises(Conflict, match="schon gelöscht"):
        mailing.resend(OutgoingMail.objects.get(), by=lead())


def test_text_leaves_with_the_letter(send):
    """It may hold a link that opens an account; of that the database keeps a hash at most."""
    send(EmailMessage("Einladung", "Geheimer Link", "amt@lpr.example", ["a@stadt.example"]))
    assert work() == [True]
    row = OutgoingMail.objects.get()
    assert (bytes(row.message), row.sent_at is None, row.blanked_at is None) == (b"", False, False)


def test_text_is_forgotten_when_the_letter_is_done_and_old(send):
    for name in ("alt", "neu", "wartet"):
        send(EmailMessage(name, "Geheimer Link", "amt@lpr.example", ["a@stadt.example"]))
    long_ago = timezone.now() - timedelta(days=31)
    OutgoingMail.objects.exclude(subject="wartet").update(failed_at=timezone.now())
    OutgoingMail.objects.exclude(subject="neu").update(created_at=long_ago)
    assert (mailing.blank_old(), mailing.blank_old()) == (1, 0)
    left = {row.subject: (bool(row.message), row.blanked_at is None) for row in OutgoingMail.objects.all()}
    assert left == {"alt": (False, False), "neu": (True, True), "wartet": (True, True)}
