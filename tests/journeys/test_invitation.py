"""From an invitation to the first sign-in with a second factor, as people do it; every page looked at."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.core.cache import cache
from django.test import override_settings

from accounts.models import Assignment
from tests.factories import PASSWORD, activated
from tests.journeys import steps, world
from tests.journeys.visitor import MAIN

pytestmark = pytest.mark.needs("chromium")

NEW = "Kirschbaum am Rathaus 7"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    found = world.build()
    activated(found.meerane)
    return found


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def link_in(letter):
    return "/" + re.search(r"https?://[^/]+/(konto/\S+)", letter.body)[1]


def code_for(secret):
    _, now, _ = yield_hotp_counters_from_time()
    return format_hotp_value(hotp_value(secret, now))


def invite(visitor, email, function, *, body=""):
    visitor.fill("Dienstliche E-Mail-Adresse", email).fill("Name", "Erika Beispiel")
    if body:
        visitor.choose("Funktion", function).choose("Für welche Stelle", body)
    else:
        visitor.page.get_by_label(function, exact=True).check()
    visitor.press("Einladung senden")
    assert visitor.message == f"Die Einladung an {email} ist unterwegs."
    return link_in(mail.outbox[-1])


def open_account(visitor, link):
    visitor.go(link).look()
    visitor.fill("Passwort", NEW).fill("Passwort wiederholen", "etwas anderes")
    visitor.press("Zugang einrichten", status=422).look()
    visitor.fill("Passwort", NEW).fill("Passwort wiederholen", NEW).press("Zugang einrichten")
    assert visitor.path == "/konto/anmelden/"
    visitor.fill("E-Mail-Adresse", mail.outbox[-1].to[0]).fill("Passwort", NEW).press("Anmelden")
    return visitor


def confirm_password(visitor, password=NEW):
    visitor.look().fill("Passwort", password).press("Bestätigen")


def test_mayor_invites_and_the_coordinator_begins(visit, saxony, mailoutbox):
    mayor = visit(saxony.beigeordnete_meerane).go("/")
    mayor.menu("Zugänge").look().follow("Person einladen").look()
    link = invite(mayor, "neu@meerane.example", "Koordination")
    mayor.look()
    coordinator = open_account(visit(), link)
    assert coordinator.path == "/"
    assert "Meerane" in coordinator.text
    # The link is used up, for her and for everybody.
    assert visit().go(link, status=410).look().heading == "Diese Einladung ist schon angenommen"
    mayor.go(mayor.path).follow("Beenden: Koordination, Erika Beispiel").look().press("Funktion beenden").look()
    assert Assignment.objects.get(user__email="neu@meerane.example").ends_on is not None


def test_new_caseworker_sets_up_a_second_factor_before_anything_else(visit, saxony, mailoutbox):
    office = visit(saxony.leitung).go("/zugaenge/").look().follow("Person einladen").look()
    office.fill("Dienstliche E-Mail-Adresse", "neu@lpr.example").fill("Name", "Erika Beispiel")
    office.choose("Funktion", "Sachbearbeitung").press("Einladung senden").look()
    with override_settings(STATE_OFFICE_SECOND_FACTOR="required"):
        visitor = open_account(visit(), link_in(mail.outbox[-1]))
        assert (visitor.path, visitor.heading) == ("/konto/zweiter-faktor/", "Zweiter Faktor")
        assert visitor.look().go("/kommunen/").path == "/konto/zweiter-faktor/"
        visitor.follow("App einrichten")
        confirm_password(visitor)
        visitor.look()
        secret = visitor.page.locator("dd .app-typed").inner_text().strip()
        visitor.fill("Code aus der App", "000000").press("App aktivieren").look()
        visitor.fill("Code aus der App", code_for(secret)).press("App aktivieren").look()
        assert visitor.heading == "Wiederherstellungscodes"
        recovery = visitor.page.locator(".app-codes li").first.inner_text()
        assert visitor.go("/kommunen/").heading == "Kommunen"
        # The next time a code is asked for; the app's has been used just now.
        again = visit().go("/konto/anmelden/").look()
        again.fill("E-Mail-Adresse", "neu@lpr.example").fill("Passwort", NEW).press("Anmelden").look()
        assert again.path == "/konto/anmelden/zweiter-faktor/"
        again.fill("Code", "000000").press("Anmelden").look()
        again.fill("Code", recovery).press("Anmelden")
        assert again.path == "/"


def test_passkey_is_added_and_signs_in_without_a_password_or_after_it(visit, saxony):
    """With the browser's own virtual authenticator; localhost is where passkeys work without https."""
    visitor = steps.sign_in(visit(), saxony.koordination_meerane.email)
    session = visitor.context.new_cdp_session(visitor.page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    visitor.go("/konto/").look().follow("Zweiter Faktor").look().follow("Passkey hinzufügen")
    confirm_password(visitor, PASSWORD)
    visitor.look().fill("Name", "Dienstrechner")
    visitor.page.get_by_label("Auch ohne Passwort anmelden").check()
    visitor.press("Passkey anlegen")
    assert visitor.heading == "Wiederherstellungscodes"
    visitor.go("/konto/zweiter-faktor/passkeys/").look()
    assert "Dienstrechner" in visitor.text
    sign_out(visitor)
    assert visitor.page.locator(MAIN).get_by_role("button", name="Mit Passkey anmelden").is_visible()
    visitor.press("Mit Passkey anmelden")
    assert visitor.path == "/"
    sign_out(visitor)
    email = saxony.koordination_meerane.email
    visitor.fill("E-Mail-Adresse", email).fill("Passwort", PASSWORD).press("Anmelden").look()
    assert visitor.path == "/konto/anmelden/zweiter-faktor/"
    visitor.press("Mit Passkey bestätigen")
    assert visitor.path == "/"


def sign_out(visitor):
    visitor.page.get_by_role("button", name="Konto").click()
    with visitor.page.expect_navigation():
        visitor.page.get_by_role("button", name="Abmelden").click()


def test_office_activates_a_town_and_the_rest_follows(visit, saxony):
    lead = visit(saxony.leitung).go("/nutzungsvereinbarung/").look()
    lead.follow("Neue Fassung").look().press("Als neue Fassung veröffentlichen").look()
    lead.go("/freischaltungen/").look().follow("Freischalten").look()
    lead.choose("Stelle", f"{saxony.silberberg[0].name} (Erzgebirgskreis)")
    file = {"name": "nutzung.pdf", "mimeType": "application/pdf", "buffer": steps.scan_of(1)}
    lead.field("Unterzeichnete Nutzungsvereinbarung").set_input_files(file)
    lead.press("Freischalten").look()
    assert lead.message == f"Freigeschaltet: {saxony.silberberg[0].name}."
    assert lead.download("nutzung.pdf")[1] == "nutzung.pdf"
    lead.follow("Beenden").look()
    lead.press("Freischaltung beenden", status=422).look()


def test_own_address_and_sessions(visit, saxony, mailoutbox):
    visitor = steps.sign_in(visit(), saxony.mitarbeit_meerane.email)
    visitor.go("/konto/").look().press("Andere Anmeldungen beenden").look()
    visitor.follow("Adresse ändern")
    confirm_password(visitor, PASSWORD)
    visitor.look().fill("Neue E-Mail-Adresse", "neue-adresse@meerane.example").press("Link anfordern").look()
    visitor.go(link_in(mail.outbox[-1])).look().press("Adresse übernehmen")
    assert visitor.message == "Ab jetzt melden Sie sich mit neue-adresse@meerane.example an."
