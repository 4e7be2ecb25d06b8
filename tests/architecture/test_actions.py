"""Every action runs in one transaction, takes `by=` and leaves a record of who did what."""

import ast
import importlib
import inspect
from datetime import date

import pytest
from django.db import transaction

from accounts import actions as accounts
from agreements.actions import drafting, fixing, review, signing, template
from agreements.actions.drafting import SignatoryEntry
from agreements.actions.signing import Signature
from agreements.models import AgreementTemplate, CooperationAgreement
from audit.actions import erasing, mailing
from audit.models import AuditEvent, OutgoingMail
from core import dates
from documents import actions as documents
from municipalities import actions as municipalities
from tests import life
from tests.architecture.sources import own_modules
from tests.factories import AssignmentFactory, ContactFactory, caseworker, lead
from tests.files import scan
from tests.life import REASON, agreement_in

# What stands beside the actions and changes nothing, or is only ever called inside one.
PARTS_OF_ACTIONS = {
    "agreements.actions.moves.locked": "the lock every action begins with",
    "agreements.actions.moves.require_version": "a question",
    "agreements.actions.moves.move": "one step of an action, on a row already locked",
    "agreements.actions.moves.log": "the record itself",
    "audit.actions.recording.record": "the record itself; raises outside a transaction",
    "audit.actions.recording.record_read": "the read log itself, the one thing a GET may write",
    "audit.actions.recording.snapshot": "reads",
    "audit.actions.mailing.queue": "part of whatever action writes the letter",
    "audit.actions.mailing.send_next": "the worker's, which acts for nobody; the row says what became of it",
    "audit.actions.mailing.blank_old": "part of the daily round, which acts for nobody",
    "audit.actions.jobs.beat": "a worker's clock",
    "audit.actions.jobs.sign_off": "a worker's clock",
    "audit.actions.jobs.requeue_lost": "the worker's, which acts for nobody; the job says what became of it",
    "audit.actions.jobs.forget_silent": "a worker's clock",
    "audit.actions.jobs.forget_finished": "part of the daily round, which acts for nobody",
    "audit.actions.jobs.is_alive": "a question",
    "documents.actions.content_of": "reads",
}


def functions_of_action_modules():
    for module in own_modules():
        if module.is_action:
            for node in module.tree.body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    yield f"{'.'.join(module.parts)}.{node.name}", node


ACTIONS = {name: node for name, node in functions_of_action_modules() if name not in PARTS_OF_ACTIONS}


def implementation(name):
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(module), function)


# --- A call of each -----------------------------------------------------------------------------------------------


def _consented(town):
    agreement = agreement_in("consultation", towns=[town])
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=dates.today())
    return agreement


def _all_clauses(agreement):
    return {clause.pk: "Ein anderer Text." for clause in agreement.clauses.all()}


def _entries(agreement):
    return [SignatoryEntry(party.pk, "Erika Beispiel", "Leitung") for party in agreement.parties.all()]


def _first(agreement):
    return agreement.signatories[0]


def _signature(place="Rathaus"):
    return Signature(signed_on=dates.today(), place=place)


def _reload_samples():
    CooperationAgreement.objects.all().delete()
    AgreementTemplate.objects.all().delete()
    return template.load_samples(by=lead(), process="load_samples")


def _edit_sample():
    life.load_samples()
    sample = AgreementTemplate.objects.get(kind="agreement")
    clause = sample.clauses.get(position=1)
    return template.edit_template(sample, by=lead(), clauses={clause.pk: ("Neu", "Neu.")}, version=1)


