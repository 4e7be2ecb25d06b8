"""Places and people of all tests, named by function and place, and the strictness every test lives under."""

import logging
from datetime import date

import pytest
from django.conf import settings as project_settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.functions import Function
from municipalities.models import Municipality
from tests import factories, life, strict
from tests.factories import DistrictFactory, MunicipalityFactory, PoliceDirectorateFactory, activated, person

# The day of the press text. The real clock shows another one, so whoever reads that is found out.
TODAY = date(2023, 4, 25)
SINCE = date(2019, 2, 6)


def pytest_configure(config):
    project_settings.DEMO_TODAY = TODAY
    # The people of the tests have a password only; tests of the second factor demand it themselves.
    project_settings.STATE_OFFICE_SECOND_FACTOR = "offered"
    # WeasyPrint leaves its colour profile open until the garbage collector comes.
    config.addinivalue_line("filterwarnings", r"ignore:unclosed file .*sRGB2014\.icc:ResourceWarning")


def pytest_terminal_summary(terminalreporter):
    """What the isolation walk has asked for, in one line."""
    walks = [
        walk
        for report in terminalreporter.stats.get("passed", [])
        for name, walk in report.user_properties
        if name == "walk"
    ]
    if walks:
        asked, urls = sum(walk[2] for walk in walks), max(walk[1] for walk in walks)
        walked = f"{urls} URLs x {len(walks)} persons x GET and POST = {asked} requests"
        terminalreporter.write_line(f"Isolation walk: {walked}, no foreign mark seen.")


# --- Strictness ---------------------------------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _no_undefined_variable():
    """Every name a template asks for exists."""
    with strict.template_variables() as undefined:
        yield
    assert undefined == [], f"Templates ask for what nobody gave them: {undefined}"


@pytest.fixture(autouse=True)
def _settings_stay_as_they_were():
    """Nobody changes a list or dictionary of the settings in place: the next test would run under them."""
    before = strict.settings_values(project_settings)
    yield
    assert strict.settings_values(project_settings) == before


@pytest.fixture(autouse=True)
def _loggers_stay_on():
    """A test after which the application logs nothing makes the next ones blind to what they look for in the log."""
    yield
    assert not logging.getLogger("asskomm.request").disabled


@pytest.fixture(autouse=True, scope="session")
def _tests_may_flush():
    """Tests with transactions of their own empty all tables afterwards, which the audit tables' triggers refuse."""
    with strict.flushing_past_triggers():
        yield


@pytest.fixture
def client():
    """A browser whose GET requests may not change data."""
    return strict.ReadOnlyGetClient()


@pytest.fixture
def client_of():
    """`client_of(person)`: a browser in which somebody is signed in."""

    def sign_in(user, **options):
        browser = strict.ReadOnlyGetClient(**options)
        browser.force_login(user)
        return browser

    return sign_in


# --- Places -------------------------------------------------------------------------------------------------------


@pytest.fixture
def pd_zwickau(db):
    return PoliceDirectorateFactory(key="zwickau")


@pytest.fixture
def pd_chemnitz(db):
    return PoliceDirectorateFactory(key="chemnitz")


@pytest.fixture
def landkreis_zwickau(pd_zwickau):
    return DistrictFactory(key="14524", name="Zwickau", display_name="Landkreis Zwickau", police_directorate=pd_zwickau)


@pytest.fixture
def erzgebirgskreis(pd_chemnitz):
    return DistrictFactory(
        key="14521", name="Erzgebirgskreis", display_name="Erzgebirgskreis", police_directorate=pd_chemnitz
    )


@pytest.fixture
def meerane(landkreis_zwickau):
    return activated(MunicipalityFactory(ags="14524190", name="Meerane", district=landkreis_zwickau))


@pytest.fixture
def werdau(landkreis_zwickau):
    kind = Municipality.Kind.LARGE_DISTRICT_TOWN
    return activated(MunicipalityFactory(ags="14524300", name="Werdau", kind=kind, district=landkreis_zwickau))


@pytest.fixture
def loessnitz(erzgebirgskreis):
    return MunicipalityFactory(ags="14521390", name="Lößnitz", district=erzgebirgskreis)


