"""What may come in: name, first bytes, structure and size of an upload have to agree."""

import contextlib
import hashlib
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import inspection
from documents.inspection import UnsuitableFile, inspect
from tests import files


@pytest.mark.parametrize(
    ("filename", "content", "media_type", "pages"),
    [
        ("scan.pdf", files.pdf(3), "application/pdf", 3),
        ("SCAN.PDF", files.pdf(), "application/pdf", 1),
        ("scan.jpg", files.picture("JPEG"), "image/jpeg", 1),
        ("scan.jpeg", files.picture("JPEG"), "image/jpeg", 1),
        ("scan.png", files.picture("PNG"), "image/png", 1),
    ],
)
def test_good_file_is_described_byte_for_byte(filename, content, media_type, pages):
    file = inspect(filename, content)
    assert (file.filename, file.media_type, file.page_count) == (filename, media_type, pages)
    assert file.content == content
    assert file.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("filename", "content", "sentence"),
    [
        ("scan.exe", files.pdf(), "Bitte eine Datei mit der Endung"),
        ("scan.pdf.exe", files.pdf(), "Bitte eine Datei mit der Endung"),
        ("scan", files.pdf(), "Bitte eine Datei mit der Endung"),
        (".pdf", files.pdf(), "Bitte eine Datei mit der Endung"),
        ("scan.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Bitte eine Datei mit der Endung"),
        ("scan.tif", files.picture("TIFF"), "Bitte eine Datei mit der Endung"),
        ("scan.pdf", b"", "Die Datei ist leer"),
        ("scan.pdf", files.picture("PNG"), "passt nicht zur Endung „.pdf“"),
        ("scan.png", files.pdf(), "passt nicht zur Endung „.png“"),
        ("scan.jpg", files.picture("PNG"), "passt nicht zur Endung „.jpg“"),
        ("scan.png", files.picture("GIF"), "passt nicht zur Endung „.png“"),
        ("scan.pdf", b"<html><script>alert(1)</script></html>", "passt nicht zur Endung „.pdf“"),
        ("scan.pdf", b"%PDF-1.7\nkein PDF", "Das PDF ist beschädigt"),
        ("scan.pdf", files.pdf()[:200], "Das PDF ist beschädigt"),
        ("scan.pdf", files.pdf(password="geheim"), "mit einem Passwort geschützt"),
        ("scan.pdf", files.pdf(0), "Das PDF hat keine Seite"),
        ("scan.pdf", files.pdf_bomb(), "Das PDF ist beschädigt"),
        ("scan.pdf", files.cyclic_pdf(), "Das PDF ist beschädigt"),
        ("scan.png", files.picture("PNG")[:40], "Das Bild ist beschädigt"),
        ("scan.jpg", files.picture("JPEG", (64, 64))[:300], "Das Bild ist beschädigt"),
        ("scan.png", files.bomb(), "Das Bild"),
        ("scan.png", files.bomb(9000, 9000), "zu viele Bildpunkte"),
    ],
)
def test_unsuitable_file_is_refused_with_a_sentence(filename, content, sentence):
    with pytest.raises(UnsuitableFile, match=sentence):
        inspect(filename, content)


def test_bomb_is_refused_before_it_is_unpacked():
    """Its few bytes would become gigabytes; the size stands in the header."""
    with mock.patch("PIL.ImageFile.ImageFile.load") as load, pytest.raises(UnsuitableFile):
        inspect("scan.png", files.bomb(9000, 9000))
    load.assert_not_called()


def test_largest_scan_that_is_taken():
    assert inspection.MAX_PIXELS >= 7016 * 9933, "A3 at 600 dpi"


def test_size_is_limited(monkeypatch):
    content = files.pdf()
    monkeypatch.setattr(inspection, "MAX_BYTES", len(content) - 1)
    with pytest.raises(UnsuitableFile, match="Die Datei ist größer als"):
        inspect("scan.pdf", content)
    monkeypatch.setattr(inspection, "MAX_BYTES", len(content))
    assert inspect("scan.pdf", content).content == content


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\Erika\\Scan.pdf", "Scan.pdf"),
        ("Ausfertigung\r\nX-Header: boese.pdf", "AusfertigungX-Header boese.pdf"),
        ('a<b>c:"d|e?f*.pdf', "abcdef.pdf"),
        ("Unterzeichnung Lößnitz 25. April.pdf", "Unterzeichnung Lößnitz 25. April.pdf"),
        (f"{'x' * 300}.pdf", f"{'x' * 196}.pdf"),
    ],
)
def test_name_is_kept_without_path_or_control_characters(given_name, kept):
    assert inspect(given_name, files.pdf()).filename == kept


@given(st.text(max_size=60))
def test_no_name_leads_out_of_the_folder(name):
    try:
        kept = inspect(f"{name}.pdf", PAGE).filename
    except UnsuitableFile:
        return
    assert "/" not in kept
    assert "\\" not in kept
    assert kept.isprintable()
    assert kept.endswith(".pdf")
    assert 0 < len(kept) <= 200


@given(st.binary(max_size=400))
def test_no_rubbish_makes_it_fail(rubbish):
    """Whatever follows the first bytes: refused with a sentence, or a PDF that can be counted."""
    with contextlib.suppress(UnsuitableFile):
        assert inspect("scan.pdf", b"%PDF-1.7\n" + rubbish).page_count >= 1


PAGE = files.pdf()
