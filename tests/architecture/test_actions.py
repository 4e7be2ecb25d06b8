"""Every action runs in one transaction, takes `by=` and leaves a record of who did what."""

import ast
import importlib
import inspect
from datetime import date, time

import pytest
from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.actions import activations, invitations, people, sessions
from accounts.functions import Function
from accounts.samples import sample_text
from advice.actions import appointments, consultations, info_pack, responsibilities, standing
from advice.actions import contacts as calls
from audit.actions import erasing, mailing
from audit.models import AuditEvent, OutgoingMail
from core import dates
from municipalities.actions import associations, contacts, resolutions
from municipalities.actions import people as persons
from municipalities.register import actions as register
from municipalities.register.reading import read
from portal import actions as portal
from tasks import actions as tasks
from tests import official
from tests.architecture.agreement_calls import AGREEMENT_CALLS
from tests.architecture.sources import own_modules
from tests.factories import (
    ACTIVATED_ON,
    AppointmentFactory,
    AssignmentFactory,
    AssociationFactory,
    AssociationMembershipFactory,
    ConsultationFactory,
    ContactFactory,
    InvitationFactory,
    MunicipalityFactory,
    ResolutionFactory,
    ResponsibilityFactory,
    StandingFactory,
    TaskFactory,
    UsageAgreementFactory,
    UserFactory,
    activated,
    caseworker,
    lead,
    person,
)
from tests.files import scan
from tests.life import REASON

