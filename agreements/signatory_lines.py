"""Who signed, a line for each: „Meerane: Jörg Schmeißer, Bürgermeister“ – read and written the same way."""

import re
from collections.abc import Sequence

from agreements.earlier import Body, Earlier, KnownSignatory
from core import collation
from municipalities.models import Association, Municipality, PoliceDirectorate

DASH = "–"
UNKNOWN = frozenset({"", "-", "–", "—", "?", "unbekannt", "nicht überliefert"})
OFFICE_WORDS = frozenset({"lpr", "landespraventionsrat", "landespraventionsrat sachsen", "geschaftsstelle"})
POLICE_WORDS = frozenset({"polizei", "pd", "polizeidirektion"})
REPRESENTED = re.compile(r"^vertreten durch:?\s+(.+)$", re.IGNORECASE)
HOW = "Bitte je Zeile „Partei: Name, Funktion“ schreiben; was nicht überliefert ist, als Strich."


class UnreadableLine(Exception):
    """A line says nothing that can be entered; the message says how to write it."""


def word_of(body: Body) -> str:
    """How a party is called in a line."""
    if isinstance(body, Association):
        return body.display_name
    if isinstance(body, PoliceDirectorate):
        return "Polizei"
    return str(body.name) if body else "LPR"


def written(known: Earlier) -> str:
    """The lines of an agreement, in the order of its parties."""
    lines = []
    for body in known.bodies:
        if isinstance(body, Municipality) and (other := known.represented.get(body)):
            lines.append(f"{word_of(body)}: vertreten durch {word_of(other)}")
        lines += [
            f"{word_of(body)}: {item.name or DASH}, {item.office or DASH}"
            for item in known.signatories
            if item.body == body
        ]
    return "\n".join(lines)


def read(
    text: str, bodies: Sequence[Body]
) -> tuple[list[KnownSignatory], dict[Municipality, Municipality | Association]]:
    """Signatories, and who signed for which town; UnreadableLine names the line that cannot be read."""
    signatories, represented = [], {}
    for line in filter(None, (part.strip() for part in re.split(r"[\n;]", text))):
        word, colon, rest = line.partition(":")
        if not colon:
            raise UnreadableLine(f"In „{line[:60]}“ fehlt die Partei. {HOW}")
        body = _body(word, bodies)
        if match := REPRESENTED.match(rest.strip()):
            town, other = body, _body(match[1], bodies)
            if not isinstance(town, Municipality) or isinstance(other, PoliceDirectorate | None) or town == other:
                raise UnreadableLine(
                    f"In „{line[:60]}“: Für eine Kommune kann nur eine andere Kommune oder ein Zusammenschluss "
                    "dieser Vereinbarung unterzeichnet haben."
                )
            represented[town] = other
        else:
            signatories.append(_signatory(line, body, rest))
    _require_consistent(signatories, represented)
    return signatories, represented


def _signatory(line: str, body: Body, rest: str) -> KnownSignatory:
    name, comma, office = (part.strip() for part in rest.partition(","))
    if not comma:
        raise UnreadableLine(f"In „{line[:60]}“ ist nicht klar, was Name und was Funktion ist. {HOW}")
    if len(name) > 150 or len(office) > 200:
        raise UnreadableLine(f"Die Zeile „{line[:40]} …“ ist zu lang. Bitte je Zeile nur eine Person.")
    known = [text if text.casefold() not in UNKNOWN else "" for text in (name, office)]
    return KnownSignatory(body, *known)


def _body(word: str, bodies: Sequence[Body]) -> Body:
    """The party meant: exactly one, or nobody is guessed."""
    wanted = collation.fold(word.strip())
    found = [body for body in bodies if wanted in _names(body)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(word_of(body) for body in bodies)
    raise UnreadableLine(f"„{word.strip()[:60]}“ ist keine Partei dieser Vereinbarung. Möglich sind: {listed}.")


def _names(body: Body) -> set[str]:
    if isinstance(body, PoliceDirectorate):
        return POLICE_WORDS | _spelt(body.name, str(body))
    if isinstance(body, Association):
        return _spelt(body.display_name, body.name)
    return _spelt(body.name, f"{body.kind_word} {body.name}") if body else set(OFFICE_WORDS)


def _spelt(*names: str) -> set[str]:
    """The names without marks, and with „oe“ for „ö“."""
    return set(collation.search_key(*names).split(" | "))


def _require_consistent(
    signatories: Sequence[KnownSignatory], represented: dict[Municipality, Municipality | Association]
) -> None:
    for town, other in represented.items():
        if other in represented or any(item.body == town for item in signatories):
            raise UnreadableLine(f"{town.name} wird vertreten und kann dann nicht selbst unterzeichnet haben.")
