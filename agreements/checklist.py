"""The checklist of the signing day: computed from the records, ticked off by people."""

from dataclasses import dataclass

from agreements.models import ChecklistTick, CooperationAgreement, Original, Signatory, SigningDay
from agreements.signing_hints import notes_on

# The points in the order in which they are seen to; the keys are stored.
KEYS = {
    "invitation": "Einladungen und Kalenderdatei verschickt",
    "authority": "Wer unterzeichnet, ist bestätigt; Vollmachten liegen vor",
    "room": "Raum und Technik",
    "video": "Videokonferenz geprüft",
    "originals": "Ausfertigungen gedruckt und geheftet",
    "folders": "Unterschriftenmappen und Stifte",
    "seal": "Dienstsiegel der Parteien",
    "guests": "Gäste eingeladen",
    "sequence": "Ablauf und Reihenfolge der Unterschriften abgesprochen",
    "press": "Foto und Presse: Einwilligungen liegen vor",
    "post": "Rückversand der Ausfertigungen geregelt",
}


@dataclass(frozen=True)
class Point:
    """One point: what the records already say about it, and who has seen to it."""

    key: str
    label: str
    told: tuple[str, ...]
    tick: ChecklistTick | None = None

    @property
    def is_done(self) -> bool:
        return self.tick is not None


def points_of(
    agreement: CooperationAgreement, *, day: SigningDay | None, originals: list[Original], ticks: list[ChecklistTick]
) -> list[Point]:
    """Every point with what is known; `agreement` comes with its parts."""
    ticked = {tick.key: tick for tick in ticks}
    told = {
        "invitation": [day.when_label] if day else ["Noch kein Termin eingetragen."],
        "authority": _authorities(agreement),
        "room": [day.place] if day and day.place else ["Kein Ort eingetragen."],
        "video": [day.video_link] if day and day.video_link else ["Keine Videokonferenz vorgesehen."],
        "originals": [_count(agreement, originals)],
        "guests": [str(guest) for guest in agreement.guests.all()] or ["Keine Gäste eingetragen."],
        "sequence": [day.note] if day and day.note else [],
        "seal": [party.name for party in agreement.sorted_parties if party.signs_itself],
    }
    return [Point(key, label, tuple(told.get(key, ())), ticked.get(key)) for key, label in KEYS.items()]


def _authorities(agreement: CooperationAgreement) -> list[str]:
    return [
        f"{party.name}: {_signer(row)}" + "".join(f" – {note}" for note in notes_on(row, party.sorted_signatories))
        for party in agreement.sorted_parties
        for row in party.sorted_signatories
    ]


def _signer(row: Signatory) -> str:
    parts = [row.signer_label]
    if row.authority:
        parts.append(row.get_authority_display())
    if row.instead_of:
        parts.append(f"anstelle von {row.instead_of}")
    return "; ".join(parts)


def _count(agreement: CooperationAgreement, originals: list[Original]) -> str:
    if originals:
        return f"{len(originals)} Ausfertigungen" if len(originals) > 1 else "1 Ausfertigung"
    parties = sum(party.signs_itself for party in agreement.sorted_parties)
    return f"{parties} Ausfertigungen vorgeschlagen, eine je unterzeichnender Partei"
