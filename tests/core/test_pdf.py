"""The PDF door: nothing from outside comes in, the same input gives the same bytes, only our fonts."""

import hashlib
import os
import re
import subprocess
import sys
import threading
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings as django_settings
from weasyprint.urls import URLFetcherResponse

from core import pdf
from core.exceptions import Refusal

PLAIN = '<h1>Titel</h1><p class="doc">Text</p>'
SHEET = "css/agreement-paper.css"


@pytest.fixture
def rendered(settings, tmp_path):
    """Renders markup as a template would, inside our stylesheet's class."""
    settings.TEMPLATES = [{**django_settings.TEMPLATES[0], "DIRS": [tmp_path], "OPTIONS": {}}]

    def render(body, *, head="", stylesheets=(SHEET,), **options):
        page = f'<html lang="de"><head><title>Probe</title>{head}</head><body class="doc">{body}</body></html>'
        # Templates are cached by name.
        name = f"{hashlib.md5(page.encode()).hexdigest()}.html"
        (tmp_path / name).write_text(page, encoding="utf-8")
        return pdf.render(name, {}, stylesheets=stylesheets, **options)

    return render


@pytest.fixture
def planted(settings, tmp_path):
    """Writes a static file of the given content and gives its name."""
    folder = tmp_path / "planted"
    folder.mkdir()
    settings.STATICFILES_DIRS = [folder, *django_settings.STATICFILES_DIRS]

    def plant(name, content):
        (folder / name).write_text(content, encoding="utf-8")
        return name

    return plant


SECRET = "file:///etc/hostname"


@pytest.mark.parametrize(
    "body",
    [
        f'<img src="{SECRET}" alt="x">',
        '<img src="http://127.0.0.1:9/x.png" alt="x">',
        '<img src="https://example.org/x.png" alt="x">',
        '<img src="//example.org/x.png" alt="x">',
        '<img src="/etc/hostname" alt="x">',
        '<img src="ftp://example.org/x.png" alt="x">',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="x">',
        '<img src="css/%2e%2e/%2e%2e/manage.py" alt="x">',
        '<img src="nowhere.png" alt="x">',
        f'<object data="{SECRET}"></object>',
        f'<embed src="{SECRET}">',
        f"<p style=\"background: url('{SECRET}')\">x</p>",
        "<ul><li style=\"list-style-image: url('http://example.org/x.png')\">x</li></ul>",
        f'<svg viewBox="0 0 9 9" width="9" height="9"><image href="{SECRET}" width="9" height="9"/></svg>',
        f'<a rel="attachment" href="{SECRET}">x</a>',
    ],
)
def test_a_page_cannot_bring_in_anything_from_outside(rendered, body):
    with pytest.raises(pdf.ForbiddenResource):
        rendered(body)


@pytest.mark.parametrize(
    "head",
    [
        f'<link rel="stylesheet" href="{SECRET}">',
        '<link rel="stylesheet" href="http://example.org/x.css">',
        f'<link rel="attachment" href="{SECRET}">',
        '<style>@import "http://example.org/x.css";</style>',
        f"<style>@font-face {{ font-family: x; src: url('{SECRET}') }}</style>",
        "<style>@page { background: url('http://example.org/x.png') }</style>",
        '<base href="file:///etc/"><link rel="stylesheet" href="hostname">',
    ],
)
def test_the_head_of_a_page_cannot_either(rendered, head):
    with pytest.raises(pdf.ForbiddenResource):
        rendered(PLAIN, head=head)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("import.css", '@import "http://example.org/x.css";'),
        ("file.css", f'@import "{SECRET}";'),
        ("font.css", f"@font-face {{ font-family: x; src: url('{SECRET}') }}"),
        ("background.css", ".doc { background: url('http://example.org/x.png') }"),
        ("content.css", ".doc::before { content: url('http://example.org/x.png') }"),
        ("profile.css", f"@color-profile --x {{ src: url('{SECRET}') }}"),
    ],
)
def test_a_stylesheet_cannot_either(rendered, planted, name, content):
    sheet = planted(name, content)
    with pytest.raises(pdf.ForbiddenResource):
        rendered(PLAIN, stylesheets=(SHEET, sheet))


def test_a_picture_of_ours_cannot_lead_outside(rendered, planted):
    name = planted(
        "leak.svg",
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="{SECRET}" width="9"/></svg>',
    )
    with pytest.raises(pdf.ForbiddenResource):
        rendered(f'<img src="{name}" alt="x">')


@pytest.mark.parametrize("name", ["../manage.py", "/etc/hostname", "css/../../manage.py", "", "css", "css/nowhere.css"])
def test_static_file_stays_inside(name):
    with pytest.raises(pdf.ForbiddenResource):
        pdf.static_file(name)


def test_the_fetcher_serves_our_static_files():
    response = pdf.StaticFilesFetcher().fetch(f"{pdf.BASE_URL}{SHEET}?x=1#y")
    assert isinstance(response, URLFetcherResponse)
    assert response.read() == (Path(django_settings.BASE_DIR) / "static" / SHEET).read_bytes()
    assert response.content_type == "text/css"


def test_after_a_refusal_the_next_paper_is_printed(rendered):
    with pytest.raises(pdf.ForbiddenResource):
        rendered(f'<img src="{SECRET}" alt="x">')
    assert rendered(PLAIN).startswith(b"%PDF-1.7")


