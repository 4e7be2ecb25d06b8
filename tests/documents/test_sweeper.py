"""The sweeper: orphans are put aside and later deleted, stored files never, missing ones are told."""

import os
import time
from datetime import timedelta
from pathlib import Path

import pytest

from audit.daily import Problem
from documents import sweeper
from documents.models import Document
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def stored(root, meerane):
    return agreement_in("finalised", towns=[meerane]).final_document


def orphan(root, *, hours, name="documents/ab/abc"):
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"verwaist")
    age(path, hours=hours)
    return path


def age(path, **values):
    then = time.time() - timedelta(**values).total_seconds()
    os.utime(path, (then, then))


def aside(root, path):
    return root / sweeper.QUARANTINE / path.relative_to(root)


def test_old_orphan_is_put_aside_and_a_young_one_stays(root):
    old, young = orphan(root, hours=25), orphan(root, hours=23, name="documents/cd/cde")
    assert sweeper.sweep() == "1 verwaiste Datei beiseitegelegt, 0 gelöscht, 0 zurückgeholt"
    assert (old.exists(), young.exists(), aside(root, old).read_bytes()) == (False, True, b"verwaist")
    assert sweeper.sweep() == "0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 0 zurückgeholt"


def test_what_lies_aside_is_deleted_after_thirty_days_from_then(root):
    path = orphan(root, hours=24 * 400)
    sweeper.sweep()
    age(aside(root, path), days=29)
    sweeper.sweep()
    assert aside(root, path).exists()
    age(aside(root, path), days=31)
    assert sweeper.sweep() == "0 verwaiste Dateien beiseitegelegt, 1 gelöscht, 0 zurückgeholt"
    assert not aside(root, path).exists()


def test_stored_file_is_never_touched(root, stored):
    age(Path(stored.file.path), days=4000)
    assert sweeper.sweep() == "0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 0 zurückgeholt"
    assert Path(stored.file.path).is_file()


def test_file_of_a_row_that_came_late_comes_back(root, stored):
    path = Path(stored.file.path)
    aside(root, path).parent.mkdir(parents=True)
    path.rename(aside(root, path))
    age(aside(root, path), days=31)
    assert sweeper.sweep() == "0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 1 zurückgeholt"
    assert path.is_file()


def test_missing_and_changed_files_are_told_by_number(root, meerane):
    first = agreement_in("finalised", towns=[meerane]).final_document
    second = agreement_in("finalised", towns=[meerane]).final_document
    Path(first.file.path).unlink()
    Path(second.file.path).write_bytes(b"anders")
    with pytest.raises(Problem) as found:
        sweeper.sweep()
    assert str(found.value) == (
        "0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 0 zurückgeholt. Bitte aus der Sicherung zurückholen: "
        f"Dokument {first.pk} fehlt; Dokument {second.pk} ist verändert"
    )
    assert Document.objects.count() == 2


def test_links_and_an_empty_folder_are_left_alone(root, tmp_path):
    outside = tmp_path / "aussen"
    outside.write_bytes(b"x")
    age(outside, days=400)
    (root / "link").symlink_to(outside)
    assert sweeper.sweep() == "0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 0 zurückgeholt"
    assert (outside.exists(), (root / "link").is_symlink()) == (True, True)
    (root / "link").unlink()
    root.rmdir()
    assert sweeper.sweep() == "0 verwaiste Dateien beiseitegelegt, 0 gelöscht, 0 zurückgeholt"
