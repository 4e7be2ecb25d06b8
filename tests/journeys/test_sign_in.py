"""Signing in and out, the way back to a page, and a forgotten password."""

import re

import pytest
from django.core import mail

from tests.factories import PASSWORD, coordinator_of
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")

NEW = "Kirschbaum am Rathaus 7"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


def test_sign_in_leads_back_and_sign_out_shuts_the_door(visit, saxony):
    visitor = visit().go("/vereinbarungen/?zustand=signed")
    assert visitor.path == "/konto/anmelden/"
    visitor.fill("E-Mail-Adresse", saxony.koordination_meerane.email)
    visitor.fill("Passwort", "Pfeffernuss").press("Anmelden").look()
    assert "Pfeffernuss" not in visitor.page.content()
    visitor.fill("Passwort", PASSWORD).press("Anmelden")
    assert visitor.page.url == f"{visitor.origin}/vereinbarungen/?zustand=signed"
    visitor.page.get_by_role("button", name="Konto").click()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Abmelden").click()
    assert visitor.path == "/konto/anmelden/"
    visitor.go("/vereinbarungen/")
    assert visitor.path == "/konto/anmelden/"


def test_forgotten_password(visit, saxony, mailoutbox):
    """Known and unknown addresses are answered alike; the link works once."""
    person = coordinator_of(saxony.werdau)
    answers = [ask_for_link(visit(), address) for address in (person.email, "niemand@stadt.example")]
    assert answers[0] == answers[1]
    letters = [letter for letter in mail.outbox if letter.to == [person.email]]
    link = re.search(r"https?://\S+/(konto/passwort-neu/\S+/)", letters[0].body)[1]
    visitor = visit().go(f"/{link}").look()
    visitor.fill("Neues Passwort", NEW).fill("Neues Passwort wiederholen", "etwas anderes").press("Passwort speichern")
    visitor.look()
    visitor.fill("Neues Passwort", NEW).fill("Neues Passwort wiederholen", NEW).press("Passwort speichern").look()
    steps.sign_in(visit(), person.email, NEW)
    assert visit().go(f"/{link}").look().heading == "Dieser Link gilt nicht mehr"


def ask_for_link(visitor, address):
    visitor.go("/konto/passwort-vergessen/").fill("E-Mail-Adresse", address).press("Link anfordern")
    return visitor.glance().text


def test_the_theme_follows_the_system_until_one_is_chosen(visit, saxony):
    visitor = visit(saxony.koordination_meerane).go("/")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = visitor.page.evaluate(ground)
    visitor.page.emulate_media(color_scheme="dark")
    from_system = visitor.page.evaluate(ground)
    visitor.page.emulate_media(color_scheme="light")
    visitor.page.get_by_role("button", name="Konto").click()
    visitor.page.get_by_text("Dunkel", exact=True).click()
    dark = visitor.page.evaluate(ground)
    assert dark == from_system != light
    assert visitor.go("/vereinbarungen/").page.evaluate(ground) == dark
    visitor.look(schemes=("dark",))
