"""Electronically signed files: byte-identical, one continuing the other, what is odd told and never refused."""

import io

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.actions import signed_files
from agreements.models import SignedFile
from agreements.pdf_signatures import found_in
from audit.models import AuditEvent
from core.exceptions import Conflict
from documents.actions import content_of
from documents.inspection import inspect
from tests import files
from tests.agreements.asking import said, text, url
from tests.factories import caseworker
from tests.life import REASON, agreement_in
from tests.signed_pdf import signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]


@pytest.fixture
def final(fixed):
    return content_of(fixed.final_document)


def keep(agreement, content, name="signiert.pdf"):
    return signed_files.keep_signed_file(agreement, by=caseworker(), file=inspect(name, content))


def upload(client, agreement, content, name="signiert.pdf"):
    return client.post(url("signed_files", agreement), {"file": SimpleUploadedFile(name, content)})


# --- What stands in a file ----------------------------------------------------------------------------------------


def test_signatures_are_read_in_their_order(final):
    twice = signed(signed(final, name="Jörg Beispiel"), name="Katja Beispiel", field="Signatur2")
    first, second = found_in(twice)
    assert (first.subject, first.is_to_the_end) == ("Jörg Beispiel", False)
    assert (second.subject, second.signed_at, second.kind, second.is_to_the_end) == (
        "Katja Beispiel", "25.04.2023, 10:15 Uhr", "ETSI.CAdES.detached", True,
    )  # fmt: skip
    assert found_in(final) == []
    assert found_in(b"%PDF-1.7 kaputt") == []


@pytest.mark.parametrize("said", ["", "gestern", "D:99", "D:2023"])
def test_time_that_cannot_be_read_is_left_out(final, said):
    assert [item.signed_at for item in found_in(signed(final, said=said))] == [""]


# --- Keeping ------------------------------------------------------------------------------------------------------


def test_file_is_kept_and_handed_out_byte_for_byte(client_of, sachbearbeitung, koordination_meerane, fixed, final):
    content = signed(final)
    response = upload(client_of(sachbearbeitung), fixed, content)
    assert said(response) == [("success", "Die signierte Datei ist abgelegt, Byte für Byte.")]
    kept = SignedFile.objects.get()
    assert (kept.is_final_text, kept.is_continuation, kept.warnings) == (True, True, [])
    served = client_of(koordination_meerane).get(kept.document.get_absolute_url())
    assert served.content == content
    assert served.content.startswith(content_of(fixed.final_document))
    page = text(client_of(koordination_meerane).get(fixed.get_absolute_url()))
    assert "enthält die Endfassung unverändert" in page
    assert "Erika Beispiel" in page
    assert "Die Signatur selbst prüft diese Anwendung nicht" in page
    event = AuditEvent.objects.about(fixed).get(action="keep_signed_file")
    assert event.after["SHA-256"] == kept.document.sha256


def test_parties_sign_one_after_another(fixed, final):
    first = signed(final, name="Jörg Beispiel")
    keep(fixed, first)
    second = keep(fixed, signed(first, name="Katja Beispiel", field="Signatur2"))
    assert (second.is_final_text, second.is_continuation) == (True, True)
    assert [item["subject"] for item in second.signatures] == ["Jörg Beispiel", "Katja Beispiel"]


def test_second_party_that_signed_the_bare_text_is_told(fixed, final):
    keep(fixed, signed(final, name="Jörg Beispiel"))
    second = keep(fixed, signed(final, name="Katja Beispiel"))
    assert (second.is_final_text, second.is_continuation) == (True, False)
    assert second.warnings == [
        "Die Datei enthält die zuvor abgelegte nicht unverändert; frühere Signaturen können fehlen."
    ]


def test_rewritten_file_is_kept_with_its_warnings(client_of, sachbearbeitung, fixed, final):
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(final)) as document:
        document.save(buffer)
    response = upload(client_of(sachbearbeitung), fixed, buffer.getvalue())
    told = [message for tags, message in said(response) if tags == "warning"]
    assert [sentence.split(":")[0] for sentence in told] == [
        "Die Datei beginnt nicht mit den Bytes der Endfassung",
        "Die Datei enthält die zuvor abgelegte nicht unverändert; frühere Signaturen können fehlen.",
        "In der Datei wurde keine Signatur gefunden.",
    ]
    assert content_of(SignedFile.objects.get().document) == buffer.getvalue()


def test_bytes_added_after_the_signature_are_told(fixed, final):
    assert keep(fixed, signed(final) + b"\n% noch etwas\n").warnings == [
        "Nach der letzten Signatur wurde die Datei noch verändert."
    ]


def test_same_file_twice_is_kept_once(fixed, final):
    content = signed(final)
    assert keep(fixed, content) == keep(fixed, content)
    assert AuditEvent.objects.about(fixed).filter(action="keep_signed_file").count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Das ist die Endfassung selbst, ohne Signatur"),
        (files.picture(), "Bitte eine Datei der Art PDF auswählen"),
    ],
)
def test_what_cannot_be_signed_is_refused(client_of, sachbearbeitung, fixed, final, content, sentence):
    name = "bild.png" if content else "endfassung.pdf"
    response = upload(client_of(sachbearbeitung), fixed, content or final, name)
    assert response.status_code in {409, 422}
    assert sentence in text(response)
    assert not SignedFile.objects.exists()


def test_text_that_is_not_fixed_is_not_signed(meerane):
    with pytest.raises(Conflict, match="noch nicht festgeschrieben"):
        keep(agreement_in("approved", towns=[meerane]), files.pdf())


# --- The wrong one ------------------------------------------------------------------------------------------------


def test_wrong_file_is_set_aside_for_the_office_alone(
    client_of, sachbearbeitung, leserecht, koordination_meerane, fixed, final
):
    kept = keep(fixed, signed(final, name="Falsche Person"))
    address, where = url("discard_signed_file", fixed), kept.document.get_absolute_url()
    assert client_of(sachbearbeitung).post(address, {"version": kept.pk, "reason": "kurz"}).status_code == 422
    assert client_of(sachbearbeitung).post(address, {"version": kept.pk, "reason": REASON}).status_code == 302
    assert [client_of(person).get(where).status_code for person in (leserecht, koordination_meerane)] == [200, 404]
    assert "Falsche Person" not in text(client_of(koordination_meerane).get(fixed.get_absolute_url()))
    late = client_of(sachbearbeitung).post(address, {"version": kept.pk, "reason": REASON})
    assert (late.status_code, "inzwischen beiseitegelegt" in text(late)) == (409, True)
    assert keep(fixed, signed(final)).is_continuation
