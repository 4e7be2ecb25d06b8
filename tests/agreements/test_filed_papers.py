"""Everything there is of an agreement lies in its file, under names that say what it is."""

import hashlib
import io
from datetime import date

import pikepdf
import pytest
from pypdf import PdfReader

from agreements.actions import copies, discarding, notices, papers, proposals, recording, review, signed_files
from agreements.actions.notices import NoticeEntry
from agreements.actions.proposals import Comment, Source
from agreements.earlier import Earlier, KnownSignatory
from agreements.models import CooperationAgreement
from core import dates
from core.dates import Span
from core.exceptions import Conflict
from documents.actions import content_of
from documents.inspection import InspectedFile, inspect
from filing.contents import contents_of
from filing.due import due
from filing.keeping import require_filed
from filing.models import FilingRules
from filing.records import kind_named
from tests import life
from tests.agreements.amended import amended
from tests.factories import MunicipalityFactory, caseworker
from tests.files import pdf, scan, word
from tests.filing.filed import filed
from tests.life import REASON, agreement_in, lead_on
from tests.signed_pdf import signed

pytestmark = pytest.mark.django_db

MAIL = b"Subject: Ja\n\nJa.\n"
PROOF = InspectedFile("zustimmung.eml", "message/rfc822", MAIL, hashlib.sha256(MAIL).hexdigest(), None)
LETTER = word("Bitte ändern.")


@pytest.fixture(autouse=True)
def _empty_papers(monkeypatch):
    """What is printed when a text is fixed is asked elsewhere; it has to be a PDF, because it is signed."""
    monkeypatch.setattr(life, "printed_once", lambda paper, **_: pdf())
    monkeypatch.setattr(life, "counted_once", lambda content: 1)


def loaded(row):
    return kind_named("vereinbarung").load(CooperationAgreement.objects.all()).get(pk=row.pk)


def names(row):
    return [paper.name for paper in contents_of(loaded(row)).papers]


def content(row, label):
    return next(item for item in contents_of(loaded(row)).items if item.label == label).read()


