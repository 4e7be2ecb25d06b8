"""Which records have a log that the office can open, under which word of the address."""

from typing import Any

from django.db.models import Model, Q
from django.urls import reverse

from accounts.models import Activation
from advice.models import Appointment, Consultation, Contact
from agreements.models import AgreementTemplate, CooperationAgreement, Notice
from documents.models import Document
from filing.models import Package
from imports.models import DataImport
from municipalities.models import (
    Association,
    ContactPerson,
    District,
    Municipality,
    Person,
    PoliceDirectorate,
    Resolution,
)
from tasks.models import Task

# A model with a page of its own stands here; a test compares.
SUBJECTS: dict[str, Any] = {
    "kommune": Municipality,
    "zusammenschluss": Association,
    "landkreis": District,
    "polizeidirektion": PoliceDirectorate,
    "person": Person,
    "ansprechperson": ContactPerson,
    "beschluss": Resolution,
    "freischaltung": Activation,
    "vereinbarung": CooperationAgreement,
    "kuendigung": Notice,
    "mustertext": AgreementTemplate,
    "kontakt": Contact,
    "termin": Appointment,
    "beratung": Consultation,
    "aufgabe": Task,
    "dokument": Document,
    "paket": Package,
    "datenuebernahme": DataImport,
}
# Pages of the portal about records of lower apps, which do not know them.
PAGES: dict[Any, str] = {Person: "portal:person", Activation: "portal:activation"}


def kind_of(subject: Model) -> str:
    """The word for a record in the address of its log."""
    return next(kind for kind, model in SUBJECTS.items() if isinstance(subject, model))


def log_url(subject: Model) -> str:
    return reverse("portal:record_log", args=[kind_of(subject), subject.pk])


def page_url(subject: Model) -> str:
    """Where the record itself is read; empty where it has no page."""
    if name := PAGES.get(type(subject)):
        return reverse(name, args=[subject.pk])
    return subject.get_absolute_url() if hasattr(subject, "get_absolute_url") else ""


def concerning(subject: Model, about: Q) -> Q:
    """Condition on log rows: those about the record, for a town also what happened to its records."""
    if isinstance(subject, Municipality):
        return about | Q(municipality_ids__contains=[subject.pk])
    return about
