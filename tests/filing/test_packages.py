"""Packages: all signed PDFs of a filter, made by the worker, whatever happens to it on the way."""

import csv
import errno
import hashlib
import io
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import Assignment
from agreements.actions import copies
from agreements.models import CooperationAgreement
from agreements.packing import SignedAgreements, entry_of
from audit.models import ReadEvent
from core import dates
from core.exceptions import Conflict
from documents.actions import content_of
from filing import jobs, press
from filing.actions import packages
from filing.models import Package
from tests.factories import PackageFactory
from tests.files import scan
from tests.life import agreement_in

pytestmark = pytest.mark.django_db

ADDRESS = "agreements:pack"


@pytest.fixture
def signed(meerane, werdau, sachbearbeitung):
    rows = [agreement_in("signed", towns=[town]) for town in (meerane, werdau)]
    copies.attach_signed_copy(rows[0], by=sachbearbeitung, file=scan())
    return [CooperationAgreement.objects.for_detail().get(pk=row.pk) for row in rows]


def requested(person, rows, told=""):
    ids = [row.pk for row in rows]
    functions = person.functions_held()
    return packages.request_package("vereinbarungen", by=person, record_ids=ids, told=told, functions=functions)


def files_of(package):
    with zipfile.ZipFile(Path(settings.MEDIA_ROOT) / package.file.name) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def fetched(browser, package):
    """The file as it is sent; the client closes it when it has been read to the end.

    Closing it here once more would end the test's connection to the database with it.
    """
    answer = browser.get(reverse("filing:package_file", args=[package.pk]))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def index_of(files):
    lines = list(csv.reader(io.StringIO(files["00_Verzeichnis.csv"].decode("utf-8-sig")), delimiter=";"))
    start = next(number for number, line in enumerate(lines) if line and line[0] == "Vorgang")
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :]]


def test_from_the_list_to_the_file(signed, client_of, sachbearbeitung, meerane):
    agreement_in("draft", towns=[meerane], file_reference="LPR-Entwurf")
    browser = client_of(sachbearbeitung)
    page = browser.get(reverse(ADDRESS), {"art": "agreement"})
    assert (page.context["count"], page.context["without_copy"]) == (2, 1)
    answer = browser.post(f"{reverse(ADDRESS)}?art=agreement", follow=True)
    package = Package.objects.get()
    assert answer.request["PATH_INFO"] == package.get_absolute_url()
    assert (package.told, package.total, package.done) == ("Art: Kooperationsvereinbarung", 2, 2)
    content = fetched(browser, package)
    assert hashlib.sha256(content).hexdigest() == package.sha256
    assert ReadEvent.objects.filter(label="Paket: Unterzeichnete Vereinbarungen", kind="export").count() == 1
    files = files_of(package)
    first, second = (
        f"Nr._00{number}_Kooperationsvereinbarung_{town}" for number, town in ((1, "Meerane"), (2, "Werdau"))
    )
    assert sorted(files) == sorted([
        f"{first}/Unterzeichnete_Ausfertigung.png", f"{first}/Endfassung.pdf", f"{first}/Begleitblatt.pdf",
        f"{second}/Endfassung.pdf", f"{second}/Begleitblatt.pdf", "00_Verzeichnis.xlsx", "00_Verzeichnis.csv",
    ])  # fmt: skip
    assert files[f"{first}/Unterzeichnete_Ausfertigung.png"] == content_of(signed[0].signed_copy)
    assert files[f"{second}/Endfassung.pdf"] == content_of(signed[1].final_document)
    lines = index_of(files)
    assert {line["Datei im Paket"]: line["SHA-256"] for line in lines if line["Datei im Paket"]} == {
        name: hashlib.sha256(value).hexdigest() for name, value in files.items() if "/" in name
    }
    assert [(line["Unterlage"], line["Hinweis"]) for line in lines if line["Hinweis"]] == [
        ("Unterzeichnete Ausfertigung", "liegt nicht vor")
    ]


def test_nothing_signed_is_said_and_refused(client_of, sachbearbeitung, meerane):
    agreement_in("draft", towns=[meerane])
    browser = client_of(sachbearbeitung)
    assert "Keine unterzeichnete Vereinbarung" in browser.get(reverse(ADDRESS)).content.decode()
    assert browser.post(reverse(ADDRESS)).status_code == 409


def test_a_missing_and_a_changed_file_are_named_and_the_others_come(signed, sachbearbeitung):
    one, other = signed
    one.final_document.file.storage.delete(one.final_document.file.name)
    Path(other.final_document.file.path).write_bytes(b"anders")
    package = requested(sachbearbeitung, signed)
    package.refresh_from_db()
    told = {line["Hinweis"] for line in index_of(files_of(package))}
    assert told == {"", "Datei fehlt", "Datei ist nicht mehr die gespeicherte", "liegt nicht vor"}
    assert len(package.problems) == 3


