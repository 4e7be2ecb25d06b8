"""The walk: every URL × every person × GET and POST, in a world of two towns whose every text is marked.

A page, PDF, file, address or header may carry the marks its reader is allowed to see and no other; and everybody does
meet each of his own somewhere, because a walk that finds nothing anywhere would prove nothing.
"""

import io
import zipfile
from contextlib import contextmanager
from functools import cache

import pytest
from django.db import models, transaction
from django.urls import URLPattern, reverse
from pypdf import PdfReader

from core.checks import own_models
from core.scoping import Unscoped
from tests import life, strict
from tests.architecture import world as worlds
from tests.architecture.addresses import QUERIES, arguments, in_address, samples, typed
from tests.architecture.marks import mark_of, squashed
from tests.architecture.sources import own_patterns

pytestmark = pytest.mark.django_db

# --- Who may read what, written by hand ---------------------------------------------------------------------------

SHOWN_ALPHA = {
    mark_of("ALPHA", row) for row in ("ABSTIMMUNG", "OHNEPOLIZEI", "GEZEICHNET", "FEST", "UNTERZEICHNET", "ALTFALL")
}
SHOWN_BETA = {mark_of("BETA", row) for row in ("ABSTIMMUNG", "UNTERZEICHNET")}
HIDDEN = {mark_of("ALPHA", row) for row in ("ENTWURF", "NIEGEZEIGT", "NACHTRAG")} | {mark_of("BETA", "ENTWURF")}
JOINT = {mark_of("GEMEINSAM")}
# What one party of the joint agreement said and sent; the other one is not told.
TALK_ALPHA = {mark_of("ALPHA", "ANMERKUNG")}
TOWNS = {mark_of("ALPHA", "ORT"), mark_of("BETA", "ORT")}
CONTACTS = {mark_of("ALPHA", "KONTAKT"), mark_of("BETA", "KONTAKT")}
KEPT_INSIDE = {mark_of("ALPHA", "INTERN"), mark_of("BETA", "INTERN")}
OTHER_CONTACTS = {mark_of("POLIZEI", "KONTAKT"), mark_of("AMT", "KONTAKT")}
RESOLUTIONS = {mark_of("ALPHA", "BESCHLUSS"), mark_of("BETA", "BESCHLUSS")}
BUND = {mark_of("BUND", row) for row in ("KONTAKT", "INTERN", "BESCHLUSS")}
KREIS = {mark_of("KREIS", row) for row in ("KONTAKT", "INTERN", "BESCHLUSS")}
SAMPLE = {mark_of("MUSTER")}
ACCOUNTS_ALPHA = {mark_of("ALPHA", row) for row in ("EINLADUNG", "FREISCHALTUNG")}
ACCOUNTS_BETA = {mark_of("BETA", row) for row in ("EINLADUNG", "FREISCHALTUNG")}
# Of the consultations: what the town reads too, and what stays in the office.
ADVISED = ("BERATUNG", "TERMIN", "AUFGABE")
OFFICE_ONLY = ("ANRUF", "AMTSBERATUNG", "VERTRAULICH", "LPRSCHRITT", "STAND", "AMTSAUFGABE")
ADVICE = {mark_of(town, row) for town in ("ALPHA", "BETA") for row in (*ADVISED, *OFFICE_ONLY)}
KEPT_INSIDE |= {mark_of("ALPHA", "HAUSAUFGABE"), mark_of("BETA", "HAUSAUFGABE")}
ALL = ADVICE | SHOWN_ALPHA | SHOWN_BETA | HIDDEN | JOINT | TOWNS | CONTACTS | KEPT_INSIDE | OTHER_CONTACTS | SAMPLE
# Packages are their maker's alone.
PACKAGES = {mark_of(town, row) for town in ("ALPHA", "BETA") for row in ("PAKET", "ARCHIV")}
# Files somebody brought in: of the office, whichever town their lines name.
IMPORTS = {mark_of("AMT", row) for row in ("WARTET", "GELESEN", "UEBERNOMMEN")}
ALL |= IMPORTS | TALK_ALPHA | RESOLUTIONS | BUND | KREIS | ACCOUNTS_ALPHA | ACCOUNTS_BETA | PACKAGES

