"""Models of the imports, one file per noun."""

from imports.models.data_import import DataImport
from imports.models.mapping import ColumnMapping
from imports.models.outcome import ImportOutcome
from imports.models.row import ImportRow

__all__ = ["ColumnMapping", "DataImport", "ImportOutcome", "ImportRow"]
