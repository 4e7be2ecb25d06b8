"""Writes the register's tables: `python -m municipalities.data.write_tables FOLDER`, a folder of compiled facts.

The alliances (`alliances.csv`) are not in it: they are kept by hand.
Run it again when a new edition of the facts is at hand; the tables it writes are what the programme reads.
Where the facts come from, and what is doubtful about them, stands in README.md beside this file.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).resolve().parent
CENSUS_BASE = "Zensus 2022"
PROGRAMME_START = "2019-02-06"
MODEL_MUNICIPALITIES = {
    "14511000": "Chemnitz",
    "14523320": "Plauen",
    "14524330": "Zwickau",
    "14626110": "Görlitz",
    "14628110": "Freital",
    "14628270": "Pirna",
    "14713000": "Leipzig",
    "14729410": "Wurzen",
}
# Formed of others since the register of places began; whole lists come by `manage.py import_register`.
FORMED = {"14522275": "2023-01-01"}
KINDS = {
    "Kreisfreie Stadt": "urban_district",
    "Große Kreisstadt": "large_district_town",
    "Stadt": "town",
    "Gemeinde": "community",
}
POLICE_DIRECTORATES = {
    "Polizeidirektion Chemnitz": "chemnitz",
    "Polizeidirektion Dresden": "dresden",
    "Polizeidirektion Görlitz": "goerlitz",
    "Polizeidirektion Leipzig": "leipzig",
    "Polizeidirektion Zwickau": "zwickau",
}
ASSOCIATION_KINDS = {"Verwaltungsverband": "union", "Verwaltungsgemeinschaft": "community"}
# No register tells when an association was founded. The lists of changes from this day on name no other change than
# of names, so that the members of the present edition are documented since then; a press report goes further back.
DOCUMENTED_SINCE = "2023-01-01"
DOCUMENTED_EARLIER = {"145215405": "2020-01-01"}

# As the programme's publications name them; the list is ours, the words are theirs.
ACTION_FIELDS = {
    "amok": "Amok",
    "bevoelkerungsschutz": "Bevölkerungsschutz",
    "cybermobbing": "Cybermobbing",
    "diebstahl-einbruch": "Diebstahl und Einbruch",
    "digitale-medien": "Digitale Medien",
    "drogen": "Drogen",
    "extremismus": "Extremismus",
    "gewalt": "Gewalt",
    "graffiti-sachbeschaedigung": "Graffiti und Sachbeschädigung",
    "haeusliche-gewalt": "Häusliche Gewalt",
    "hate-speech": "Hate Speech",
    "jugend": "Jugend",
    "kinderschutz": "Kinderschutz",
    "koordinierungsstelle": "Koordinierungsstelle des Präventionsrats",
    "nutzungskonflikte": "Nutzungskonflikte im öffentlichen Raum",
    "opferwerdung": "Opferwerdung",
    "ordnung-sauberkeit": "Ordnung und Sauberkeit",
    "schulabstinenz": "Schulabstinenz",
    "senioren": "Senioren",
    "staedtebau": "Städtebauliche Prävention",
    "verkehr": "Verkehr",
    "vermuellung": "Vermüllung",
}


def police_rows() -> Iterator[dict[str, str]]:
    for name, key in POLICE_DIRECTORATES.items():
        yield {"key": key, "name": name, "short_name": name.replace("Polizeidirektion", "PD")}


def district_rows(facts: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for fact in facts:
        urban = fact["kind"] == "Kreisfreie Stadt"
        yield {
            "key": fact["ags"],
            "name": fact["name"].removesuffix(", Stadt"),
            "display_name": fact["display_name"],
            "sorbian_name": fact["name_hsb"],
            "urban": "yes" if urban else "no",
            "seat": fact["seat"],
            "police_directorate": POLICE_DIRECTORATES[fact["police_directorate"]],
        }


def municipality_rows(facts: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for fact in facts:
        ags, name = fact["ags"], fact["name"]
        if MODEL_MUNICIPALITIES.get(ags, name) != name:
            raise ValueError(f"{ags} heißt {name}, als Modellkommune aber {MODEL_MUNICIPALITIES[ags]}.")
        yield {
            "ags": ags,
            "ars": fact["ars"],
            "name": name,
            "sorbian_name": fact["name_hsb"],
            "kind": KINDS[fact["designation"]],
            "district": fact["district_ags"],
            "inhabitants": fact["population"],
            "counted_on": fact["population_date"],
            "counted_from": CENSUS_BASE,
            "area_km2": fact["area_km2"],
            "latitude": fact["lat"],
            "longitude": fact["lon"],
            "model_since": PROGRAMME_START if ags in MODEL_MUNICIPALITIES else "",
            "exists_from": FORMED.get(ags, ""),
        }


def association_rows(facts: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for fact in facts:
        yield {
            "key": fact["key"],
            "kind": ASSOCIATION_KINDS[fact["kind"]],
            "name": fact["name"],
            "seat": fact["seat"],
            "district": fact["district_ags"],
            "documented_since": DOCUMENTED_EARLIER.get(fact["key"], DOCUMENTED_SINCE),
        }


def membership_rows(facts: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for fact in facts:
        since = DOCUMENTED_EARLIER.get(fact["key"], DOCUMENTED_SINCE)
        for ags in fact["member_ags"].split():
            yield {"association": fact["key"], "municipality": ags, "documented_since": since, "until": ""}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, rows: Iterator[dict[str, str]]) -> None:
    table = list(rows)
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(table[0]), delimiter=";", lineterminator="\n")
        writer.writeheader()
        writer.writerows(table)


def main(folder: Path) -> None:
    write("action_fields.csv", ({"key": key, "name": name} for key, name in ACTION_FIELDS.items()))
    write("police_directorates.csv", police_rows())
    write("districts.csv", district_rows(read(folder / "districts_saxony.csv")))
    associations = read(folder / "associations_saxony.csv")
    write("associations.csv", association_rows(associations))
    write("memberships.csv", membership_rows(associations))
    write("municipalities.csv", municipality_rows(read(folder / "municipalities_saxony.csv")))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