# --- Characters and fonts -----------------------------------------------------------------------------------------


def test_german_and_sorbian_can_be_printed():
    text = (
        "ÄÖÜäöüßẞ„“‚‘–—…§€·•№ Łaz Wojerecy Běła Woda Budyšin ŁłŹźŚśĆćÓóŃńĚěŠšČčŘřŽž\n\tAz. 4-0123/5\N{NO-BREAK SPACE}x"
    )
    assert pdf.missing_characters(text) == set()


def test_a_letter_with_its_mark_apart_can_be_printed():
    assert pdf.missing_characters("Be\N{COMBINING CARON}ła") == set()


@pytest.mark.parametrize("character", ["中", "😀", "\N{WORD JOINER}", "\N{NON-BREAKING HYPHEN}", "\x07"])
def test_other_characters_are_named(rendered, character):
    assert pdf.missing_characters(f"Text {character}") == {character}
    with pytest.raises(pdf.MissingGlyph, match=f"U\\+{ord(character):04X}") as caught:
        rendered(f"<p>Text {character}</p>")
    assert caught.value.characters == {character}
    assert isinstance(caught.value, Refusal)


def test_an_entity_is_no_way_around_the_check(rendered):
    with pytest.raises(pdf.MissingGlyph, match="U\\+4E2D"):
        rendered("<p>&#x4e2d;</p>")


def test_invisible_characters_are_described_by_number():
    assert pdf.describe("→") == "„→“ (U+2192)"
    assert pdf.describe("\N{ZERO WIDTH SPACE}") == "U+200B"
    assert pdf.describe("\N{EM QUAD}") == "U+2001"


def test_the_stylesheet_declares_exactly_the_fonts_the_door_knows():
    sheet = pdf.static_file(pdf.FONT_STYLESHEET).decode()
    faces = re.findall(r'font-family: "([^"]+)".*?url\("\.\./([^"]+)"\)', sheet)
    assert faces == [(family, name) for family, names in pdf.FONTS.items() for name in names]


def test_a_font_of_the_machine_is_refused(rendered, monkeypatch):
    monkeypatch.setattr(pdf, "FONTS", {"Fira Sans Paper": pdf.FONTS["Fira Sans Paper"]})
    pdf._printable.cache_clear()
    with pytest.raises(pdf.ForbiddenResource, match="Source Serif Paper"):
        rendered(PLAIN)
    pdf._printable.cache_clear()


# --- The file -----------------------------------------------------------------------------------------------------


def opened(content):
    return pikepdf.open(BytesIO(content))


def test_the_file_says_what_it_is(rendered):
    document = opened(rendered(PLAIN))
    with document.open_metadata() as metadata:
        assert (metadata.pdfa_status, metadata["{http://www.aiim.org/pdfua/ns/id/}part"]) == ("3A", "1")
    assert str(document.Root.Lang) == "de"
    assert str(document.docinfo.Title) == "Probe"


def test_attachments_carry_the_day_they_are_given_or_none(rendered):
    item = pdf.Attachment("daten.json", b"{}", "Daten")
    for day, expected in [(date(2023, 4, 19), "D:20230419000000Z"), (None, None)]:
        document = opened(rendered(PLAIN, attachments=[item], as_of=day))
        (specification,) = document.Root.AF
        stream = specification.EF.F
        assert stream.read_bytes() == b"{}"
        assert str(specification.AFRelationship) == "/Data"
        assert str(stream.Subtype) == "/application/json"
        assert stream.Params.get("/ModDate") == expected
        assert stream.Params.get("/CreationDate") == expected


def test_the_language_of_a_span_reaches_the_tags(rendered):
    body = '<h1>Orte</h1><p><span>In</span> Lohsa, <b>auch</b> <span lang="hsb">Łaz</span> genannt</p>'
    document = opened(rendered(body))
    languages = [
        str(item.Lang) for item in document.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
    ]
    assert sorted(languages) == ["de", "hsb"]


def test_the_same_input_gives_the_same_bytes(rendered):
    assert rendered(PLAIN) == rendered(PLAIN)


def test_threads_print_one_after_the_other(rendered):
    expected = rendered(PLAIN * 20)
    results = []
    threads = [threading.Thread(target=lambda: results.append(rendered(PLAIN * 20))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 4


def test_warm_up_leaves_the_fonts_read():
    pdf._room.reset()
    pdf.warm_up()
    assert list(pdf._room.press.sheets) == [pdf.FONT_STYLESHEET]


FORKING = """
import os, sys, django
django.setup()
from agreements import papers
from tests.papers import SHORT, SORBIAN
before = papers.render(SHORT)
child = os.fork()
if child == 0:
    sys.exit(0 if papers.render(SHORT) == before else 1)
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
# The child has ended and tidied up after itself; our fonts must still be there.
assert papers.render(SHORT) == before and papers.render(SORBIAN)
"""


def test_a_forked_worker_prints_and_leaves_the_parent_its_fonts(tmp_path):
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    # From 3.12 on Python warns of every fork in a process with threads; gunicorn and the job worker fork all the same.
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKING]
    result = subprocess.run(
        command, cwd=django_settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []
