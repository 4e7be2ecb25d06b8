"""Consents that go on for the next version, each with the reason why the change does not concern the party."""

from accounts.models import User
from agreements.concern import Standing
from agreements.models import CarriedConsent, CooperationAgreement
from agreements.readiness import text_hash_of
from core import dates


def carry_consents(row: CooperationAgreement, standing: Standing, *, by: User, what: str) -> None:
    """Bind the consents that stand to the text as it reads now; the version the party agreed to stays its own."""
    present = text_hash_of(row)
    for party in standing.parties:
        CarriedConsent.objects.create(
            party=party, agreed_version=party.agreed_version or row.version - 1, version=row.version, what=what[:300],
            reason=standing.reason, hash_before=standing.text_hash, hash_after=present, decided_on=dates.today(),
            decided_by=by,
        )  # fmt: skip
        party.agreed_hash = present
        party.save(update_fields=["agreed_hash"])
