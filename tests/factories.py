"""Test rows with only what the database demands; traits of an agreement are named after its states.

A row made here is consistent, but nobody acted on it. Where the way matters, `tests.life.agreement_in` walks it
through the ordinary actions.
"""

import hashlib
from datetime import date, time, timedelta

import factory
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.utils import timezone
from factory.django import DjangoModelFactory, Password

from accounts.functions import Function
from accounts.models import Activation, Assignment, Invitation, UsageAgreement, User
from accounts.models.bearers import ACTIVATED, bearer_of
from accounts.models.invitations import hash_of
from advice.models import AdviceStanding, Appointment, Consultation, ConsultationParticipant, Contact, Responsibility
from agreements.actions.signing import _next_register_number
from agreements.models import Clause, CooperationAgreement, Coverage, Party, Signatory
from agreements.transitions import CONCLUDED, Status
from core import dates
from documents.models import Document
from municipalities.models import (
    Association,
    AssociationMembership,
    ContactPerson,
    District,
    Municipality,
    Person,
    PoliceDirectorate,
    Resolution,
)
from tasks.models import Task

PASSWORD, PDF = "ein langes Kennwort", b"%PDF-1.7\nOnly its bytes matter here.\n%%EOF\n"


class PoliceDirectorateFactory(DjangoModelFactory):
    class Meta:
        model = PoliceDirectorate
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"pd-{n}")
    name = factory.LazyAttribute(lambda row: f"Polizeidirektion {row.key.title()}")
    short_name = factory.LazyAttribute(lambda row: f"PD {row.key.title()}")


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = District
        django_get_or_create = ("key",)

    key = factory.Sequence(lambda n: f"{20000 + n}")
    name = factory.Sequence(lambda n: f"Musterkreis {n}")
    display_name = factory.LazyAttribute(lambda row: f"Landkreis {row.name}")
    police_directorate = factory.SubFactory(PoliceDirectorateFactory)


class MunicipalityFactory(DjangoModelFactory):
    class Meta:
        model = Municipality
        django_get_or_create = ("ags",)

    ags = factory.Sequence(lambda n: f"{20000000 + n}")
    ars = factory.LazyAttribute(lambda row: f"{row.ags}0000")
    name = factory.Sequence(lambda n: f"Musterort {n}")
    kind = Municipality.Kind.TOWN
    district = factory.SubFactory(DistrictFactory)


class AssociationFactory(DjangoModelFactory):
    """An alliance since the start of the programme; `members` belong to it from its first day on."""

    class Meta:
        model = Association
        skip_postgeneration_save = True

    kind = Association.Kind.ALLIANCE
    name = factory.Sequence(lambda n: f"Städtebund {n}")
    district = factory.SubFactory(DistrictFactory)
    founded_on = date(2019, 2, 6)

    @factory.post_generation
    def members(self, create, extracted, **kwargs):
        for town in extracted or []:
            AssociationMembershipFactory(association=self, municipality=town, starts_on=self.founded_on)


