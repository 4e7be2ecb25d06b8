"""Invented places, and the contact persons of the demo."""

import re
from datetime import date, timedelta
from typing import Any

from django.db import models, transaction

from accounts.models import User
from audit.actions import record
from core import collation, dates
from municipalities.actions.contacts import add_contact, hand_over
from municipalities.models import ContactPerson, District, Municipality, PoliceDirectorate
from portal.demo.people import MEERANE, PROCESS
from portal.demo.source import EXAMPLE, Story

COUNTED_ON = date(2022, 12, 31)
PRESS_SOURCE = "Stadt Meerane, Pressetext vom 25. April 2023 (Adresse und „seit“ erfunden)"
HANDED_OVER = "99901030"
COORDINATION = "Koordination Prävention"


@transaction.atomic
def create_example_places(story: Story) -> None:
    """The Beispielkreis with its towns and its own police, outside the register and outside all figures."""
    police = _ensure(PoliceDirectorate, {**story.example_police, "is_example": True})
    district = story.example_district | {"display_name": story.example_district["name"], "is_example": True}
    kreis = _ensure(District, district | {"police_directorate": police})
    for town in story.example_towns:
        key = town["ags"]
        values = {name: town[name] for name in ("name", "kind", "population")}
        number = {"ags": key, "ars": f"{key[:5]}0{key[5:]}{key[5:]}"}
        counted = {"population_on": COUNTED_ON, "population_base": "erfunden"}
        _ensure(Municipality, number | values | counted | {"district": kreis, "is_example": True})


def _ensure(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    key = "ags" if "ags" in values else "key"
    row = model._base_manager.filter(**{key: values[key]}).first()
    if row is None:
        row = model(**values)
        row.full_clean()
        row.save()
        record("create_example", row, by=None, process=PROCESS, label="Beispiel angelegt")
    return row


@transaction.atomic
def create_contacts(story: Story, *, by: User) -> None:
    """Press names as contacts without account; for every other town a post without a person's name."""
    first_days = story.first_days()
    for contact in story.contacts:
        _contact(contact, first_days[MEERANE], by=by)
    for town in Municipality.objects.filter(ags__in=first_days.keys() - story.without_post):
        post = {
            "town": town.ags,
            "name": "",
            "office": COORDINATION,
            "role": ContactPerson.Role.COORDINATION,
            "email": f"praevention@{_host(town.name)}.example",
        }
        _contact(post, first_days[town.ags], by=by, source=EXAMPLE)
    _show_hand_over(by=by)
    _show_district(by=by)


def _show_hand_over(*, by: User) -> None:
    """In Übungsdorf the post went from one hand to the next; nobody of them has a name."""
    posts = ContactPerson.objects.filter(municipality__ags=HANDED_OVER, role=ContactPerson.Role.COORDINATION)
    post = posts.first()
    if post and posts.count() == 1:
        hand_over(post, by=by, starts_on=post.starts_on + timedelta(days=14), email=post.email)


def _show_district(*, by: User) -> None:
    """The Beispielkreis has a post of its own, which is none of its towns'."""
    kreis = District.objects.filter(is_example=True).first()
    if kreis and not kreis.contacts.exists():
        add_contact(
            by=by, district=kreis, office=COORDINATION, role=ContactPerson.Role.COORDINATION, source=EXAMPLE,
            email="praevention@beispielkreis.example", office_email="praevention@beispielkreis.example",
        )  # fmt: skip


def _contact(entry: dict[str, Any], starts_on: date, *, by: User, source: str = PRESS_SOURCE) -> None:
    town = Municipality.objects.get(ags=entry["town"]) if "town" in entry else None
    police = PoliceDirectorate.objects.get(key=entry["police"]) if "police" in entry else None
    body = {"municipality": town, "police_directorate": police}
    held_by = {"person__name": entry["name"]} if entry["name"] else {"person": None}
    if ContactPerson.objects.filter(**body, **held_by, office=entry["office"]).exists():
        return
    values = {name: entry[name] for name in ("name", "office", "role", "email")}
    # Known since the day the function began: whoever has been there for long is asked whether it is still true.
    with dates.at(min(starts_on, dates.today())):
        add_contact(
            by=by, municipality=town, police_directorate=police, source=source, starts_on=starts_on, **values
        )  # fmt: skip


def _host(name: str) -> str:
    """„Weißwasser/O.L.“ → weisswasser-o-l, as part of an address that cannot exist (.example)."""
    spelled = name.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
    return re.sub(r" +", "-", collation.fold(spelled))
