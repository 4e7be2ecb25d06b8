"""A file that is taken over, and its lines."""

import hashlib

import factory
from django.contrib.contenttypes.models import ContentType
from factory.django import DjangoModelFactory

from imports.models import ColumnMapping, DataImport, ImportOutcome, ImportRow
from tests.factories.people import caseworker
from tests.factories.places import ContactFactory


class DataImportFactory(DjangoModelFactory):
    class Meta:
        model = DataImport

    kind = "ansprechpersonen"
    file_name = factory.Sequence(lambda n: f"kontakte-{n}.xlsx")
    sha256 = factory.LazyAttribute(lambda row: hashlib.sha256(row.file_name.encode()).hexdigest())
    headings = [["A", "Kommune"], ["B", "Funktion"]]
    uploaded_by = factory.LazyFunction(caseworker)

    class Params:
        mapped = factory.Trait(status="mapped", mapping={"body": 0, "office": 1})


class ImportRowFactory(DjangoModelFactory):
    class Meta:
        model = ImportRow

    data_import = factory.SubFactory(DataImportFactory, mapped=True)
    number = factory.Sequence(lambda n: n + 2)
    cells = ["Meerane", "Bürgermeister"]


class ImportOutcomeFactory(DjangoModelFactory):
    class Meta:
        model = ImportOutcome

    row = factory.SubFactory(ImportRowFactory)
    object_id = factory.LazyFunction(lambda: ContactFactory().pk)
    content_type = factory.LazyFunction(lambda: ContentType.objects.get_for_model(ContactFactory._meta.model))


class ColumnMappingFactory(DjangoModelFactory):
    class Meta:
        model = ColumnMapping

    kind = "ansprechpersonen"
    headings_key = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    columns = {"body": "kommune"}