class AssociationMembershipFactory(DjangoModelFactory):
    class Meta:
        model = AssociationMembership

    association = factory.SubFactory(AssociationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = factory.LazyFunction(dates.today)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence(lambda n: f"Erika Beispiel {n}")


class ResolutionFactory(DjangoModelFactory):
    """A resolution of a town; of another bearer when `municipality` is None."""

    class Meta:
        model = Resolution

    municipality = factory.SubFactory(MunicipalityFactory)
    council = "Stadtrat"
    decided_on = factory.LazyFunction(dates.today)
    subject = "Beitritt zum ASSKomm-Verbund"


class ContactFactory(DjangoModelFactory):
    """A contact of a town; of another body or the office when `municipality` is None. `name` makes a person."""

    class Meta:
        model = ContactPerson
        exclude = ("name",)

    name = ""
    person = factory.LazyAttribute(lambda row: PersonFactory(name=row.name) if row.name else None)
    municipality = factory.SubFactory(MunicipalityFactory)
    office = "Sachgebiet Ordnung"
    starts_on = factory.LazyFunction(dates.today)

    class Params:
        coordination = factory.Trait(role=ContactPerson.Role.COORDINATION, office="ASSKomm-Koordination")


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ("email",)

    email = factory.Sequence(lambda n: f"person-{n}@stadt.example")
    name = factory.LazyAttribute(lambda row: row.email.partition("@")[0])
    password = Password(PASSWORD)


# The start of the programme: from here on every body of a test may act, unless the test says otherwise.
ACTIVATED_ON = date(2019, 2, 6)


class UsageAgreementFactory(DjangoModelFactory):
    class Meta:
        model = UsageAgreement
        django_get_or_create = ("version",)

    version = 1
    text = "## Gegenstand\n\nDie Anwendung wird gemeinsam genutzt."


def activated(body, starts_on=ACTIVATED_ON):
    """A town, an association or a district that has agreed to the Nutzungsvereinbarung; the body itself."""
    if not Activation.objects.of(body).filter(ends_on=None).exists():
        terms = UsageAgreementFactory()
        Activation.objects.create(usage_agreement=terms, starts_on=starts_on, **{bearer_of(body): body})
    return body


class AssignmentFactory(DjangoModelFactory):
    """A function held from today on; the state office's reading one unless told otherwise. Activates its body."""

    class Meta:
        model = Assignment
        skip_postgeneration_save = True

    user = factory.SubFactory(UserFactory)
    function = Function.STATE_READER
    starts_on = factory.LazyFunction(dates.today)

    @factory.post_generation
    def activates(self, create, extracted, **values):
        """`activates=False` leaves the body as it is."""
        if create and extracted is not False and self.bearer in ACTIVATED:
            activated(self.body)


def person(email, function=None, *, name="", **values):
    """Whoever signs in with this address; she holds `function` (once, however often this is called)."""
    user = UserFactory(email=email, **({"name": name} if name else {}))
    if function and not user.assignments.filter(function=function).exists():
        AssignmentFactory(user=user, function=function, **values)
    return user


def lead():
    return person("leitung@lpr.example", Function.STATE_LEAD, name="Leitung der Geschäftsstelle")


def caseworker():
    return person("sachbearbeitung@lpr.example", Function.STATE_CASEWORK, name="Sachbearbeitung ASSKomm")


class InvitationFactory(DjangoModelFactory):
    """An open invitation; `token` is what stands in its link."""

    class Meta:
        model = Invitation
        exclude = ("token",)

    token = factory.Sequence(lambda n: f"einladung-{n}")
    email = factory.Sequence(lambda n: f"eingeladen-{n}@stadt.example")
    name = "Eingeladene Person"
    function = Function.STATE_READER
    invited_by = factory.LazyFunction(lead)
    token_hash = factory.LazyAttribute(lambda row: hash_of(row.token))
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


def coordinator_of(*towns):
    """One person who coordinates all of these towns."""
    user = UserFactory()
    for town in towns:
        AssignmentFactory(user=user, function=Function.COORDINATION, municipality=town)
    return user


class DocumentFactory(DjangoModelFactory):
    """A stored file; `content` is what stands in it."""

    class Meta:
        model = Document
        exclude = ("owner",)

    owner = None
    content_type = factory.LazyAttribute(
        lambda row: ContentType.objects.get_for_model(row.owner or CooperationAgreement)
    )
    object_id = factory.LazyAttribute(lambda row: row.owner.pk if row.owner else 0)
    kind = Document.Kind.FINAL_TEXT
    filename = "vereinbarung.pdf"
    media_type = "application/pdf"
    size = factory.LazyAttribute(lambda row: len(row.content))
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.content).hexdigest())
    page_count = 1
    file = factory.LazyAttribute(lambda row: ContentFile(row.content, row.filename))

    class Params:
        content = PDF


