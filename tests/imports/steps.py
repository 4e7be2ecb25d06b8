"""The way of a file through the actions, for tests that begin further on."""

from imports import importers
from imports.actions import carrying, deciding, uploading
from imports.uploads import proposed, read
from tests.imports.files import ONE, csv_file, workbook


def upload(content=None, *, by, kind="ansprechpersonen", name="kontakte.xlsx"):
    importer = importers.get(kind)
    return uploading.upload(importer, by=by, upload=read(importer, name, content or workbook(ONE)))


def mapped(content=None, *, by, **values):
    row = upload(content, by=by, **values)
    mapping = proposed(row.importer, [title for _, title in row.headings], {})
    return deciding.map_columns(row, by=by, mapping=mapping)


def carried_out(content=None, *, by, **values):
    row = mapped(content, by=by, **values)
    return carrying.carry_out(row, by=by, version=row.version)


def looked_again(*, by):
    """Somebody has entered one of the people by hand since the lines were looked at."""
    row = mapped(by=by)
    carried_out(csv_file(row.rows.get().cells), by=by, name="andere.csv")
    return deciding.look_again(row, by=by)
