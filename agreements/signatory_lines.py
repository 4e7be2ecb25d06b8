"""Reads who signed, a line for each: „Meerane: Jörg Schmeißer, Bürgermeister“."""

import re
from collections.abc import Sequence

from agreements.earlier import Body, KnownSignatory
from agreements.signatory_words import names_of, word_of
from core import collation
from municipalities.models import Association, Municipality, PoliceDirectorate

UNKNOWN = frozenset({"", "-", "–", "—", "?", "unbekannt", "nicht überliefert"})
REPRESENTED = re.compile(r"^vertreten durch:?\s+(.+)$", re.IGNORECASE)
HOW = "Bitte je Zeile „Partei: Name, Funktion“ schreiben; was nicht überliefert ist, als Strich."


class UnreadableLine(Exception):
    """A line says nothing that can be entered; the message says how to write it."""


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
    found = [body for body in bodies if wanted in names_of(body)]
    if len(found) == 1:
        return found[0]
    listed = ", ".join(word_of(body) for body in bodies)
    raise UnreadableLine(f"„{word.strip()[:60]}“ ist keine Partei dieser Vereinbarung. Möglich sind: {listed}.")


def _require_consistent(
    signatories: Sequence[KnownSignatory], represented: dict[Municipality, Municipality | Association]
) -> None:
    for town, other in represented.items():
        if other in represented or any(item.body == town for item in signatories):
            raise UnreadableLine(f"{town.name} wird vertreten und kann dann nicht selbst unterzeichnet haben.")
