"""The one door to WeasyPrint: HTML templates become PDF/A and PDF/UA-1 in one file, the same bytes every time."""

import atexit
import hashlib
import html
import logging
import os
import threading
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pydyf
import weasyprint
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from fontTools.ttLib import TTFont
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from core.exceptions import Refusal

# Where templates and stylesheets seem to stand. The name cannot exist (RFC 2606), and nothing is ever fetched from it:
# it only lets relative addresses of our own static files resolve as they do in the browser.
BASE_URL = "https://static.invalid/"

# The faces of every paper, and the names they have there. Names of our own, because a font of the same name installed
# on the machine would win over ours; one name per file, because WeasyPrint takes faces of one name for one font and
# then prints the glyphs of one subset with the numbers of the other.
FONT_STYLESHEET = "css/paper-fonts.css"
FONTS = {
    "Fira Sans Paper": (
        "kern/fonts/fira-sans/FiraSans-Regular.woff2",
        "kern/fonts/fira-sans/FiraSans-Medium.woff2",
        "kern/fonts/fira-sans/FiraSans-SemiBold.woff2",
    ),
    "Source Serif Paper": (
        "source-serif/files/source-serif-4-latin-400-normal.woff2",
        "source-serif/files/source-serif-4-latin-600-normal.woff2",
    ),
    "Source Serif Paper Ext": (
        "source-serif/files/source-serif-4-latin-ext-400-normal.woff2",
        "source-serif/files/source-serif-4-latin-ext-600-normal.woff2",
    ),
}

# PDF/UA-1 asks for its mark in the XMP metadata, PDF/A for a description of every schema it does not know itself.
XMP_PDF_UA = b"""\
<rdf:Description xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" rdf:about="" pdfuaid:part="1" />\
<rdf:Description xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#"\
 rdf:about=""><pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>"""

# The archive formats a paper can have: with embedded files, or with none and readable for the strictest archive.
WITH_ATTACHMENTS, WITHOUT_ATTACHMENTS = "pdf/a-3a", "pdf/a-2a"

# One line per step and paper would drown the log; warnings of WeasyPrint still come through.
logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)


class ForbiddenResource(Exception):
    """A template or stylesheet asked for something that is not one of our static files."""


class MissingGlyph(Refusal):
    """The text holds characters none of our fonts has; printed they would be empty boxes."""

    def __init__(self, characters: set[str]) -> None:
        self.characters = characters
        listed = ", ".join(describe(character) for character in sorted(characters))
        super().__init__(f"Diese Zeichen lassen sich nicht drucken: {listed}. Bitte im Text ersetzen oder löschen.")


