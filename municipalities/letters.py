"""Letters to towns and to the people whose data they are. Each goes into the outbox of its action's transaction."""

from typing import Any

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

from core import formats
from municipalities.addressing import addressee_of, body_name, letter_salutation
from municipalities.models import ConfirmationRequest, ContactPerson, NoticeText
from municipalities.models.notice_texts import PARTS, WORD

# „Das Ordnungsamt hat es eingetragen“ says nothing to whoever asks where her data comes from.
UNKNOWN_SOURCE = "Eintragung durch die Geschäftsstelle des Landespräventionsrates oder Ihre Dienststelle"


def send_confirmation(request: ConfirmationRequest, link: str, *, is_reminder: bool) -> None:
    """The only place where the link itself stands; the database knows its hash."""
    town = request.municipality
    opening = "Erinnerung: " if is_reminder else ""
    subject = f"{opening}Stimmen die Ansprechpersonen der {body_name(town)} noch?"
    context = {"town": body_name(town), "request": request, "link": link, "is_reminder": is_reminder}
    _send(subject, render_to_string("municipalities/letters/confirmation.txt", context), request.recipient)


def send_notice(contact: ContactPerson, text: NoticeText) -> None:
    """To the person herself where her address is known, else to the mailbox of her function."""
    _send(text.subject, notice_of(contact, text), contact.email or contact.office_email)


def notice_of(contact: ContactPerson, text: NoticeText) -> str:
    """The letter to one person, every word in braces filled."""
    known = {word: getattr(text, part) for word, part in PARTS.items()} | {
        "Quelle": contact.source or UNKNOWN_SOURCE,
        "Briefanrede": letter_salutation(addressee_of(contact)),
        "Angaben": "\n".join(f"- {label}: {value}" for label, value in _kept(contact)),
    }
    return WORD.sub(lambda found: known.get(found[1].strip(), found[0]), text.body)


def _kept(contact: ContactPerson) -> list[tuple[str, str]]:
    """What is kept of a person in this function, as she may read it."""
    person: Any = contact.person
    listed = [
        ("Name", contact.name),
        ("Anrede", person.salutation_label if person else ""),
        ("Amtsbezeichnung", contact.official_title),
        ("Funktion", f"{contact.office}, {body_name(contact.body)}"),
        ("Dienststelle", contact.department),
        ("E-Mail", ", ".join(filter(None, (contact.email, contact.office_email)))),
        ("Telefon", contact.phone),
        ("Anschrift", ", ".join(contact.address)),
        ("zuständig seit", formats.day(contact.starts_on)),
    ]
    return [(label, value) for label, value in listed if value]


def _send(subject: str, body: str, to: str) -> None:
    EmailMessage(" ".join(subject.split()), body.strip() + "\n", to=[to]).send()