# What stands beside the actions and changes nothing, or is only ever called inside one.
PARTS_OF_ACTIONS = {
    "agreements.actions.moves.locked": "the lock every action begins with",
    "agreements.actions.moves.require_version": "a question",
    "agreements.actions.moves.move": "one step of an action, on a row already locked",
    "agreements.actions.moves.log": "the record itself",
    "agreements.actions.keeping.keep_version": "what an action leaves behind, on a row already locked",
    "agreements.actions.keeping.void_consents": "the same",
    "agreements.actions.keeping.edited": "the same",
    "agreements.actions.keeping.cover": "the same",
    "agreements.actions.clauses.renumber": "the same",
    "agreements.actions.taking_effect.settle": "part of whatever changes a signature, which records it",
    "agreements.actions.taking_effect.end_replaced": "the same; records the end by itself",
    "agreements.actions.returning.put_back": "the same",
    "agreements.actions.consents.in_consultation": "the lock of every change of consents",
    "agreements.actions.drafting.editable": "the lock of every change of text and parties",
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
    "municipalities.actions.people.person_values": "reads",
    "municipalities.actions.people.new_person": "one step of an action on a function, which records it",
    "municipalities.actions.people.write_person": "one step of an action on a function, which records it",
    "municipalities.actions.people.drop_if_idle": "one step of an action on a function, which records it",
    "municipalities.register.actions.lock_register": "the lock every import begins with",
    "municipalities.register.actions.keep_run": "the record itself",
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


def with_second_factor(user):
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


CALLS = AGREEMENT_CALLS | {
    "audit.actions.mailing.resend": lambda town: mailing.resend(
        OutgoingMail.objects.create(recipient="a@stadt.example", subject="x", message_id="1"), by=lead()
    ),
    "audit.actions.erasing.redact_history": lambda town: erasing.redact_history(
        ContactFactory(municipality=town), by=lead(), reason=REASON
    ),
    "accounts.actions.people.create_user": lambda town: people.create_user("neu@stadt.example", name="Neu", by=lead()),
    "accounts.actions.people.grant_function": lambda town: people.grant_function(
        caseworker(), "coordination", by=lead(), municipality=activated(town)
    ),
    "accounts.actions.people.assign_coach": lambda town: people.assign_coach(
        AssignmentFactory(function=Function.COACH).user, by=lead(), municipality=town, starts_on=dates.today()
    ),
    "accounts.actions.people.end_function": lambda town: people.end_function(
        AssignmentFactory(), by=lead(), ends_on=date(2023, 5, 1)
    ),
    "accounts.actions.people.deactivate_account": lambda town: people.deactivate_account(
        UserFactory(), by=lead(), reason=REASON
    ),
    "accounts.actions.people.reactivate_account": lambda town: people.reactivate_account(
        UserFactory(is_active=False), by=lead(), reason=REASON
    ),
    "accounts.actions.people.change_address": lambda town: people.change_address(
        lead(), by=lead(), email="neu@lpr.example"
    ),
    "accounts.actions.people.correct_address": lambda town: people.correct_address(
        UserFactory(), by=lead(), email="neu@stadt.example", reason=REASON
    ),
    "accounts.actions.people.reset_second_factor": lambda town: people.reset_second_factor(
        with_second_factor(UserFactory()), by=lead(), reason=REASON
    ),
    "accounts.actions.sessions.end_other_sessions": lambda town: sessions.end_other_sessions(
        lead(), by=lead(), keep=""
    ),
    "accounts.actions.activations.publish_usage_agreement": lambda town: activations.publish_usage_agreement(
        sample_text(), by=lead()
    ),
    "accounts.actions.activations.activate": lambda town: activations.activate(
        MunicipalityFactory(), by=lead(), usage_agreement=UsageAgreementFactory(), starts_on=dates.today()
    ),
    "accounts.actions.activations.end_activation": lambda town: activations.end_activation(
        activated(town).activations.get(), by=lead(), ends_on=dates.today(), reason=REASON
    ),
    "accounts.actions.invitations.invite": lambda town: invitations.invite(
        "neu@stadt.example", by=lead(), name="Neu", function="coordination", body=activated(town), link_to=str
    ),
    "accounts.actions.invitations.resend": lambda town: invitations.resend(InvitationFactory(), by=lead(), link_to=str),
    "accounts.actions.invitations.revoke": lambda town: invitations.revoke(InvitationFactory(), by=lead()),
    "accounts.actions.invitations.accept": lambda town: invitations.accept(
        InvitationFactory(token="t", email="a@stadt.example"), by=person("a@stadt.example"), token="t"
    ),
    "accounts.actions.invitations.open_account": lambda town: invitations.open_account(
        InvitationFactory(token="t"), by=lead(), token="t", name="Neu", password="x"
    ),
    "portal.actions.activate_body": lambda town: portal.activate_body(
        MunicipalityFactory(), by=lead(), usage_agreement=UsageAgreementFactory(), starts_on=ACTIVATED_ON, file=scan()
    ),
    "portal.actions.attach_signed_terms": lambda town: portal.attach_signed_terms(
        activated(town).activations.get(), by=lead(), file=scan()
    ),
    "portal.actions.enter_resolution": lambda town: portal.enter_resolution(
        town, by=lead(), file=scan(), council="Stadtrat", decided_on=date(2023, 4, 1), subject="Beitritt"
    ),
    "tasks.actions.create": lambda town: tasks.create(
        by=lead(), title="Rückruf", due_on=dates.today(), side="state_office", municipalities=[town]
    ),
    "tasks.actions.reassign": lambda town: tasks.reassign(TaskFactory(), by=lead(), person=caseworker()),
    "tasks.actions.change_due": lambda town: tasks.change_due(
        TaskFactory(), by=lead(), due_on=date(2023, 5, 2), reason=REASON
    ),
    "tasks.actions.complete": lambda town: tasks.complete(TaskFactory(), by=lead(), note="Angerufen."),
    "tasks.actions.reopen": lambda town: tasks.reopen(TaskFactory(done=True), by=lead(), reason=REASON),
    "advice.actions.contacts.note": lambda town: calls.note(
        by=lead(), municipalities=[town], text="Rückruf erbeten."
    ),
    "advice.actions.appointments.arrange": lambda town: appointments.arrange(
        by=lead(), municipalities=[town], takes_place_on=dates.today(), start_time=time(10)
    ),
    "advice.actions.appointments.postpone": lambda town: appointments.postpone(
        AppointmentFactory(), by=lead(), takes_place_on=date(2023, 5, 2), start_time=time(9), reason=REASON
    ),
    "advice.actions.appointments.cancel": lambda town: appointments.cancel(
        AppointmentFactory(), by=lead(), reason=REASON
    ),
    "advice.actions.appointments.hold": lambda town: appointments.hold(AppointmentFactory(), by=lead()),
    "advice.actions.consultations.record": lambda town: consultations.record(
        by=lead(), municipalities=[town], held_on=dates.today()
    ),
    "advice.actions.consultations.edit": lambda town: (
        lambda row: consultations.edit(
            row,
            by=lead(),
            version=1,
            values={name: getattr(row, name) for name in consultations.EDITABLE},
            municipalities=[town],
            topics=[],
            participants=[],
        )
    )(ConsultationFactory()),
    "advice.actions.consultations.share": lambda town: consultations.share(
        ConsultationFactory(result="Ein Rat wird gegründet."), by=lead()
    ),
    "advice.actions.consultations.withhold": lambda town: consultations.withhold(
        ConsultationFactory(shared=True), by=lead(), reason=REASON
    ),
    "advice.actions.standing.set_standing": lambda town: standing.set_standing(
        town, by=lead(), kind="resting", starts_on=dates.today(), reason=REASON
    ),
    "advice.actions.standing.resume": lambda town: (
        lambda row: standing.resume(row.municipality, by=lead(), ends_on=dates.today(), reason=REASON)
    )(StandingFactory()),
    "advice.actions.responsibilities.give": lambda town: responsibilities.give(
        caseworker(), by=lead(), municipality=town, starts_on=dates.today()
    ),
    "advice.actions.responsibilities.end": lambda town: responsibilities.end(
        ResponsibilityFactory(), by=lead(), ends_on=dates.today()
    ),
    "advice.actions.info_pack.edit_template": lambda town: info_pack.edit_template(
        by=lead(), subject="Neu", text="Neuer Text.", version=1
    ),
    "advice.actions.info_pack.send": lambda town: info_pack.send(
        town, by=lead(), to="rathaus@stadt.example", subject="Infopaket", text="Guten Tag"
    ),
    "municipalities.actions.contacts.add_contact": lambda town: contacts.add_contact(
        by=lead(), office="Bürgermeister", municipality=town
    ),
    "municipalities.register.actions.import_register": lambda town: register.import_register(
        read(official.gv100ad([official.place(town.ags, "Meerane, Stadt")]), "gv.txt"), by=lead()
    ),
    "municipalities.register.actions.import_changes": lambda town: register.import_changes(
        read(official.changes([official.change("4", town.ags, "Meerane", town.ags, "Meerane am See")]), "c.csv"),
        by=lead(),
    ),
    "municipalities.actions.contacts.edit_contact": lambda town: contacts.edit_contact(
        ContactFactory(municipality=town), by=lead(), values={"name": "Neu"}
    ),
    "municipalities.actions.contacts.hand_over": lambda town: contacts.hand_over(
        ContactFactory(municipality=town), by=lead(), starts_on=date(2023, 5, 1), name="Neu"
    ),
    "municipalities.actions.contacts.confirm_contact": lambda town: contacts.confirm_contact(
        ContactFactory(municipality=town), by=lead()
    ),
    "municipalities.actions.people.edit_person": lambda town: persons.edit_person(
        ContactFactory(municipality=town, name="Alt").person, by=lead(), values={"name": "Neu"}
    ),
    "municipalities.actions.associations.found_association": lambda town: associations.found_association(
        by=lead(), kind="alliance", name="Städtebund", district=town.district, founded_on=date(2020, 1, 1),
        members=[town, MunicipalityFactory()],
    ),
    "municipalities.actions.associations.join_association": lambda town: associations.join_association(
        AssociationFactory(), by=lead(), municipality=town, starts_on=date(2020, 1, 1)
    ),
    "municipalities.actions.associations.edit_association": lambda town: associations.edit_association(
        AssociationFactory(members=[town]), by=lead(), name="Silberberg", seat="Meerane"
    ),
    "municipalities.actions.associations.leave_association": lambda town: associations.leave_association(
        AssociationMembershipFactory(municipality=town), by=lead(), ends_on=date(2023, 5, 1)
    ),
    "municipalities.actions.associations.dissolve_association": lambda town: associations.dissolve_association(
        AssociationFactory(members=[town]), by=lead(), dissolved_on=date(2023, 5, 1), reason=REASON
    ),
    "municipalities.actions.resolutions.add_resolution": lambda town: resolutions.add_resolution(
        town, by=lead(), council="Stadtrat", decided_on=date(2023, 4, 1), subject="Beitritt"
    ),
    "municipalities.actions.resolutions.correct_resolution": lambda town: resolutions.correct_resolution(
        ResolutionFactory(municipality=town), by=lead(), values={"number": "17"}, reason=REASON
    ),
}  # fmt: skip


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
    assert len(positional) <= (2 if name == "accounts.actions.people.grant_function" else 1)


def events_written_by(name, monkeypatch):
    """Collects how many records each call of an action adds: what led to it has left some, too."""
    act, added = implementation(name), []

    def counted(*args, **values):
        before = AuditEvent.objects.count()
        result = act(*args, **values)
        added.append(AuditEvent.objects.count() - before)
        return result

    monkeypatch.setattr(name, counted)
    return added


@pytest.mark.django_db
@pytest.mark.parametrize("name", CALLS)
def test_action_leaves_a_record_by_whom(name, meerane, monkeypatch):
    boss = lead()
    added = events_written_by(name, monkeypatch)
    with transaction.atomic():
        CALLS[name](meerane)
    assert added
    assert added[-1] > 0
    event = AuditEvent.objects.order_by("pk").last()
    assert event.actor == boss
    assert event.actor_label == "Leitung der Geschäftsstelle"
    assert event.label
    assert event.programme_day == date(2023, 4, 25)
