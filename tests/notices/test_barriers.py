"""Barriers: anybody reports, the office answers, nobody else reads."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from audit.models import AuditEvent
from core.exceptions import Conflict
from notices.actions.barriers import report_barrier, settle_barrier
from notices.models import BarrierReport
from tests.factories import BarrierReportFactory

pytestmark = pytest.mark.django_db

REPORT, LIST = reverse("notices:report"), reverse("notices:barriers")
TYPED = {"description": "Die Karte hat keinen Text.", "page": "/kommunen/", "email": "leserin@example.org"}


@pytest.fixture(autouse=True)
def _fresh_limits():
    cache.clear()


def test_anybody_reports_without_signing_in(client):
    assert client.post(REPORT, TYPED).url == reverse("notices:reported")
    row = BarrierReport.objects.get()
    assert {name: getattr(row, name) for name in TYPED} == TYPED
    event = AuditEvent.objects.get(action="report_barrier")
    assert (event.actor, "leserin" in str(event.after) + event.subject_label) == (None, False)


def test_page_is_preset_and_bad_input_keeps_what_was_typed(client):
    assert client.get(f"{REPORT}?seite=/kommunen/").context["form"].initial == {"page": "/kommunen/"}
    refused = client.post(REPORT, {**TYPED, "description": " ", "email": "keine Adresse"})
    text = refused.content.decode()
    assert (refused.status_code, 'value="keine Adresse"' in text, 'value="/kommunen/"' in text) == (422, True, True)
    assert not BarrierReport.objects.exists()


def test_flood_is_stopped(client):
    answers = [client.post(REPORT, {**TYPED, "description": f"Nr. {n}"}).status_code for n in range(6)]
    assert answers == [302] * 5 + [429]
    assert BarrierReport.objects.count() == 5


def test_double_click_reports_once():
    report_barrier("Kein Text", by=None, process="ohne Anmeldung")
    report_barrier("Kein Text ", by=None, process="ohne Anmeldung")
    assert BarrierReport.objects.count() == 1


def test_office_sees_it_on_the_start_page_and_answers(client, sachbearbeitung):
    row = BarrierReportFactory(**TYPED)
    client.force_login(sachbearbeitung)
    settle = reverse("notices:settle", args=[row.pk])
    assert settle in client.get("/").content.decode()
    assert client.post(settle, {"answer": ""}).status_code == 422
    assert client.post(settle, {"answer": "Ergänzt."}).url == LIST
    row.refresh_from_db()
    assert (row.answer, row.settled_by) == ("Ergänzt.", sachbearbeitung)
    assert settle not in client.get("/").content.decode()
    assert "beantwortet am" in client.get(LIST).content.decode()


def test_answering_twice_is_a_conflict_unless_it_is_the_same(sachbearbeitung):
    row = BarrierReportFactory()
    settle_barrier(row, by=sachbearbeitung, answer="Ergänzt.")
    settle_barrier(row, by=sachbearbeitung, answer="Ergänzt. ")
    assert AuditEvent.objects.filter(action="settle_barrier").count() == 1
    with pytest.raises(Conflict, match="Ergänzt"):
        settle_barrier(row, by=sachbearbeitung, answer="Anders.")


def test_nobody_else_reads_reports(client, koordination_meerane, leserecht):
    row = BarrierReportFactory(description="GEHEIM-MELDUNG")
    client.force_login(koordination_meerane)
    assert client.get(LIST).status_code == 403
    assert "GEHEIM-MELDUNG" not in client.get("/").content.decode()
    client.force_login(leserecht)
    assert "GEHEIM-MELDUNG" in client.get(LIST).content.decode()
    assert client.get(reverse("notices:settle", args=[row.pk])).status_code == 403
