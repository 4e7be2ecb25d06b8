"""An appointment as a calendar file, and the words of the invitation."""

from datetime import UTC, datetime, time

from icalendar import Calendar, Event

from advice.models import Appointment
from advice.transitions import AppointmentStatus

PRODUCT = "-//Landespräventionsrat Sachsen//ASSKomm//DE"
INVITES = "Geschäftsstelle des Landespräventionsrates Sachsen"


def calendar_of(appointment: Appointment) -> bytes:
    """One event; the same `uid` and a higher `sequence` replace it in the calendars that have it already."""
    event = Event()
    event.add("uid", f"{appointment.uid}@asskomm")
    event.add("sequence", appointment.sequence)
    # The day of the agreement, so that the same appointment gives the same bytes.
    event.add("dtstamp", datetime.combine(appointment.agreed_on, time.min, tzinfo=UTC))
    # In universal time: every calendar knows it without a table of time zones in the file.
    event.add("dtstart", appointment.begins.astimezone(UTC))
    event.add("dtend", appointment.ends.astimezone(UTC))
    event.add("summary", f"ASSKomm-Beratung {appointment.towns_label}")
    if appointment.place:
        event.add("location", appointment.place)
    event.add("description", invitation(appointment))
    event.add("status", "CANCELLED" if appointment.status == AppointmentStatus.CANCELLED else "CONFIRMED")
    # A file with a method says who invites (RFC 5546); a calendar takes a cancellation only from whom it came.
    event.add("organizer", f"mailto:{appointment.created_by.email}", parameters={"CN": INVITES})
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method(appointment))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def method(appointment: Appointment) -> str:
    """Stands in the file and beside it (RFC 5545, 8.1)."""
    return "CANCEL" if appointment.status == AppointmentStatus.CANCELLED else "PUBLISH"


def invitation(appointment: Appointment) -> str:
    """What stands in the invitation, ready to be copied into a mail."""
    lines = [
        f"Beratungsgespräch in der Allianz Sichere Sächsische Kommunen: {appointment.towns_label}",
        f"Wann: {appointment.when_label}",
        f"Form: {appointment.get_mode_display()}",
    ]
    if appointment.place:
        lines.append(f"Wo: {appointment.place}")
    if appointment.topic:
        lines.append(f"Thema: {appointment.topic}")
    return "\n".join([*lines, f"Es lädt ein: {INVITES}"])
