"""A version as DOCX for a Rechtsamt, and the file it sends back."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document as Word

from agreements.actions import review, wording
from agreements.models import ReceivedPaper
from audit.models import ReadEvent
from tests.agreements.amended import drafted_amendment
from tests.agreements.asking import DAY, clauses, text, url
from tests.factories import caseworker
from tests.files import pdf, word
from tests.life import agreement_in

pytestmark = pytest.mark.django_db
WORD = word("Bitte ändern.")


@pytest.fixture
def joint(meerane, werdau):
    return agreement_in("consultation", towns=[meerane, werdau])


def read(response):
    document = Word(io.BytesIO(response.content))
    return document, "\n".join(paragraph.text for paragraph in document.paragraphs)


def test_version_as_word_document_is_named_numbered_and_german(client_of, koordination_meerane, joint):
    response = client_of(koordination_meerane).get(url("version_docx", joint, number=1))
    document, words = read(response)
    assert response["Content-Disposition"] == (
        'attachment; filename="kooperationsvereinbarung-meerane-und-werdau-entwurf-fassung-1.docx"'
    )
    headings = [row.text for row in document.paragraphs if row.style.name == "Heading 1"]
    assert headings == ["Parteien", *(clause.label for clause in clauses(joint)), "Unterzeichnende"]
    assert ["Entwurf, Fassung 1 vom 25. April 2023" in words, "{" in words, "Stadt Werdau" in words] == [
        True, False, True,
    ]  # fmt: skip
    properties = document.core_properties
    assert (properties.language, properties.title) == ("de-DE", "Kooperationsvereinbarung Meerane und Werdau")
    assert 'w:val="de-DE"' in document.styles.element.xml
    assert ReadEvent.objects.get().label == "Fassung 1 als DOCX heruntergeladen"


def test_nachtrag_as_word_document_says_to_which_agreement_it_belongs(client_of, sachbearbeitung, meerane):
    draft = drafted_amendment(agreement_in("signed", towns=[meerane]), kind="change")
    document, words = read(client_of(sachbearbeitung).get(url("version_docx", draft, number=1)))
    assert ("{" in words, "zur Kooperationsvereinbarung" in words) == (False, True)
    assert "Allianz Sichere Sächsische Kommunen" in document.sections[0].header.paragraphs[0].text


def test_earlier_version_reads_as_it_was_and_what_was_never_shown_is_not_there(
    client_of, koordination_meerane, koordination_werdau, polizei_zwickau, sachbearbeitung, meerane
):
    draft = agreement_in("draft", towns=[meerane])
    wording.edit_text(draft, by=caseworker(), texts={clauses(draft)[1].pk: "Geheimer-Zwischenstand."})

    review.open_consultation(draft, by=caseworker())
    wording.edit_text(draft, by=caseworker(), texts={clauses(draft)[1].pk: "Dritte Fassung."})
    town = client_of(koordination_meerane)
    assert town.get(url("version_docx", draft, number=1)).status_code == 404
    assert "Geheimer-Zwischenstand." in read(town.get(url("version_docx", draft, number=2)))[1]
    assert "Dritte Fassung." in read(town.get(url("version_docx", draft, number=3)))[1]
    strangers = [client_of(person).get(url("version_docx", draft, number=2)) for person in
                 (koordination_werdau, polizei_zwickau)]  # fmt: skip
    assert [answer.status_code for answer in strangers] == [404, 404]
    assert client_of(sachbearbeitung).get(url("version_docx", draft, number=1)).status_code == 200


def returned(**values):
    file = SimpleUploadedFile("Rücklauf Rechtsamt.docx", WORD)
    return {"file": file, "version": 1, "received_on": DAY, "source": "E-Mail vom 20. April"} | values


def test_returned_file_is_read_by_office_and_its_party_alone(
    client_of, sachbearbeitung, leserecht, koordination_meerane, koordination_werdau, joint
):
    town = next(party for party in joint.sorted_parties if "Meerane" in party.name)
    office, address = client_of(sachbearbeitung), url("receive", joint, party_id=town.pk)
    answer = office.post(address, returned())
    (paper,) = ReceivedPaper.objects.select_related("document")
    assert answer.url == f"{url('review', joint, party_id=town.pk)}?ruecklauf={paper.pk}"
    page = office.get(answer.url)
    assert page.context["form"]["paper"].value() == str(paper.pk)
    data = {"version": 1, "step": "senden", "source": "Rechtsamt", "paper": paper.pk, "text-0": "Kürzer."}
    assert office.post(answer.url, data).status_code == 302
    assert paper.proposals.get().party == town
    for _ in range(2):
        office.post(address, returned())
    assert ReceivedPaper.objects.count() == 1
    file = paper.document.get_absolute_url()
    people = (sachbearbeitung, leserecht, koordination_meerane, koordination_werdau)
    assert [client_of(person).get(file).status_code for person in people] == [200, 200, 200, 404]
    assert [file in text(client_of(person).get(joint.get_absolute_url())) for person in people] == [
        True, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"file": SimpleUploadedFile("x.docx", b"PK\x03\x04 kein Word")}, "file"),
        ({"file": SimpleUploadedFile("x.docx", pdf())}, "file"),
        ({"file": SimpleUploadedFile("x.docm", word("x"))}, "file"),
        ({"received_on": "26.04.2023"}, "received_on"),
        ({"version": 9}, "version"),
        ({"source": " "}, "source"),
    ],
)
def test_unsuitable_return_is_named_and_nothing_kept(values, field, client_of, sachbearbeitung, joint):
    address = url("receive", joint, party_id=joint.sorted_parties[1].pk)
    answer = client_of(sachbearbeitung).post(address, returned(**values))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert ReceivedPaper.objects.count() == 0


def test_party_returns_it_in_the_portal_another_does_not(client_of, koordination_meerane, koordination_werdau, joint):
    address = url("receive", joint, party_id=next(p.pk for p in joint.sorted_parties if "Meerane" in p.name))
    assert client_of(koordination_werdau).post(address, returned()).status_code == 403
    assert client_of(koordination_meerane).post(address, returned()).status_code == 302
    assert ReceivedPaper.objects.get().made_by == koordination_meerane
