"""The Nutzungsvereinbarung on paper, with room for the signatures of both sides."""

from accounts.models import UsageAgreement
from core import pdf

TEMPLATE = "accounts/paper/terms.html"
STYLESHEETS = ("css/agreement-paper.css", "css/agreement-paper-print.css")


def render(row: UsageAgreement) -> bytes:
    """The version as PDF; raises core.pdf.MissingGlyph for a character that cannot be printed."""
    return pdf.render(TEMPLATE, {"terms": row}, stylesheets=STYLESHEETS)


def filename(row: UsageAgreement) -> str:
    return f"Nutzungsvereinbarung-Fassung-{row.version}.pdf"
