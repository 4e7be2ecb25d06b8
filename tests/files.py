"""Files as people upload them: scans, and the kinds that must not come in."""

import io
import struct
import zlib

from PIL import Image
from pypdf import PdfWriter

from documents.inspection import inspect


def picture(kind="PNG", size=(2, 2)):
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def scan(filename="ausfertigung.png"):
    """A picture that has been looked at and may be stored."""
    return inspect(filename, picture())


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
