"""Rows of files and agreements; traits of an agreement are named after its states."""

import hashlib

import factory
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory

from agreements.actions.numbering import take_next
from agreements.models import Clause, CooperationAgreement, Coverage, Party, Signatory
from agreements.transitions import CONCLUDED, Status
from core import dates
from documents.models import Document
from tests.factories.people import caseworker, lead
from tests.factories.places import MunicipalityFactory

PDF = b"%PDF-1.7\nOnly its bytes matter here.\n%%EOF\n"


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
                lambda row: take_next() if row.kind == CooperationAgreement.Kind.AGREEMENT else None
            ),
        )  # fmt: skip
        ended = factory.Trait(signed=True, status=Status.ENDED, ended_on=factory.LazyFunction(dates.today))
        recorded = factory.Trait(
            status=Status.SIGNED, is_recorded=True, source="Pressemitteilung",
            signed_on=factory.LazyFunction(dates.today), signed_earliest_on=factory.SelfAttribute("signed_on"),
        )  # fmt: skip
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
        has_signed = self.status in CONCLUDED and not self.is_recorded
        signature = {"signed_on": self.signed_on, "mode": Signatory.Mode.VIDEO} if has_signed else {}
        for position, body in enumerate(bodies):
            party = Party.objects.create(agreement=self, position=position, **body)
            if party.municipality_id:
                Coverage.objects.create(agreement=self, municipality_id=party.municipality_id, party=party)
            Signatory.objects.create(party=party, office="Leitung", **signature)
        if self.is_recorded:
            return
        Clause.objects.create(agreement=self, position=0, heading="Präambel", text="Die Parteien arbeiten zusammen.")
        if self.final_document:
            Document.objects.filter(pk=self.final_document.pk).update(object_id=self.pk)
