"""The whole demo in one go: register, sample texts, people, places, contacts, agreements, consultations."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import connection, transaction

from accounts.models import User
from agreements.actions.template import load_samples
from audit.actions import record
from audit.models import AuditEvent
from municipalities import register
from portal.demo import source
from portal.demo.absences import tell_absences
from portal.demo.advising import tell_advice
from portal.demo.agreeing import tell_agreeing
from portal.demo.notices import publish_notices
from portal.demo.people import CASEWORK, LEAD, PROCESS, create_people, set_passwords
from portal.demo.places import create_contacts, create_example_places
from portal.demo.telling import Cast, tell_all

# Any number of our own; PostgreSQL only asks that everybody takes the same one.
LOCK = 25042023


@dataclass(frozen=True)
class Outcome:
    """What a run added; nothing on the second."""

    agreements: int
    passwords: int


def seed(password: str) -> Outcome:
    """Seed what is missing and set the passwords.

    Two runs at once queue behind a lock; a killed run leaves whole agreements only and is continued by the next.
    Once complete, the story is never told again: what visitors changed since then stays.
    """
    with _one_at_a_time():
        told = 0 if _is_complete() else _tell()
        return Outcome(agreements=told, passwords=set_passwords(password))


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """A lock of the session, so that it ends with the process, however that ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _is_complete() -> bool:
    return AuditEvent.objects.filter(action=PROCESS, process=PROCESS).exists()


def _tell() -> int:
    story = source.read()
    register.load()
    load_samples(process=PROCESS)
    create_example_places(story)
    create_people()
    publish_notices()
    cast = Cast(casework=User.objects.get(email=CASEWORK), lead=User.objects.get(email=LEAD))
    create_contacts(story, by=cast.casework)
    told = tell_all((*story.signed, *story.cases), cast)
    tell_advice(cast)
    tell_absences(cast)
    tell_agreeing(cast)
    with transaction.atomic():
        record(PROCESS, cast.lead, by=None, process=PROCESS, label="Vorführdaten vollständig")
    return told
