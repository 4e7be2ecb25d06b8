"""Word documents and mails as they come from a town: what they must be before they are stored."""

import io
import zipfile
from collections.abc import Callable, Mapping
from email import policy
from email.parser import BytesParser

from documents.unsuitable import UnsuitableFile

WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MAIL_TYPE = "message/rfc822"
# The main part of a document without macros; a template or one with macros says something else here.
MAIN_PART = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
CONTENTS, TEXT = "[Content_Types].xml", "word/document.xml"
ACTIVE = ("vbaproject", "vbadata", "activex/", "embeddings/")
MAX_PARTS = 2000
MAX_UNPACKED = 200 * 1024 * 1024
BROKEN = "Das Word-Dokument ist beschädigt und lässt sich nicht öffnen. Bitte neu speichern."


def word_document(content: bytes) -> str:
    """The media type of a DOCX without anything that runs."""
    if not content.startswith(b"PK\x03\x04"):
        raise UnsuitableFile("Der Inhalt der Datei passt nicht zur Endung „.docx“. Bitte die Datei neu speichern.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            _look_into(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError, KeyError, OSError, ValueError,
            EOFError) as error:  # fmt: skip
        raise UnsuitableFile(BROKEN) from error
    return WORD_TYPE


def _look_into(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise UnsuitableFile("Das Word-Dokument ist entpackt zu groß. Bitte ohne Bilder speichern.")
    if any(name.startswith(("/", "\\")) or ".." in name for name in names) or len(set(names)) != len(names):
        raise UnsuitableFile(BROKEN)
    if any(active in name.lower() for name in names for active in ACTIVE):
        raise UnsuitableFile(
            "Das Word-Dokument enthält Makros oder eingebettete Dateien. Bitte ohne sie als .docx speichern."
        )
    if MAIN_PART not in package.read(CONTENTS) or b"<w:document" not in package.read(TEXT)[:4096]:
        raise UnsuitableFile("Das ist kein gewöhnliches Word-Dokument. Bitte in Word als „.docx“ speichern.")


def mail_message(content: bytes) -> str:
    """The media type of a mail as a mail programme saves it; a renamed file has neither sender nor date."""
    head = BytesParser(policy=policy.compat32).parsebytes(content[:65536], headersonly=True)
    if b"\x00" in content[:65536] or not (head["From"] and head["Date"]):
        raise UnsuitableFile("Das ist keine gespeicherte E-Mail. Bitte die E-Mail im Mailprogramm als .eml speichern.")
    return MAIL_TYPE


Check = Callable[[bytes], str]
WORD: Mapping[str, Check] = {".docx": word_document}
MAIL: Mapping[str, Check] = {".eml": mail_message}
