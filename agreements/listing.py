"""The list of agreements as a table for files: what each column says of an agreement."""

from datetime import date
from typing import Any

from agreements.forms.listing import ListForm
from agreements.models import CooperationAgreement
from agreements.whereabouts import told, whereabouts, with_whereabouts
from core import dates, formats
from core.tables import DATE, INT, Column, Table, noted_day


def _districts(row: CooperationAgreement) -> str:
    return ", ".join(dict.fromkeys(town.district.display_name for town in row.municipalities))


def _police(row: CooperationAgreement) -> str:
    return row.police_directorate.name if row.police_directorate else "ohne Polizei"


def _number_unknown(row: CooperationAgreement) -> str:
    return row.number_label if row.has_unknown_number else ""


def _day_known(row: CooperationAgreement) -> str:
    return row.signed_span.label if row.signed_span else ""


def _since(row: CooperationAgreement) -> date | None:
    """The longest it has lain anywhere, where it lies with several."""
    return min((item.since for item in whereabouts(row) if item.since), default=None)


COLUMNS = (
    Column("Registernummer", lambda row: row.register_number, INT, 15),
    Column("Registernummer unbekannt", _number_unknown, width=15),
    Column("Nach dem Tag die", lambda row: row.place.ordinal if row.place else None, INT, 12),
    Column("Warum Nummer und Reihenfolge abweichen", lambda row: row.place.reason if row.place else "", width=50),
    Column("Art", lambda row: row.get_kind_display(), width=24),
    Column("Kommune oder Zusammenschluss", lambda row: row.towns_label, width=45),
    Column("Erfasste Kommunen", lambda row: ", ".join(str(town) for town in row.municipalities), width=45),
    Column("Anzahl erfasster Kommunen", lambda row: len(row.coverage_on(dates.today())), INT, 12),
    Column("Landkreis", _districts, width=30),
    Column("Polizeidirektion (Partei)", _police, width=28),
    Column("Zustand", lambda row: row.get_status_display(), width=22),
    Column("Unterzeichnet am", lambda row: row.signed_on, DATE, 16),
    Column("Tag, wie bekannt", _day_known, width=24),
    Column("Beendet am", lambda row: row.ended_on, DATE, 14),
    Column("Aktenzeichen", lambda row: row.file_reference, width=24),
    Column("Fassung", lambda row: row.version, INT, 10),
    Column("Hinweis zu den Tagen", lambda row: row.day_note, width=50),
    Column("Quelle (nacherfasst)", lambda row: row.source, width=50),
    Column("Liegt bei", told, width=45),
    Column("Liegt dort seit", _since, DATE, 16),
)


def table_of(form: ListForm, rows: Any) -> Table:
    """Exactly what the filter shows, in its order; the head of the file says which filter that was."""
    listed = with_whereabouts(rows)
    told = "; ".join(form.told) or "keiner"
    notes = [f"Filter: {told}", noted_day(dates.today()), formats.count_of(len(listed), "Vereinbarung,Vereinbarungen")]
    return Table("Vereinbarungen", notes, COLUMNS, listed)
