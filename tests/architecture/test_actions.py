"""Every action runs in one transaction, takes `by=` and leaves a record of who did what."""

import ast
import importlib
import inspect
from datetime import date, time

import pytest
from django.db import transaction

from advice.actions import appointments, consultations, importing, info_pack, references, responsibilities, standing
from advice.actions import contacts as calls
from advice.actions.importing import Past
from audit.actions import erasing, mailing
from audit.models import AuditEvent, OutgoingMail
from core import dates
from documents import actions as documents
from filing.actions import packages, rules
from imports.actions import deciding, undoing
from imports.actions.deciding import RowDecision
from municipalities.actions import associations, confirming, contacts, contacts_in_bulk, informing, resolutions
from municipalities.actions import people as persons
from municipalities.register import actions as register
from municipalities.register.reading import read
from municipalities.samples import sample_notice
from portal import actions as portal
from tasks import actions as tasks
from tests import official
from tests.architecture.account_calls import ACCOUNT_CALLS
from tests.architecture.action_parts import PARTS_OF_ACTIONS
from tests.architecture.agreement_calls import AGREEMENT_CALLS
from tests.architecture.notice_calls import NOTICE_CALLS
from tests.architecture.sources import own_modules
from tests.factories import (
    ACTIVATED_ON,
    AgreementFactory,
    AppointmentFactory,
    AssociationFactory,
    AssociationMembershipFactory,
    CallFactory,
    ConfirmationRequestFactory,
    ConsultationFactory,
    ContactFactory,
    ContactNoticeFactory,
    DocumentFactory,
    MunicipalityFactory,
    NoticeTextFactory,
    ResolutionFactory,
    ResponsibilityFactory,
    StandingFactory,
    TaskFactory,
    UsageAgreementFactory,
    activated,
    caseworker,
    lead,
)
from tests.files import scan
from tests.filing.filed import filed
from tests.imports import steps as imported
from tests.imports.files import workbook
from tests.life import REASON

NOWHERE = ["Nirgendheim", "", "", "", "Bürgermeister", "", ""]


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


CALLS = ACCOUNT_CALLS | AGREEMENT_CALLS | NOTICE_CALLS | {
    "audit.actions.mailing.resend": lambda town: mailing.resend(
        OutgoingMail.objects.create(recipient="a@stadt.example", subject="x", message_id="1"), by=lead()
    ),
    "audit.actions.erasing.redact_history": lambda town: erasing.redact_history(
        ContactFactory(municipality=town), by=lead(), reason=REASON
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
    "documents.actions.drop": lambda town: documents.drop(DocumentFactory(), by=lead(), reason=REASON),
    "imports.actions.uploading.upload": lambda town: imported.upload(by=lead()),
    "imports.actions.deciding.map_columns": lambda town: imported.mapped(by=lead()),
    "imports.actions.deciding.decide": lambda town: deciding.decide(
        imported.mapped(by=lead()), by=lead(), decisions=[RowDecision(2, "skip")]
    ),
    "imports.actions.deciding.skip_open": lambda town: deciding.skip_open(
        imported.mapped(workbook(NOWHERE), by=lead()), by=lead(), finding="question"
    ),
    "imports.actions.deciding.look_again": lambda town: imported.looked_again(by=lead()),
    "imports.actions.carrying.carry_out": lambda town: imported.carried_out(by=lead()),
    "imports.actions.undoing.undo": lambda town: undoing.undo(
        imported.carried_out(by=lead()), by=lead(), reason=REASON
    ),
    "imports.actions.undoing.discard": lambda town: undoing.discard(imported.upload(by=lead()), by=lead()),
    "municipalities.actions.contacts_in_bulk.add_contacts": lambda town: contacts_in_bulk.add_contacts(
        [{"municipality": town, "office": "Bürgermeister", "name": "Erika Beispiel"}], by=lead(), origin="Liste"
    ),
    "municipalities.actions.contacts_in_bulk.remove_contacts": lambda town: contacts_in_bulk.remove_contacts(
        [ContactFactory(municipality=town)], by=lead(), reason=REASON
    ),
    "advice.actions.importing.record_many_consultations": lambda town: importing.record_many_consultations(
        [Past([town], {"held_on": dates.today()})], by=lead(), origin="Liste"
    ),
    "advice.actions.importing.take_back_consultations": lambda town: importing.take_back_consultations(
        [ConsultationFactory()], by=lead(), reason=REASON
    ),
    "advice.actions.importing.note_many": lambda town: importing.note_many(
        [Past([town], {"happened_on": dates.today(), "text": "Rückruf"})], by=lead(), origin="Liste"
    ),
    "advice.actions.importing.take_back_contacts": lambda town: importing.take_back_contacts(
        [CallFactory()], by=lead(), reason=REASON
    ),
    "advice.actions.info_pack.edit_template": lambda town: info_pack.edit_template(
        by=lead(), subject="Neu", text="Neuer Text.", version=1
    ),
    "advice.actions.info_pack.send": lambda town: info_pack.send(
        town, by=lead(), to="rathaus@stadt.example", subject="Infopaket", text="Guten Tag"
    ),
    "advice.actions.references.set_file_reference": lambda town: references.set_file_reference(
        ConsultationFactory(towns=[town]), by=lead(), file_reference="LPR-1"
    ),
    "filing.actions.rules.edit_rules": lambda town: rules.edit_rules(
        by=lead(), patterns={"vereinbarung": "LPR/{lfd}"}, variant="pdf/a-2a", remind_after=10, keep_packages=7,
        version=1,
    ),
    "filing.actions.filing.file_record": lambda town: filed(
        ConsultationFactory(towns=[town], file_reference="LPR-1"), by=lead()
    ),
    "filing.actions.packages.request_package": lambda town: packages.request_package(
        "vereinbarungen", by=lead(), record_ids=[AgreementFactory(signed=True, towns=[town]).pk], told="",
        functions=["state_lead"],
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
    "municipalities.actions.confirming.ask_town": lambda town: (
        lambda row: confirming.ask_town(row.municipality, by=lead(), link_to=str)
    )(ContactFactory(municipality=town, email="a@stadt.example")),
    "municipalities.actions.confirming.remind_town": lambda town: confirming.remind_town(
        ConfirmationRequestFactory(municipality=town, asked_on=date(2023, 3, 1)), by=lead(), link_to=str
    ),
    "municipalities.actions.confirming.confirm_town": lambda town: confirming.confirm_town(
        town, by=lead(), contacts=[ContactFactory(municipality=town)]
    ),
    "municipalities.actions.confirming.answer_by_link": lambda town: confirming.answer_by_link(
        ConfirmationRequestFactory(municipality=town), by=lead(), name="Erika Muster"
    ),
    "municipalities.actions.confirming.correct_by_link": lambda town: confirming.correct_by_link(
        ConfirmationRequestFactory(municipality=town), by=lead(), name="Erika Muster",
        contact=ContactFactory(municipality=town), values={"phone": "03764 540"},
    ),
    "municipalities.actions.informing.publish_notice_text": lambda town: informing.publish_notice_text(
        by=lead(), version=0, **sample_notice()
    ),
    "municipalities.actions.informing.open_notice": lambda town: informing.open_notice(
        ContactFactory(municipality=town, name="Neu"), by=lead()
    ),
    "municipalities.actions.informing.send_notice": lambda town: informing.send_notice(
        ContactNoticeFactory(), by=lead(), text=NoticeTextFactory(complete=True)
    ),
    "municipalities.actions.informing.mark_informed": lambda town: informing.mark_informed(
        ContactNoticeFactory(), by=lead(), informed_on=dates.today(), note="mit Brief"
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
