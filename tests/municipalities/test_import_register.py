"""`manage.py import_register`: the official register, by text file and by workbook."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.management import CommandError, call_command

from audit.models import AuditEvent
from core import dates
from municipalities.models import Association, AssociationMembership, ImportRun, Municipality
from tests import official
from tests.factories import DistrictFactory, MunicipalityFactory
from tests.official import place

CENSUS = {"population_on": date(2024, 12, 31), "population_base": "Zensus 2022"}
MEERANE = place("14524190", "Meerane, Stadt", hectares=2348, inhabitants=13900)
WERDAU = place("14524300", "Werdau, Stadt", inhabitants=20000)

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Import a file's content; answers the printed lines."""

    def run_(content, *, write=True, name="GV100AD.txt", **options):
        path = tmp_path / name
        path.write_bytes(content)
        out = io.StringIO()
        call_command("import_register", path, write=write, stdout=out, **options)
        return out.getvalue().splitlines()

    return run_


def values(town, *fields):
    return tuple(Municipality.objects.filter(pk=town.pk).values_list(*fields).get())


class TestWriting:
    def test_dry_by_default_and_every_line_told(self, run, meerane, werdau):
        lines = run(official.gv100ad([MEERANE, place("14524300", "Werdau am Berg, Stadt")]), write=False)
        assert lines[0].split() == ["geändert", "14524190", "Meerane:", "ARS", "„145241900000“", "→",
                                    "„145240190190“;", "Fläche", "in", "km²", "–", "→", "23.48"]  # fmt: skip
        assert "Name „Werdau“ → „Werdau am Berg“" in lines[1]
        assert lines[-1] == "Probelauf, nichts geändert: 2 geändert. Mit --write wird es eingetragen."
        assert values(werdau, "name", "area_km2") == ("Werdau", None)
        assert not ImportRun.objects.exists()

    def test_new_changed_and_kept_in_one_run(self, run, meerane, werdau):
        lines = run(official.gv100ad([MEERANE, WERDAU, place("14524010", "Bernsdorf", code="64")]), **CENSUS)
        assert lines[-1] == "Eingelesen: 1 neu, 2 geändert."
        assert values(meerane, "population", "population_on", "population_base") == (
            13900, date(2024, 12, 31), "Zensus 2022"
        )  # fmt: skip
        new = Municipality.objects.get(ags="14524010")
        assert (new.kind, new.district.key, new.search_key) == ("community", "14524", "bernsdorf")

    def test_twice_changes_nothing_and_leaves_one_run(self, run, meerane):
        content = official.gv100ad([MEERANE], line_end="\r\n")
        run(content)
        recorded = AuditEvent.objects.count()
        assert run(content)[-1] == "Eingelesen: 1 unverändert."
        assert AuditEvent.objects.count() == recorded
        stored = ImportRun.objects.get()
        assert (stored.edition_on, stored.counts, len(stored.sha256)) == (date(2025, 11, 30), {"geändert": 1}, 64)
        assert stored.lines[0]["changes"]["Fläche in km²"] == ["None", "23.48"]
        assert AuditEvent.objects.about(stored).get().municipality_ids == [meerane.pk]

    def test_grosse_kreisstadt_is_never_made_less(self, run, werdau):
        run(official.gv100ad([place("14524300", "Werdau, Stadt", code="63")]))
        assert values(werdau, "kind") == ("large_district_town",)
        lines = run(official.gv100ad([place("14524300", "Werdau", code="64")]))
        assert "bitte prüfen" in lines[0]
        assert values(werdau, "kind") == ("large_district_town",)

    def test_a_cut_name_does_not_shorten_the_stored_one(self, run, landkreis_zwickau):
        long = "Neustadt an der langen und schönen Oberen Zwickauer Mulde"
        town = MunicipalityFactory(ags="14524900", name=long, district=landkreis_zwickau)
        run(official.gv100ad([place("14524900", long)]))
        assert values(town, "name") == (long,)

    def test_a_new_name_is_found_by_the_old_one(self, run, werdau):
        run(official.gv100ad([place("14524300", "Pleißental / Pleisa, Stadt")]))
        assert values(werdau, "name", "name_hsb", "former_names") == ("Pleißental", "Pleisa", "Werdau")
        assert list(Municipality.objects.matching("werd")) == [werdau]

    def test_missing_is_reported_and_kept(self, run, meerane, werdau):
        lines = run(official.gv100ad([MEERANE]))
        missing = [line for line in lines if line.startswith("fehlt im Verzeichnis 14524300")]
        assert len(missing) == 1
        assert values(werdau, "dissolved_on") == (None,)

    def test_areas_without_municipality_are_passed_over(self, run, meerane):
        forest = place("14524999", "Werdauer Wald", code="66")
        lines = run(official.gv100ad([MEERANE, forest]))
        assert [line for line in lines if "14524999" in line] == [
            "übersprungen 14524999     Werdauer Wald: gemeindefreies Gebiet"
        ]
        assert not Municipality.objects.filter(ags="14524999").exists()

    def test_workbook_brings_centre_points_too(self, run, meerane):
        lines = run(official.workbook([MEERANE]), name="AuszugGV4QAktuell.xlsx", **CENSUS)
        assert lines[-1] == "Eingelesen: 1 geändert."
        assert values(meerane, "latitude", "longitude", "area_km2", "population") == (
            Decimal("50.848000"), Decimal("12.468000"), Decimal("23.48"), 13900
        )  # fmt: skip

    def test_population_stays_unless_its_day_is_known(self, run, meerane):
        run(official.gv100ad([MEERANE]))
        assert values(meerane, "population", "population_on") == (None, None)