@dataclass(frozen=True)
class Attachment:
    """A file embedded in the PDF; the ending of its name says what it is."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


COMBINING_MARKS = frozenset(range(0x300, 0x370))


@cache
def paper_font(name: str) -> bytes:
    """A font of ours without combining marks.

    The Latin subset has the marks but no „ź“; a newer HarfBuzz then composes z and mark instead of taking the letter
    from the extended subset, and whoever copies the text gets the mark in the wrong place.

    Made once per installation and kept below var/: unpacking and packing all faces costs more than printing a paper.
    """
    source = static_file(name)
    kept = settings.VAR_DIR / "fonts" / f"{hashlib.sha256(source).hexdigest()}.ttf"
    with suppress(OSError):
        content: bytes = kept.read_bytes()
        return content
    content = _without_marks(source)
    with suppress(OSError):  # It only saves time.
        kept.parent.mkdir(parents=True, exist_ok=True)
        fresh = kept.with_suffix(f".{os.getpid()}-{threading.get_ident()}")
        fresh.write_bytes(content)
        fresh.replace(kept)
    return content


def _without_marks(source: bytes) -> bytes:
    font = TTFont(BytesIO(source), recalcTimestamp=False)
    for table in font["cmap"].tables:
        for code in COMBINING_MARKS.intersection(table.cmap):
            del table.cmap[code]
    # Unpacked: packing takes most of the time, and the PDF packs what it embeds by itself.
    font.flavor = None
    buffer = BytesIO()
    font.save(buffer)
    return buffer.getvalue()


class StaticFilesFetcher(URLFetcher):
    """Hands WeasyPrint our static files and nothing else: no network, no other file, no data: address."""

    def __init__(self) -> None:
        # Without fail_on_errors a refused resource would only be logged and the paper printed without it.
        super().__init__(allowed_protocols=(), allow_redirects=False, fail_on_errors=True)
        # Inside an SVG WeasyPrint swallows even the fatal error, so the refusal is kept for the end.
        self.refused: ForbiddenResource | None = None

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        try:
            content = self._content(url)
        except ForbiddenResource as error:
            self.refused = error
            raise
        return URLFetcherResponse(url, content, {"Content-Type": "text/css"} if _path(url).endswith(".css") else None)

    def _content(self, url: str) -> bytes:
        if not url.startswith(BASE_URL):
            raise ForbiddenResource(f"Only static files may stand in a PDF, not {url[:200]!r}.")
        name = _path(url)
        return paper_font(name) if name.endswith(".woff2") else static_file(name)


class _FontConfiguration(FontConfiguration):
    """Removes its folder only in the process that made it: a forked worker that ends would take it from the others."""

    def __init__(self) -> None:
        super().__init__()
        self._owner = os.getpid()

    def __del__(self) -> None:
        if getattr(self, "_owner", None) == os.getpid():
            super().__del__()


@dataclass
class _Press:
    """What is dear to make and the same for every paper: fonts and parsed stylesheets."""

    fonts: FontConfiguration = field(default_factory=_FontConfiguration)
    sheets: dict[str, weasyprint.CSS] = field(default_factory=dict)

    def sheet(self, name: str) -> weasyprint.CSS:
        if name not in self.sheets:
            self.sheets[name] = weasyprint.CSS(
                url=BASE_URL + name, url_fetcher=StaticFilesFetcher(), font_config=self.fonts
            )
        return self.sheets[name]


class _PressRoom:
    """One press per process, one paper at a time: Pango's font map must not be used by two threads at once."""

    def __init__(self) -> None:
        self.reset()
        os.register_at_fork(after_in_child=self.reset)
        # Torn down only with the interpreter, Pango's font map takes the process with it (SIGSEGV).
        atexit.register(self.reset)

    def reset(self) -> None:
        """Start anew: a forked child needs a lock nobody holds, and fonts of its own."""
        self.lock = threading.Lock()
        self.press: _Press | None = None

    def open(self) -> _Press:
        if self.press is None:
            self.press = _Press()
        return self.press


_room = _PressRoom()


def render(
    template_name: str,
    context: Mapping[str, Any],
    *,
    stylesheets: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    as_of: date | None = None,
    variant: str = WITH_ATTACHMENTS,
    spells_out: bool = False,
) -> bytes:
    """A template as PDF/A and PDF/UA-1; the same input gives the same bytes, whatever the day or machine.

    `stylesheets` are names of static files. `as_of` is the day the content is from; it becomes the date of the
    embedded files, which otherwise carry none. PDF/A-2a (`variant`) takes no attachments; they are left out. Raises
    ForbiddenResource and, for a character our fonts lack, MissingGlyph: an agreed text must not be printed otherwise
    than it was agreed. A record of what is there (`spells_out`) gives its number instead of not being printed at all.
    """
    kept = attachments if variant == WITH_ATTACHMENTS else ()
    markup = unicodedata.normalize("NFC", render_to_string(template_name, dict(context)))
    missing = missing_characters(html.unescape(markup))
    if missing and not spells_out:
        raise MissingGlyph(missing)
    markup = spelled_out(markup, missing)
    with _room.lock:
        try:
            return _print(markup, stylesheets, kept, as_of, variant)
        except FatalURLFetchingError as error:
            # A BaseException of WeasyPrint's, which would end the worker instead of the request.
            raise ForbiddenResource(f"{error}: {error.__cause__}") from error.__cause__


def warm_up() -> None:
    """Read fonts and stylesheet once, so that the first paper of a process is not four times as slow."""
    with _room.lock:
        _room.open().sheet(FONT_STYLESHEET)


def missing_characters(text: str) -> set[str]:
    """The characters of a text that none of our fonts can print, after canonical composition (NFC)."""
    wanted = set(unicodedata.normalize("NFC", text)) - set("\n\r\t")
    return {character for character in wanted if ord(character) not in _printable()}


def spelled_out(text: str, missing: Iterable[str]) -> str:
    """The text with numbers in place of these characters, as in „[U+4E2D]“."""
    for character in missing:
        text = text.replace(character, f"[U+{ord(character):04X}]")
    return text


