"""The signing day as a calendar file."""

from datetime import UTC, datetime, time, timedelta

from icalendar import Calendar, Event

from agreements.models import CooperationAgreement, SigningDay

PRODUCT = "-//Landespräventionsrat Sachsen//ASSKomm//DE"
INVITES = "Geschäftsstelle des Landespräventionsrates Sachsen"


def calendar_of(day: SigningDay, agreement: CooperationAgreement) -> bytes:
    """One event, of the whole day where no hour is known; a higher `sequence` replaces it in the calendars."""
    event = Event()
    event.add("uid", f"{day.uid}@asskomm")
    event.add("sequence", day.sequence)
    event.add("dtstamp", datetime.combine(day.arranged_on, time.min, tzinfo=UTC))
    if day.begins and day.ends:
        event.add("dtstart", day.begins.astimezone(UTC))
        event.add("dtend", day.ends.astimezone(UTC))
    else:
        event.add("dtstart", day.takes_place_on)
        event.add("dtend", day.takes_place_on + timedelta(days=1))
    event.add("summary", f"Unterzeichnung {agreement.get_kind_display()} {agreement.towns_label}")
    event.add("location", "; ".join(filter(None, [day.place, day.video_link])))
    if day.note:
        event.add("description", day.note)
    event.add("status", "CANCELLED" if day.is_called_off else "CONFIRMED")
    event.add("organizer", f"mailto:{day.arranged_by.email}", parameters={"CN": INVITES})
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if day.is_called_off else "PUBLISH")
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content
