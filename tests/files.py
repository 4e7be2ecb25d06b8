"""Files as people upload them: scans, and the kinds that must not come in."""

import io
import struct
import zlib

from docx import Document
from PIL import Image
from pypdf import PdfWriter

from documents.inspection import inspect


def picture(kind="PNG", size=(2, 2), colour="white"):
    buffer = io.BytesIO()
    Image.new("RGB", size, colour).save(buffer, kind)
    return buffer.getvalue()


def scan(filename="ausfertigung.png", colour="white"):
    """A picture that has been looked at and may be stored; another colour is another file."""
    return inspect(filename, picture(colour=colour))


def pdf(pages=1, *, password=""):
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=595, height=842)
    if password:
        writer.encrypt(password)
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def bomb(width=60000, height=60000):
    """A PNG of few bytes that claims to be a picture of billions of dots."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\x00" * 100_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def pdf_bomb(megabytes=120):
    """A PDF of few bytes whose table of contents unpacks to more than memory should hold."""
    packer = zlib.compressobj(9)
    table = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(megabytes)) + packer.flush()
    start = b"%PDF-1.5\n"
    entry = b"<</Type/XRef/Size 5/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>" % len(table)
    body = b"4 0 obj\n" + entry + b"\nstream\n" + table + b"\nendstream\nendobj\n"
    return start + body + b"startxref\n%d\n%%%%EOF" % len(start)


def cyclic_pdf():
    """A PDF whose pages contain themselves."""
    objects = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>")
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 3\n0000000000 65535 f \n%strailer\n<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + end % (table, len(body))


def word(*paragraphs):
    """A DOCX as a word processor saves it."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()
