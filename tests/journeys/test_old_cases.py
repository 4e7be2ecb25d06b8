"""Agreements signed earlier come from a workbook: a town that could be two is asked for; then all of it is undone."""

import pytest

from agreements.models import CooperationAgreement, RegisterCounter
from core import tables
from tests.factories import MunicipalityFactory
from tests.imports.files import workbook
from tests.journeys import world

pytestmark = pytest.mark.needs("chromium")

HEAD = ["Kommune", "Unterzeichnet am", "Nummer", "Polizei", "Unterzeichnende", "Quelle"]
SOURCE = "Akte 0144.5, Band 1"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    MunicipalityFactory(name="Bernsdorf", ags="14524020", district=built.meerane.district)
    MunicipalityFactory(name="Bernsdorf", ags="14625030")
    return built


def test_five_lines_become_agreements_and_are_taken_back(visit, saxony):
    caseworker = visit(saxony.sachbearbeitung)
    upload(caseworker)
    answer_the_question(caseworker)
    caseworker.press("Probelauf")
    caseworker.look()
    assert not CooperationAgreement.objects.exists()
    caseworker.press("5 Zeilen übernehmen")
    address = caseworker.path
    numbers = CooperationAgreement.objects.order_by("pk").values_list("register_number", flat=True)
    assert list(numbers) == [1, None, None, None, None]
    assert RegisterCounter.objects.get().next_number == 2
    read_one(caseworker, saxony)
    caseworker.go(address).follow("Rückgängig machen")
    # The panel round it bears the same name.
    caseworker.page.get_by_role("textbox", name="Begründung").fill("Die Liste war nicht die richtige.")
    caseworker.press("Alle Einträge zurücknehmen")
    assert set(CooperationAgreement.objects.values_list("status", "register_number")) == {("withdrawn", None)}
    assert RegisterCounter.objects.get().next_number == 1
    caseworker.go("/vereinbarungen/?zustand=recorded")
    caseworker.look()
    assert "Keine Vereinbarung gefunden" in caseworker.text


def upload(caseworker):
    towns = ["Meerane", "Werdau", "Bernsdorf", "Meerane; Werdau", "Lößnitz"]
    days = ["25.05.2021", "05/2021", "2021", "März 2022", "05/2022 bis 06/2022"]
    lines = [[town, day, "unbekannt", "ohne", "", SOURCE] for town, day in zip(towns, days, strict=True)]
    lines[0][2:5] = ["1", "zuständige", "Meerane: –, Bürgermeister; LPR: –, Geschäftsführer"]
    content = workbook(*lines, head=HEAD)
    caseworker.go("/uebernahmen/neu/vereinbarungen/")
    caseworker.look()
    caseworker.page.locator("input[type=file]").set_input_files(
        {"name": "altfaelle.xlsx", "mimeType": tables.XLSX_TYPE, "buffer": content}
    )
    caseworker.click(caseworker.page.locator("main form button[type=submit]").first)
    assert "/spalten/" in caseworker.path
    caseworker.look()
    caseworker.click(caseworker.page.locator("main form button[type=submit]").first)
    assert "/zeilen/" in caseworker.path


def answer_the_question(caseworker):
    caseworker.look()
    caseworker.page.get_by_label("Bernsdorf (Landkreis Zwickau)").check()
    caseworker.press("Entscheidungen speichern")


def read_one(caseworker, saxony):
    row = CooperationAgreement.objects.get(register_number=1)
    caseworker.go("/vereinbarungen/?zustand=recorded")
    caseworker.look()
    caseworker.go(row.get_absolute_url())
    caseworker.look()
    for words in ("unterzeichnet (nacherfasst)", "Scan fehlt", SOURCE, "Name nicht überliefert"):
        assert words in caseworker.text
    town = caseworker.go(saxony.meerane.get_absolute_url())
    assert "nacherfasst" in town.text
