"""GV100AD of the Statistisches Bundesamt: one record a line, 220 characters, fields by position."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from municipalities.models import ImportRun
from municipalities.register.facts import (
    KIND_OF_CODE,
    UNINCORPORATED,
    AssociationFact,
    DistrictFact,
    Edition,
    PlaceFact,
    WrongFile,
    parse_name,
)

LENGTH = 220
NAME = slice(22, 72)
SEAT = slice(72, 122)
RECORDS = frozenset({"10", "20", "30", "40", "50", "60"})
ANEW = "Bitte die Datei neu beim Statistischen Bundesamt herunterladen und unverändert einlesen."


def looks_like(text: str) -> bool:
    """By its first line: a kind of record and a day."""
    first = text.split("\n", 1)[0]
    return first[:2] in RECORDS and first[2:10].isdigit() and first[2:4] in {"19", "20"}


def parse(content: bytes, land: str) -> Edition:
    """The records of one Land (all of them for an empty `land`), or WrongFile."""
    lines = list(_records(decoded(content)))
    edition = Edition(ImportRun.Kind.GV100AD, _territorial_day(lines))
    for number, line in lines:
        if line[10:12] == land or not land:
            _take(edition, number, line)
    return edition


def decoded(content: bytes) -> str:
    """UTF-8, as all editions since Sorbian names are in them; older ones were ISO-8859-1."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WrongFile(
            "Die Datei ist nicht in UTF-8 geschrieben. So alte Ausgaben (ISO-8859-1) enthalten keine sorbischen Namen: "
            f"{ANEW}"
        ) from error
    if "Ã¼" in text or "Ã¤" in text or "\N{REPLACEMENT CHARACTER}" in text:
        raise WrongFile(f"In der Datei sind Umlaute zerstört, weil sie einmal falsch umgewandelt wurde. {ANEW}")
    return text


def _records(text: str) -> Iterator[tuple[int, str]]:
    # Not splitlines(): it also breaks at characters that no line of the file ends with.
    for number, raw in enumerate(text.split("\n"), start=1):
        line = raw.removesuffix("\r")
        if not line.strip():
            continue
        if len(line) != LENGTH:
            raise WrongFile(
                f"Zeile {number} hat {len(line)} statt {LENGTH} Zeichen: Die Datei ist abgeschnitten oder wurde von "
                f"einem Programm verändert, das Leerzeichen am Zeilenende entfernt. {ANEW}"
            )
        if line[:2] not in RECORDS:
            raise WrongFile(f"Zeile {number} beginnt mit „{line[:2]}“, das ist keine Satzart des GV100AD. {ANEW}")
        yield number, line


def _territorial_day(lines: list[tuple[int, str]]) -> date:
    days = {line[2:10] for _, line in lines}
    if len(days) != 1:
        raise WrongFile(
            f"Die Datei enthält {len(days)} verschiedene Gebietsstände statt einem. "
            "Bitte jede Ausgabe für sich einlesen, die älteste zuerst."
        )
    text = days.pop()
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError as error:
        raise WrongFile(f"Der Gebietsstand „{text}“ ist kein Tag. {ANEW}") from error


def _take(edition: Edition, number: int, line: str) -> None:
    record, code = line[:2], line[122:124]
    name, seat = line[NAME].strip(), line[SEAT].strip()
    if record == "40":
        edition.districts.append(DistrictFact(number, _digits(line, number, 10, 15), name, seat, code in {"41", "42"}))
    elif record == "50":
        key = _digits(line, number, 10, 15) + _digits(line, number, 18, 22)
        edition.associations.append(AssociationFact(number, key, name, _is_cut(line), seat, code))
    elif record == "60":
        ars = _digits(line, number, 10, 15) + _digits(line, number, 18, 22) + _digits(line, number, 15, 18)
        if code in UNINCORPORATED:
            edition.skipped.append((ars[:5] + ars[9:], name, "gemeindefreies Gebiet"))
        else:
            edition.places.append(_place(line, number, ars, code))


def _place(line: str, number: int, ars: str, code: str) -> PlaceFact:
    if code not in KIND_OF_CODE:
        raise WrongFile(f"Zeile {number}: Das Textkennzeichen „{code}“ einer Gemeinde ist nicht bekannt. {ANEW}")
    name = parse_name(line[NAME].strip())
    if not name.name:
        raise WrongFile(f"Zeile {number}: Die Gemeinde {ars} hat keinen Namen. {ANEW}")
    hectares, inhabitants = _digits(line, number, 128, 139), _digits(line, number, 139, 150)
    area = Decimal(int(hectares)) / 100
    return PlaceFact(
        number, ars, name.name, name.name_hsb, _is_cut(line), KIND_OF_CODE[code], area.quantize(Decimal("0.01")),
        int(inhabitants),
    )  # fmt: skip


def _is_cut(line: str) -> bool:
    """The field holds fifty characters; a name that fills it may be longer."""
    return line[NAME][-1] != " "


def _digits(line: str, number: int, begin: int, end: int) -> str:
    text = line[begin:end]
    if not (text.isascii() and text.isdigit()):
        raise WrongFile(
            f"Zeile {number}: In den Stellen {begin + 1} bis {end} steht „{text}“ statt Ziffern; die Spalten sind "
            f"verschoben. {ANEW}"
        )
    return text
