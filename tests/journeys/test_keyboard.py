"""Without a mouse: signing in, the menus, drafting with the long list of towns, signing."""

import pytest

from agreements.models import CooperationAgreement, RegisterCounter
from agreements.transitions import Status
from tests import life
from tests.factories import PASSWORD
from tests.journeys import steps, watch, world
from tests.journeys.keyboard import Keyboard

pytestmark = pytest.mark.needs("chromium")

REFERENCE = "LPR-0144.5/51/2023"
PAGES = ("", "text/", "unterzeichnende/", "protokoll/")


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    RegisterCounter.objects.create(pk=RegisterCounter.ONLY, last_number=49)
    return built


def test_sign_in_draft_and_the_way_there(visit, saxony):
    visitor = visit().go("/")
    keys = Keyboard(visitor)
    keys.tab_to(visitor.field("E-Mail-Adresse")).type("sachbearbeitung@lpr.example")
    keys.tab_to(visitor.field("Passwort")).type(PASSWORD).go_on()
    assert visitor.path == "/"
    keys.tab_to(visitor.page.get_by_role("navigation").get_by_role("link", name="Vereinbarungen")).go_on()
    keys.tab_to(visitor.link("Vereinbarung entwerfen")).go_on()
    keys.tab_to(visitor.field("Kommunen eingrenzen")).type("meer")
    keys.tab_to(visitor.page.get_by_label("Meerane (Landkreis Zwickau)")).press("Space")
    keys.tab_to(visitor.field("Aktenzeichen")).type(REFERENCE)
    keys.tab_to(visitor.button("Entwurf anlegen")).go_on("Space")
    row = CooperationAgreement.objects.get(file_reference=REFERENCE)
    assert (visitor.path, row.towns_label) == (f"/vereinbarungen/{row.pk}/", "Meerane")


def test_enter_in_the_field_ticks_the_only_town_left(visit, saxony):
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/neu/")
    Keyboard(visitor).tab_to(visitor.field("Kommunen eingrenzen")).type("Werdau").press("Enter")
    assert visitor.page.get_by_label("Werdau (Landkreis Zwickau)").is_checked()
    assert visitor.path == "/vereinbarungen/neu/"


def test_sign(visit, saxony):
    agreement = life.agreement_in(Status.FINALISED, towns=[saxony.meerane])
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/?zustand=finalised")
    keys = Keyboard(visitor)
    for signatory in agreement.signatories:
        visitor.go(agreement.get_absolute_url())
        keys.tab_to(visitor.link(f"Eintragen: Unterschrift {signatory.label}")).go_on()
        keys.tab_to(visitor.field(steps.SIGNER)).type("Erika Beispiel")
        keys.tab_to(visitor.field("Art der Unterzeichnung")).press("ArrowDown")
        keys.tab_to(visitor.button("Unterschrift eintragen")).go_on()
    assert visitor.heading == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}50"
    agreement.refresh_from_db()
    assert {signatory.mode for signatory in CooperationAgreement.objects.get(pk=agreement.pk).signatories} == {"video"}


def test_skip_link_leads_past_the_menu(visit, saxony):
    visitor = visit(saxony.koordination_meerane).go("/")
    keys = Keyboard(visitor).tab_to(visitor.page.get_by_role("link", name="Zum Inhalt springen")).press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "inhalt"
    keys.press("Tab")
    assert visitor.page.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize(
    ("width", "opener", "popover"),
    [(watch.DESKTOP, "Konto", "#konto"), (watch.SMALLEST, "Konto", "#konto"), (watch.SMALLEST, "Menü", "#nav")],
)
def test_menus_open_and_escape_closes_them(visit, saxony, width, opener, popover):
    visitor = visit(saxony.leitung, width=width).go("/")
    button = visitor.page.get_by_role("button", name=opener)
    menu = visitor.page.locator(popover)
    keys = Keyboard(visitor).tab_to(button)
    assert not menu.is_visible()
    keys.press("Enter")
    assert menu.is_visible()
    visitor.look(widths=(width,))
    visitor.page.set_viewport_size({"width": width, "height": watch.HEIGHT})
    keys.tab_to(menu.get_by_role("link").first).press("Escape")
    assert not menu.is_visible()
    assert button.evaluate("(element) => element === document.activeElement")


def test_first_mistake_takes_the_focus(visit, saxony):
    """After a refusal the summary has the focus, and its link leads into the field."""
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/neu/")
    visitor.press("Entwurf anlegen", status=422).look()
    summary = visitor.page.evaluate("document.activeElement.textContent")
    assert "Bitte mindestens eine Kommune auswählen." in summary
    keys = Keyboard(visitor)
    keys.tab_to(visitor.page.locator("main").get_by_role("link", name="Bitte mindestens eine Kommune")).press("Enter")
    assert visitor.page.evaluate("document.activeElement.closest('fieldset') !== null")


@pytest.mark.parametrize("width", [watch.DESKTOP, watch.SMALLEST])
def test_every_stop_is_seen(visit, saxony, width):
    agreement = life.agreement_in(Status.CONSULTATION, towns=[saxony.meerane])
    visitor = visit(saxony.sachbearbeitung, width=width)
    own_pages = [agreement.get_absolute_url() + page for page in PAGES]
    for address in ("/", "/vereinbarungen/", "/kommunen/?q=meer", *own_pages):
        visitor.go(address)
        assert Keyboard(visitor).tab_through() > 5
