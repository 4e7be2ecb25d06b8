"""PDFs signed as a signing program does it: an incremental update behind the untouched bytes, with a CMS container."""

import datetime
import io
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

ROOM = 4096
PLACE = 1111111111


def signed(content, *, name="Erika Beispiel", field="Signatur1", said="D:20230425101500+02'00'"):
    """The file with one signature more; `content` stands at its beginning, byte for byte."""
    writer = PdfWriter(io.BytesIO(content), incremental=True)
    # pypdf would give the number of the last cross-reference stream once more.
    writer._add_object(DictionaryObject())
    value = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Sig"),
                NameObject("/Filter"): NameObject("/Adobe.PPKLite"),
                NameObject("/SubFilter"): NameObject("/ETSI.CAdES.detached"),
                NameObject("/M"): TextStringObject(said),
                NameObject("/ByteRange"): ArrayObject([NumberObject(0), *[NumberObject(PLACE)] * 3]),
                NameObject("/Contents"): ByteStringObject(b"\x00" * ROOM),
            }
        )
    )
    widget = writer._add_object(
        DictionaryObject(
            {
                NameObject("/Type"): NameObject("/Annot"), NameObject("/Subtype"): NameObject("/Widget"),
                NameObject("/FT"): NameObject("/Sig"), NameObject("/T"): TextStringObject(field),
                NameObject("/V"): value, NameObject("/F"): NumberObject(132),
                NameObject("/Rect"): ArrayObject([NumberObject(0)] * 4),
            }
        )
    )  # fmt: skip
    fields = _fields(content, writer)
    fields.append(widget)
    form = DictionaryObject({NameObject("/Fields"): fields, NameObject("/SigFlags"): NumberObject(3)})
    writer._root_object[NameObject("/AcroForm")] = form
    buffer = io.BytesIO()
    writer.write(buffer)
    return _sealed(buffer.getvalue(), len(content), name)


def _fields(content, writer):
    form = PdfReader(io.BytesIO(content)).trailer["/Root"].get("/AcroForm")
    found = ArrayObject()
    for item in form.get_object()["/Fields"] if form else []:
        found.append(item if not hasattr(item, "idnum") else type(item)(item.idnum, item.generation, writer))
    return found


def _sealed(content, start, name):
    """Write the places of the signed bytes and the container into the room left for them."""
    room = b"<" + b"00" * ROOM + b">"
    at = content.index(room, start)
    after = at + len(room)
    for number in (at, after, len(content) - after):
        spot = content.index(b"%d" % PLACE, start)
        content = content[:spot] + b"%-10d" % number + content[spot + 10 :]
    container = _container(content[:at] + content[after:], name)
    return content[: at + 1] + container.hex().encode().ljust(ROOM * 2, b"0") + content[after - 1 :]


def _container(data, name):
    certificate, key = _certificate(name)
    builder = pkcs7.PKCS7SignatureBuilder().set_data(data).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])


@cache
def _certificate(name):
    key = ec.generate_private_key(ec.SECP256R1())
    own = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Beispiel-Zertifizierungsstelle")])
    day = datetime.datetime(2023, 1, 1, tzinfo=datetime.UTC)
    builder = x509.CertificateBuilder(issuer, own, key.public_key(), 1, day, day + datetime.timedelta(days=3650))
    return builder.sign(key, hashes.SHA256()), key
