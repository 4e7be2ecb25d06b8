"""What the log of reads keeps of a Verteiler: the purpose, the filter and the numbers, never an address."""

from typing import Any

from portal.mailing.recipients import BODIES, Recipients, role_label
from portal.mailing.sources import Listed

LABEL = "Verteiler ausgegeben"
KINDS = {"bcc": "BCC-Text", "xlsx": "Serienbrief (XLSX)"}


def log_of(source: str, listed: Listed, found: Recipients, purpose: str, kind: str) -> dict[str, Any]:
    """The details of the entry, under the labels the page shows."""
    count = len(found.addresses) if kind == "bcc" else len(found.letters)
    words = dict(BODIES)
    return {
        "Zweck": purpose,
        "Liste": source,
        "Filter": "; ".join(listed.told) or "keiner",
        "Funktionen": ", ".join(role_label(role) for role in found.roles),
        "Stellen": ", ".join(words[body] for body in found.bodies),
        "Ausgabe": KINDS[kind],
        "Empfänger": count,
    }


def towns_on(found: Recipients) -> list[int]:
    """Whose contacts were handed out."""
    return [row.municipality_id for row in found.contacts if row.municipality_id]