def describe(character: str) -> str:
    """A character as a person finds it again: „→“ (U+2192), or only its number when there is nothing to see."""
    number = f"U+{ord(character):04X}"
    return f"„{character}“ ({number})" if character.isprintable() and not character.isspace() else number


def static_file(name: str) -> bytes:
    """Content of one of our static files, as it lies in the source, found without collectstatic."""
    inside = not Path(name).is_absolute() and ".." not in Path(name).parts
    path = finders.find(name) if inside else None
    if not isinstance(path, str) or not Path(path).is_file():
        raise ForbiddenResource(f"There is no static file {name!r}.")
    return Path(path).read_bytes()


def _path(url: str) -> str:
    """The part of an address that names the static file."""
    return unquote(url.removeprefix(BASE_URL).partition("?")[0].partition("#")[0])


@cache
def _printable() -> frozenset[int]:
    """Code points every weight of at least one family has; the families stand in for each other in the stylesheet."""
    families = [[TTFont(BytesIO(paper_font(name))).getBestCmap() for name in names] for names in FONTS.values()]
    return frozenset().union(*(set(faces[0]).intersection(*faces) for faces in families))


def _print(
    markup: str, stylesheets: Sequence[str], attachments: Sequence[Attachment], as_of: date | None, variant: str
) -> bytes:
    press = _room.open()
    day = datetime.combine(as_of or date.min, time.min, tzinfo=UTC)
    fetcher = StaticFilesFetcher()
    document = weasyprint.HTML(string=markup, base_url=BASE_URL, url_fetcher=fetcher)
    content: bytes = document.write_pdf(
        font_config=press.fonts,
        stylesheets=[press.sheet(name) for name in (FONT_STYLESHEET, *stylesheets)],
        pdf_variant=variant,
        finisher=_finisher(dated=as_of is not None),
        attachments=[
            weasyprint.Attachment(
                string=item.content, name=item.name, description=item.description,
                relationship=item.relationship, created=day, modified=day,
            )
            for item in attachments
        ],
    )  # fmt: skip
    if fetcher.refused:
        raise fetcher.refused
    return content


def _finisher(*, dated: bool) -> Any:
    """Last touches on the PDF objects before they are written."""

    def finish(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
        foreign = {font.family for font in document.fonts.values()} - set(FONTS)
        if foreign:
            raise ForbiddenResource(f"A font of the machine came into the PDF: {', '.join(sorted(foreign))}.")
        _mark_as_pdf_ua(pdf)
        _declare_languages(document, pdf)
        # WeasyPrint lists every attachment twice.
        if "AF" in pdf.catalog:
            pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))
        if not dated:
            _drop_dates(pdf)

    return finish


def _mark_as_pdf_ua(pdf: pydyf.PDF) -> None:
    metadata = pdf.objects[int(pdf.catalog["Metadata"].split()[0])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", XMP_PDF_UA + b"</rdf:RDF>", 1)]
    # Readable without a PDF library, as the XMP specification advises for archives.
    metadata.compress = False


def _declare_languages(document: weasyprint.Document, pdf: pydyf.PDF) -> None:
    """Carry `lang` of every span over to its tag, which WeasyPrint leaves out; a screen reader then changes its voice.

    Boxes and tags stand in the same order; a tag with a number as child is a piece of text, not a span of ours.
    """
    tags = [
        item for item in pdf.objects
        if isinstance(item, dict) and item.get("S") == "/Span" and not any(isinstance(kid, int) for kid in item["K"])
    ]  # fmt: skip
    spans = [
        box for page in document.pages for box in page._page_box.descendants()
        if box.element_tag == "span" and not isinstance(box, boxes.TextBox | boxes.LineBox)
    ]  # fmt: skip
    for tag, box in zip(tags, spans, strict=True):
        if language := box.element.get("lang"):
            tag["Lang"] = pydyf.String(language)


def _drop_dates(pdf: pydyf.PDF) -> None:
    """WeasyPrint dates every embedded file; without a day of its own it would be the day of printing."""
    for item in pdf.objects:
        extra = getattr(item, "extra", {})
        if extra.get("Type") == "/EmbeddedFile":
            for name in ("CreationDate", "ModDate"):
                del extra["Params"][name]