@pytest.fixture
def musterstadt(landkreis_zwickau):
    """An invented place, which no figure counts."""
    return MunicipalityFactory(ags="99901010", name="Musterstadt", district=landkreis_zwickau, is_example=True)


# --- People -------------------------------------------------------------------------------------------------------


@pytest.fixture
def leitung(db):
    return factories.lead()


@pytest.fixture
def sachbearbeitung(db):
    return factories.caseworker()


@pytest.fixture
def leserecht(db):
    return person("leserecht@lpr.example", Function.STATE_READER, name="Leserecht LPR")


@pytest.fixture
def koordination_meerane(meerane):
    return person(
        "koordination@meerane.example", Function.COORDINATION, name="Koordination Meerane",
        municipality=meerane, is_deputy=True, starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def beigeordnete_meerane(meerane):
    return person(
        "beigeordnete@meerane.example", Function.MAYOR, name="Beigeordnete der Stadt Meerane",
        municipality=meerane, title="Beigeordnete mit Zeichnungsbefugnis", is_deputy=True, starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def mitarbeit_meerane(meerane):
    return person(
        "mitarbeit@meerane.example", Function.MUNICIPAL_STAFF, name="Mitarbeit Meerane", municipality=meerane,
        starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def verwaltung_meerane(meerane):
    """Keeps the accounts of Meerane, and nothing else."""
    return person(
        "verwaltung@meerane.example", Function.MUNICIPAL_ADMIN, name="Hauptamt Meerane", municipality=meerane,
        starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def beigeordnete_werdau(werdau):
    """Head of another town."""
    return person(
        "beigeordnete@werdau.example", Function.MAYOR, name="Beigeordnete der Stadt Werdau", municipality=werdau,
        starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def landratsamt_zwickau(landkreis_zwickau):
    return person(
        "praevention@landkreis-zwickau.example", Function.DISTRICT, name="Landratsamt Zwickau",
        district=landkreis_zwickau, starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def koordination_coaching(db):
    """At the coordinating institute."""
    return person(
        "pool@institut.example", Function.COACHING_COORDINATION, name="Coaching-Koordination", starts_on=SINCE
    )


@pytest.fixture
def koordination_werdau(werdau):
    """The stranger, with rows of her own."""
    return person(
        "koordination@werdau.example", Function.COORDINATION, name="Koordination Werdau", municipality=werdau,
        starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def coach(meerane):
    """Coach in Meerane, and nothing else."""
    return person("coach@coaching.example", Function.COACH, name="Coach", municipality=meerane, starts_on=SINCE)


@pytest.fixture
def polizei_zwickau(pd_zwickau):
    return person(
        "polizei@pd-zwickau.example", Function.POLICE, name="Polizeidirektion Zwickau",
        police_directorate=pd_zwickau, starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def polizei_chemnitz(pd_chemnitz):
    return person(
        "polizei@pd-chemnitz.example", Function.POLICE, name="Polizeidirektion Chemnitz",
        police_directorate=pd_chemnitz, starts_on=SINCE,
    )  # fmt: skip


@pytest.fixture
def coach_meerane_koordination_werdau(meerane, werdau):
    """Mixed: must not act in Meerane as a coordinator."""
    user = person("gemischt@coaching.example", Function.COACH, name="Coach und Koordination", municipality=meerane)
    return person(user.email, Function.COORDINATION, municipality=werdau)


@pytest.fixture
def polizei_zwickau_mitarbeit_werdau(pd_zwickau, werdau):
    """Mixed: at the police, and on the staff of Werdau."""
    user = person(
        "gemischt@pd-zwickau.example", Function.POLICE, name="Polizei und Mitarbeit", police_directorate=pd_zwickau
    )
    return person(user.email, Function.MUNICIPAL_STAFF, municipality=werdau)


# --- Records ------------------------------------------------------------------------------------------------------


@pytest.fixture
def samples(db):
    """The delivered sample texts."""
    life.load_samples()


@pytest.fixture
def count_queries():
    """How many queries a page takes for a signed-in browser."""

    def count(browser, url):
        browser.get(url)  # what is loaded once per process must not count
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        return len(queries)

    return count
