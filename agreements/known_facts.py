"""An agreement recorded afterwards as it was entered, and in words for the log."""

from agreements.earlier import Body, Earlier, KnownSignatory
from agreements.models import CooperationAgreement, Party
from agreements.models.recorded import NUMBER_UNKNOWN, OFFICE_UNKNOWN
from agreements.signatory_words import written
from core.dates import Span


def known_of(agreement: CooperationAgreement) -> Earlier:
    """What is recorded of it, read afresh."""
    row: CooperationAgreement = CooperationAgreement.objects.with_parts().get(pk=agreement.pk)
    parties = row.sorted_parties
    return Earlier(
        span=row.signed_span or Span(row.drafted_on, row.drafted_on),
        source=row.source,
        municipalities=[party.municipality for party in parties if party.municipality_id],
        associations=[party.association for party in parties if party.association_id],
        police_directorate=row.police_directorate,
        kind=row.kind,
        number=row.register_number,
        file_reference=row.file_reference,
        signatories=[
            KnownSignatory(body_of(party), item.name, "" if item.office == OFFICE_UNKNOWN else item.office)
            for party in parties
            for item in party.sorted_signatories
        ],
        represented={
            party.municipality: party.represented_by.municipality or party.represented_by.association
            for party in parties
            if party.represented_by_id
        },
    )


def body_of(party: Party) -> Body:
    body: Body = party.municipality or party.association or party.police_directorate
    return body


def in_words(known: Earlier) -> dict[str, str]:
    """German label → value; two that say the same are the same agreement."""
    return {
        "Art": str(CooperationAgreement.Kind(known.kind).label),
        "Parteien": ", ".join(sorted(str(bearer) for bearer in known.bearers)),
        "Polizeidirektion": known.police_directorate.name if known.police_directorate else "ohne Polizei",
        "Tag der Unterzeichnung": known.span.label,
        "Registernummer": str(known.number or NUMBER_UNKNOWN),
        "Unterzeichnende": "; ".join(written(known).splitlines()),
        "Quelle": known.source.strip(),
        "Aktenzeichen": " ".join(known.file_reference.split()),
    }
