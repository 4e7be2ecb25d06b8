"""What a file must be before it is stored: name, first bytes, structure and size have to agree."""

import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

import filetype
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from documents.letters import Check
from documents.unsuitable import UnsuitableFile

__all__ = ["MAX_BYTES", "InspectedFile", "UnsuitableFile", "inspect"]

MAX_BYTES = 25 * 1024 * 1024
# 80 megapixels: an A3 scan at 600 dpi, but no decompression bomb.
MAX_PIXELS = 80_000_000
EXTENSIONS = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
PILLOW_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG"}


@dataclass(frozen=True)
class InspectedFile:
    """A file that may be stored; `page_count` is 1 for pictures, None where pages are nobody's to count."""

    filename: str
    media_type: str
    content: bytes
    sha256: str
    page_count: int | None


def inspect(filename: str, content: bytes, *, also: Mapping[str, Check] | None = None) -> InspectedFile:
    """Check an upload and describe it; UnsuitableFile with a sentence otherwise.

    `also` are kinds taken beside PDF and pictures (`documents.letters`), where letters and texts come in.
    """
    name, others = clean_name(filename), also or {}
    ending = PurePath(name).suffix.lower()
    expected = EXTENSIONS.get(ending)
    if expected is None and ending not in others:
        raise UnsuitableFile(
            f"Bitte eine Datei mit der Endung {', '.join(['.pdf, .jpg, .jpeg', *others])} oder .png wählen."
        )
    if not content:
        raise UnsuitableFile("Die Datei ist leer. Bitte die Ausfertigung noch einmal einscannen.")
    if len(content) > MAX_BYTES:
        raise UnsuitableFile(
            f"Die Datei ist größer als {MAX_BYTES // 1024 // 1024} MB. Bitte mit geringerer Auflösung scannen."
        )
    if expected is None:
        return InspectedFile(name, others[ending](content), content, hashlib.sha256(content).hexdigest(), None)
    if filetype.guess_mime(content[:8192]) != expected:
        raise UnsuitableFile(
            f"Der Inhalt der Datei passt nicht zur Endung „{PurePath(name).suffix}“. Bitte die Datei neu speichern."
        )
    pages = _pdf_pages(content) if expected == "application/pdf" else _picture_pages(content, expected)
    return InspectedFile(name, expected, content, hashlib.sha256(content).hexdigest(), pages)


def clean_name(filename: str) -> str:
    """The bare name without path or control characters, at most 200 characters with its ending."""
    bare = PurePath(filename.replace("\\", "/")).name
    printable = "".join(char for char in bare if char.isprintable() and char not in '<>:"|?*').strip()
    stem, suffix = PurePath(printable).stem, PurePath(printable).suffix
    return f"{stem[: 200 - len(suffix)]}{suffix}" or "datei"


def _pdf_pages(content: bytes) -> int:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            raise UnsuitableFile("Das PDF ist mit einem Passwort geschützt. Bitte ohne Passwort speichern.")
        pages = len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError) as error:
        raise UnsuitableFile("Das PDF ist beschädigt und lässt sich nicht öffnen. Bitte neu speichern.") from error
    if not pages:
        raise UnsuitableFile("Das PDF hat keine Seite. Bitte die Ausfertigung noch einmal einscannen.")
    return pages


def _picture_pages(content: bytes, media_type: str) -> int:
    broken = UnsuitableFile("Das Bild ist beschädigt und lässt sich nicht öffnen. Bitte neu einscannen.")
    try:
        with Image.open(io.BytesIO(content), formats=[PILLOW_FORMATS[media_type]]) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UnsuitableFile("Das Bild hat zu viele Bildpunkte. Bitte mit höchstens 300 dpi scannen.")
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise broken from error
    return 1
