"""A wrong scan is replaced with a reason; the old one stays in the record, for the office alone."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections

from agreements.actions import copies
from agreements.models import CooperationAgreement, ReplacedCopy
from audit.models import AuditEvent
from core.exceptions import Conflict
from documents.actions import content_of
from documents.models import Document
from tests.agreements.asking import fresh, text, url
from tests.factories import caseworker
from tests.files import scan
from tests.life import REASON, agreement_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]


@pytest.fixture
def copied(concluded):
    return copies.attach_signed_copy(concluded, by=caseworker(), file=scan("falsch.png"))


def test_old_scan_stays_with_day_person_and_reason(copied):
    old = copied.signed_copy
    copies.replace_signed_copy(copied, by=caseworker(), file=scan("richtig.png", "green"), reason=REASON)
    row, kept = fresh(copied), ReplacedCopy.objects.get()
    assert (row.signed_copy.filename, kept.document, kept.reason) == ("richtig.png", old, REASON)
    assert (kept.replaced_by, content_of(kept.document) == content_of(row.signed_copy)) == (caseworker(), False)
    event = AuditEvent.objects.about(copied).get(action="replace_signed_copy")
    assert (event.reason, event.before["Dateiname"], event.after["Dateiname"]) == (REASON, "falsch.png", "richtig.png")


def test_only_the_office_opens_the_wrong_scan(client_of, sachbearbeitung, leserecht, koordination_meerane, copied):
    old = copied.signed_copy.get_absolute_url()
    assert client_of(koordination_meerane).get(old).status_code == 200
    copies.replace_signed_copy(copied, by=caseworker(), file=scan("richtig.png", "green"), reason=REASON)
    answers = [client_of(user).get(old).status_code for user in (sachbearbeitung, leserecht, koordination_meerane)]
    assert answers == [200, 200, 404]
    assert client_of(koordination_meerane).get(fresh(copied).signed_copy.get_absolute_url()).status_code == 200
    page = text(client_of(leserecht).get(copied.get_absolute_url()))
    assert "ersetzt am 25. April 2023 durch Sachbearbeitung ASSKomm" in page
    assert "falsch.png" not in text(client_of(koordination_meerane).get(copied.get_absolute_url()))


def test_page_asks_for_the_reason_and_replaces(client_of, sachbearbeitung, leserecht, copied):
    address, office = url("replace_copy", copied), client_of(sachbearbeitung)
    data = {"version": copied.signed_copy.pk, "reason": "kurz"}
    assert office.post(address, data | {"file": upload()}).status_code == 422
    assert office.post(address, data | {"file": upload(), "reason": REASON}).status_code == 302
    assert fresh(copied).signed_copy.filename == "richtig.png"
    late = office.post(address, data | {"file": upload("noch.png", "blue"), "reason": REASON})
    assert (late.status_code, "inzwischen schon ersetzt" in text(late)) == (409, True)
    assert client_of(leserecht).get(address).status_code == 403


def upload(name="richtig.png", colour="green"):
    return SimpleUploadedFile(name, scan(name, colour).content)


def test_same_scan_again_changes_nothing_and_none_is_refused(copied, fixed):
    copies.replace_signed_copy(copied, by=caseworker(), file=scan("falsch.png"), reason=REASON)
    assert not ReplacedCopy.objects.exists()
    with pytest.raises(Conflict, match="noch keine Ausfertigung"):
        copies.replace_signed_copy(fixed, by=caseworker(), file=scan(), reason=REASON)
    with pytest.raises(Conflict, match="begründen"):
        copies.replace_signed_copy(copied, by=caseworker(), file=scan("x.png", "blue"), reason="  ")


@pytest.mark.django_db(transaction=True)
def test_two_people_replace_the_same_scan_at_once(meerane, pd_zwickau):
    row = copies.attach_signed_copy(agreement_in("signed", towns=[meerane]), by=caseworker(), file=scan("falsch.png"))
    shown, by, outcomes, start = row.signed_copy.pk, caseworker(), [], threading.Barrier(2)

    def replace(colour):
        start.wait()
        try:
            copies.replace_signed_copy(row, by=by, file=scan(f"{colour}.png", colour), reason=REASON, replaces=shown)
            outcomes.append("replaced")
        except Conflict:
            outcomes.append("told")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=replace, args=(colour,)) for colour in ("green", "blue")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["replaced", "told"]
    assert (ReplacedCopy.objects.count(), Document.objects.filter(kind="signed_copy").count()) == (1, 2)
    assert CooperationAgreement.objects.get(pk=row.pk).signed_copy.pk != shown
