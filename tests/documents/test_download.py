"""Stored files: kept byte for byte, handed out as attachments to those who may read the record."""

import pytest
from django.core.files.storage import default_storage
from django.urls import reverse

from accounts.models import Activation
from agreements.models import CooperationAgreement, Notice, ReceivedPaper, ReplacedCopy, SignedFile
from audit.models import AuditEvent
from core.exceptions import Conflict
from documents import actions, owners
from documents.inspection import inspect
from documents.models import Document
from imports.models import DataImport
from municipalities.models import Resolution
from tests import files
from tests.factories import AgreementFactory, DocumentFactory, MunicipalityFactory, caseworker

pytestmark = pytest.mark.django_db


@pytest.fixture
def shown(meerane, pd_zwickau):
    return AgreementFactory(consultation=True, towns=[meerane], towns__police=pd_zwickau)


def store(owner, filename="Ausfertigung Lößnitz.pdf", content=None, **values):
    file = inspect(filename, content or files.pdf(2))
    return actions.store(owner, by=caseworker(), kind="signed_copy", file=file, **values)


def get(client_of, person, document):
    return client_of(person).get(reverse("documents:download", args=[document.pk]))


def test_stored_file_is_the_uploaded_one(shown, meerane):
    content = files.pdf(2)
    document = store(shown, content=content, municipalities=[meerane.pk])
    assert actions.content_of(document) == content
    assert (document.size, document.page_count, document.owner) == (len(content), 2, shown)
    assert (document.stored_by, document.get_kind_display()) == (caseworker(), "Unterzeichnete Ausfertigung")
    event = AuditEvent.objects.about(document).get()
    assert (event.label, event.municipality_ids) == ("Unterzeichnete Ausfertigung gespeichert", [meerane.pk])
    assert event.after == {
        "Dateiname": "Ausfertigung Lößnitz.pdf", "SHA-256": document.sha256, "Größe in Byte": len(content),
    }  # fmt: skip


def test_path_in_storage_says_nothing(shown):
    first, second = store(shown), store(shown)
    assert first.file.name != second.file.name
    for document in (first, second):
        folder, prefix, token = document.file.name.split("/")
        assert (folder, prefix, len(token)) == ("documents", token[:2], 32)
        assert "Ausfertigung" not in document.file.name


OWNERS = {
    CooperationAgreement, ReplacedCopy, SignedFile, ReceivedPaper, Notice, Activation, Resolution, DataImport,
}  # fmt: skip


def test_only_models_on_the_list_own_documents():
    assert set(owners.registered()) == OWNERS
    with pytest.raises(TypeError, match="Municipality is not on the list"):
        store(MunicipalityFactory())
    assert not Document.objects.exists()


def test_registering_twice_changes_nothing():
    owners.register(CooperationAgreement)
    assert set(owners.registered()) == OWNERS


def test_file_goes_out_as_attachment_that_cannot_run(shown, client_of, koordination_meerane):
    document = store(shown)
    response = get(client_of, koordination_meerane, document)
    assert response.status_code == 200
    assert response.content == actions.content_of(document)
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''Ausfertigung%20L%C3%B6%C3%9Fnitz.pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "private, no-store"


def test_picture_goes_out_as_attachment_too(shown, client_of, leserecht):
    document = store(shown, "Seite 1.png", files.picture())
    response = get(client_of, leserecht, document)
    assert (response["Content-Type"], response.content) == ("image/png", files.picture())
    assert response["Content-Disposition"] == 'attachment; filename="Seite 1.png"'


def test_file_of_another_town_does_not_exist(
    shown, client_of, koordination_werdau, coach, polizei_chemnitz, coach_meerane_koordination_werdau
):
    document = store(shown)
    for person in (koordination_werdau, coach, polizei_chemnitz, coach_meerane_koordination_werdau):
        response = get(client_of, person, document)
        assert response.status_code == 404, person
        assert b"Ausfertigung" not in response.content


def test_file_of_a_draft_is_the_offices_alone(meerane, client_of, koordination_meerane, leserecht):
    document = store(AgreementFactory(towns=[meerane]))
    assert get(client_of, koordination_meerane, document).status_code == 404
    assert get(client_of, leserecht, document).status_code == 200


def test_party_at_the_police_reads_the_file(shown, client_of, polizei_zwickau):
    assert get(client_of, polizei_zwickau, store(shown)).status_code == 200


def test_stranger_is_sent_to_sign_in(shown, client):
    response = client.get(store(shown).get_absolute_url())
    assert (response.status_code, response.url.split("?")[0]) == (302, "/konto/anmelden/")


def test_changed_file_is_not_handed_out(shown, client_of, leserecht):
    document = store(shown)
    with default_storage.open(document.file.name, "wb") as handle:
        handle.write(b"%PDF-1.7 ausgetauscht")
    with pytest.raises(Conflict, match="ist nicht mehr die ursprüngliche"):
        actions.content_of(document)
    assert get(client_of, leserecht, document).status_code == 409


def test_documents_of_a_record_newest_first(shown, meerane):
    first, second = store(shown), store(shown)
    store(AgreementFactory(towns=[meerane]))
    assert list(Document.objects.of(shown)) == [second, first]


def test_rolled_back_storing_leaves_no_row(shown, monkeypatch):
    monkeypatch.setattr(actions, "record", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store(shown)
    assert not Document.objects.exists()


def test_nobody_reads_a_document_without_owner(leserecht):
    """Its owner is gone, so nobody can say who may read it."""
    orphan = DocumentFactory()
    assert orphan not in Document.objects.visible_to(leserecht, as_=leserecht.functions_held())
