"""Which electronic signatures a PDF holds, read without writing and without validating any of them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from typing import Any

from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509 import Certificate
from cryptography.x509.oid import NameOID
from pypdf import PdfReader

# A form may hold its fields in groups; deeper than this nobody groups them.
DEPTH = 8
MANY = 100
# PDF 32000-1, 7.9.4: „D:20230425101500+02'00'“.
SAID = re.compile(r"D:(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})")


@dataclass(frozen=True)
class FoundSignature:
    """What the file says of one signature; `signed_at` and `subject` are claims nobody has checked."""

    field: str
    signed_at: str
    subject: str
    kind: str
    is_to_the_end: bool


def found_in(content: bytes) -> list[FoundSignature]:
    """The signatures in the order in which they were added; a file that cannot be read holds none."""
    try:
        values = list(islice(_signed_fields(PdfReader(BytesIO(content))), MANY))
        found = sorted(((_end_of(value), name, value) for name, value in values if "/ByteRange" in value), key=_end)
        return [_describe(name, value, is_to_the_end=end == len(content)) for end, name, value in found]
    except Exception:  # A signing tool may write anything; what nobody can read is shown as a warning.
        return []


def _signed_fields(reader: PdfReader) -> Iterator[tuple[str, Any]]:
    root: Any = reader.trailer["/Root"]
    form = root.get("/AcroForm")
    waiting = [(item, 0) for item in form.get_object().get("/Fields", [])] if form else []
    while waiting:
        item, depth = waiting.pop(0)
        field = item.get_object()
        if field.get("/FT") == "/Sig" and "/V" in field:
            yield str(field.get("/T", "")), field["/V"].get_object()
        if depth < DEPTH:
            waiting += [(kid, depth + 1) for kid in field.get("/Kids", [])]


def _end(item: tuple[int, str, Any]) -> int:
    return item[0]


def _end_of(value: Any) -> int:
    """The last byte the signature covers."""
    numbers = [int(item) for item in value["/ByteRange"]]
    return numbers[-2] + numbers[-1]


def _describe(name: str, value: Any, *, is_to_the_end: bool) -> FoundSignature:
    said = SAID.match(str(value.get("/M", "")))
    # As the signer's clock had it; the file may say of which zone, and nobody has checked either.
    signed_at = "{2}.{1}.{0}, {3}:{4} Uhr".format(*said.groups()) if said else ""
    kind = str(value.get("/SubFilter", "")).lstrip("/")
    subject = _subject(value) or str(value.get("/Name", ""))
    return FoundSignature(name[:100], signed_at, subject[:200], kind[:60], is_to_the_end)


def _subject(value: Any) -> str:
    """The name in the certificate that issued none of the others in the container."""
    with suppress(Exception):
        certificates = pkcs7.load_der_pkcs7_certificates(_unpadded(bytes(value["/Contents"].original_bytes)))
        issuers = [row.issuer for row in certificates if row.issuer != row.subject]
        own = [row for row in certificates if row.subject not in issuers] or certificates
        return _common_name(own[0])
    return ""


def _unpadded(container: bytes) -> bytes:
    """The container by its own length: tools leave room behind it and fill that with zeros."""
    first = container[1]
    if first < 0x80:
        return container[: 2 + first]
    size = int.from_bytes(container[2 : 2 + (first & 0x7F)], "big")
    return container[: 2 + (first & 0x7F) + size]


def _common_name(certificate: Certificate) -> str:
    names = certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(names[0].value) if names else certificate.subject.rfc4514_string()
