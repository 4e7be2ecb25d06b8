"""Two people at once, on real connections: fixing, signing, changing who signs, keeping the same signed file."""

import threading

import pytest
from django.db import connections

from agreements.actions import fixing, signed_files, signers
from agreements.actions.signers import Signer
from agreements.models import CooperationAgreement, SignedFile
from audit.models import AuditEvent
from core.exceptions import Refusal
from documents.actions import content_of
from documents.inspection import inspect
from documents.models import Document
from tests.factories import caseworker, lead
from tests.life import REASON, agreement_in, prints_once, sign_as
from tests.signed_pdf import signed

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*jobs):
    """What each job answers, or the sentence it was refused with; all start at the same moment."""
    start, answers = threading.Barrier(len(jobs)), [None] * len(jobs)

    def run(index, job):
        start.wait(timeout=30)
        try:
            answers[index] = job()
        except Refusal as refusal:
            answers[index] = str(refusal)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_two_case_workers_fix_at_once_and_one_pdf_is_stored(meerane, pd_zwickau):
    approved = agreement_in("approved", towns=[meerane], police=pd_zwickau)
    people = (caseworker(), lead())
    with prints_once():
        answers = at_once(*(lambda by=by: fixing.finalise(approved, by=by, version=1) for by in people))
    (sentence,) = [answer for answer in answers if isinstance(answer, str)]
    assert "festgeschrieben" in sentence
    row = CooperationAgreement.objects.get(pk=approved.pk)
    assert row.status == "finalised"
    assert Document.objects.get(kind="final_text") == row.final_document
    event = AuditEvent.objects.get(action="finalise")
    assert event.actor == row.finalised_by
    assert AuditEvent.objects.filter(action="store_document").count() == 1


def test_two_people_enter_the_same_signature_with_other_words(meerane):
    fixed = agreement_in("finalised", towns=[meerane])
    signatory, by = fixed.signatories[0], caseworker()
    answers = at_once(*(lambda place=place: sign_as(signatory, by=by, place=place) for place in ("Meerane", "Dresden")))
    (sentence,) = [answer for answer in answers if isinstance(answer, str)]
    assert "ist schon mit anderen Angaben eingetragen" in sentence
    assert AuditEvent.objects.filter(action="enter_signature").count() == 1


def test_signature_and_change_of_the_signatory_at_once_end_in_one_order_or_the_other(meerane):
    fixed = agreement_in("finalised", towns=[meerane])
    signatory, by = fixed.signatories[1], caseworker()
    deputy = Signer("Anna Beispiel", "Erste Beigeordnete", "alderman")
    at_once(
        lambda: sign_as(signatory, by=by),
        lambda: signers.change_signatory(signatory, by=by, signer=deputy, reason=REASON),
    )
    signatory.refresh_from_db()
    assert (signatory.signer_name, signatory.signed_on is None) == ("Anna Beispiel", False)


def test_same_signed_file_from_two_windows_is_kept_once(meerane):
    fixed = agreement_in("finalised", towns=[meerane])
    file, by = inspect("signiert.pdf", signed(content_of(fixed.final_document))), caseworker()
    first, second = at_once(*[lambda: signed_files.keep_signed_file(fixed, by=by, file=file)] * 2)
    assert first == second == SignedFile.objects.get()
