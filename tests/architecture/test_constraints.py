"""The database refuses nonsense by itself: one nonsense for every constraint, and none without."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import Activation, Assignment, Invitation, TownMark, UsageAgreement, User
from advice.models import InfoPack
from agreements.models import TemplateClause
from audit.models import AuditEvent, OutgoingMail, ReadEvent
from core.checks import own_models
from municipalities.models import ContactPerson, ImportRun, Municipality, Person, TerritorialChange
from tests.architecture.agreement_nonsense import AGREEMENT_NONSENSE
from tests.architecture.file_nonsense import FILE_NONSENSE, changed
from tests.architecture.notice_calls import NOTICE_NONSENSE
from tests.factories import (
    AbsenceFactory,
    AgreementFactory,
    AppointmentFactory,
    ArrivalFactory,
    AssignmentFactory,
    AssociationFactory,
    AssociationMembershipFactory,
    CallFactory,
    ConfirmationRequestFactory,
    ConsultationFactory,
    ContactFactory,
    ContactNoticeFactory,
    DistrictFactory,
    InvitationFactory,
    MunicipalityFactory,
    NoticeTextFactory,
    ParticipantFactory,
    ResolutionFactory,
    ResponsibilityFactory,
    StandingFactory,
    TaskFactory,
    UsageAgreementFactory,
    UserFactory,
    activated,
    caseworker,
    lead,
)
from tests.life import load_samples

pytestmark = pytest.mark.django_db


def assignment(**values):
    Assignment.objects.filter(pk=AssignmentFactory().pk).update(**values)


def activation(**values):
    Activation.objects.filter(municipality=activated(MunicipalityFactory())).update(**values)


def invitation(**values):
    Invitation.objects.filter(pk=InvitationFactory().pk).update(**values)


def municipality(**values):
    Municipality.objects.filter(pk=MunicipalityFactory().pk).update(**values)


def territorial_change(**values):
    TerritorialChange.objects.create(
        **{
            "number": "14/2023/0001-R", "kind": "dissolution", "effective_on": date(2023, 1, 1),
            "counted_on": date(2023, 1, 1), "from_key": "1", "to_key": "2",
        }
        | values
    )  # fmt: skip


def import_run(**values):
    ImportRun.objects.create(
        **{"kind": "gv100ad", "file_name": "x", "sha256": "0" * 64, "edition_on": date(2025, 1, 1)} | values
    )


def contact(**values):
    ContactPerson.objects.filter(pk=ContactFactory().pk).update(**values)


def membership_beside(row, **days):
    """Another membership of the same town in the same association."""
    AssociationMembershipFactory(association=row.association, municipality=row.municipality, **days)


def letter(**values):
    return OutgoingMail.objects.create(recipient="a@stadt.example", subject="x", message_id="1", **values)


def two_standings_at_once():
    town = MunicipalityFactory()
    for kind in ("resting", "not_interested"):
        StandingFactory(municipality=town, kind=kind)


def two_responsible_for_a_district():
    two_responsible(municipality=None, district=MunicipalityFactory().district)


def two_responsible(**place):
    for user in (caseworker(), UserFactory()):
        ResponsibilityFactory(user=user, **place)


def away_again(**days):
    AbsenceFactory()
    AbsenceFactory(**days)


def event_in_stead(**values):
    AuditEvent.objects.create(
        **{
            "actor": lead(), "action": "x", "label": "x", "content_type_id": 1, "object_id": 1,
            "programme_day": date(2023, 4, 25),
        }
        | values
    )  # fmt: skip


def seen_twice():
    town = MunicipalityFactory()
    for _ in range(2):
        TownMark.objects.create(user=caseworker(), municipality=town, seen_at=timezone.now())


NONSENSE = FILE_NONSENSE | AGREEMENT_NONSENSE | NOTICE_NONSENSE | {
    "absence_ends_after_start": [lambda: AbsenceFactory(starts_on=date(2023, 5, 2), ends_on=date(2023, 5, 1))],
    "absence_deputy_is_somebody_else": [lambda: AbsenceFactory(deputy=caseworker())],
    "absence_of_one_person_once": [
        away_again,
        lambda: away_again(starts_on=date(2023, 5, 1), ends_on=date(2023, 5, 1)),
        lambda: away_again(starts_on=date(2023, 4, 1), ends_on=date(2023, 4, 25)),
    ],
    "arrival_before_is_complete": [
        lambda: changed(ArrivalFactory, before_at=None), lambda: changed(ArrivalFactory, before_on=None),
    ],
    "town_mark_once": [seen_twice],
    "audit_event_in_the_stead_of_another": [
        lambda: event_in_stead(on_behalf_of=lead()),
        lambda: event_in_stead(on_behalf_label="Erika Weber"),
        lambda: event_in_stead(actor=None, process="x", on_behalf_of=lead(), on_behalf_label="x"),
    ],
    "task_done_by_somebody": [
        lambda: changed(TaskFactory, done_on=date(2023, 4, 25)),
        lambda: changed(TaskFactory, done_note="Erledigt."),
    ],
    "task_kept_inside_is_the_towns": [lambda: changed(TaskFactory, visibility=1)],
    "task_subject_complete": [lambda: changed(TaskFactory, object_id=1)],
    "task_says_something": [lambda: changed(TaskFactory, title="")],
    "advice_contact_says_something": [lambda: changed(CallFactory, text="")],
    "appointment_closed_iff_over": [
        lambda: changed(AppointmentFactory, status="held"),
        lambda: changed(AppointmentFactory, closed_on=date(2023, 4, 25)),
    ],
    "appointment_cancelled_says_why": [
        lambda: changed(AppointmentFactory, status="cancelled", closed_on=date(2023, 4, 25)),
        lambda: changed(AppointmentFactory, closing_reason="Krank"),
    ],
    "appointment_takes_some_time": [
        lambda: changed(AppointmentFactory, minutes=0),
        lambda: changed(AppointmentFactory, minutes=601),
    ],
    "appointment_agreed_before": [lambda: changed(AppointmentFactory, agreed_on=date(2023, 4, 26))],
    "consultation_hours_in_quarters": [
        lambda: changed(ConsultationFactory, hours="0"),
        lambda: changed(ConsultationFactory, hours="9"),
        lambda: changed(ConsultationFactory, hours="1.1"),
    ],
    "consultation_shared_by_somebody": [
        lambda: changed(ConsultationFactory, shared_on=date(2023, 4, 25)),
        lambda: changed(ConsultationFactory, shared_on=date(2023, 4, 24), shared_by=caseworker()),
    ],
    "participant_is_somebody": [
        lambda: changed(ParticipantFactory, count=0),
        lambda: changed(ParticipantFactory, office=""),
    ],
    "one_open_standing_per_town": [two_standings_at_once],
    "standing_ends_after_start": [lambda: changed(StandingFactory, ends_on=date(2023, 4, 24))],
    "standing_says_why": [lambda: changed(StandingFactory, reason="")],
    "responsibility_for_one_place": [
        lambda: changed(ResponsibilityFactory, municipality=None),
        lambda: changed(ResponsibilityFactory, district=MunicipalityFactory().district),
    ],
    "responsibility_ends_after_start": [lambda: changed(ResponsibilityFactory, ends_on=date(2023, 4, 24))],
    "one_responsible_per_district": [two_responsible_for_a_district],
    "one_responsible_per_town": [lambda: two_responsible(municipality=MunicipalityFactory())],
    "info_pack_single_row": [lambda: InfoPack.objects.create(pk=2)],
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
        lambda: assignment(function="municipal_admin"),
        lambda: assignment(function="district", municipality=MunicipalityFactory()),
        lambda: assignment(function="coaching_coordination", municipality=MunicipalityFactory()),
        lambda: assignment(function="coach", police_directorate=MunicipalityFactory().district.police_directorate),
    ],
    "assignment_ends_after_start": [lambda: assignment(ends_on=date(2023, 4, 24))],
    "user_email_in_small_letters": [lambda: User.objects.create(email="A@Stadt.example", name="x")],
    "usageagreement_version_key": [lambda: [UsageAgreement.objects.create(version=1, text=text) for text in "ab"]],
    "activation_of_one_body": [
        lambda: activation(municipality=None),
        lambda: activation(district=DistrictFactory()),
    ],
    "activation_ends_with_reason_after_start": [
        lambda: activation(ends_on=date(2023, 4, 25)),
        lambda: activation(end_reason="Die Stadt nutzt die Anwendung nicht mehr."),
        lambda: activation(ends_on=date(2019, 2, 5), end_reason="Die Stadt nutzt die Anwendung nicht mehr."),
    ],
    "activation_open_once": [
        lambda: Activation.objects.create(
            municipality=activated(MunicipalityFactory()), usage_agreement=UsageAgreementFactory(),
            starts_on=date(2023, 4, 25),
        )
    ],
    "invitation_has_its_place": [
        lambda: invitation(function="coordination"),
        lambda: invitation(municipality=MunicipalityFactory()),
    ],
    "invitation_accepted_or_revoked": [
        lambda: invitation(accepted_at=timezone.now()),
        lambda: invitation(accepted_by=lead()),
        lambda: invitation(revoked_at=timezone.now()),
        lambda: invitation(
            accepted_at=timezone.now(), accepted_by=lead(), revoked_at=timezone.now(), revoked_by=lead()
        ),
    ],
    "invitation_open_once": [lambda: [InvitationFactory(email="a@stadt.example") for _ in range(2)]],
    "invitation_email_in_small_letters": [lambda: invitation(email="A@stadt.example")],
    "user_email_key": [lambda: [User.objects.create(email="a@stadt.example", name=name) for name in "xy"]],
    "municipality_ags_eight_digits": [lambda: municipality(ags="1452419"), lambda: municipality(ags="1452419x")],
    "municipality_dissolved_after_it_began": [
        lambda: municipality(exists_from=date(2023, 1, 1), dissolved_on=date(2023, 1, 1)),
    ],
    "territorial_change_once": [lambda: [territorial_change(), territorial_change()]],
    "territorial_change_dissolves_into_another": [
        lambda: (lambda town: territorial_change(origin=town, target=town))(MunicipalityFactory()),
    ],
    "import_run_has_whole_hash": [lambda: import_run(sha256="0" * 63), lambda: import_run(sha256="X" * 64)],
    "municipality_population_has_day_and_base": [
        lambda: municipality(population=1),
        lambda: municipality(population=1, population_on=date(2024, 12, 31)),
        lambda: municipality(population=1, population_base="Zensus 2022"),
    ],
    "contact_at_most_one_body": [
        lambda: contact(police_directorate=MunicipalityFactory().district.police_directorate),
        lambda: contact(association=AssociationFactory()),
        lambda: contact(municipality=None, association=AssociationFactory(), district=DistrictFactory()),
    ],
    "contact_confirmation_complete": [
        lambda: contact(confirmed_on=date(2023, 4, 25)),
        lambda: contact(confirmed_by="Koordination"),
    ],
    "contact_address_whole_or_none": [
        lambda: contact(street="Markt 1"),
        lambda: contact(postal_code="08393"),
        lambda: contact(postal_code="8393", city="Meerane"),
        lambda: contact(postal_code="0839a", city="Meerane"),
    ],
    "confirmation_asked_once_a_day": [
        lambda: ConfirmationRequestFactory(municipality=ConfirmationRequestFactory().municipality)
    ],
    "confirmation_reminder_complete": [
        lambda: changed(ConfirmationRequestFactory, reminded_on=date(2023, 5, 1)),
        lambda: changed(ConfirmationRequestFactory, reminder_hash="x"),
        lambda: changed(ConfirmationRequestFactory, reminder_hash="x", reminded_on=date(2023, 4, 25)),
    ],
    "confirmation_answer_complete": [
        lambda: changed(ConfirmationRequestFactory, closed_on=date(2023, 4, 25)),
        lambda: changed(ConfirmationRequestFactory, closed_by="Erika Muster"),
        lambda: changed(ConfirmationRequestFactory, closed_by="Erika Muster", closed_on=date(2023, 4, 24)),
    ],
    "notice_given_on_a_day_in_a_way": [
        lambda: changed(ContactNoticeFactory, informed_on=date(2023, 4, 25)),
        lambda: changed(ContactNoticeFactory, way="other"),
    ],
    "notice_by_mail_has_its_text": [
        lambda: changed(ContactNoticeFactory, informed_on=date(2023, 4, 25), way="mail"),
        lambda: changed(ContactNoticeFactory, informed_on=date(2023, 4, 25), way="other", text=NoticeTextFactory()),
    ],
    "contact_discontinued_has_ended": [lambda: contact(is_discontinued=True)],
    "person_has_name": [lambda: Person.objects.create(title="Dr.")],
    "resolution_has_one_bearer": [
        lambda: ResolutionFactory(municipality=None),
        lambda: ResolutionFactory(association=AssociationFactory()),
        lambda: ResolutionFactory(municipality=None, association=AssociationFactory(), district=DistrictFactory()),
    ],
    "resolution_has_council_and_subject": [
        lambda: ResolutionFactory(council=""),
        lambda: ResolutionFactory(subject=""),
    ],
    "resolution_is_no_secret_of_the_town": [lambda: ResolutionFactory(visibility=1)],
    "resolution_number_once": [
        lambda: (lambda town: [ResolutionFactory(municipality=town, number="17/2021") for _ in "ab"])(
            MunicipalityFactory()
        ),
    ],
    "association_ends_after_start": [lambda: AssociationFactory(dissolved_on=date(2019, 2, 5))],
    "membership_ends_after_start": [lambda: AssociationMembershipFactory(ends_on=date(2023, 4, 24))],
    "membership_once_a_day": [
        lambda: (lambda row: membership_beside(row, starts_on=row.starts_on, ends_on=row.starts_on))(
            AssociationMembershipFactory(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
        )
    ],
    "membership_never_twice_at_once": [
        lambda: membership_beside(AssociationMembershipFactory(), starts_on=date(2023, 4, 26)),
        lambda: membership_beside(AssociationMembershipFactory(), starts_on=date(2020, 1, 1)),
        lambda: membership_beside(
            AssociationMembershipFactory(ends_on=date(2023, 12, 31)), starts_on=date(2023, 12, 31)
        ),
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
    left = AssociationMembershipFactory(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
    membership_beside(left, starts_on=date(2021, 1, 1))
    for bearer in ("association", "district"):
        factory = AssociationFactory if bearer == "association" else DistrictFactory
        ResolutionFactory(municipality=None, **{bearer: factory()})
        ContactFactory(municipality=None, **{bearer: factory()})
    ResolutionFactory(municipality=ResolutionFactory().municipality)
    connection.check_constraints()
