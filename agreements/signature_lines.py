"""A signature as papers tell it: where, in which form, by which authority."""

from dataclasses import dataclass

from agreements.models import CooperationAgreement, Party, Signatory


@dataclass(frozen=True)
class Line:
    """One signature as the protocol has it."""

    party: Party
    signatory: Signatory

    @property
    def where(self) -> str:
        row = self.signatory
        if row.mode == Signatory.Mode.VIDEO:
            return f"per Videokonferenz{f', {row.place}' if row.place else ''}"
        return str(row.place)

    @property
    def form(self) -> str:
        row = self.signatory
        seal = f"Dienstsiegel {row.get_seal_display()}" if row.seal else ""
        return "; ".join(filter(None, [row.get_medium_display(), row.deputy_note, seal]))

    @property
    def authority(self) -> str:
        row = self.signatory
        mandate = f"vom {row.mandate_on:%d.%m.%Y}" if row.mandate_on else ""
        return " ".join(filter(None, [row.get_authority_display(), mandate, row.mandate_reference]))


def lines_of(agreement: CooperationAgreement) -> list[Line]:
    """Every signatory in the order of the text."""
    return [Line(party, item) for party in agreement.sorted_parties for item in party.sorted_signatories]