SQUASHED = {mark: squashed(mark) for mark in ALL}

OF_A_TOWN = ("ORT", "KONTAKT", "INTERN", "BESCHLUSS", "HAUSAUFGABE", *ADVISED)
MEERANE = SHOWN_ALPHA | JOINT | TALK_ALPHA | {mark_of("ALPHA", row) for row in OF_A_TOWN}
WERDAU = SHOWN_BETA | JOINT | {mark_of("BETA", row) for row in OF_A_TOWN}
# The Sorbian name of the other town stands in the joint agreement.
MEERANE_READS, WERDAU_READS = MEERANE | {mark_of("BETA", "ORT")}, WERDAU | {mark_of("ALPHA", "ORT")}
# The police reads what it is party to, and the names of the towns it is party with.
PARTY_ZWICKAU = {mark_of("ALPHA", row) for row in ("ABSTIMMUNG", "GEZEICHNET", "FEST", "UNTERZEICHNET", "ORT")}
OFFICE = ALL - KEPT_INSIDE - PACKAGES - {mark_of("BUND", "INTERN"), mark_of("KREIS", "INTERN")}

STRANGERS = (
    "frueher_koordination_meerane", "kuenftig_koordination_meerane", "frueher_leitung", "frueher_polizei_zwickau",
    "frueher_coach", "frueher_landkreis", "ohne_funktion", "gesperrt", "fremd",
)  # fmt: skip
SEES = {
    "leitung": OFFICE | PACKAGES,
    "sachbearbeitung": OFFICE,
    "leserecht": OFFICE,
    "koordination_meerane": MEERANE_READS,
    "beigeordnete_meerane": MEERANE_READS | ACCOUNTS_ALPHA,
    "beigeordnete_werdau": WERDAU_READS | ACCOUNTS_BETA,
    "verwaltung_meerane": ACCOUNTS_ALPHA | {mark_of("ALPHA", "ORT")},
    "landratsamt_zwickau": KREIS | TOWNS,
    "koordination_coaching": set(),
    "mitarbeit_meerane": MEERANE_READS,
    "wieder_koordination_meerane": MEERANE_READS,
    "koordination_werdau": WERDAU_READS,
    "coach": {mark_of("ALPHA", "ORT")},
    "coach_meerane_koordination_werdau": WERDAU_READS,
    "polizei_zwickau": PARTY_ZWICKAU | {mark_of("POLIZEI", "KONTAKT")},
    "polizei_chemnitz": {mark_of("BETA", "ABSTIMMUNG"), mark_of("BETA", "ORT")},
    "polizei_zwickau_mitarbeit_werdau": WERDAU_READS | PARTY_ZWICKAU | {mark_of("POLIZEI", "KONTAKT")},
    "koordination_bund": BUND | TOWNS,
    **{name: set() for name in STRANGERS},
}
# Readable by right, but on no page of theirs so far.
NOT_YET_SHOWN = OTHER_CONTACTS
ONLY_WRITERS = {"leserecht": SAMPLE}

# --- What to ask for ----------------------------------------------------------------------------------------------

PATTERNS = [(name, pattern) for name, pattern in own_patterns()]
METHOD_NOT_ALLOWED = 405
REFUSED = {403, 404, METHOD_NOT_ALLOWED}


# --- Reading answers ----------------------------------------------------------------------------------------------


@cache
def words_of_pdf(content):
    """Text, metadata and attachments of a PDF."""
    reader = PdfReader(io.BytesIO(content))
    pages = [page.extract_text() for page in reader.pages]
    files = [data.decode("utf-8", "replace") for versions in reader.attachments.values() for data in versions]
    return " ".join([*pages, *files, *map(str, (reader.metadata or {}).values())])


