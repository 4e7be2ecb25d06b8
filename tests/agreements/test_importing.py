"""Agreements signed earlier, brought in from a file and taken back as a whole."""

import pytest

from agreements.actions import recording
from agreements.models import CooperationAgreement
from core.exceptions import Conflict
from imports import importers
from imports.actions import carrying, deciding, undoing
from imports.actions.deciding import RowDecision
from imports.models import ImportRow
from tests.factories import AssociationFactory, MunicipalityFactory, caseworker
from tests.imports.files import workbook
from tests.imports.steps import mapped
from tests.life import REASON

pytestmark = pytest.mark.django_db
HEAD = ["Kommunen", "Tag der Unterzeichnung", "Registernummer", "Polizeidirektion", "Unterzeichnende", "Quelle"]
SOURCE = "Akte 0144.5"
Finding = ImportRow.Finding


def line(town, day="25.05.2021", number="unbekannt", police="", people="", source=SOURCE):
    return [town, day, number, police, people, source]


def imported(*lines):
    return mapped(workbook(*lines, head=HEAD), by=caseworker(), kind="vereinbarungen", name="altfaelle.xlsx")


def carry(row):
    return carrying.carry_out(row, by=caseworker(), version=row.version)


def problems(row):
    return {item.number: " ".join(item.problems) for item in row.rows.all() if item.problems}


@pytest.fixture
def five(meerane, werdau, loessnitz, pd_zwickau):
    """An exact day, a month, a year, a joint one; two towns share a name."""
    for _ in range(2):
        MunicipalityFactory(name="Bernsdorf")
    union = AssociationFactory(name="Wildenstein", members=[loessnitz])
    return imported(
        line("Meerane", number="21", police="zuständige", people="Meerane: –, Bürgermeister; LPR: A. Beispiel, –"),
        line("Werdau", "05/2021"),
        line("Bernsdorf", "2021"),
        line("Meerane; Werdau", "01.03.2022", police="PD Zwickau"),
        line(str(union), "09/2020", "7"),
    )


def numbers():
    rows = CooperationAgreement.objects.for_list().order_by("pk")
    return [(row.towns_label, row.number_label, row.signed_span and row.signed_span.label) for row in rows]


def test_town_of_two_is_asked_for_and_everything_else_is_recorded(five):
    assert [item.finding for item in five.rows.all()] == [
        Finding.READY, Finding.READY, Finding.QUESTION, Finding.READY, Finding.READY
    ]  # fmt: skip
    with pytest.raises(Conflict, match="„Bernsdorf“ heißen mehrere"):
        carry(five)
    question = five.rows.get(number=4).questions[0]
    chosen = RowDecision(4, places={question["written"]: question["suggestions"][0]})
    carry(deciding.decide(five, by=caseworker(), decisions=[chosen]))
    assert numbers() == [
        ("Meerane", "21", "25. Mai 2021"),
        ("Werdau", "unbekannt", "Mai 2021"),
        ("Bernsdorf", "unbekannt", "2021"),
        ("Meerane und Werdau", "unbekannt", "1. März 2022"),
        ("Städtebund Wildenstein", "7", "September 2020"),
    ]


def test_undone_as_a_whole_the_numbers_are_free_again(five):
    carry(deciding.decide(five, by=caseworker(), decisions=[RowDecision(4, ImportRow.Decision.SKIP)]))
    undoing.undo(five, by=caseworker(), reason=REASON)
    rows = CooperationAgreement.objects.all()
    assert {(row.status, row.register_number, row.closing_reason) for row in rows} == {("withdrawn", None, REASON)}


def test_not_undone_once_somebody_has_worked_on(meerane):
    row = carry(imported(line("Meerane")))
    recording.withdraw_recorded(CooperationAgreement.objects.get(), by=caseworker(), reason=REASON)
    with pytest.raises(Conflict, match=r"Zeile 2 \(.*Meerane\) wurde seither bearbeitet"):
        undoing.undo(row, by=caseworker(), reason=REASON)


def test_same_towns_within_a_month_are_asked_about(meerane):
    carry(imported(line("Meerane")))
    again = imported(line("Meerane", "06/2021"))
    (item,) = again.rows.all()
    assert item.finding == Finding.DUPLICATE
    carry(deciding.decide(again, by=caseworker(), decisions=[RowDecision(2, ImportRow.Decision.TAKE)]))
    assert CooperationAgreement.objects.count() == 2


def test_what_cannot_be_true_is_told_by_line(meerane, werdau, pd_zwickau):
    carry(imported(line("Werdau", number="3")))
    row = imported(
        line("Meerane", "26.04.2023"),
        line("Meerane", number="0"),
        line("Meerane", number="3"),
        line("Meerane", number="9"),
        line("Werdau", number="9"),
        line("Meerane", police="Feuerwehr"),
        line("Meerane", people="Werdau: A, B"),
        line("Meerane", number="viele"),
        line("Meerane", "demnächst"),
    )
    told = problems(row)
    for number, words in [
        (2, "liegt in der Zukunft"),
        (3, "liegt zwischen 1 und 9999"),
        (4, "Die Registernummer 3 gehört schon zu: Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}3 Werdau"),
        (5, "Die 9 steht in mehreren Zeilen"),
        (6, "Die 9 steht in mehreren Zeilen"),
        (7, "„Feuerwehr“ gibt es nicht. Möglich sind: Polizeidirektion Zwickau"),
        (8, "„Werdau“ ist keine Partei"),
        (9, "Nummer wie 21 oder „unbekannt“"),
        (10, "„demnächst“ ist kein Tag"),
    ]:
        assert words in told[number], told[number]


def test_number_of_queries_does_not_grow_with_the_lines(django_assert_max_num_queries):
    importer = importers.get("vereinbarungen")
    towns = [MunicipalityFactory(name=f"Ort {number}") for number in range(12)]
    row = imported(*(line(town.name, number=str(number), police="zuständige") for number, town in enumerate(towns, 1)))
    with django_assert_max_num_queries(30):
        assert len(carrying.report(row)) == 12
    assert importer.label == "Vereinbarungen (Altfälle)"


def test_example_of_the_template_can_be_taken_as_it_is(meerane, werdau, pd_zwickau):
    columns = importers.get("vereinbarungen").columns
    example = [SOURCE if column.key == "source" else column.example for column in columns]
    content = workbook(example, head=[column.label for column in columns])
    row = mapped(content, by=caseworker(), kind="vereinbarungen", name="vorlage.xlsx")
    assert [(item.finding, item.problems) for item in row.rows.all()] == [(Finding.READY, [])]