class TestAssociations:
    @pytest.fixture
    def pair(self, meerane, werdau):
        group = {"group": "5301", "group_code": "54", "group_name": "Meerane-Werdau"}
        return [MEERANE | group, WERDAU | group]

    def test_members_come_and_go_with_days(self, run, pair, meerane, werdau):
        run(official.gv100ad(pair))
        association = Association.objects.get(key="145245301")
        assert (association.kind, association.name) == ("community", "Meerane-Werdau")
        assert list(association.members_on(date(2025, 11, 30))) == [meerane, werdau]
        run(official.gv100ad([pair[0], WERDAU], edition="20261231"))
        left = AssociationMembership.objects.get(municipality=werdau)
        assert (left.starts_on, left.ends_on) == (date(2025, 11, 30), date(2026, 12, 30))
        assert list(association.members_on(date(2026, 12, 31))) == [meerane]

    def test_who_is_missing_from_the_file_has_not_left(self, run, pair, werdau):
        third = place("14524010", "Bernsdorf", group="5301", group_code="54", group_name="Meerane-Werdau")
        run(official.gv100ad([*pair, third]))
        lines = run(official.gv100ad([pair[0], third], edition="20261231"))
        assert [line for line in lines if "Werdau:" in line and "fehlt" not in line] == []
        assert AssociationMembership.objects.get(municipality=werdau).ends_on is None

    def test_again_changes_nothing(self, run, pair):
        run(official.gv100ad(pair))
        assert "geändert" not in run(official.gv100ad(pair))[-1]


def cut(content):
    lines = content.split(b"\n")
    return b"\n".join([*lines[:-2], lines[-2][:150]])


