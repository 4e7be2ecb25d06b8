"""Two hands at once: a double click, two tabs, two people. One signature, one number, and no typed word is lost."""

import pytest
from django.db import transaction

from agreements.models import CooperationAgreement, RegisterCounter, Signatory
from agreements.transitions import Status
from audit.models import AuditEvent
from tests import life
from tests.journeys import steps, world

pytestmark = pytest.mark.needs("chromium")

SEND = "document.querySelector('main form').requestSubmit()"


@pytest.fixture(scope="module")
def saxony(transactional_db):
    built = world.build()
    RegisterCounter.objects.create(pk=RegisterCounter.ONLY, last_number=49)
    return built


@pytest.fixture
def last_signature(saxony):
    """The address where the last signature of an agreement is entered, and its signatory."""
    return waiting_for_last(saxony)


@transaction.atomic
def waiting_for_last(saxony):
    agreement = life.agreement_in(Status.FINALISED, towns=[saxony.meerane])
    first, last = agreement.signatories
    life.sign_as(first)
    return f"/vereinbarungen/{agreement.pk}/unterschrift/{last.pk}/", last


def entered(signatory):
    """Status and number of the agreement, and how often the signature was entered."""
    row = CooperationAgreement.objects.get(parties=signatory.party_id)
    events = AuditEvent.objects.about(row).filter(action="enter_signature", label__endswith=signatory.label)
    return row.status, row.register_number, events.count()


def next_number():
    return RegisterCounter.objects.get().last_number + 1


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no script"])
def test_double_click_signs_once(visit, saxony, last_signature, javascript):
    address, signatory = last_signature
    number = next_number()
    caseworker = steps.name_the_signer(visit(saxony.sachbearbeitung, javascript=javascript).go(address))
    caseworker.button("Unterschrift eintragen").dblclick()
    caseworker.page.wait_for_url(caseworker.origin + f"/vereinbarungen/{signatory.party.agreement_id}/")
    assert caseworker.heading == f"Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}{number}"
    assert entered(signatory) == (Status.SIGNED, number, 1)
    assert next_number() == number + 1


def test_the_same_signature_from_two_tabs_at_once(visit, saxony, last_signature):
    address, signatory = last_signature
    number = next_number()
    tabs = [steps.name_the_signer(visit(who).go(address)) for who in (saxony.sachbearbeitung, saxony.leitung)]
    send_together(tabs)
    assert [tab.heading for tab in tabs] == [f"Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}{number}"] * 2
    assert entered(signatory) == (Status.SIGNED, number, 1)
    assert next_number() == number + 1


def test_two_agreements_completed_at_once_get_two_numbers(visit, saxony):
    pairs = [waiting_for_last(saxony) for _ in range(2)]
    number = next_number()
    tabs = [steps.name_the_signer(visit(saxony.sachbearbeitung).go(address)) for address, _ in pairs]
    send_together(tabs)
    assert sorted(entered(signatory) for _, signatory in pairs) == [
        (Status.SIGNED, number, 1), (Status.SIGNED, number + 1, 1),
    ]  # fmt: skip


def send_together(tabs):
    for tab in tabs:
        tab.page.evaluate(SEND)
    for tab in tabs:
        tab.page.wait_for_url("**/vereinbarungen/*/")


def test_another_signature_in_the_second_tab_is_refused_and_kept(visit, saxony, last_signature):
    address, signatory = last_signature
    first = visit(saxony.sachbearbeitung).go(address)
    second = first.tab().go(address)
    for tab in (first, second):
        steps.name_the_signer(tab)
    first.press("Unterschrift eintragen")
    second.fill("Ort", "Ratskeller am Markt").fill("Vertretungsvermerk", "i. V. Zweiter Beigeordneter")
    second.press("Unterschrift eintragen", status=409).look()
    assert second.heading == "Das ist so nicht möglich"
    assert [words in second.text for words in ("Ratskeller am Markt", "i. V. Zweiter Beigeordneter")] == [True, True]
    assert Signatory.objects.get(pk=signatory.pk).deputy_note == ""
    assert entered(signatory)[2] == 1


def test_leaving_with_unsaved_text_is_asked(visit, saxony):
    agreement = life.agreement_in(Status.DRAFT, towns=[saxony.meerane])
    caseworker = visit(saxony.sachbearbeitung).go(f"/vereinbarungen/{agreement.pk}/text/")
    questions = []
    caseworker.page.once("dialog", lambda dialog: (questions.append(dialog.type), dialog.dismiss()))
    area(caseworker, 1).press_sequentially("Noch nicht gespeichert. ")
    with caseworker.page.expect_event("dialog"):
        caseworker.link("Zur Vereinbarung").click(no_wait_after=True)
    assert questions == ["beforeunload"]
    assert caseworker.path == f"/vereinbarungen/{agreement.pk}/text/"
    assert area(caseworker, 1).input_value().count("Noch nicht gespeichert. ") == 1


def area(visitor, position):
    return visitor.page.locator("textarea").nth(position)
