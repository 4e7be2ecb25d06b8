"""One nonsense for each constraint of the file of record, of packages and of imports."""

from django.utils import timezone

from filing.models import FilingRules
from tests.factories import (
    ColumnMappingFactory,
    ConsultationFactory,
    DataImportFactory,
    FilingFactory,
    ImportOutcomeFactory,
    ImportRowFactory,
    PackageFactory,
    caseworker,
)


def changed(factory, **values):
    """A row of a factory, then changed past every action."""
    row = factory()
    type(row).objects.filter(pk=row.pk).update(**values)


FILE_NONSENSE = {
    "filing_rules_single_row": [lambda: FilingRules.objects.create(pk=2)],
    "filing_rules_days": [
        lambda: FilingRules.objects.create(pk=1, remind_after=0),
        lambda: FilingRules.objects.create(pk=1, keep_packages=0),
    ],
    "filing_number_once": [
        lambda: FilingFactory(owner=(row := ConsultationFactory())) and FilingFactory(owner=row)
    ],
    "filing_has_reference": [lambda: FilingFactory(file_reference="")],
    "package_file_iff_made": [
        lambda: PackageFactory(file="packages/x"),
        lambda: PackageFactory(made=True, sha256=""),
        lambda: PackageFactory(made=True, failure="Kein Platz."),
        lambda: PackageFactory(made=True, expires_on=None),
    ],
    "package_of_something": [lambda: PackageFactory(record_ids=[])],
    "package_done_at_most_all": [lambda: PackageFactory(record_ids=[1], done=2)],
    "data_import_same_file_once": [
        lambda: [DataImportFactory(sha256="a" * 64, file_name=name) for name in ("eins.xlsx", "zwei.xlsx")]
    ],
    "data_import_carried_out_by_somebody": [
        lambda: changed(DataImportFactory, status="carried_out"),
        lambda: changed(DataImportFactory, carried_out_at=timezone.now()),
        lambda: changed(DataImportFactory, carried_out_by=caseworker()),
    ],
    "data_import_closed_iff_over": [
        lambda: changed(DataImportFactory, status="discarded"),
        lambda: changed(DataImportFactory, closed_at=timezone.now()),
    ],
    "data_import_undone_says_why": [
        lambda: changed(DataImportFactory, status="undone", carried_out_at=timezone.now(),
                        carried_out_by=caseworker(), closed_at=timezone.now()),
    ],
    "import_row_number_once": [
        lambda: (lambda row: ImportRowFactory(data_import=row.data_import, number=row.number))(ImportRowFactory())
    ],
    "import_row_unreadable_is_not_taken": [lambda: changed(ImportRowFactory, finding="problem", decision="take")],
    "import_outcome_record_of_one_line": [
        lambda: (lambda row: ImportOutcomeFactory(object_id=row.object_id))(ImportOutcomeFactory())
    ],
    "column_mapping_once_for_headings": [lambda: [ColumnMappingFactory(headings_key="a" * 64) for _ in range(2)]],
}  # fmt: skip
