"""The workbook to fill in: headings, one example line, and a sheet that explains the columns; text cells throughout."""

from core import tables
from imports.contract import Column, Importer

EXPLANATION = "Erläuterung"


def workbook(importer: Importer) -> bytes:
    """XLSX; every cell is typed as text, so that 03764 keeps its zero and +49 is no formula."""
    head = [column.label for column in importer.columns]
    example = [column.example for column in importer.columns]
    explained = [["Spalte", "nötig", "Was hineingehört", "Beispiel"], *map(_explained, importer.columns)]
    return tables.text_workbook({importer.label: [head, example], EXPLANATION: explained})


def _explained(column: Column) -> list[str]:
    return [column.label, "ja" if column.required else "nein", column.help, column.example]
