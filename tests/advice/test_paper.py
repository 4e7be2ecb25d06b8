"""The Gesprächsvermerk on paper."""

from datetime import date

import pytest

from advice import papers
from advice.models import Consultation
from core.pdf import MissingGlyph
from tasks.models import Task
from tests.factories import ConsultationFactory, MunicipalityFactory, ParticipantFactory, TaskFactory
from tests.verapdf import FLAVOURS, examine

pytestmark = pytest.mark.django_db


def note(**values):
    town = MunicipalityFactory(name="Bautzen", name_hsb="Budyšin")
    row = ConsultationFactory(towns=[town, MunicipalityFactory(name="Lößnitz")], shared=True, **values)
    ParticipantFactory(consultation=row, count=2)
    for side in ("municipality", "state_office"):
        TaskFactory(towns=[town], side=side, title="Arbeitskreis einladen")
    return Consultation.objects.for_detail().get(pk=row.pk)


def test_same_content_same_bytes():
    row = note()
    tasks = list(Task.objects.for_list())
    assert papers.render(row, tasks) == papers.render(row, tasks)


def test_name_of_the_file():
    assert papers.filename(note()) == "gespraechsvermerk-bautzen-und-loessnitz-2023-04-25.pdf"


def test_steps_of_several_towns_stand_once_and_the_office_first(meerane, werdau):
    for town in (meerane, werdau):
        TaskFactory(towns=[town], side="municipality", title="Rat befassen")
    TaskFactory(towns=[meerane, werdau], title="Muster senden", due_on=date(2023, 5, 2))
    grouped = papers.steps_by_side(list(Task.objects.for_list()))
    assert [(side, [task.title for task in tasks]) for side, tasks in grouped] == [
        ("Landespräventionsrat", ["Muster senden"]), ("Kommune", ["Rat befassen"]),
    ]  # fmt: skip


def test_a_character_nobody_can_print_is_named():
    row = note()
    row.result = "Gut \N{GRINNING FACE}"
    with pytest.raises(MissingGlyph):
        papers.render(row, [])


@pytest.mark.needs("verapdf")
def test_archive_and_accessibility(tmp_path):
    row = note()
    file = tmp_path / "vermerk.pdf"
    file.write_bytes(papers.render(row, list(Task.objects.for_list())))
    reports = examine([file])
    assert {key: report.broken for key, report in reports.items()} == {("vermerk", name): [] for name in FLAVOURS}
    assert all(report.checks > 100 for report in reports.values())
