"""What a line of a file says of an agreement signed earlier, and what in it cannot be true."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from agreements import signatory_lines
from agreements.earlier import Earlier
from agreements.numbers import taken_among
from agreements.possible import objections
from core import collation
from imports.contract import Line
from municipalities.models import Association, Municipality, PoliceDirectorate

NO_POLICE = frozenset({"", "ohne", "nein", "ohne polizei", "keine"})
RESPONSIBLE = frozenset({"ja", "zustandige", "zustandig", "zustandige polizeidirektion"})
LABELS = {"day": "Tag der Unterzeichnung", "number": "Registernummer", "municipalities": "Kommunen", "source": "Quelle"}


class UnknownPolice(Exception):
    """No directorate is called so; the message names those there are."""


def earlier_of(line: Line, police: "Directorates") -> Earlier:
    """The line as it is recorded; one that could not be read never comes here."""
    bearers = line["bearers"]
    names = ("kind", "number", "source", "file_reference")
    known = Earlier(
        span=line["day"],
        municipalities=[item for item in bearers if isinstance(item, Municipality)],
        associations=[item for item in bearers if isinstance(item, Association)],
        police_directorate=police.of(line),
        **{name: line[name] for name in names},
    )
    people, represented = signatory_lines.read(line["signatories"], known.bodies)
    return replace(known, signatories=people, represented=represented)


class Directorates:
    """The police directorates, asked for once for all lines."""

    def __init__(self) -> None:
        rows = list(PoliceDirectorate.objects.all())
        self._by_id = {row.pk: row for row in rows}
        self._by_name = {collation.fold(name): row for row in rows for name in (row.name, row.short_name)}

    def of(self, line: Line) -> PoliceDirectorate | None:
        """Who was party for the police; UnknownPolice where nobody can say."""
        asked = collation.fold(line["police"])
        if asked in NO_POLICE:
            return None
        if asked in RESPONSIBLE:
            concerned = {bearer.district.police_directorate_id for bearer in line["bearers"]}
            if len(concerned) != 1:
                raise UnknownPolice("Polizeidirektion: Die Kommunen gehören zu mehreren. Bitte eine mit Namen nennen.")
            return self._by_id[concerned.pop()]
        if asked not in self._by_name:
            names = ", ".join(row.name for row in self._by_id.values())
            raise UnknownPolice(f"Polizeidirektion: „{line['police']}“ gibt es nicht. Möglich sind: {names}.")
        return self._by_name[asked]


def faults_of(lines: Sequence[Line]) -> dict[int, list[str]]:
    """Sentences by line; a number may stand in one line only, and in no agreement there is."""
    police, told = Directorates(), {}
    wanted = Counter(line["number"] for line in lines if line["number"])
    held = taken_among(wanted)
    for line in lines:
        sentences = _faults(line, police)
        number = line["number"] or 0
        if wanted[number] > 1:
            sentences.append(f"Registernummer: Die {number} steht in mehreren Zeilen. Bitte prüfen.")
        elif number in held:
            sentences.append(f"Registernummer: {held[number]}")
        if sentences:
            told[line.number] = sentences
    return told


def _faults(line: Line, police: Directorates) -> list[str]:
    try:
        known = earlier_of(line, police)
    except UnknownPolice as error:
        return [str(error)]
    except signatory_lines.UnreadableLine as error:
        return [f"Unterzeichnende: {error}"]
    return [f"{LABELS[field]}: {sentence}" for field, sentence in objections(known)]
