"""The Gesprächsvermerk on paper: what the town may read, and nothing else, so that it can be handed on."""

from typing import Any

from advice.models import Consultation
from core import collation, pdf
from tasks.models import Task

TEMPLATE = "advice/paper/document.html"
STYLESHEETS = ("css/agreement-paper.css", "css/agreement-paper-print.css", "css/advice-paper.css")
# „Lößnitz“ becomes „loessnitz“ in the name of a file.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# What tasks say of whom on the paper; other sides follow.
ORDER = (Task.Side.STATE_OFFICE, Task.Side.MUNICIPALITY, Task.Side.POLICE, Task.Side.OTHER)


def steps_by_side(tasks: Any) -> list[tuple[str, list[Task]]]:
    """Next steps under the name of the side that takes them; a step of several towns stands there once."""
    grouped = []
    for side in ORDER:
        own = {(task.title, task.due_on): task for task in reversed(tasks) if task.side == side}
        if own:
            grouped.append((side.label, sorted(own.values(), key=lambda task: (task.due_on, task.pk))))
    return grouped


def render(consultation: Consultation, tasks: Any, *, variant: str = pdf.WITH_ATTACHMENTS) -> bytes:
    """The note as PDF; raises core.pdf.MissingGlyph for a character that cannot be printed."""
    context = {
        "consultation": consultation,
        "steps": steps_by_side(tasks),
        "paragraphs": [line.strip() for line in consultation.result.splitlines() if line.strip()],
    }
    return pdf.render(TEMPLATE, context, stylesheets=STYLESHEETS, as_of=consultation.held_on, variant=variant)


def filename(consultation: Consultation) -> str:
    """„gespraechsvermerk-meerane-2023-04-18.pdf“."""
    words = f"gesprächsvermerk {consultation.towns_label} {consultation.held_on.isoformat()}"
    return f"{collation.fold(words.lower().translate(UMLAUTS)).replace(' ', '-')[:150]}.pdf"
