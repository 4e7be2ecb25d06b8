"""Fixing the final text: what is stored, what it hashes to, and that it is served from storage for ever."""

import hashlib
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from agreements import papers
from agreements.actions import fixing, review, signing
from agreements.models import CooperationAgreement
from audit.models import AuditEvent
from core import pdf
from core.exceptions import Conflict, Refusal
from documents.actions import content_of
from documents.models import Document
from municipalities.models import Municipality, Person
from tests.factories import caseworker, lead
from tests.life import REASON, agreement_in, printed_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def approved(meerane, pd_zwickau):
    return agreement_in("approved", towns=[meerane], police=pd_zwickau)


def fresh(agreement):
    return CooperationAgreement.objects.for_detail().get(pk=agreement.pk)


# --- Fixing -------------------------------------------------------------------------------------------------------


def test_fixed_text_is_stored_as_pdf_with_the_hash_of_its_bytes(approved):
    row = fixing.finalise(approved, by=caseworker(), version=1)
    assert (row.status, row.finalised_on, row.finalised_by) == ("finalised", date(2023, 4, 25), caseworker())
    document = row.final_document
    content = content_of(document)
    assert content.startswith(b"%PDF-1.7")
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.size, document.page_count) == (len(content), papers.page_count(content))
    assert (document.kind, document.owner, document.stored_by) == (Document.Kind.FINAL_TEXT, row, caseworker())
    assert document.filename == "kooperationsvereinbarung-stadt-meerane-lpr-0144-5-50-2023.pdf"


def test_facts_are_filled_for_good_with_the_approval(approved, meerane):
    texts = [clause.text for clause in fresh(approved).clauses.all()]
    assert not any("{" in text for text in texts)
    assert "Die Stadt Meerane versteht Vorbeugung als dauerhafte Aufgabe" in texts[0]
    Person.objects.update(name="Später Gekommen")
    Municipality.objects.filter(pk=meerane.pk).update(name="Umbenannt")
    fixing.finalise(approved, by=caseworker())
    assert [clause.text for clause in fresh(approved).clauses.all()] == texts


def test_hash_of_the_text_is_the_one_printed_in_the_file(fixed):
    paper = papers.from_agreement(fixed, is_draft=False)
    assert fixed.text_hash == paper.text_hash
    assert len(fixed.text_hash) == 64
    assert printed_once(paper) == content_of(fixed.final_document)


def test_text_that_is_not_ready_is_not_fixed(approved):
    clause = approved.clauses.get(position=1)
    clause.text = "Näheres bespricht [Name]."
    clause.save()
    with pytest.raises(Conflict, match="Platzhalter in § 1 .* ersetzen".replace(" 1", "\N{NO-BREAK SPACE}1")):
        fixing.finalise(approved, by=caseworker())
    assert fresh(approved).status == "approved"
    assert not Document.objects.exists()


def test_older_version_is_not_fixed(approved):
    with pytest.raises(Conflict, match="Ihre Eingaben stehen unten"):
        fixing.finalise(approved, by=caseworker(), version=2)


def test_failed_print_leaves_everything_as_it_was(approved, monkeypatch):
    def broken(paper, **variant):
        raise pdf.MissingGlyph({"→"})

    texts = [clause.text for clause in fresh(approved).clauses.all()]
    monkeypatch.setattr(papers, "render", broken)
    with pytest.raises(Refusal, match="U\\+2192"):
        fixing.finalise(approved, by=caseworker())
    row = fresh(approved)
    assert (row.status, row.final_document, row.text_hash) == ("approved", None, "")
    assert [clause.text for clause in row.clauses.all()] == texts


def test_fixing_is_recorded_with_the_file(fixed):
    event = AuditEvent.objects.about(fixed).get(action="finalise")
    assert ("Zustand", "schlussgezeichnet", "festgeschrieben") in event.changes
    stored = AuditEvent.objects.about(fixed.final_document).get()
    assert stored.after["SHA-256"] == fixed.final_document.sha256
    assert stored.municipality_ids == fixed.municipality_ids


def test_file_of_a_reopened_text_stays_stored_beside_the_new_one(fixed):
    first = fixed.final_document
    review.reopen(fixed, by=caseworker(), reason=REASON)
    clause = fixed.clauses.get(position=1)
    clause.text = "Ein anderer Zweck."
    clause.save()
    for party in fixed.parties.all():
        review.consent(party, by=caseworker(), agreed_on=date(2023, 4, 25))
    review.approve(fixed, by=lead())
    second = fixing.finalise(fixed, by=caseworker()).final_document
    assert list(Document.objects.of(fixed)) == [second, first]
    assert content_of(first) != content_of(second)


