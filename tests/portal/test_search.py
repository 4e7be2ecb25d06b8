"""Search over everything, by what one may see."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import searching
from core.searching import Query
from core.visibility import Visibility
from portal.search.finding import SHOWN, SOURCES, everything
from tests import life
from tests.factories import (
    AgreementFactory,
    AppointmentFactory,
    CallFactory,
    ConsultationFactory,
    ContactFactory,
    DocumentFactory,
    MunicipalityFactory,
    ResolutionFactory,
    TaskFactory,
)

pytestmark = pytest.mark.django_db

URL = reverse("portal:search")


def found(user, typed):
    """Labels by the kind of thing."""
    return {
        group.source.key: [hit.label for hit in group.hits]
        for group in everything(Query(typed), user, user.functions_held())
    }


def page(client, user, typed, **params):
    client.force_login(user)
    return client.get(URL, {"q": typed, **params}).content.decode()


# --- Everything ----------------------------------------------------------------------------------------------------


def test_one_word_finds_every_kind_of_thing(sachbearbeitung, meerane):
    ContactFactory(municipality=meerane, name="Dorothea Zeisig", office="Ordnungsamt")
    agreement = AgreementFactory(towns=[meerane], file_reference="Zeisig-1/2023")
    CallFactory(towns=[meerane], text="Frau Zeisig bittet um Rückruf.")
    ConsultationFactory(towns=[meerane], internal_note="Zeisig ist neu.")
    AppointmentFactory(towns=[meerane], topic="Vorstellung Zeisig")
    ResolutionFactory(municipality=meerane, subject="Bestellung Zeisig")
    TaskFactory(towns=[meerane], title="Zeisig anrufen")
    DocumentFactory(owner=agreement, filename="Lebenslauf_Zeisig.pdf")
    assert sorted(found(sachbearbeitung, "zeisig")) == [
        "aufgaben", "beratungen", "beschluesse", "dokumente", "kontakte", "personen", "termine", "vereinbarungen",
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["Görlitz", "goerlitz", "gorlitz", "GÖRL", "zhorjelc", "Zhorjelc"])
def test_town_is_found_by_every_spelling_and_its_sorbian_name(sachbearbeitung, typed):
    MunicipalityFactory(name="Görlitz", name_hsb="Zhorjelc")
    assert "Görlitz" in found(sachbearbeitung, typed)["kommunen"]


@pytest.mark.parametrize(
    "typed", ["Nr. 50", "50", "Kooperationsvereinbarung Meerane", "Vereinbarung Nr. 50", "25.04.2023"]
)
def test_agreement_is_found_by_number_day_and_town(sachbearbeitung, meerane, typed):
    row = AgreementFactory(towns=[meerane], signed=True)
    type(row).objects.filter(pk=row.pk).update(register_number=50)
    assert len(found(sachbearbeitung, typed)["vereinbarungen"]) == 1


def test_person_in_office_comes_before_whoever_held_it(sachbearbeitung, meerane):
    ContactFactory(municipality=meerane, name="Abel Frosch", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    ContactFactory(municipality=meerane, name="Zita Frosch")
    assert found(sachbearbeitung, "frosch")["personen"] == ["Zita Frosch", "Abel Frosch"]


@pytest.mark.parametrize("typed", ["LPR-0144.9/17/2023", "lpr 0144 9 17", "0144.9/17"])
def test_file_reference_finds_every_vorgang_that_has_it(sachbearbeitung, meerane, typed):
    AgreementFactory(towns=[meerane], file_reference="LPR-0144.9/17/2023")
    CallFactory(towns=[meerane], file_reference="LPR-0144.9/17/2023")
    ConsultationFactory(towns=[meerane], file_reference="LPR-0144.9/17/2023")
    AppointmentFactory(towns=[meerane], file_reference="LPR-0144.9/17/2023")
    assert sorted(found(sachbearbeitung, typed)) == ["beratungen", "kontakte", "termine", "vereinbarungen"]


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("Beratung", "beratungen"), ("Telefonvermerk", "kontakte"), ("Termine", "termine"),
     ("Vereinbarungen", "vereinbarungen"),
     ("Beschlüsse", "beschluesse"), ("Aufgabe", "aufgaben"), ("Beratung Graffiti", "beratungen")],
)  # fmt: skip
def test_name_of_a_kind_finds_all_of_it(sachbearbeitung, meerane, typed, kind):
    AgreementFactory(towns=[meerane])
    CallFactory(towns=[meerane], text="Rückruf")
    ConsultationFactory(towns=[meerane], result="Graffiti am Bahnhof")
    AppointmentFactory(towns=[meerane], topic="Ortstermin am Markt")
    ResolutionFactory(municipality=meerane, subject="Beitritt")
    TaskFactory(towns=[meerane], title="Anrufen")
    assert len(found(sachbearbeitung, typed)[kind]) == 1


# --- By what one may see -------------------------------------------------------------------------------------------

SECRET = "Geheimnisvogel"


@pytest.fixture
def secrets(meerane):
    """One of everything in Meerane, with a word that stands nowhere else."""
    ContactFactory(municipality=meerane, name=f"Eva {SECRET}")
    agreement = life.agreement_in("signed", towns=[meerane], file_reference=f"{SECRET}/2023")
    CallFactory(towns=[meerane], text=SECRET)
    ConsultationFactory(towns=[meerane], shared=True, place=SECRET)
    AppointmentFactory(towns=[meerane], topic=SECRET)
    ResolutionFactory(municipality=meerane, subject=SECRET, visibility=Visibility.STATE_OFFICE)
    TaskFactory(towns=[meerane], title=SECRET, side="municipality")
    DocumentFactory(owner=agreement, filename=f"{SECRET}.pdf")


@pytest.mark.usefixtures("secrets")
def test_stranger_finds_nothing_and_learns_nothing(client, koordination_werdau, coach):
    for stranger in (koordination_werdau, coach):
        assert found(stranger, SECRET) == {}
        text = page(client, stranger, "geheimnis")
        assert SECRET not in text
        assert "Nichts gefunden" in text


@pytest.mark.usefixtures("secrets")
def test_town_finds_its_own_but_not_what_the_office_keeps(koordination_meerane):
    kinds = found(koordination_meerane, SECRET)
    assert "kontakte" not in kinds
    assert sorted(kinds) == [
        "aufgaben",
        "beratungen",
        "beschluesse",
        "dokumente",
        "personen",
        "termine",
        "vereinbarungen",
    ]


def test_internal_note_is_not_even_found_by_the_town(koordination_meerane, sachbearbeitung, meerane):
    ConsultationFactory(towns=[meerane], shared=True, internal_note=SECRET)
    assert found(koordination_meerane, SECRET) == {}
    assert "beratungen" in found(sachbearbeitung, SECRET)


def test_office_does_not_find_what_a_town_keeps_inside(sachbearbeitung, koordination_meerane, meerane):
    ContactFactory(municipality=meerane, name=f"Eva {SECRET}", visibility=Visibility.OWN_PLACE)
    TaskFactory(towns=[meerane], title=SECRET, side="municipality", visibility=Visibility.OWN_PLACE)
    assert found(sachbearbeitung, SECRET) == {}
    assert sorted(found(koordination_meerane, SECRET)) == ["aufgaben", "personen"]


def test_without_a_function_there_is_nothing_to_search(client, django_user_model):
    user = django_user_model.objects.create(email="ohne@stadt.example", name="Ohne")
    assert "Was durchsucht wird" in page(client, user, "")
    assert found(user, "meerane") == {}


# --- The page ------------------------------------------------------------------------------------------------------


def test_empty_search_says_what_is_searched(client, sachbearbeitung):
    text = page(client, sachbearbeitung, " ")
    assert all(source.label in text for source in SOURCES)


@pytest.mark.parametrize("typed", ["%", "🙂", "–"])
def test_signs_alone_are_answered_with_what_is_missing(client, sachbearbeitung, typed):
    text = page(client, sachbearbeitung, typed)
    assert f"Nach „{typed}“ lässt sich nicht suchen" in text
    assert "Was durchsucht wird" not in text


def test_while_typing_only_the_results_are_sent(client, sachbearbeitung, meerane):
    client.force_login(sachbearbeitung)
    text = client.get(URL, {"q": "meer"}, headers={"HX-Request": "true"}).content.decode()
    assert ("<html" in text, "Meerane" in text) == (False, True)
    back = client.get(URL, {"q": "meer"}, headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})
    assert "<html" in back.content.decode()


def test_many_hits_lead_to_a_page_of_their_kind(client, sachbearbeitung, meerane):
    for number in range(SHOWN + 2):
        CallFactory(towns=[meerane], text=f"Kleingarten {number}")
    text = page(client, sachbearbeitung, "kleingarten")
    assert f"{URL}?q=kleingarten&amp;art=kontakte" in text
    assert text.count("<mark>Kleingarten</mark>") == SHOWN
    text = page(client, sachbearbeitung, "kleingarten", art="kontakte")
    assert text.count("<mark>Kleingarten</mark>") == SHOWN + 2
    assert f"{SHOWN + 2} Treffer" in text


@pytest.mark.parametrize("art", ["gibt-es-nicht", "kontakte"])
def test_kind_nobody_offered_is_ignored(client, koordination_meerane, meerane, art):
    assert "Meerane" in page(client, koordination_meerane, "meerane", art=art)


@pytest.mark.parametrize("typed", ["\x00", "<script>alert(1)</script>", "a" * 5000, "' OR 1=1 --"])
def test_nonsense_is_answered_and_shown_as_text(client, sachbearbeitung, typed):
    client.force_login(sachbearbeitung)
    answer = client.get(URL, {"q": typed})
    assert answer.status_code == 200
    assert "<script>alert" not in answer.content.decode()


def test_number_of_queries_does_not_grow(client, sachbearbeitung, meerane):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"q": "wiesel"})
        return len(queries)

    def one_of_each(number):
        town = MunicipalityFactory(name=f"Wieselburg {number}")
        ContactFactory(municipality=town, name=f"Wanda Wiesel {number}")
        AgreementFactory(towns=[town])
        CallFactory(towns=[town], text="Wiesel")
        ConsultationFactory(towns=[town], result="Wiesel")
        AppointmentFactory(towns=[town], topic="Wiesel")
        ResolutionFactory(municipality=town, subject="Wiesel")
        TaskFactory(towns=[town], title="Wiesel")

    client.force_login(sachbearbeitung)
    one_of_each(0)
    asked()
    few = asked()
    for number in range(1, 8):
        one_of_each(number)
    # Fewer where the newest hold enough: the index need not be asked.
    assert asked() <= few


def test_rare_word_is_found_however_many_newer_notes_there_are(sachbearbeitung, meerane, monkeypatch):
    monkeypatch.setattr(searching, "LOOKED_THROUGH", 4)
    monkeypatch.setattr(searching, "LOOKED_THROUGH_PER_HIT", 0)
    for day in range(1, 9):
        CallFactory(towns=[meerane], happened_on=date(2023, 4, day), text="Wiesel" if day in (1, 3, 7) else "Fuchs")
    assert found(sachbearbeitung, "wiesel")["kontakte"] == [
        f"Telefonvermerk vom {day}. April 2023" for day in (7, 3, 1)
    ]  # fmt: skip
    assert len(found(sachbearbeitung, "fuchs")["kontakte"]) == SHOWN


def test_pages_of_one_kind_end_and_say_so(client, sachbearbeitung, meerane, monkeypatch):
    monkeypatch.setattr(searching.Written, "most_listed", 3)
    told = "Mehr als die 3 neuesten Treffer zeigt die Suche nicht"
    for day in (1, 2):
        CallFactory(towns=[meerane], happened_on=date(2023, 4, day), text="Wiesel")
    assert told not in page(client, sachbearbeitung, "wiesel", art="kontakte")
    for day in (3, 4):
        CallFactory(towns=[meerane], happened_on=date(2023, 4, day), text="Wiesel")
    text = page(client, sachbearbeitung, "wiesel", art="kontakte")
    assert told in text
    assert ("4. April 2023" in text, "1. April 2023" in text) == (True, False)


def test_every_page_has_the_search(client, koordination_meerane, sachbearbeitung):
    for user in (koordination_meerane, sachbearbeitung):
        client.force_login(user)
        assert f'action="{URL}"' in client.get("/konto/").content.decode()
