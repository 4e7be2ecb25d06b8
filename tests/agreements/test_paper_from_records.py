"""What of an agreement's records comes onto the paper, and what does not."""

import io
import re
from datetime import date

import pytest
from pypdf import PdfReader

from agreements import papers
from agreements.models import Party, Signatory, SigningGuest
from agreements.papers import PaperClause, PaperParty, PaperSignatory
from municipalities.models import Municipality
from tests.factories import AgreementFactory, MunicipalityFactory
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


def paper_of(agreement, **options):
    fresh = type(agreement).objects.for_detail().get(pk=agreement.pk)
    return papers.from_agreement(fresh, **{"is_draft": True} | options)


def names(agreement, **values):
    """Name and office of the signatories per kind of party: names(agreement, municipality=("", "Bürgermeister"))."""
    for kind, (name, office) in values.items():
        Signatory.objects.filter(party__agreement=agreement, party__kind=kind).update(name=name, office=office)


def test_parties_stand_in_the_order_office_towns_police(meerane, pd_zwickau):
    agreement = AgreementFactory(towns=[meerane], towns__police=pd_zwickau)
    Party.objects.filter(agreement=agreement, kind=Party.Kind.POLICE).update(position=0)
    names(
        agreement,
        state_office=("Sven Forkert", "Geschäftsführer"),
        municipality=("Jörg Schmeißer", "Bürgermeister"),
        police=("", "Leitung der Polizeidirektion"),
    )
    paper = paper_of(agreement)
    assert paper.parties == (
        PaperParty(
            "dem Freistaat Sachsen",
            "vertreten durch den Landespräventionsrat Sachsen, dieser vertreten durch Sven Forkert, Geschäftsführer",
            "Landespräventionsrat",
        ),
        PaperParty("der Stadt Meerane", "vertreten durch Jörg Schmeißer, Bürgermeister", "Stadt"),
        PaperParty("der Polizeidirektion Zwickau", "vertreten durch: Leitung der Polizeidirektion", "Polizeidirektion"),
    )
    assert paper.signatories == (
        PaperSignatory("Sven Forkert", "Geschäftsführer", "Landespräventionsrat Sachsen"),
        PaperSignatory("Jörg Schmeißer", "Bürgermeister", "Stadt Meerane"),
        PaperSignatory("", "Leitung der Polizeidirektion", "Polizeidirektion Zwickau"),
    )
    assert (paper.kind_label, paper.towns_label) == ("Kooperationsvereinbarung", "Stadt Meerane")


def test_a_sorbian_name_stands_apart(landkreis_zwickau):
    lohsa = MunicipalityFactory(name="Lohsa", name_hsb="Łaz", kind=Municipality.Kind.COMMUNITY)
    paper = paper_of(AgreementFactory(towns=[lohsa]))
    assert paper.parties[1] == PaperParty("der Gemeinde Lohsa", "vertreten durch: Leitung", "Gemeinde", name_hsb="Łaz")
    assert paper.signatories[1] == PaperSignatory("", "Leitung", "Gemeinde Lohsa", body_hsb="Łaz")