# --- Served from storage ------------------------------------------------------------------------------------------


def get_pdf(client_of, person, agreement):
    return client_of(person).get(reverse("agreements:pdf", args=[agreement.pk]))


def test_fixed_pdf_comes_from_storage_byte_for_byte(fixed, client_of, leserecht, monkeypatch):
    stored = content_of(fixed.final_document)
    monkeypatch.setattr(papers, "render", lambda paper: pytest.fail("a fixed text is never printed again"))
    Municipality.objects.update(name="Umbenannt")
    response = get_pdf(client_of, leserecht, fixed)
    assert response.content == stored
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'inline; filename="{fixed.final_document.filename}"'
    assert response["X-Content-Type-Options"] == "nosniff"


def test_town_and_police_get_the_same_bytes(fixed, client_of, koordination_meerane, polizei_zwickau):
    stored = content_of(fixed.final_document)
    assert get_pdf(client_of, koordination_meerane, fixed).content == stored
    assert get_pdf(client_of, polizei_zwickau, fixed).content == stored


def test_draft_is_printed_on_demand_and_stored_nowhere(client_of, leserecht, meerane):
    draft = agreement_in("draft", towns=[meerane])
    response = get_pdf(client_of, leserecht, draft)
    assert response.content.startswith(b"%PDF-1.7")
    assert response.content == printed_once(papers.from_agreement(draft, is_draft=True))
    assert not Document.objects.exists()


def test_file_that_is_no_longer_the_stored_one_is_not_served(fixed, client_of, leserecht):
    with fixed.final_document.file.storage.open(fixed.final_document.file.name, "wb") as handle:
        handle.write(b"%PDF-1.7 ausgetauscht")
    response = get_pdf(client_of, leserecht, fixed)
    assert response.status_code == 409
    assert "ist nicht mehr die ursprüngliche" in response.content.decode()


# --- manage.py export_agreement -----------------------------------------------------------------------------------


def test_command_writes_the_stored_file_by_number_and_by_file_reference(meerane, tmp_path, capsys):
    signed = agreement_in("signed", towns=[meerane], file_reference="LPR-0144.5/50/2023")
    for text in ("1", "LPR-0144.5/50/2023"):
        call_command("export_agreement", text, str(tmp_path / "datei.pdf"))
        assert (tmp_path / "datei.pdf").read_bytes() == content_of(signed.final_document)
        assert signed.final_document.sha256 in capsys.readouterr().out
        (tmp_path / "datei.pdf").unlink()


def test_number_goes_before_a_file_reference_that_looks_like_one(meerane, werdau, tmp_path):
    signed = agreement_in("signed", towns=[meerane])
    agreement_in("finalised", towns=[werdau], file_reference="2")
    call_command("export_agreement", "1", str(tmp_path / "datei.pdf"))
    assert (tmp_path / "datei.pdf").read_bytes() == content_of(signed.final_document)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("7", "Keine Vereinbarung mit der Nummer oder dem Aktenzeichen „7“"),
        ("LPR-Entwurf", "ist noch nicht festgeschrieben"),
        ("LPR-doppelt", "„LPR-doppelt“ ist nicht eindeutig"),
    ],
)
def test_command_says_what_is_wrong(text, sentence, meerane, werdau, tmp_path):
    agreement_in("draft", towns=[meerane], file_reference="LPR-Entwurf")
    agreement_in("finalised", towns=[meerane], file_reference="LPR-doppelt")
    other = agreement_in("finalised", towns=[werdau])
    # From a time when nobody checked.
    CooperationAgreement.objects.filter(pk=other.pk).update(file_reference="LPR-doppelt")
    with pytest.raises(CommandError, match=sentence):
        call_command("export_agreement", text, str(tmp_path / "datei.pdf"))
    assert list(tmp_path.iterdir()) == []


def test_command_says_when_the_file_cannot_be_written(meerane, tmp_path):
    agreement_in("finalised", towns=[meerane], file_reference="LPR-1")
    with pytest.raises(CommandError, match="lässt sich nicht schreiben"):
        call_command("export_agreement", "LPR-1", str(tmp_path / "kein" / "ordner.pdf"))


def test_withdrawn_after_fixing_keeps_its_file(fixed, client_of, koordination_meerane):
    signing.withdraw(fixed, by=caseworker(), reason=REASON)
    assert get_pdf(client_of, koordination_meerane, fixed).content == content_of(fixed.final_document)
