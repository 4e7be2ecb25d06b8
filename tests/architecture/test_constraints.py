"""The database refuses nonsense by itself: one nonsense for every constraint, and none without."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Assignment, User
from agreements.models import (
    AgreementTemplate,
    Clause,
    CooperationAgreement,
    Party,
    RegisterCounter,
    Signatory,
    SigningGuest,
    TemplateClause,
)
from audit.models import AuditEvent, OutgoingMail, ReadEvent
from core.checks import own_models
from municipalities.models import ContactPerson, Municipality
from tests.factories import (
    AgreementFactory,
    AssignmentFactory,
    ContactFactory,
    MunicipalityFactory,
    UserFactory,
    caseworker,
)
from tests.life import load_samples

pytestmark = pytest.mark.django_db


def agreement(trait="", **values):
    """An agreement in a state, then changed past every action."""
    row = AgreementFactory(**({trait: True} if trait else {}))
    CooperationAgreement.objects.filter(pk=row.pk).update(**values)


def party(**values):
    row = AgreementFactory()
    Party.objects.filter(agreement=row, kind="municipality").update(**values)


def signatory(**values):
    Signatory.objects.filter(party__agreement=AgreementFactory()).update(**values)


def assignment(**values):
    Assignment.objects.filter(pk=AssignmentFactory().pk).update(**values)


def municipality(**values):
    Municipality.objects.filter(pk=MunicipalityFactory().pk).update(**values)


def contact(**values):
    ContactPerson.objects.filter(pk=ContactFactory().pk).update(**values)


def letter(**values):
    return OutgoingMail.objects.create(recipient="a@stadt.example", subject="x", message_id="1", **values)


def second_party_of_the_same_town():
    row = AgreementFactory()
    town = row.parties.get(kind="municipality").municipality
    Party.objects.create(agreement=row, kind="municipality", municipality=town)


def two_clauses_in_one_place():
    clause = AgreementFactory().clauses.get()
    Clause.objects.create(agreement=clause.agreement, position=clause.position, heading="Noch eine")


def two_sample_clauses_in_one_place():
    load_samples()
    TemplateClause.objects.filter(position=1).update(position=2)


NONSENSE = {
    "agreement_signed_on_iff_concluded": [
        lambda: agreement("signed", signed_on=None),
        lambda: agreement("finalised", signed_on=date(2023, 4, 25)),
    ],
    "agreement_concluded_has_number": [lambda: agreement("signed", register_number=None)],
    "agreement_number_only_where_it_may_be": [
        lambda: agreement("consultation", register_number=1),
        lambda: agreement("withdrawn", register_number=1),
        lambda: agreement("finalised", kind="preliminary", register_number=1),
        lambda: agreement("signed", is_example=True),
    ],
    "cooperationagreement_register_number_key": [
        lambda: [agreement("finalised", register_number=7), agreement("finalised", register_number=7)]
    ],
    "agreement_draft_iff_never_shown": [
        lambda: agreement(consultation_on=date(2023, 4, 25)),
        lambda: agreement("consultation", consultation_on=None),
    ],
    "agreement_fixed_text_iff_fixed": [
        lambda: agreement("finalised", finalised_on=None),
        lambda: agreement("finalised", final_document=None),
        lambda: agreement("finalised", text_hash=""),
        lambda: agreement("consultation", finalised_on=date(2023, 4, 25)),
        lambda: agreement("approved", text_hash="0" * 64),
    ],
    "agreement_approved_by_second_person": [
        lambda: agreement("approved", approved_by=caseworker()),
        lambda: agreement("approved", approved_by=None),
        lambda: agreement("approved", edited_by=F("approved_by")),
    ],
    "agreement_approved_when_past_consultation": [
        lambda: agreement("approved", status="consultation"),
        lambda: agreement("approved", approved_on=None, approved_by=None),
    ],
    "agreement_ended_iff_ended": [
        lambda: agreement("signed", ended_on=date(2023, 4, 25)),
        lambda: agreement("ended", ended_on=None),
    ],
    "agreement_withdrawn_iff_withdrawn": [
        lambda: agreement("withdrawn", withdrawn_on=None),
        lambda: agreement("consultation", withdrawn_on=date(2023, 4, 25)),
    ],
    "register_counter_single_row": [lambda: RegisterCounter.objects.create(pk=2)],
    "one_template_per_kind": [
        lambda: [AgreementTemplate.objects.create(kind="agreement", name=name) for name in ("Eins", "Zwei")]
    ],
    "template_clause_position": [two_sample_clauses_in_one_place],
    "clause_position": [two_clauses_in_one_place],
    "party_is_exactly_its_kind": [
        lambda: party(municipality=None),
        lambda: party(kind="state_office"),
        lambda: party(kind="police"),
    ],
    "party_municipality_once": [second_party_of_the_same_town],
    "party_state_office_and_police_once": [
        lambda: Party.objects.create(agreement=AgreementFactory(), kind="state_office")
    ],
    "party_consent_complete": [
        lambda: party(agreed_on=date(2023, 4, 25)),
        lambda: party(agreed_version=1, agreed_by=caseworker()),
    ],
    "signatory_signature_complete": [
        lambda: signatory(signed_on=date(2023, 4, 25)),
        lambda: signatory(signed_on=date(2023, 4, 25), mode="in_person"),
        lambda: signatory(mode="video"),
        lambda: signatory(place="Rathaus"),
        lambda: signatory(deputy_note="i. V."),
    ],
    "signatory_has_office": [lambda: signatory(office="")],
    "guest_is_somebody": [lambda: SigningGuest.objects.create(agreement=AgreementFactory())],
    "audit_event_by_person_or_process": [
        lambda: AuditEvent.objects.create(
            action="x", label="x", content_type_id=1, object_id=1, programme_day=date(2023, 4, 25)
        )
    ],
    "read_event_by_person_or_process": [lambda: ReadEvent.objects.create(kind="file", label="x")],
    "read_event_subject_whole_or_none": [
        lambda: ReadEvent.objects.create(kind="file", label="x", process="x", content_type_id=1),
        lambda: ReadEvent.objects.create(kind="file", label="x", process="x", object_id=1),
    ],
    "outgoing_mail_once_per_recipient": [lambda: [letter(), letter()]],
    "outgoing_mail_sent_or_given_up": [lambda: letter(sent_at=timezone.now(), failed_at=timezone.now())],
    "outgoing_mail_blanked_only_when_done": [lambda: letter(blanked_at=timezone.now())],
    "assignment_has_its_place": [
        lambda: assignment(function="coordination"),
        lambda: assignment(function="police"),
        lambda: assignment(municipality=MunicipalityFactory()),
        lambda: assignment(function="coach", police_directorate=MunicipalityFactory().district.police_directorate),
    ],
    "assignment_ends_after_start": [lambda: assignment(ends_on=date(2023, 4, 24))],
    "user_email_unique_whatever_case": [
        lambda: [User.objects.create(email=email, name="x") for email in ("a@stadt.example", "A@Stadt.example")]
    ],
    "user_email_key": [lambda: [User.objects.create(email="a@stadt.example", name=name) for name in "xy"]],
    "municipality_ags_eight_digits": [lambda: municipality(ags="1452419"), lambda: municipality(ags="1452419x")],
    "municipality_population_has_day_and_base": [
        lambda: municipality(population=1),
        lambda: municipality(population=1, population_on=date(2024, 12, 31)),
        lambda: municipality(population=1, population_base="Zensus 2022"),
    ],
    "contact_at_most_one_body": [
        lambda: contact(police_directorate=MunicipalityFactory().district.police_directorate)
    ],
    "contact_ends_after_start": [lambda: contact(ends_on=date(2023, 4, 24))],
}  # fmt: skip


@transaction.atomic
def committed(act):
    """Deferred constraints are asked at the end of a transaction."""
    act()
    connection.check_constraints()


@pytest.mark.parametrize(
    ("name", "number"), [(name, number) for name, faults in NONSENSE.items() for number in range(len(faults))]
)
def test_nonsense_is_refused_by_the_database(name, number):
    with pytest.raises(IntegrityError, match=name):
        committed(NONSENSE[name][number])


def test_every_constraint_has_its_nonsense():
    named = {constraint.name for model in own_models() for constraint in model._meta.constraints}
    assert named - set(NONSENSE) == set()


def test_clauses_may_be_moved_past_each_other_in_one_go(meerane):
    load_samples()
    TemplateClause.objects.filter(position__in=[1, 2], template__kind="agreement").update(position=3 - F("position"))
    connection.check_constraints()


def test_consistent_rows_of_the_same_kind_are_taken():
    """The constraints are not just closed."""
    AgreementFactory(signed=True, kind="preliminary")
    AssignmentFactory(function="coach")
    AssignmentFactory(user=UserFactory(), ends_on=date(2023, 4, 25))
    connection.check_constraints()
