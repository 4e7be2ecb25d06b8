"""Into the E-Akte and out of the house: a signed agreement filed, a later addition, and all signed PDFs as one ZIP."""

import hashlib
import io
import zipfile
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from agreements.actions import copies
from agreements.transitions import Status
from core import dates
from documents.inspection import inspect
from filing.models import Package
from tests import life
from tests.factories import PackageFactory, caseworker
from tests.files import scan
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture(scope="module")
def signed(saxony):
    row = life.agreement_in(Status.SIGNED, towns=[saxony.meerane], police=saxony.pd_zwickau)
    file = inspect("Ausfertigung.pdf", steps.scan_of(3))
    return copies.attach_signed_copy(row, by=caseworker(), file=file)


def unpacked(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_filed_and_later_supplemented(visit, saxony, signed):
    visitor = visit(saxony.sachbearbeitung).go(signed.get_absolute_url())
    assert "Noch nicht veraktet." in visitor.text
    visitor.follow("Für die E-Akte").look()
    content, name = visitor.download("Für die E-Akte (ZIP)")
    assert name == f"E-Akte_{signed.file_reference.replace('/', '-')}_Meerane.zip"
    files = unpacked(content)
    assert next(iter(files)) == "01_Deckblatt.pdf"
    scans = [value for name, value in files.items() if "Unterzeichnete_Ausfertigung" in name]
    assert [hashlib.sha256(value).hexdigest() for value in scans] == [signed.signed_copy.sha256]
    visitor.follow("Veraktung eintragen").look()
    visitor.press("Veraktung eintragen", status=422)
    visitor.fill("Vorgangsnummer in VIS.SAX", "VIS-2023-17")
    visitor.page.get_by_label("Ich habe das Paket in der E-Akte abgelegt.").check()
    visitor.press("Veraktung eintragen")
    assert "Akte: veraktet am 25. April 2023 durch Sachbearbeitung ASSKomm, Vorgangsnummer VIS-2023-17" in visitor.text

    copies.replace_signed_copy(signed, by=caseworker(), file=scan("besser.png", "green"), reason="Seite 2 fehlte.")
    visitor.go(visitor.path).look()
    # The scan, and the protocol of the signing, which names it with its check value.
    assert "2 Unterlagen sind seit der Veraktung am 25. April 2023 neu oder geändert." in visitor.text
    supplement = unpacked(visitor.download("Nachtrag zur Akte (ZIP)")[0])
    assert any("Unterzeichnete_Ausfertigung" in name for name in supplement)
    assert not any("Endfassung" in name for name in supplement)
    visitor.follow("Veraktung eintragen")
    visitor.page.get_by_label("Ich habe das Paket in der E-Akte abgelegt.").check()
    visitor.press("Veraktung eintragen").glance()
    assert "1. Ergänzung: veraktet am 25. April 2023" in visitor.text
    visitor.go("/vereinbarungen/?akte=veraktet").glance()
    assert "veraktet am 25. April 2023" in visitor.text


def test_all_signed_ones_of_a_filter_as_one_file(visit, saxony, signed):
    visitor = visit(saxony.sachbearbeitung).go("/vereinbarungen/?zustand=signed")
    visitor.follow("Alle unterzeichneten PDF als ZIP").look()
    visitor.press("Paket anfordern").look()
    visitor.go("/akte/pakete/").look()
    package = Package.objects.latest("pk")
    visitor.click(visitor.page.locator(f'main a[href="{package.get_absolute_url()}"]'))
    content, _ = visitor.download("Paket herunterladen (ZIP)")
    files = unpacked(content)
    assert hashlib.sha256(content).hexdigest() == Package.objects.get(pk=package.pk).sha256
    assert {name.rpartition("/")[2] for name in files} >= {"Begleitblatt.pdf", "Endfassung.pdf", "00_Verzeichnis.csv"}


def test_progress_comes_by_itself(visit, saxony, signed):
    package = PackageFactory(
        requested_by=saxony.sachbearbeitung, record_ids=[signed.pk, 0], started_at=dates.now(), done=1
    )
    visitor = visit(saxony.sachbearbeitung).go(package.get_absolute_url()).look()
    assert "In Arbeit: 1 von 2 Vorgängen." in visitor.text
    Package.objects.filter(pk=package.pk).update(
        finished_at=dates.now(), file="packages/x", sha256="0" * 64, size=2048, done=2,
        expires_on=dates.today() + timedelta(days=14),
    )  # fmt: skip
    expect(visitor.page.get_by_role("link", name="Paket herunterladen (ZIP)")).to_be_visible()


def test_rules_of_the_leitung(visit, saxony):
    visitor = visit(saxony.leitung).go("/akte/einstellungen/").look()
    visitor.fill("Muster: Beratung", "LPR {nummer}").press("Speichern", status=422)
    assert "Möglich sind {jahr} für das Jahr und {lfd} für die laufende Nummer." in visitor.text
    visitor.fill("Muster: Beratung", "LPR-0144.8/{lfd}/{jahr}").press("Speichern")
    assert visitor.message == "Die Einstellungen zur Akte sind gespeichert."
