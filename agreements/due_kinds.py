"""What an agreement may wait for, and how such a line of a start page is made."""

from datetime import date

from agreements.models import CooperationAgreement
from core import formats
from core.blocks import Due, DueKind

LIST = {
    "glyph": "v",
    "list_name": "agreements:list",
    "others": "weitere Vereinbarung,weitere Vereinbarungen",
}
# The filter knows states; which of these texts are agreed by all is said in the list.
CONSULTED = "?zustand=consultation"
TO_APPROVE = DueKind("schlusszeichnen", "Schlusszuzeichnen", "edit", 10, list_query=CONSULTED, **LIST)
WITH_THE_LEAD = DueKind(
    "schlusszeichnen", "Bei der Leitung zur Schlusszeichnung", "edit", 10, list_query=CONSULTED, **LIST
)
TO_SIGN = DueKind("unterschrift", "Unterschrift fehlt", "warning", 20, list_query="?zustand=awaiting", **LIST)
TO_FINALISE = DueKind("festschreiben", "Festzuschreiben", "draft", 30, list_query="?zustand=approved", **LIST)
TO_AGREE = DueKind("abstimmung", "In Abstimmung", "autorenew", 40, list_query=CONSULTED, **LIST)
TO_ASK = DueKind("ratsergebnis", "Ergebnis der Sitzung erfragen", "warning", 12, **LIST)
TO_ANSWER = DueKind("aenderungswunsch", "Änderungswunsch", "edit", 15, **LIST)
COMES_UP = DueKind("frist", "Fristen von Vereinbarungen", "calendar-today", 35, **LIST)
TO_RETURN = DueKind("ausfertigung", "Ausfertigung nicht zurück", "warning", 50, **LIST)


def waits(
    row: CooperationAgreement,
    kind: DueKind,
    since: date | None,
    *notes: str,
    action_label: str = "",
    action_url: str = "",
) -> Due:
    label = f"{row.towns_label}: {row.get_kind_display()}"
    return Due(
        kind, label, row.get_absolute_url(), since, notes,
        action_label=action_label, action_url=action_url, is_example=row.is_example,
    )  # fmt: skip


def since(day: date | None) -> str:
    return f"seit {formats.day(day)}" if day else ""
