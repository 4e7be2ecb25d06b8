"""Lines of a CSV file: its letters and its divider are recognised, or somebody is asked."""

import csv
import io
from collections import Counter
from collections.abc import Iterator

from core.tables import FORMULA_STARTS
from imports.reading import MAX_COLUMNS, AmbiguousEncoding, RawLine, WrongFile

# What a person may choose; the keys are Python's names.
ENCODINGS = {
    "utf-8": "UTF-8",
    "cp1252": "Windows (westeuropäisch)",
    "cp850": "DOS (westeuropäisch)",
    "mac-roman": "Mac (westeuropäisch)",
    "utf-16": "UTF-16 (Unicode-Text)",
}
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
GERMAN = frozenset("äöüßÄÖÜ")
# Beside letters these stand in German texts; anything else above ASCII speaks for another set of letters.
EXPECTED = GERMAN | frozenset("éèáàâêëçñšžčřłńśźćŠŽČŘŁćě„“”‚‘’–—…§€°·•´»«²³ \u00a0")
DIVIDERS = (";", "\t", ",", "|")
CHOOSE = "Bitte unter „Zeichensatz“ auswählen und die Datei noch einmal hochladen."


def lines_of(content: bytes, encoding: str = "") -> tuple[Iterator[RawLine], str]:
    """The lines and a sentence on how they were read; AmbiguousEncoding where that has to be chosen."""
    text, name = _decoded(content, encoding)
    if "\x00" in text:
        raise WrongFile(f"Die Datei ist kein Text oder hat einen anderen Zeichensatz. {CHOOSE}")
    divider = _divider(text)
    return _read(text, divider), f"Gelesen wurde Text im Zeichensatz {name}."


def _decoded(content: bytes, encoding: str) -> tuple[str, str]:
    mark = next((name for start, name in MARKS if content.startswith(start)), "")
    if encoding or mark:
        name = mark or encoding
        label = ENCODINGS[name.removesuffix("-sig")]
        try:
            return content.decode(name), label
        except UnicodeDecodeError as error:
            raise WrongFile(f"Die Datei lässt sich nicht als {label} lesen. {CHOOSE}") from error
    if b"\x00" in content:
        raise AmbiguousEncoding(f"Die Datei ist vermutlich UTF-16 ohne Kennzeichnung. {CHOOSE}")
    try:
        return content.decode("utf-8"), ENCODINGS["utf-8"]
    except UnicodeDecodeError:
        return _western(content)


def _western(content: bytes) -> tuple[str, str]:
    """Windows' letters, where they make German words; otherwise the person sees how a word would read in each."""
    try:
        text = content.decode("cp1252")
    except UnicodeDecodeError:
        text = ""
    strange = {char for char in text if ord(char) > 127} - EXPECTED
    if text and not strange and GERMAN.intersection(text):
        return text, ENCODINGS["cp1252"]
    readings = ", ".join(f"„{_sample(content, key)}“ ({label})" for key, label in list(ENCODINGS.items())[1:4])
    raise AmbiguousEncoding(f"Die Umlaute der Datei lassen sich verschieden lesen: {readings}. {CHOOSE}")


def _sample(content: bytes, encoding: str) -> str:
    """The first word with a letter above ASCII, as this set of letters reads it."""
    word = next(word for word in content.replace(b";", b" ").split() if any(byte > 127 for byte in word))
    text = word[:40].decode(encoding, errors="replace")
    return "".join(char for char in text if char.isprintable())


def _divider(text: str) -> str:
    """What stands most often in the first line that has any of them."""
    for line in text.splitlines()[:20]:
        counts = Counter(char for char in line if char in DIVIDERS)
        if counts:
            return counts.most_common(1)[0][0]
    return ";"


def _read(text: str, divider: str) -> Iterator[RawLine]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=divider)
    try:
        for row in reader:
            yield RawLine(reader.line_num, tuple(_plain(cell) for cell in row[: MAX_COLUMNS + 1]))
    except csv.Error as error:
        raise WrongFile(
            f"Zeile {reader.line_num} lässt sich nicht lesen: Ein Anführungszeichen ist nicht geschlossen, oder eine "
            "Zelle ist zu lang. Bitte die Stelle berichtigen."
        ) from error


def _plain(cell: str) -> str:
    """Without the apostrophe that our own lists put in front of what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS) else cell