def words(content):
    return "".join("".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def recorded(*towns, day="2021-05-25", file=None, **values):
    known = Earlier(
        span=Span.parse(day), source="Meldung vom Mai 2021", municipalities=list(towns), file_reference="LPR-A/7/2021",
        **values,
    )  # fmt: skip
    return recording.record_earlier(by=caseworker(), known=known, scan=file)


@pytest.fixture
def told(meerane, werdau):
    """Talked about, agreed to by mail, signed by hand and electronically, joined by a third town, given notice."""
    office = caseworker()
    row = agreement_in("consultation", towns=[meerane, werdau])
    town = row.parties.get(municipality=meerane)
    (wish,) = proposals.comment_on_clauses(
        town, by=office, comments=[Comment("Bitte zweimal jährlich.")], version=1, source=Source("Brief vom 20. April")
    )
    proposals.settle_proposal(wish, by=office, answer="Steht nun so in § 4.")
    returned = InspectedFile("r.docx", "application/msword", LETTER, hashlib.sha256(LETTER).hexdigest(), None)
    papers.receive_text(town, by=office, received_on=dates.today(), source="Rechtsamt", version=1, file=returned)
    review.consent(town, by=office, agreed_on=dates.today(), note="E-Mail des Rechtsamts", proof=PROOF)
    row = lead_on(row, "signed")
    for number in (1, 2):
        file = inspect(f"s{number}.pdf", signed(content_of(row.final_document), name=f"Erika {number}"))
        signed_files.keep_signed_file(row, by=office, file=file)
        if number == 1:
            discarding.discard_signed_file(row, by=office, reason=REASON)
    copies.attach_signed_copy(row, by=office, file=scan())
    return row


def test_every_paper_is_there_once_and_in_order(told, werdau):
    office = caseworker()
    amended(told, kind="joining", joining=MunicipalityFactory(name="Schneeberg"))
    letter = inspect("k.pdf", pdf())
    entry = NoticeEntry(dates.today(), "leaves", date(2023, 12, 31), "Ratsbeschluss", letter)
    notices.give_notice(told.parties.get(municipality=werdau), by=office, entry=entry)
    towns, day = "Meerane_und_Werdau", "2023-04-25"
    assert names(told) == [
        f"02_Endfassung_{towns}_{day}.pdf",
        f"03_Unterzeichnete_Ausfertigung_{towns}_{day}.png",
        f"04_Elektronisch_signierte_Fassung_beiseitegelegt_{towns}_{day}.pdf",
        f"05_Elektronisch_signierte_Fassung_{towns}_{day}.pdf",
        f"06_Unterzeichnungsprotokoll_{towns}_{day}.pdf",
        f"07_Registerblatt_{towns}_{day}.pdf",
        f"08_Zustimmungen_{towns}.pdf",
        f"09_Anmerkungen_und_Änderungswünsche_{towns}.pdf",
        f"10_Rücklauf_Stadt_Meerane_zur_Fassung_1_{towns}_{day}.docx",
        f"11_Nachweis_der_Zustimmung_Stadt_Meerane_zur_Fassung_1_{towns}_{day}.eml",
        f"12_Fassungen_{towns}.pdf",
        f"13_1._Nachtrag_Beitritt_der_Stadt_Schneeberg_Endfassung_{towns}_{day}.pdf",
        f"14_Kündigungsschreiben_Stadt_Werdau_{towns}_{day}.pdf",
        f"15_Protokoll_{towns}.pdf",
    ]
    page = words(content(told, "Anmerkungen und Änderungswünsche"))
    for sentence in ("Bitte zweimal jährlich.", "Brief vom 20. April", "Steht nun so in § 4."):
        assert "".join(sentence.split()) in page
    assert content(told, "Nachweis der Zustimmung Stadt Meerane zur Fassung 1") == MAIL
    sheet = words(content(told, "Registerblatt"))
    for sentence in (
        "1. Nachtrag (Beitritt der Stadt Schneeberg)",
        "Kündigung: Stadt Werdau, wirksam zum 31. Dezember",
    ):
        assert "".join(sentence.split()) in sheet


def test_filed_on_the_next_day_nothing_is_new(told):
    with dates.at(date(2023, 4, 26)):
        filed(loaded(told), by=caseworker())
        assert contents_of(loaded(told)).additions == []


def test_what_hangs_on_it_stays_until_it_is_filed(told):
    paper = told.parties.get(municipality__name="Meerane").papers.first()
    for row in (paper, paper.document, told.signed_files.first()):
        with pytest.raises(Conflict, match="noch nicht veraktet"):
            require_filed(row)


@pytest.mark.parametrize(("variant", "conformance"), [("pdf/a-2a", "2"), ("pdf/a-3a", "3")])
def test_papers_of_the_signing_obey_the_archive_format(told, variant, conformance):
    FilingRules.objects.create(pk=1, variant=variant)
    for label in ("Unterzeichnungsprotokoll", "Registerblatt"):
        with pikepdf.open(io.BytesIO(content(told, label))) as document:
            assert document.open_metadata()["pdfaid:part"] == conformance


# --- Signed before the application knew it ------------------------------------------------------------------------


def test_file_of_an_agreement_signed_earlier(meerane):
    mayor = KnownSignatory(meerane, "Erika Beispiel", "Bürgermeisterin")
    row = recorded(meerane, day="2021-05", file=scan(), signatories=[mayor])
    assert names(row) == [
        "02_Scan_der_unterzeichneten_Vereinbarung_Meerane.png",
        "03_Nacherfassung_Meerane_2023-04-25.pdf",
        "04_Registerblatt_Meerane.pdf",
        "05_Protokoll_Meerane.pdf",
    ]
    page = words(content(row, "Nacherfassung"))
    for sentence in ("Mai 2021", "Meldung vom Mai 2021", "Erika Beispiel"):
        assert "".join(sentence.split()) in page
    sheet = words(content(row, "Registerblatt"))
    for sentence in ("Registernummerunbekannt", "unterzeichnet Mai 2021", "nacherfasst 25. April 2023"):
        assert "".join(sentence.split()) in sheet
    assert "stehtaus" not in sheet
    assert filed(loaded(row), by=caseworker()).items


def test_without_a_scan_it_says_what_is_known(meerane):
    assert names(recorded(meerane))[0] == "02_Nacherfassung_Meerane_2023-04-25.pdf"


def test_an_earlier_one_is_due_when_it_was_recorded_long_ago(meerane, sachbearbeitung):
    row = recorded(meerane)

    def told():
        return due(sachbearbeitung, sachbearbeitung.functions_held())

    assert told() == []
    with dates.at(date(2023, 6, 1)):
        assert [item.label for item in told()] == ["1 unterzeichnete Vereinbarung noch nicht veraktet"]
        filed(loaded(row), by=caseworker())
        assert told() == []
