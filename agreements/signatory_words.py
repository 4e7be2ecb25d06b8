"""How parties are called in the lines that say who signed, and the lines of an agreement."""

from agreements.earlier import Body, Earlier
from core import collation
from municipalities.models import Association, Municipality, PoliceDirectorate

DASH = "–"
OFFICE_WORDS = frozenset({"lpr", "landespraventionsrat", "landespraventionsrat sachsen", "geschaftsstelle"})
POLICE_WORDS = frozenset({"polizei", "pd", "polizeidirektion"})


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


def names_of(body: Body) -> set[str]:
    if isinstance(body, PoliceDirectorate):
        return {*POLICE_WORDS, *_spelt(body.name, str(body))}
    if isinstance(body, Association):
        return _spelt(body.display_name, body.name)
    return _spelt(body.name, f"{body.kind_word} {body.name}") if body else set(OFFICE_WORDS)


def _spelt(*names: str) -> set[str]:
    """The names without marks, and with „oe“ for „ö“."""
    return set(collation.search_key(*names).split(" | "))
