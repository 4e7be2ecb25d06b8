"""Nothing is deleted before it is veraktet; and every deletion of the house is known here."""

import ast

import pytest
from django.db import transaction

from audit.actions import redact_history
from core.exceptions import Conflict
from documents.models import Document
from filing import records
from filing.keeping import require_filed
from tests.architecture.sources import own_modules
from tests.factories import CallFactory, ConsultationFactory, DocumentFactory, ParticipantFactory, lead
from tests.filing.filed import filed
from tests.life import agreement_in

# Where rows or files are deleted, and why none of them is a paper of a file that is not veraktet.
OF_EDITING = "replaced while it is edited; the row history keeps the former one, the file holds every version"
DELETIONS = {
    "accounts.actions.absences": "an absence that never began, taken back",
    "accounts.actions.arrivals": "marks of what a person has seen, no record",
    "accounts.actions.single_sign_on": "connections of an account, no record",
    "agreements.actions.amending": OF_EDITING,
    "agreements.actions.checking": OF_EDITING,
    "agreements.actions.originals": "originals that were counted too many; what was noted of one keeps it",
    "agreements.actions.recorded_parties": OF_EDITING,
    "agreements.actions.taking_effect": "a party whose Beitritt was undone with the signature; the history keeps it",
    "accounts.actions.sessions": "sessions, no record",
    "accounts.actions.people": "second factors and addresses of an account, no record",
    "advice.actions.consultations": OF_EDITING,
    "advice.actions.importing": "an import undone: entered by mistake as a whole, no Vorgang of anybody",
    "agreements.actions.clauses": OF_EDITING,
    "agreements.actions.drafting": OF_EDITING,
    "agreements.actions.keeping": OF_EDITING,
    "agreements.actions.signing": OF_EDITING,
    "audit.actions.jobs": "signs of life and finished jobs, no record",
    "municipalities.actions.people": "a person nobody's contact names any more; no Vorgang has one",
    "documents.actions": "a file of an import nothing came of; one of a Vorgang is guarded",
    "imports.actions.undoing": "lines of a file nothing came of",
    "municipalities.actions.contacts_in_bulk": "contacts of an import undone; no Vorgang has one",
    "municipalities.actions.contacts": "information not sent yet; no Vorgang has it",
    "documents.sweeper": "files no row names; a row is guarded",
    "filing.actions.packages": "a package is a copy",
    "filing.jobs": "a package half made",
    "audit.steps": "sessions that are over",
}


def deleting_modules():
    for module in own_modules():
        # Called, or handed to somebody who calls it.
        named = {node.attr for node in ast.walk(module.tree) if isinstance(node, ast.Attribute)}
        if {"delete", "_raw_delete", "unlink", "rmtree", "clear_expired"} & named:
            yield ".".join(module.parts)


def test_every_deletion_is_known():
    assert set(deleting_modules()) == set(DELETIONS)


@pytest.mark.django_db
def test_a_vorgang_and_its_files_stay_until_they_are_filed(meerane, sachbearbeitung):
    row = agreement_in("signed", towns=[meerane])
    loose = DocumentFactory(owner=row, kind="signed_copy")
    for delete in (
        row.delete, type(row).objects.filter(pk=row.pk).delete, loose.delete,
        Document.objects.filter(pk=loose.pk).delete,
    ):  # fmt: skip
        with pytest.raises(Conflict, match="ist noch nicht veraktet und darf deshalb nicht"), transaction.atomic():
            delete()


@pytest.mark.django_db
def test_after_filing_it_may_go_and_an_addition_holds_it_again(meerane, sachbearbeitung):
    row = ConsultationFactory(towns=[meerane], file_reference="LPR-1")
    with pytest.raises(Conflict), transaction.atomic():
        row.delete()
    filed(row, by=sachbearbeitung)
    require_filed(row)
    type(row).objects.filter(pk=row.pk).update(version=2)
    with pytest.raises(Conflict, match="seit der Veraktung Unterlagen hinzugekommen"), transaction.atomic():
        row.delete()
    type(row).objects.filter(pk=row.pk).update(version=1)
    assert row.delete()[0] > 0


@pytest.mark.django_db
def test_history_is_not_blanked_before(meerane, sachbearbeitung):
    call = CallFactory(towns=[meerane], file_reference="LPR-1", caller_name="Tia Köhler")
    person = ParticipantFactory(consultation=ConsultationFactory())
    for subject in (call, person):
        with pytest.raises(Conflict, match="noch nicht veraktet"), transaction.atomic():
            redact_history(subject, by=lead(), reason="Wunsch der Person")
    filed(call, by=sachbearbeitung)
    assert redact_history(call, by=lead(), reason="Wunsch der Person") > 0


@pytest.mark.django_db
def test_parts_lead_to_their_vorgang(meerane):
    row = agreement_in("finalised", towns=[meerane])
    person = row.parties.first().signatories.first()
    assert records.owner_of(person) == row
    assert records.owner_of(row.final_document) == row
    assert records.owner_of(meerane) is None
