"""The read log: who was given which confidential file, written by the views that say so and by nobody else."""

import pytest
from django.db import InternalError, connection, transaction
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from audit.actions import record_read
from audit.models import AuditEvent, ReadEvent
from core.access import LOGS_READS, iter_patterns, logs_reads, public
from documents.models import Document
from tests import strict
from tests.factories import lead
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixed(meerane):
    return agreement_in("finalised", towns=[meerane])


@pytest.fixture
def event(meerane):
    return record_read("export", meerane, by=lead(), label="Liste", details={"Zeilen": 3})


def truncate(table):
    with connection.cursor() as cursor:
        # Keys are checked at the end of the transaction; a table that waits for that cannot be emptied at all.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {table}")


# --- Written once -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "tamper",
    [
        lambda event: ReadEvent.objects.filter(pk=event.pk).update(label="Anders"),
        lambda event: event.delete(),
        lambda event: event.save(),
        lambda event: connection.cursor().execute("DELETE FROM audit_readevent"),
        lambda event: truncate("audit_readevent"),
        lambda event: truncate("audit_auditevent"),
        lambda event: truncate("accounts_user CASCADE"),
    ],
    ids=["update", "delete one", "save", "raw delete", "truncate", "truncate the record", "truncate cascading"],
)
def test_database_refuses_to_change_what_is_written(event, tamper):
    with pytest.raises(InternalError, match="audit rows are never changed or deleted"), transaction.atomic():
        tamper(event)
    assert ReadEvent.objects.get().label == "Liste"


@pytest.mark.django_db(transaction=True)
def test_triggers_are_awake_after_a_flush(event):
    """The test before this one may have flushed; the session's triggers must work again."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW session_replication_role")
        assert cursor.fetchone() == ("origin",)


# --- What stands in it --------------------------------------------------------------------------------------------


def test_download_is_noted(fixed, meerane, client_of, koordination_meerane):
    document = fixed.final_document
    assert client_of(koordination_meerane).get(document.get_absolute_url()).status_code == 200
    event = ReadEvent.objects.get()
    assert (event.actor, event.actor_label, event.process) == (koordination_meerane, "Koordination Meerane", "")
    assert (event.kind, event.label) == ("file", "Endfassung heruntergeladen")
    assert (event.subject, event.subject_label) == (document, document.filename)
    assert event.municipality_ids == [meerane.pk]


def test_fixed_pdf_is_noted_and_a_draft_is_not(fixed, meerane, client_of, leitung):
    browser = client_of(leitung)
    draft = agreement_in("draft", towns=[meerane])
    assert browser.get(f"/vereinbarungen/{draft.pk}/pdf/").status_code == 200
    assert not ReadEvent.objects.exists()
    assert browser.get(f"/vereinbarungen/{fixed.pk}/pdf/").status_code == 200
    event = ReadEvent.objects.get()
    assert (event.kind, event.label, event.subject) == ("pdf", "Endfassung als PDF geöffnet", fixed)


def test_refused_or_broken_file_is_not_noted(fixed, client_of, koordination_werdau, leitung):
    document = fixed.final_document
    assert client_of(koordination_werdau).get(document.get_absolute_url()).status_code == 404
    Document.objects.filter(pk=document.pk).update(sha256="0" * 64)
    assert client_of(leitung).get(document.get_absolute_url()).status_code == 409
    assert not ReadEvent.objects.exists()


def test_export_without_a_record_keeps_filter_and_row_count(leitung):
    record_read("export", None, by=leitung, label="Kommunen", municipalities=[3, 1, 3], details={"Filter": "q=x"})
    event = ReadEvent.objects.get()
    assert (event.subject, event.subject_label, str(event)) == (None, "", "Kommunen")
    assert (event.municipality_ids, event.details) == ([1, 3], {"Filter": "q=x"})


def test_command_reads_under_its_own_name(meerane):
    event = record_read("file", meerane, by=None, process="export_agreement", label="Geschrieben")
    assert (event.actor, event.actor_label, event.process) == (None, "export_agreement", "export_agreement")


def test_unknown_kind_is_refused(meerane):
    with pytest.raises(ValueError, match="glance"):
        record_read("glance", meerane, by=lead(), label="Angesehen")


def test_about_one_record_newest_first(event, meerane, werdau):
    record_read("file", werdau, by=lead(), label="Anderswo")
    second = record_read("file", meerane, by=lead(), label="Noch einmal")
    assert list(ReadEvent.objects.about(meerane).for_list()) == [second, event]


# --- Reading it ---------------------------------------------------------------------------------------------------


def test_office_reads_it_nobody_else(event, leserecht, koordination_meerane, polizei_zwickau, coach):
    assert list(ReadEvent.objects.visible_to(leserecht, as_=leserecht.functions_held())) == [event]
    for person in (koordination_meerane, polizei_zwickau, coach):
        assert not ReadEvent.objects.visible_to(person, as_=person.functions_held()).exists()


# --- The guard: GET writes nothing, but views that say so write this one table ---------------------------------------


def writing(statement):
    @require_safe
    @public(reason="A planted fault.")
    def view(request):
        statement()
        return HttpResponse("x")

    return view


def note():
    record_read("file", None, by=None, process="test", label="x")


def record_action():
    AuditEvent.objects.create(
        process="test", action="x", label="x", content_type_id=1, object_id=1, programme_day="2023-04-25"
    )


@pytest.fixture
def urls(settings):
    def use(*views):
        patterns = [path(f"{number}/", view) for number, view in enumerate(views)]
        settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": patterns})

    return use


def test_planted_write_in_a_get_is_found(urls, client):
    urls(writing(note), writing(record_action), logs_reads(writing(record_action)))
    for number in range(3):
        with pytest.raises(strict.GetWrote):
            client.get(f"/{number}/")


def test_view_that_says_so_writes_the_read_log(urls, client):
    urls(logs_reads(writing(note)))
    assert client.get("/0/").status_code == 200
    assert ReadEvent.objects.get().label == "x"


def test_views_that_note_reads_are_known():
    """A view that hands out confidential files without saying so cannot write the log; this list shows who does."""
    assert {name for name, pattern in iter_patterns() if getattr(pattern.callback, LOGS_READS, False)} == {
        "documents:download", "agreements:pdf", "agreements:export_xlsx", "agreements:export_csv", "advice:pdf",
        "agreements:alone_export", "agreements:protocol", "agreements:register_sheet", "agreements:checklist_pdf",
        "agreements:version_docx", "filing:file_package", "filing:package_file",
        "portal:mailing_kommunen", "portal:mailing_vereinbarungen", "portal:mailing_zusammenschluesse",
        "portal:mailing_beratung", "portal:record_log_export",
    }  # fmt: skip