def merged(content, *ranges):
    """A workbook in which somebody merged cells: only the first of them keeps what it says."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for cells in ranges:
        book.worksheets[1].merge_cells(cells)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def packed(**files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def damaged(content, old, new):
    assert old in content
    return content.replace(old, new)


GOOD = official.gv100ad([MEERANE, WERDAU])
REFUSED = {
    "another format": (b"name;einwohner\nMeerane;13900\n", "keines der bekannten Formate"),
    "empty": (b"", "Die Datei ist leer"),
    "blank lines only": (b"\n\r\n \n", "Die Datei ist leer"),
    "old encoding": (damaged(GOOD, b"Werdau", b"W\xe4rdau"), "nicht in UTF-8"),
    "encoded twice": (official.gv100ad([MEERANE | {"name": "MÃ¼hle"}]), "Umlaute zerstört"),
    "a line cut": (cut(GOOD), "150 statt 220 Zeichen"),
    "blanks at the end removed": (b"\n".join(line.rstrip() for line in GOOD.split(b"\n")), "statt 220 Zeichen"),
    "two editions": (GOOD + official.gv100ad([MEERANE], edition="20241231"), "2 verschiedene Gebietsstände"),
    "a day that is none": (official.gv100ad([MEERANE], edition="20251345"), "ist kein Tag"),
    "twice the same place": (GOOD + GOOD, "steht zweimal"),
    "unknown district": (official.gv100ad([MEERANE, place("14799010", "Neustadt")]), "Nicht im Bestand"),
    "district's record missing": (
        official.gv100ad([MEERANE], districts=[]) + GOOD.split(b"\n")[-3] + b"\n",
        "fehlt der Satz ihres Kreises",
    ),
    "no Saxony": (official.gv100ad([place("16052000", "Gera, Stadt")]), "keine Gemeinde aus Sachsen"),
    "letters where digits belong": (damaged(GOOD, b"00000013900", b"0000001390O"), "statt Ziffern"),
    "a workbook of something else": (official.workbook([MEERANE], sheet="Tabelle1"), "ist keine davon"),
    "a damaged workbook": (official.workbook([MEERANE])[:2000], "beschädigt"),
    "the archive it is published in": (packed(**{"GV100AD_30112025.txt": "x"}), "gepacktes Archiv"),
    "a text document": (packed(**{"word/document.xml": "<a/>"}), "keine Arbeitsmappe"),
    "a record without its kind": (merged(official.workbook([MEERANE, WERDAU]), "A10:A11"), "fehlt die Satzart"),
    "half a workbook": (official.workbook([MEERANE | {"group": "53"}]), "hat nicht 4 Ziffern"),
}


class TestRefusals:
    @pytest.mark.parametrize("name", REFUSED)
    def test_wrong_file_changes_nothing_and_says_what_to_do(self, run, meerane, werdau, name):
        content, words = REFUSED[name]
        with pytest.raises(CommandError, match=words) as refusal:
            run(content)
        assert str(refusal.value).startswith("Nichts geändert. ")
        assert values(meerane, "name", "area_km2", "ars") == ("Meerane", None, "145241900000")
        assert not ImportRun.objects.exists()

    @pytest.mark.parametrize("name", ["", "gibt es nicht.txt"])
    def test_no_file_there(self, tmp_path, name):
        with pytest.raises(CommandError, match="lässt sich nicht lesen: Bitte Pfad und Leserechte prüfen"):
            call_command("import_register", tmp_path / name)

    def test_older_than_what_is_stored(self, run, meerane):
        run(official.gv100ad([MEERANE]))
        with pytest.raises(CommandError, match=r"eingelesen ist schon 30\. November 2025"):
            run(official.gv100ad([MEERANE], edition="20241231"))

    def test_a_whole_district_missing(self, run, meerane, loessnitz):
        with pytest.raises(CommandError, match="fehlen die Kreise 14521"):
            run(official.gv100ad([MEERANE]))

    def test_half_of_the_places_missing(self, run, landkreis_zwickau, meerane):
        for number in range(20):
            MunicipalityFactory(ags=f"145247{number:02}", district=landkreis_zwickau)
        with pytest.raises(CommandError, match="fehlen 20 von 21 Kommunen"):
            run(official.gv100ad([MEERANE]))

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            ({"population_on": date(2024, 12, 31)}, "zusammen angeben"),
            ({"population_on": date(2024, 12, 31), "population_base": "Zensus 1990"}, "nicht bekannt"),
            ({"population_on": date(2021, 12, 31), "population_base": "Zensus 2022"}, "können nicht auf dem Zensus"),
        ],
    )
    def test_population_without_a_clear_base(self, run, meerane, options, words):
        with pytest.raises(CommandError, match=words):
            run(GOOD, **options)

    def test_two_censuses_never_in_one_series(self, run, meerane):
        run(official.gv100ad([MEERANE]), **CENSUS)
        later = {"population_on": date(2025, 12, 31), "population_base": "Zensus 2011"}
        with pytest.raises(CommandError, match="kommen nicht dahinter"):
            run(official.gv100ad([MEERANE]), **later)
        with pytest.raises(CommandError, match="dürfen sich nicht darunter mischen"):
            run(official.gv100ad([MEERANE]), **(CENSUS | {"population_base": "Zensus 2011"}))

    def test_the_workbook_knows_its_census(self, run, meerane):
        with pytest.raises(CommandError, match="nennt selbst „Zensus 2011“"):
            run(official.workbook([MEERANE], census="Zensus 2011"), **CENSUS)

    def test_all_of_germany_only_beside_saxony(self, run, meerane):
        with pytest.raises(CommandError, match="eigene Datenbank"):
            run(GOOD, land="all")

    def test_all_of_germany_in_a_database_of_its_own(self, run, db):
        content = official.gv100ad([place("16052000", "Gera, Stadt"), MEERANE])
        run(content, land="all")
        assert set(Municipality.objects.values_list("ags", flat=True)) == {"16052000", "14524190"}
        assert run(content, land="all")[-1] == "Eingelesen: 2 unverändert."

    def test_invented_places_are_no_part_of_it(self, run, meerane, musterstadt):
        lines = run(official.gv100ad([MEERANE]))
        assert not [line for line in lines if "Musterstadt" in line]

    def test_a_format_insisted_on(self, run, meerane):
        with pytest.raises(CommandError, match="anderes Format"):
            run(GOOD, kind="changes")


def test_a_constant_number_of_queries(run, django_assert_max_num_queries, meerane):
    DistrictFactory(key="14521")
    places = [place(f"14524{number:03}", f"Ort {number}") for number in range(100, 150)]
    with django_assert_max_num_queries(40):
        run(official.gv100ad([*places, MEERANE, place("14521390", "Lößnitz, Stadt")]), **CENSUS)


def test_the_day_of_the_programme_does_not_matter(run, meerane):
    with dates.at(date(2019, 1, 1)):
        assert run(official.gv100ad([MEERANE]))[-1] == "Eingelesen: 1 geändert."
