"""Which party needs a Beschluss that nobody has entered yet."""

from collections.abc import Iterator

from agreements.models import CooperationAgreement, Party


def missing_resolutions(agreement: CooperationAgreement) -> list[Party]:
    """Parties that say their council has to decide, without what it decided."""
    needing = Party.ResolutionNeed.NEEDED
    return [row for row in agreement.sorted_parties if row.resolution_need == needing and not row.resolution_id]


def sentences(agreement: CooperationAgreement) -> Iterator[tuple[Party, str]]:
    """In the words of the checks; a warning that stops nothing."""
    for party in missing_resolutions(agreement):
        yield party, f"{party.name} hält einen Beschluss für nötig, eingetragen ist keiner"
