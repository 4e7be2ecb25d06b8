"""Files as people upload them."""

import io

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile

from core import tables

HEAD = ["Kommune", "Landkreis", "Anrede", "Name", "Funktion", "Telefon", "Zuständig seit"]
ONE = ["Meerane", "", "Frau", "Tia Köhler", "ASSKomm-Koordinatorin", "03764 54-0", "01.03.2023"]


def workbook(*rows, head=HEAD, change=None):
    """An XLSX of one sheet; `change(sheet)` may spoil it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (head, *rows):
        sheet.append(list(row))
    if change:
        change(sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_file(*rows, head=HEAD, encoding="utf-8"):
    return "".join(f"{';'.join(row)}\r\n" for row in (head, *rows)).encode(encoding)


def uploaded(content, name="kontakte.xlsx"):
    return SimpleUploadedFile(name, content, tables.XLSX_TYPE)