CALLS = {
    "agreements.actions.drafting.create": lambda town: [
        life.load_samples(),
        drafting.create(by=lead(), municipalities=[town], police_directorate=None),
    ],
    "agreements.actions.drafting.edit_text": lambda town: (
        lambda row: drafting.edit_text(row, by=lead(), texts=_all_clauses(row))
    )(agreement_in("draft", towns=[town])),
    "agreements.actions.drafting.edit_parties": lambda town: drafting.edit_parties(
        agreement_in("draft", towns=[town]),
        by=lead(),
        municipalities=[town],
        police_directorate=None,
        file_reference="X",
    ),
    "agreements.actions.drafting.edit_signatories": lambda town: (
        lambda row: drafting.edit_signatories(row, by=lead(), entries=_entries(row))
    )(agreement_in("draft", towns=[town])),
    "agreements.actions.fixing.finalise": lambda town: fixing.finalise(
        agreement_in("approved", towns=[town]), by=lead()
    ),
    "agreements.actions.review.open_consultation": lambda town: review.open_consultation(
        agreement_in("draft", towns=[town]), by=lead()
    ),
    "agreements.actions.review.return_to_draft": lambda town: review.return_to_draft(
        agreement_in("consultation", towns=[town]), by=lead(), reason=REASON
    ),
    "agreements.actions.review.consent": lambda town: review.consent(
        agreement_in("consultation", towns=[town]).parties.all()[0], by=lead(), agreed_on=dates.today()
    ),
    "agreements.actions.review.approve": lambda town: review.approve(_consented(town), by=lead()),
    "agreements.actions.review.reopen": lambda town: review.reopen(
        agreement_in("approved", towns=[town]), by=lead(), reason=REASON
    ),
    "agreements.actions.signing.sign": lambda town: signing.sign(
        _first(agreement_in("finalised", towns=[town])), by=lead(), signature=_signature()
    ),
    "agreements.actions.signing.correct_signature": lambda town: signing.correct_signature(
        _first(agreement_in("partly_signed", towns=[town])), by=lead(), signature=_signature("Bahnhof"), reason=REASON
    ),
    "agreements.actions.signing.take_back_signature": lambda town: signing.take_back_signature(
        _first(agreement_in("partly_signed", towns=[town])), by=lead(), reason=REASON
    ),
    "agreements.actions.signing.record_guests": lambda town: signing.record_guests(
        agreement_in("finalised", towns=[town]), by=lead(), guests=[("Erika Beispiel", "Landrätin")]
    ),
    "agreements.actions.signing.attach_signed_copy": lambda town: signing.attach_signed_copy(
        agreement_in("signed", towns=[town]), by=lead(), file=scan()
    ),
    "agreements.actions.signing.end": lambda town: signing.end(
        agreement_in("signed", towns=[town]), by=lead(), ended_on=dates.today(), reason=REASON
    ),
    "agreements.actions.signing.withdraw": lambda town: signing.withdraw(
        agreement_in("draft", towns=[town]), by=lead(), reason=REASON
    ),
    "agreements.actions.template.load_samples": lambda town: _reload_samples(),
    "agreements.actions.template.edit_template": lambda town: _edit_sample(),
    "documents.actions.store": lambda town: documents.store(
        agreement_in("draft", towns=[town]), by=lead(), kind="signed_copy", file=scan()
    ),
    "audit.actions.mailing.resend": lambda town: mailing.resend(
        OutgoingMail.objects.create(recipient="a@stadt.example", subject="x", message_id="1"), by=lead()
    ),
    "audit.actions.erasing.redact_history": lambda town: erasing.redact_history(
        ContactFactory(municipality=town), by=lead(), reason=REASON
    ),
    "accounts.actions.create_user": lambda town: accounts.create_user("neu@stadt.example", name="Neu", by=lead()),
    "accounts.actions.grant_function": lambda town: accounts.grant_function(
        caseworker(), "coordination", by=lead(), municipality=town
    ),
    "accounts.actions.end_function": lambda town: accounts.end_function(
        AssignmentFactory(), by=lead(), ends_on=date(2023, 5, 1)
    ),
    "municipalities.actions.add_contact": lambda town: municipalities.add_contact(
        by=lead(), office="Bürgermeister", municipality=town
    ),
    "municipalities.actions.edit_contact": lambda town: municipalities.edit_contact(
        ContactFactory(municipality=town), by=lead(), values={"name": "Neu"}
    ),
}


# --- What is demanded ---------------------------------------------------------------------------------------------


def test_every_action_has_a_call_here():
    assert set(CALLS) == set(ACTIONS)


def test_parts_of_actions_exist():
    assert {name for name, _ in functions_of_action_modules()} >= set(PARTS_OF_ACTIONS)


@pytest.mark.parametrize("name", ACTIONS)
def test_action_runs_in_one_transaction(name):
    assert "transaction.atomic" in [ast.unparse(decorator) for decorator in ACTIONS[name].decorator_list]


@pytest.mark.parametrize("name", ACTIONS)
def test_action_asks_by_whom(name):
    parameters = inspect.signature(implementation(name)).parameters
    assert parameters["by"].kind is inspect.Parameter.KEYWORD_ONLY
    # Without a person only where the name of an administrator's command stands instead.
    may_be_nobody = "None" in str(parameters["by"].annotation)
    assert may_be_nobody == ("process" in parameters)


@pytest.mark.parametrize("name", ACTIONS)
def test_action_takes_the_object_first_and_the_rest_by_name(name):
    positional = [
        parameter
        for parameter in inspect.signature(implementation(name)).parameters.values()
        if parameter.kind is inspect.Parameter.POSITIONAL_OR_KEYWORD
    ]
    # A function and its holder are one object here.
    assert len(positional) <= (2 if name == "accounts.actions.grant_function" else 1)


@pytest.mark.django_db
@pytest.mark.parametrize("name", CALLS)
def test_action_leaves_a_record_by_whom(name, meerane):
    with transaction.atomic():
        CALLS[name](meerane)
    event = AuditEvent.objects.order_by("pk").last()
    assert event.actor == lead()
    assert event.actor_label == "Leitung der Geschäftsstelle"
    assert event.label
    assert event.programme_day == date(2023, 4, 25)