class AgreementFactory(DjangoModelFactory):
    """A draft; `AgreementFactory(signed=True, towns=[meerane], police=zwickau)` for any other state.

    Without `towns` it is concluded with a town of its own.
    """

    class Meta:
        model = CooperationAgreement
        skip_postgeneration_save = True

    file_reference = factory.Sequence(lambda n: f"LPR-0144.8/{n + 1}/2023")  # no test types one of these
    status = Status.DRAFT
    drafted_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)
    edited_by = factory.SelfAttribute("created_by")

    class Params:
        consultation = factory.Trait(status=Status.CONSULTATION, consultation_on=factory.LazyFunction(dates.today))
        approved = factory.Trait(
            consultation=True, status=Status.APPROVED,
            approved_on=factory.LazyFunction(dates.today), approved_by=factory.LazyFunction(lead),
        )  # fmt: skip
        finalised = factory.Trait(
            approved=True, status=Status.FINALISED, finalised_on=factory.LazyFunction(dates.today),
            finalised_by=factory.LazyFunction(caseworker), text_hash="0" * 64,
            final_document=factory.SubFactory(DocumentFactory),
        )  # fmt: skip
        partly_signed = factory.Trait(finalised=True, status=Status.PARTLY_SIGNED)
        signed = factory.Trait(
            finalised=True, status=Status.SIGNED, signed_on=factory.LazyFunction(dates.today),
            register_number=factory.LazyAttribute(
                lambda row: None if row.kind == CooperationAgreement.Kind.PRELIMINARY else _next_register_number()
            ),
        )  # fmt: skip
        ended = factory.Trait(signed=True, status=Status.ENDED, ended_on=factory.LazyFunction(dates.today))
        withdrawn = factory.Trait(
            consultation=True, status=Status.WITHDRAWN, withdrawn_on=factory.LazyFunction(dates.today),
            closing_reason="Der Stadtrat hat nicht zugestimmt.",
        )  # fmt: skip

    kind = CooperationAgreement.Kind.AGREEMENT

    @factory.post_generation
    def towns(self, create, extracted, *, police=None):
        bodies = [{"kind": Party.Kind.STATE_OFFICE}]
        towns = [MunicipalityFactory()] if extracted is None else extracted
        if create and any(town.is_example for town in towns):
            # As drafting.create does: invented towns take no register number.
            self.is_example, self.register_number = True, None
            self.save(update_fields=["is_example", "register_number"])
        bodies += [{"kind": Party.Kind.MUNICIPALITY, "municipality": town} for town in towns]
        bodies += [{"kind": Party.Kind.POLICE, "police_directorate": police}] if police else []
        has_signed = self.status in CONCLUDED
        signature = {"signed_on": self.signed_on, "mode": Signatory.Mode.VIDEO} if has_signed else {}
        for position, body in enumerate(bodies):
            party = Party.objects.create(agreement=self, position=position, **body)
            if party.municipality_id:
                Coverage.objects.create(agreement=self, municipality_id=party.municipality_id, party=party)
            Signatory.objects.create(party=party, office="Leitung", **signature)
        Clause.objects.create(agreement=self, position=0, heading="Präambel", text="Die Parteien arbeiten zusammen.")
        if self.final_document:
            Document.objects.filter(pk=self.final_document.pk).update(object_id=self.pk)


class _AboutTowns(DjangoModelFactory):
    """Rows about towns; `towns=[…]`, one of its own when left out."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def towns(self, create, extracted):
        if create:
            self.municipalities.set([MunicipalityFactory()] if extracted is None else extracted)


class CallFactory(_AboutTowns):
    class Meta:
        model = Contact

    happened_on = factory.LazyFunction(dates.today)
    text = "Bitte um Rückruf."
    noted_by = factory.LazyFunction(caseworker)


class AppointmentFactory(_AboutTowns):
    class Meta:
        model = Appointment

    takes_place_on = factory.LazyFunction(dates.today)
    start_time = time(10)
    agreed_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)


class ConsultationFactory(_AboutTowns):
    class Meta:
        model = Consultation

    held_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)

    class Params:
        shared = factory.Trait(
            result="Die Stadt gründet einen Präventionsrat.", shared_on=factory.LazyFunction(dates.today),
            shared_by=factory.LazyFunction(caseworker),
        )  # fmt: skip


class ParticipantFactory(DjangoModelFactory):
    class Meta:
        model = ConsultationParticipant

    consultation = factory.SubFactory(ConsultationFactory)
    office = "Ordnungsamt"


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = AdviceStanding

    municipality = factory.SubFactory(MunicipalityFactory)
    kind = AdviceStanding.Kind.RESTING
    starts_on = factory.LazyFunction(dates.today)
    reason = "Die Stelle ist unbesetzt."
    recorded_by = factory.LazyFunction(caseworker)


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = Responsibility

    user = factory.LazyFunction(caseworker)
    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = factory.LazyFunction(dates.today)


class TaskFactory(_AboutTowns):
    """A task of the office, open and due today."""

    class Meta:
        model = Task

    title = "Rückruf"
    due_on = factory.LazyFunction(dates.today)
    created_by = factory.LazyFunction(caseworker)

    class Params:
        done = factory.Trait(done_on=factory.LazyFunction(dates.today), done_by=factory.LazyFunction(caseworker))
