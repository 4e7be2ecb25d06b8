"""The life of an agreement as a table: states, and the moves between them."""

from django.db import models

from core.transitions import Transition, TransitionTable


class Status(models.TextChoices):
    DRAFT = "draft", "Entwurf"
    CONSULTATION = "consultation", "Abstimmung"
    APPROVED = "approved", "schlussgezeichnet"
    FINALISED = "finalised", "festgeschrieben"
    PARTLY_SIGNED = "partly_signed", "teilweise unterzeichnet"
    SIGNED = "signed", "unterzeichnet"
    ENDED = "ended", "beendet"
    WITHDRAWN = "withdrawn", "zurückgezogen"


# What the record of a move says: a button orders, a record tells what happened.
DONE = {
    "open_consultation": "In die Abstimmung gegeben",
    "return_to_draft": "Zurück in den Entwurf genommen",
    "approve": "Schlussgezeichnet",
    "finalise": "Endfassung festgeschrieben",
    "reopen": "Zurück in die Abstimmung gegeben",
    "sign": "Teilweise unterzeichnet",
    "complete": "Von allen unterzeichnet",
    "take_back_signature": "Wieder teilweise unterzeichnet",
    "take_back_only_signature": "Wieder ohne Unterschrift",
    "correct_signature": "Stand nach Berichtigung",
    "correct_concluded": "Stand nach Berichtigung",
    "end": "Vereinbarung beendet",
    "withdraw": "Vereinbarung zurückgezogen",
    "withdraw_recorded": "Erfassung zurückgenommen",
}
# Moves that an entry of their own tells already, with the name and the day of the signature.
TOLD_BY_SIGNATURES = frozenset(
    {"sign", "take_back_signature", "take_back_only_signature", "correct_signature", "correct_concluded"}
)

# The text may still change.
EDITABLE = frozenset({Status.DRAFT, Status.CONSULTATION})
# The text is fixed and stored as PDF.
FIXED = frozenset({Status.FINALISED, Status.PARTLY_SIGNED, Status.SIGNED, Status.ENDED})
AWAITING_SIGNATURE = frozenset({Status.FINALISED, Status.PARTLY_SIGNED})
# With somebody who has to do something about it.
UNDER_WAY = EDITABLE | {Status.APPROVED} | AWAITING_SIGNATURE
# Every party has signed.
CONCLUDED = frozenset({Status.SIGNED, Status.ENDED})
# A register number is given with the last signature and stays when that signature turns out wrong.
MAY_HOLD_NUMBER = AWAITING_SIGNATURE | CONCLUDED

TRANSITIONS: TransitionTable[Status] = TransitionTable(
    (
        Transition("open_consultation", "In die Abstimmung geben", frozenset({Status.DRAFT}), Status.CONSULTATION),
        Transition(
            "return_to_draft", "Zurück in den Entwurf", frozenset({Status.CONSULTATION}), Status.DRAFT,
            needs_reason=True,
        ),
        Transition("approve", "Schlusszeichnen", frozenset({Status.CONSULTATION}), Status.APPROVED),
        Transition("finalise", "Endfassung festschreiben", frozenset({Status.APPROVED}), Status.FINALISED),
        Transition(
            "reopen", "Zurück in die Abstimmung", frozenset({Status.APPROVED, Status.FINALISED}), Status.CONSULTATION,
            needs_reason=True,
        ),
        Transition("sign", "Unterschrift eintragen", AWAITING_SIGNATURE, Status.PARTLY_SIGNED),
        Transition("complete", "Letzte Unterschrift eintragen", AWAITING_SIGNATURE, Status.SIGNED),
        Transition(
            "take_back_signature", "Unterschrift zurücknehmen", frozenset({Status.PARTLY_SIGNED, Status.SIGNED}),
            Status.PARTLY_SIGNED, needs_reason=True,
        ),
        Transition(
            "take_back_only_signature", "Einzige Unterschrift zurücknehmen",
            frozenset({Status.PARTLY_SIGNED, Status.SIGNED}), Status.FINALISED, needs_reason=True,
        ),
        Transition(
            "correct_signature", "Unterschrift berichtigen", frozenset({Status.PARTLY_SIGNED}), Status.PARTLY_SIGNED,
            needs_reason=True,
        ),
        Transition(
            "correct_concluded", "Unterschrift berichtigen", frozenset({Status.SIGNED}), Status.SIGNED,
            needs_reason=True,
        ),
        Transition("end", "Vereinbarung beenden", frozenset({Status.SIGNED}), Status.ENDED, needs_reason=True),
        Transition(
            "withdraw", "Zurückziehen",
            frozenset(
                {Status.DRAFT, Status.CONSULTATION, Status.APPROVED, Status.FINALISED, Status.PARTLY_SIGNED}
            ),
            Status.WITHDRAWN, needs_reason=True,
        ),
    )
)  # fmt: skip

# The way of an agreement that was recorded afterwards, signed: it ends like any other, or was recorded by mistake.
RECORDED: TransitionTable[Status] = TransitionTable(
    (
        Transition("withdraw_recorded", "Erfassung zurücknehmen", CONCLUDED, Status.WITHDRAWN, needs_reason=True),
    )
)  # fmt: skip
