"""How somebody is written to: the Briefanrede, and the lines of the address. Pure functions; nothing is guessed."""

from dataclasses import dataclass
from typing import Any

from municipalities.models import ContactPerson, Person

NOBODY = "Sehr geehrte Damen und Herren,"
# Of the titles only these are spoken; „Dipl.-Ing.“ or „M. A.“ stand in the address alone.
SPOKEN = (("Prof", "Prof."), ("Dr", "Dr."))
# Words before the last one that belong to a surname: „von der Heyde“, „Freifrau zu Rhein“.
PARTICLES = frozenset(
    ("von", "vom", "van", "zu", "zum", "zur", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le",
     "ter", "ten", "und", "af", "av", "al", "el", "ben")
)  # fmt: skip
NOBILITY = frozenset(
    ("Freiherr", "Freifrau", "Freiin", "Graf", "Gräfin", "Baron", "Baronin", "Prinz", "Prinzessin", "Edler", "Edle",
     "Ritter")
)  # fmt: skip
AFTER_NAME = frozenset({"jun.", "sen.", "jr.", "sr.", "junior", "senior", "d.j.", "d.ä."})


@dataclass(frozen=True)
class Addressee:
    """What a letter needs of somebody; `salutation` is `Person.Salutation`, empty where nobody knows."""

    name: str = ""
    salutation: str = ""
    title: str = ""
    official_title: str = ""
    office: str = ""
    department: str = ""
    body: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""


def addressee_of(contact: ContactPerson) -> Addressee:
    """A contact as a letter sees it."""
    person = contact.person
    who = {"name": person.name, "salutation": person.salutation, "title": person.title} if person else {}
    return Addressee(
        **who, official_title=contact.official_title, office=contact.office, department=contact.department,
        body=body_name(contact.body), street=contact.street, postal_code=contact.postal_code, city=contact.city,
    )  # fmt: skip


def body_name(body: Any) -> str:
    """„Stadt Meerane“, „Landkreis Zwickau“; the office where no other body bears the contact."""
    if body is None:
        return "Geschäftsstelle des Landespräventionsrates"
    kind = getattr(body, "kind_word", "")
    return f"{kind} {body.name}" if kind else str(body)


def letter_salutation(to: Addressee) -> str:
    """„Sehr geehrte Frau Oberbürgermeisterin Dr. Weber,“; neutral where the Anrede is not known."""
    name, surname = natural_name(to.name), surname_of(to.name)
    title = spoken_title(to.title)
    if not surname:
        return NOBODY
    if to.salutation not in (Person.Salutation.MS, Person.Salutation.MR):
        return _line("Guten Tag", title, name) if name != surname else NOBODY
    opening = "Sehr geehrte Frau" if to.salutation == Person.Salutation.MS else "Sehr geehrter Herr"
    return _line(opening, to.official_title.strip(), title, surname)


def _line(*words: str) -> str:
    return " ".join(word for word in words if word) + ","


def spoken_title(title: str) -> str:
    """„Prof. Dr.-Ing.“ → „Prof. Dr.“, „Dipl.-Ing.“ → „“."""
    words = title.replace("Professorin", "Prof").replace("Professor", "Prof").split()
    said = [spoken for start, spoken in SPOKEN if any(word.startswith(start) for word in words)]
    return " ".join(said)


def surname_of(name: str) -> str:
    """The last word with what belongs before it. „Garcia Lopez, Maria“ says itself what is the surname."""
    if "," in name:
        return " ".join(name.split(",", 1)[0].split())
    words = [word for word in name.split() if word.casefold() not in AFTER_NAME]
    if not words:
        return ""
    first = len(words) - 1
    while first > 0 and words[first - 1] in PARTICLES | NOBILITY:
        first -= 1
    return " ".join(words[first:])


def natural_name(name: str) -> str:
    """„Garcia Lopez, Maria“ → „Maria Garcia Lopez“."""
    surname, comma, first = name.partition(",")
    return " ".join(f"{first} {surname}".split()) if comma else " ".join(name.split())


def address_lines(to: Addressee) -> list[str]:
    """Body, Dienststelle, person with her Amtsbezeichnung, street, town; what is not known is left out."""
    place = " ".join(part for part in (to.postal_code, to.city) if part)
    lines = [to.body, to.department, *_person_lines(to), to.street, place]
    return [line.strip() for line in lines if line.strip()]


def _person_lines(to: Addressee) -> list[str]:
    name = " ".join(part for part in (to.title.strip(), natural_name(to.name)) if part) if to.name.strip() else ""
    if not name:
        return [to.official_title or to.office]
    address = {Person.Salutation.MS.value: "Frau", Person.Salutation.MR.value: "Herrn"}.get(to.salutation, "")
    if to.official_title:
        return [" ".join(filter(None, (address, to.official_title))), name]
    return [" ".join(filter(None, (address, name)))]
