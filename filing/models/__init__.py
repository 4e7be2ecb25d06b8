"""The office's rules for the file of record, what was filed when, and packages made on request."""

from filing.models.filing import Filing
from filing.models.package import Package
from filing.models.rules import FilingRules

__all__ = ["Filing", "FilingRules", "Package"]