def test_in_a_joint_agreement_each_town_is_a_kommune(meerane, werdau):
    paper = paper_of(AgreementFactory(towns=[meerane, werdau]))
    assert [(party.name, party.short) for party in paper.parties[1:]] == [
        ("der Stadt Meerane", "Kommune"), ("der Stadt Werdau", "Kommune"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("count", "label"),
    [
        (1, "Stadt Ort 1"), (2, "Ort 1 und Ort 2"), (3, "Ort 1, Ort 2 und Ort 3"), (4, "Ort 1, Ort 2 und 2 weitere"),
    ],
)  # fmt: skip
def test_the_running_head_stays_short(count, label):
    towns = [MunicipalityFactory(name=f"Ort {number}") for number in range(1, count + 1)]
    assert paper_of(AgreementFactory(towns=towns)).towns_label == label


def test_representation_asks_for_no_grammar():
    named, other = (
        Signatory(name="Jörg Schmeißer", office="Bürgermeister"),
        Signatory(name="Jana Muster", office="Beigeordnete"),
    )
    unnamed = Signatory(name="", office="Oberbürgermeister/in")
    assert papers.represented([]) == ""
    assert papers.represented([named]) == "vertreten durch Jörg Schmeißer, Bürgermeister"
    assert papers.represented([unnamed]) == "vertreten durch: Oberbürgermeister/in"
    assert papers.represented([named, other]) == (
        "vertreten durch Jörg Schmeißer, Bürgermeister, und Jana Muster, Beigeordnete"
    )
    assert papers.represented([named, other, unnamed]) == (
        "vertreten durch Jörg Schmeißer, Bürgermeister; Jana Muster, Beigeordnete; Oberbürgermeister/in"
    )


def test_clauses_are_numbered_filled_and_cut_into_paragraphs(meerane):
    agreement = AgreementFactory(towns=[meerane])
    agreement.clauses.create(position=1, heading="Ziele", text="{Kommune} will {Nichts}.\n\n  Zweiter Absatz. \n")
    assert paper_of(agreement).clauses == (
        PaperClause(None, "Präambel", ("Die Parteien arbeiten zusammen.",)),
        PaperClause(1, "Ziele", ("Die Stadt Meerane will [Nichts fehlt].", "Zweiter Absatz.")),
    )


def test_number_guests_and_day_of_signing_do_not_stand_on_the_paper(meerane):
    agreement = agreement_in("finalised", towns=[meerane])
    before = paper_of(agreement, is_draft=False)
    SigningGuest.objects.create(agreement=agreement, name="Mario Müller", office="Beigeordneter")
    Signatory.objects.filter(party__agreement=agreement).update(
        signed_on=date(2023, 4, 25), mode="in_person", place="Meerane", deputy_note="in Vertretung"
    )
    type(agreement).objects.filter(pk=agreement.pk).update(
        status="signed", signed_on=date(2023, 4, 25), register_number=50
    )
    after = paper_of(agreement, is_draft=False)
    assert after == before
    assert after.text_hash == agreement.text_hash


def test_the_text_is_from_the_day_of_approval(meerane):
    assert paper_of(AgreementFactory(towns=[meerane], drafted_on=date(2023, 3, 14))).text_from == date(2023, 3, 14)
    approved = AgreementFactory(towns=[meerane], approved=True, approved_on=date(2023, 4, 19))
    assert paper_of(approved).text_from == date(2023, 4, 19)


def test_a_preliminary_agreement_says_what_it_is(meerane):
    paper = paper_of(AgreementFactory(towns=[meerane], kind="preliminary"))
    assert paper.kind_label == "Vorvereinbarung"
    assert paper.subtitle == papers.SUBTITLES["preliminary"]


def test_the_filename_is_plain(loessnitz, meerane):
    agreement = AgreementFactory(towns=[loessnitz, meerane], file_reference="LPR-0144.5/50/2023")
    assert papers.filename(agreement) == "kooperationsvereinbarung-loessnitz-und-meerane-lpr-0144-5-50-2023.pdf"


def test_the_final_text_is_the_paper_and_is_stored_with_its_pages(meerane, pd_zwickau):
    agreement = agreement_in("finalised", towns=[meerane], police=pd_zwickau)
    with agreement.final_document.file.open("rb") as stored:
        content = stored.read()
    assert content == papers.render(paper_of(agreement, is_draft=False))
    assert agreement.final_document.page_count == papers.page_count(content)


@pytest.mark.parametrize("name", ["Au", "Lohsa", "Meerane", "Oelsnitz/Erzgeb."])
def test_no_line_of_the_sample_text_is_a_single_torn_word(name, landkreis_zwickau):
    """The last line of a paragraph that is wider than the paper by a hair is torn at its first word."""
    agreement = agreement_in("draft", towns=[MunicipalityFactory(name=name, district=landkreis_zwickau)])
    pages = PdfReader(io.BytesIO(papers.render(paper_of(agreement)))).pages
    lines = [line.strip() for page in pages for line in page.extract_text().splitlines()]
    assert [line for line in lines if re.fullmatch(r"[^\W\d]+-", line)] == []