@cache
def words_of(content):
    """What a file says: of a PDF its text, of a package (E-Akte, DOCX, XLSX) the names and words of all its parts."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return " ".join([*archive.namelist(), *(words_of(archive.read(name)) for name in archive.namelist())])
    return words_of_pdf(content) if content.startswith(b"%PDF") else content.decode("utf-8", "replace")


def marks_in(response):
    """The marks in everything an answer says: headers, text, and what stands in a PDF or an Office file."""
    said = words_of(strict.read_out(response))
    words = squashed(f"{said} {list(response.items())}")
    return {mark for mark, squeezed in SQUASHED.items() if squeezed in words}


# --- The walk -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """Built once for all walkers; what they change is rolled back after every step."""
    # Papers are printed once: what they look like is not the question here.
    with django_db_blocker.unblock(), transaction.atomic(), life.prints_once():
        yield worlds.build()
        transaction.set_rollback(True)


@contextmanager
def undone(client):
    """What is asked for here changes neither a row nor who is signed in: signing out is among the URLs."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    client.cookies = cookies


class Walker:
    """One person on the way through all URLs."""

    def __init__(self, world, name):
        self.world, self.name, self.may_see = world, name, SEES[name]
        self.seen, self.faults, self.asked = set(), [], 0
        self.not_taken = set()
        self.client = strict.ReadOnlyGetClient()
        if world.people[name]:
            self.client.force_login(world.people[name])

    def walk(self):
        for url_name, pattern in PATTERNS:
            rows = list(samples(self.world, arguments(pattern)))
            # Whoever holds nothing today is refused before a row is looked for; two of a kind are enough.
            for values, marks in rows if self.may_see else rows[:2]:
                self.knock(url_name, values, marks)
        return self

    def knock(self, url_name, values, marks):
        url = reverse(url_name, kwargs=values)
        # Which methods an address takes is asked before anything else, whoever asks: once is enough.
        if (url_name, "get") not in self.not_taken:
            for query in ["", *QUERIES.get(url_name, ())]:
                self.ask("get", f"{url}?{query}".rstrip("?").format(**in_address(self.world)), marks, url_name)
        if (url_name, "post") not in self.not_taken:
            self.ask("post", url, marks, url_name, typed(self.world, values))

    def ask(self, method, url, marks, url_name, data=None):
        self.asked += 1
        with undone(self.client), strict.recorded_writes() as writes:
            response = getattr(self.client, method)(url, data)
            found = marks_in(response)
        if response.status_code == METHOD_NOT_ALLOWED:
            self.not_taken.add((url_name, method))
        where = f"{self.name}: {method.upper()} {url} → {response.status_code}"
        if leaked := found - self.may_see:
            self.faults.append(f"{where} shows {sorted(leaked)}")
        if not marks <= self.may_see and not self.is_refusal(response):
            self.faults.append(f"{where} opens a row of {sorted(marks - self.may_see)}")
        if response.status_code in REFUSED and writes:
            self.faults.append(f"{where} refuses and writes: {writes[0][:80]}")
        self.seen |= found

    def is_refusal(self, response):
        signed_out = response.status_code == 302 and response["Location"].startswith("/konto/anmelden/")
        return response.status_code in REFUSED or signed_out


@pytest.mark.parametrize("name", SEES)
def test_walk(name, world, record_property):
    walker = Walker(world, name).walk()
    record_property("walk", [name, len(PATTERNS), walker.asked])
    assert walker.faults == []
    expected = SEES[name] - NOT_YET_SHOWN - ONLY_WRITERS.get(name, set())
    assert expected - walker.seen == set(), "never met what is theirs, so the walk proves nothing"


# Opened only after confirming the password once more, with a second factor, or by a link of one's own.
NOT_BY_A_PLAIN_GET = {
    "accounts:address_change", "accounts:address_confirm", "mfa_authenticate", "mfa_login_webauthn",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_add_webauthn",
    "mfa_remove_webauthn", "mfa_edit_webauthn",
    # Without a worker nobody is well.
    "portal:health",
    # There where single sign-on is set up; tests/accounts/test_single_sign_on.py opens them.
    "sso_start", "sso_callback", "accounts:sso_begin_connect", "accounts:sso_connect",
}  # fmt: skip


OPENERS = ("leitung", "sachbearbeitung", "koordination_meerane", "fremd")


