"""With embedded data or without: the setting holds for what is fixed and printed from then on."""

from io import BytesIO

import pikepdf
import pytest

from agreements import papers
from documents.actions import content_of
from filing import sheets
from filing.models import FilingRules
from filing.sheets import Part, Sheet
from tests.life import agreement_in
from tests.papers import SORBIAN

SHEET = Sheet(
    "Deckblatt", "Stadt Łaz", "LPR-1", [("Betreff", "Vereinbarung")],
    (
        Part("Unterlagen", ("Text.",), ("Datei", "SHA-256"), [("02_Endfassung.pdf", "0" * 64)] * 60),
        Part("Gäste", (), (), (), "Keine."),
    ),
)  # fmt: skip


@pytest.mark.needs("verapdf")
def test_papers_without_data_are_pdf_a_2a_and_pdf_ua_1(tmp_path):
    from tests import verapdf  # noqa: PLC0415 -- only where a JDK is

    files = []
    for name, content in (
        ("paper.pdf", papers.render(SORBIAN, variant="pdf/a-2a")), ("sheet.pdf", sheets.render(SHEET)),
    ):  # fmt: skip
        files.append(tmp_path / name)
        files[-1].write_bytes(content)
    reports = verapdf.examine(files, flavours=("2a", "ua1"))
    assert {key: report.broken for key, report in reports.items()} == {
        (name, flavour): [] for name in ("paper", "sheet") for flavour in ("2a", "ua1")
    }
    assert min(report.checks for report in reports.values()) > 1000


def test_no_data_inside_and_the_same_bytes():
    first, second = (papers.render(SORBIAN, variant="pdf/a-2a") for _ in range(2))
    assert first == second
    assert first != papers.render(SORBIAN)
    with pikepdf.open(BytesIO(first)) as document:
        assert dict(document.attachments) == {}
        metadata = document.open_metadata()
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")


@pytest.mark.django_db
@pytest.mark.parametrize(("variant", "files"), [("pdf/a-3a", [papers.DATA_FILENAME]), ("pdf/a-2a", [])])
def test_fixing_obeys_the_setting(meerane, variant, files, tmp_path):
    FilingRules.objects.create(pk=1, variant=variant)
    row = agreement_in("finalised", towns=[meerane])
    path = tmp_path / "fest.pdf"
    path.write_bytes(content_of(row.final_document))
    with pikepdf.open(path) as document:
        assert list(document.attachments) == files
