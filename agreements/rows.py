"""The rows of the list of agreements: what each cell says, worked out once."""

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.models import CooperationAgreement
from agreements.whereabouts import Whereabouts, whereabouts


@dataclass(frozen=True)
class Row:
    """One agreement in the list; `remark` stands below its name, `districts` each once."""

    agreement: CooperationAgreement
    label: str
    remark: str
    districts: list[str]
    police: str
    found: list[Whereabouts]


def rows_of(agreements: Iterable[CooperationAgreement]) -> list[Row]:
    """Rows of `for_list` with what `with_whereabouts` adds."""
    return [_row(agreement) for agreement in agreements]


def _row(agreement: CooperationAgreement) -> Row:
    towns, label, police = agreement.municipalities, agreement.towns_label, agreement.police_directorate
    return Row(
        agreement,
        label,
        _remark(agreement, [str(town) for town in towns]),
        list(dict.fromkeys(town.district.display_name for town in towns)),
        police.short_name if police else "ohne Polizei",
        whereabouts(agreement),
    )


def _remark(agreement: CooperationAgreement, towns: list[str]) -> str:
    """„Vorvereinbarung“, „1. Nachtrag (Änderung) zur …“, „gemeinsame Vereinbarung: Bennewitz, Thallwitz“."""
    if agreement.kind == agreement.Kind.PRELIMINARY:
        return agreement.get_kind_display()
    if agreement.is_amendment:
        return agreement.title
    if len(towns) < 2:
        return ""
    return f"gemeinsame Vereinbarung: {', '.join(towns)}" if agreement.covers_more else "gemeinsame Vereinbarung"