def test_every_page_opens_for_somebody(world):
    """A sample that is refused to everybody would hide whatever stands behind it."""
    walkers = [Walker(world, name) for name in OPENERS]
    closed = {name for name, pattern in PATTERNS if not opens_for_somebody(world, name, pattern, walkers)}
    assert closed == NOT_BY_A_PLAIN_GET


def opens_for_somebody(world, name, pattern, walkers):
    """Whether one of them gets the page; or, where there is none, may send what stands in a sample."""
    found = [(reverse(name, kwargs=values), values) for values, _ in samples(world, arguments(pattern))]
    knocks = [(walker, url, values) for walker in walkers for url, values in found]
    if walkers[0].client.get(found[0][0]).status_code == METHOD_NOT_ALLOWED:
        return any(accepts(walker, url, typed(world, values)) for walker, url, values in knocks)
    return any(opens(walker, url) for walker, url, _ in knocks)


def opens(walker, url):
    response = walker.client.get(url)
    strict.read_out(response)
    return response.status_code == 200


def accepts(walker, url, data):
    """Whether something sent there is looked at: answered, led on, or told what is wrong with it."""
    with undone(walker.client):
        response = walker.client.post(url, data)
    return not walker.is_refusal(response)


def test_every_url_has_a_name_and_a_sample(world):
    for name, pattern in PATTERNS:
        assert isinstance(pattern, URLPattern)
        assert name, f"{pattern.pattern} has no name, so that no walk can find it"
        assert list(samples(world, arguments(pattern)))


def test_everybody_in_the_world_walks(world):
    assert list(SEES) == list(dict.fromkeys([*SEES, *world.people]))
    assert set(world.people) == set(SEES)


# --- The world itself ---------------------------------------------------------------------------------------------

# Texts that cannot carry a mark: keys, hashes, names of public bodies, and what the programme writes itself.
UNMARKED = {
    "municipalities.Municipality": {"ags", "ars", "name", "former_names", "sort_key", "search_key"},
    "municipalities.ContactPerson": {"postal_code"},
    "municipalities.ConfirmationRequest": {"token_hash", "reminder_hash"},
    "accounts.User": {"password", "email", "name"},
    "accounts.Assignment": {"title"},
    "accounts.Invitation": {"token_hash"},
    "documents.Document": {"media_type", "sha256", "file"},
    "agreements.CooperationAgreement": {"text_hash"},
    "agreements.CarriedConsent": {"hash_before", "hash_after"},
    "agreements.Reminder": {"kind"},
    "agreements.ChecklistTick": {"key"},
    "agreements.Party": {"agreed_hash"},
    "audit.AuditEvent": {"actor_label", "on_behalf_label", "process", "action"},
    "filing.Filing": {"check_value", "package_sha256"},
    "filing.Package": {"collection", "file", "sha256"},
    "audit.ReadEvent": {"actor_label", "process"},
    "audit.OutgoingMail": {"message_id"},
    "imports.DataImport": {"kind", "sha256", "note", "closing_reason"},
    "imports.ColumnMapping": {"kind", "headings_key"},
}
# Nobody but the office reads any of them: they bear its mark.
OF_THE_OFFICE_ALONE = {"imports.DataImport", "imports.ColumnMapping", "notices.BarrierReport"}


def test_no_mark_hides_in_another():
    """„INTERN“ would be seen wherever „INTERNES“ stands."""
    assert [(one, other) for one in ALL for other in ALL - {one} if SQUASHED[one] in SQUASHED[other]] == []


@pytest.mark.parametrize("model", [model for model in own_models() if not isinstance(model.scope, Unscoped)])
def test_every_text_of_the_world_is_marked(model, world):
    """A text without mark could leak unseen; a new field has to be filled in the world or named above."""
    texts = {
        field.name
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField | models.FileField) and not field.choices
    }
    mark = "GEHEIM-AMT" if model._meta.label in OF_THE_OFFICE_ALONE else "GEHEIM-ALPHA"
    marked = {name for name in texts if model._base_manager.filter(**{f"{name}__icontains": mark}).exists()}
    assert texts - marked == UNMARKED.get(model._meta.label, set())