def test_the_same_request_is_one_and_too_many_wait(signed, sachbearbeitung):
    rows = [PackageFactory(requested_by=sachbearbeitung, record_ids=[1], told=str(number)) for number in range(3)]
    again = packages.request_package(
        "vereinbarungen", by=sachbearbeitung, record_ids=[1], told="1", functions=["state_casework"]
    )
    assert again == rows[1]
    with pytest.raises(Conflict, match="schon drei Ihrer Pakete"):
        requested(sachbearbeitung, signed)


def test_a_full_disk_is_told_and_leaves_nothing(signed, sachbearbeitung, client_of, monkeypatch):
    def full(self, path):
        path.write_bytes(b"halb")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(jobs.Packing, "write", full)
    package = requested(sachbearbeitung, signed)
    page = client_of(sachbearbeitung).get(package.get_absolute_url()).content.decode()
    assert "Auf dem Server ist kein Platz mehr." in page
    assert [path for path in (Path(settings.MEDIA_ROOT) / "packages").iterdir() if path.suffix == ".teil"] == []
    assert client_of(sachbearbeitung).get(reverse("filing:package_file", args=[package.pk])).status_code == 404


def test_done_again_after_a_killed_worker_and_never_doubled(signed, sachbearbeitung):
    row = PackageFactory(
        requested_by=sachbearbeitung, record_ids=[item.pk for item in signed], started_at=dates.now(), done=1
    )
    jobs.make_package.call(row.pk)
    row.refresh_from_db()
    assert (row.is_ready, row.done) == (True, 2)
    file = row.file.name
    jobs.make_package.call(row.pk)
    # Another worker that took it up before and ends later: its file is not kept.
    assert not packages.complete(row, name="packages/anders", size=1, sha256="1" * 64, problems=[])
    row.refresh_from_db()
    assert row.file.name == file


def test_own_ones_only_and_only_by_functions_still_held(signed, client_of, sachbearbeitung, leitung):
    package = requested(sachbearbeitung, signed)
    for name in ("filing:package", "filing:package_file"):
        address = reverse(name, args=[package.pk])
        assert client_of(leitung).get(address).status_code == 404
        assert client_of(sachbearbeitung).post(address).status_code == 405
    assert list(client_of(leitung).get(reverse("filing:packages")).context["packages"]) == []
    Assignment.objects.filter(user=sachbearbeitung).update(starts_on=date(2023, 4, 1), ends_on=date(2023, 4, 24))
    refused = client_of(sachbearbeitung).get(reverse("filing:package_file", args=[package.pk]))
    assert refused.status_code in (403, 404)


def test_a_town_packs_its_own_and_loses_it_with_the_function(signed, client_of, koordination_meerane):
    browser = client_of(koordination_meerane)
    browser.post(reverse(ADDRESS))
    package = Package.objects.get()
    assert package.record_ids == [signed[0].pk]
    assert fetched(browser, package)[:2] == b"PK"
    Package.objects.filter(pk=package.pk).update(record_ids=[row.pk for row in signed])
    assert browser.get(reverse("filing:package_file", args=[package.pk])).status_code == 403


def test_after_its_days_the_file_goes_and_the_row_stays(
    signed, client_of, sachbearbeitung, django_capture_on_commit_callbacks
):
    package = requested(sachbearbeitung, signed)
    package.refresh_from_db()
    path = Path(settings.MEDIA_ROOT) / package.file.name
    with dates.at(package.expires_on):
        assert packages.expire() == "0 Pakete gelöscht"
    with dates.at(package.expires_on + timedelta(days=1)), django_capture_on_commit_callbacks(execute=True):
        assert packages.expire() == "1 Paket gelöscht"
        assert packages.expire() == "0 Pakete gelöscht"
    assert not path.exists()
    assert "Das Paket wurde nach dem" in client_of(sachbearbeitung).get(package.get_absolute_url()).content.decode()


def test_progress_is_a_part_of_the_page(client_of, sachbearbeitung):
    package = PackageFactory(requested_by=sachbearbeitung, started_at=dates.now(), record_ids=[1, 2, 3], done=2)
    answer = client_of(sachbearbeitung).get(package.get_absolute_url(), {"stand": ""})
    assert answer.template_name == "filing/_progress.html"
    assert "In Arbeit: 2 von 3 Vorgängen." in answer.content.decode()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_two_processes_give_the_same_as_one(signed):
    """Children that share nothing with us but plain values: no database, no open file."""
    entries = [entry_of(row) for row in signed]
    work = [jobs._work(entry) for entry in entries]
    with press.opened(press.WORTH_PROCESSES, 2) as (pool, ahead):
        assert ahead == 4
        assert [pool.submit(item).result() for item in work] == [press.process(item) for item in work]


def test_entries_come_in_the_order_asked_for(signed):
    ids = [signed[1].pk, signed[0].pk, 0]
    assert [entry.record_id for entry in SignedAgreements().entries(ids)] == ids[:2]
