"""A workbook or CSV file as headings and lines of text, with what is wrong in single cells; nothing is guessed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from core import formats

MAX_BYTES = 10 * 1024 * 1024
MAX_LINES = 20_000
MAX_COLUMNS = 100
# Above the headings people write a title; further down nobody looks for them.
HEAD_WITHIN = 10


class WrongFile(Exception):
    """The file cannot be taken; the message is a German sentence that says what to do."""


class AmbiguousEncoding(WrongFile):
    """The letters of a text file can be read in more than one way; somebody has to choose."""


@dataclass(frozen=True)
class RawLine:
    """One line: its number in the file, the text of each cell, and what is wrong in a cell, by its position."""

    number: int
    cells: tuple[str, ...]
    faults: dict[int, str] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not self.faults and not any(cell.strip() for cell in self.cells)


@dataclass(frozen=True)
class Sheet:
    """What was read: the headings in the order of the columns, the lines below them, and how it was read."""

    headings: tuple[str, ...]
    # Of each kept column as the spreadsheet calls it: „B“.
    letters: tuple[str, ...]
    lines: tuple[RawLine, ...]
    note: str = ""
    head_number: int = 1


def sheet_of(lines: Iterable[RawLine], known: Iterable[str], note: str) -> Sheet:
    """Find the headings and cut what is empty; WrongFile for headings that are missing or the same."""
    kept = list(_limited(line for line in lines if not line.is_empty))
    if not kept:
        raise WrongFile("Die Datei enthält keine ausgefüllte Zelle. Bitte die ausgefüllte Vorlage hochladen.")
    head = _head(kept[:HEAD_WITHIN], {folded_heading(label) for label in known})
    below = kept[head + 1 :]
    if not below:
        raise WrongFile("Unter den Überschriften steht keine Zeile. Bitte die ausgefüllte Vorlage hochladen.")
    width = max(len(line.cells) for line in kept[head:])
    titles = [_cell(kept[head], index).strip() for index in range(width)]
    used = [i for i in range(width) if titles[i] or any(_cell(line, i).strip() or i in line.faults for line in below)]
    _require_headings(kept[head], titles, used)
    names = tuple(" ".join(titles[i].split())[:200] or f"Spalte {letter(i)} (ohne Überschrift)" for i in used)
    return Sheet(
        names, tuple(map(letter, used)), tuple(_narrowed(line, used) for line in below), note, kept[head].number
    )


def _limited(lines: Iterable[RawLine]) -> Iterator[RawLine]:
    for count, line in enumerate(lines):
        if count > MAX_LINES + HEAD_WITHIN:
            raise WrongFile(
                f"Die Datei hat mehr als {formats.number(MAX_LINES)} Zeilen. Bitte in mehrere Dateien teilen."
            )
        yield line


def _head(candidates: Sequence[RawLine], known: set[str]) -> int:
    """The line with most of the known headings; the first one where none is known."""
    hits = [sum(folded_heading(cell) in known for cell in line.cells) for line in candidates]
    if max(hits):
        return hits.index(max(hits))
    first = [cell.strip() for cell in candidates[0].cells if cell.strip()]
    if any("@" in cell or cell[:1].isdigit() for cell in first):
        raise WrongFile(
            "In der ersten Zeile stehen keine Überschriften, sondern schon Angaben. Bitte über den Spalten eintragen, "
            "was darin steht; die Vorlage zeigt, wie."
        )
    return 0


def _require_headings(head: RawLine, titles: list[str], used: list[int]) -> None:
    if head.faults:
        index, fault = next(iter(head.faults.items()))
        raise WrongFile(f"Überschrift in Zelle {letter(index)}{head.number}: {fault}")
    if len(used) > MAX_COLUMNS:
        raise WrongFile(f"Die Datei hat mehr als {MAX_COLUMNS} Spalten. Bitte die nicht gebrauchten entfernen.")
    seen: dict[str, int] = {}
    for index in used:
        folded = folded_heading(titles[index])
        if folded and folded in seen:
            raise WrongFile(
                f"Zwei Spalten heißen „{titles[index]}“: {letter(seen[folded])} und {letter(index)}. Bitte eine davon "
                "umbenennen oder entfernen."
            )
        seen[folded] = index


def _narrowed(line: RawLine, used: list[int]) -> RawLine:
    cells = tuple(_cell(line, index) for index in used)
    faults = {position: line.faults[index] for position, index in enumerate(used) if index in line.faults}
    return RawLine(line.number, cells, faults)


def _cell(line: RawLine, index: int) -> str:
    return line.cells[index] if index < len(line.cells) else ""


def folded_heading(text: str) -> str:
    """What makes two headings the same: letters and digits alone, whatever their case."""
    return "".join(char for char in text.casefold() if char.isalnum())


def letter(index: int) -> str:
    """„A“ for the first column."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def ending(filename: str) -> str:
    return PurePath(filename).suffix.lower()
