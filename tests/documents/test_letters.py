"""Word documents and mails: taken where they are asked for, and only without anything that runs."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents import letters
from documents.inspection import UnsuitableFile, inspect
from tests.files import pdf, word

MAIL = b"From: a@stadt.example\r\nDate: Thu, 20 Apr 2023 10:00:00 +0200\r\n\r\nJa.\r\n"
GOOD = word("Ein Absatz.")


def changed(*, add=(), drop=(), contents=None):
    """The good document with other parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in drop:
                data = source.read(name)
                target.writestr(name, contents(name, data) if contents else data)
        for name, data in add:
            target.writestr(name, data)
    return buffer.getvalue()


def with_macros(name, data):
    return data.replace(letters.MAIN_PART, b"application/vnd.ms-word.document.macroEnabled.main+xml")


def test_word_and_mail_are_described():
    file = inspect("Rücklauf.docx", GOOD, also=letters.WORD)
    assert (file.media_type, file.page_count, file.content) == (letters.WORD_TYPE, None, GOOD)
    assert inspect("ja.EML", MAIL, also=letters.MAIL).media_type == letters.MAIL_TYPE


@pytest.mark.parametrize("name", ["x.docx", "x.eml"])
def test_elsewhere_they_are_not_taken(name):
    with pytest.raises(UnsuitableFile, match="Bitte eine Datei mit der Endung"):
        inspect(name, GOOD)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("x.docx", pdf(), "passt nicht zur Endung"),
        ("x.docx", GOOD[:500], "beschädigt"),
        ("x.docx", b"PK\x03\x04", "beschädigt"),
        ("x.docx", changed(drop=["word/document.xml"]), "beschädigt"),
        ("x.docx", changed(add=[("word/vbaProject.bin", b"x")]), "Makros oder eingebettete"),
        ("x.docx", changed(add=[("word/embeddings/oleObject1.bin", b"x")]), "Makros oder eingebettete"),
        ("x.docx", changed(contents=with_macros), "kein gewöhnliches Word-Dokument"),
        ("x.docx", changed(add=[("../boese.xml", b"x")]), "beschädigt"),
        ("x.docx", changed(add=[("word/bombe.xml", b"0" * (letters.MAX_UNPACKED + 1))]), "entpackt zu groß"),
        ("x.eml", b"Nur Text.", "keine gespeicherte E-Mail"),
        ("x.eml", MAIL + b"\x00", "keine gespeicherte E-Mail"),
        ("x.eml", b"", "Die Datei ist leer"),
    ],
    ids=range(12),
)
def test_unsuitable_letter_is_refused_with_a_sentence(name, content, sentence):
    with pytest.raises(UnsuitableFile, match=sentence):
        inspect(name, content, also={**letters.WORD, **letters.MAIL})


@given(st.binary(max_size=400))
def test_no_rubbish_makes_it_fail(rubbish):
    for name in ("x.docx", "x.eml"):
        with contextlib.suppress(UnsuitableFile):
            inspect(name, b"PK\x03\x04" + rubbish, also={**letters.WORD, **letters.MAIL})
