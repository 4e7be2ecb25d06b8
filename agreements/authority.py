"""By which authority somebody may sign for a party, and what then usually stands beside the signature.

The law behind it is told in agreements/models/signed_as.py. These are hints for the office, not legal advice.
"""

from agreements.models import Party, Signatory

A = Signatory.Authority
OFFERED: dict[str, tuple[str, ...]] = {
    Party.Kind.STATE_OFFICE: (A.HEAD, A.IN_STEAD, A.BY_ORDER),
    Party.Kind.MUNICIPALITY: (A.HOLDER, A.DEPUTY, A.ALDERMAN, A.STAFF, A.MANDATE),
    # The mayor of the town that does the work of a Verwaltungsgemeinschaft signs as its mayor.
    Party.Kind.ASSOCIATION: (A.CHAIR, A.DEPUTY_CHAIR, A.HOLDER, A.DEPUTY, A.MANDATE),
    Party.Kind.POLICE: (A.HEAD, A.IN_STEAD, A.BY_ORDER),
}
# Signs in somebody's stead; the signature is to say so (§ 60 Abs. 3 SächsGemO).
IN_STEAD = frozenset({A.DEPUTY, A.ALDERMAN, A.STAFF, A.MANDATE, A.DEPUTY_CHAIR, A.IN_STEAD, A.BY_ORDER})
PREFIX = {A.BY_ORDER: "i. A.", A.MANDATE: "i. A.", A.STAFF: "i. A."}


def choices_for(party: Party) -> list[tuple[str, str]]:
    return [(value, A(value).label) for value in OFFERED[party.kind]]


def usual_note(signatory: Signatory) -> str:
    """What usually stands beside a signature given in somebody's stead: „i. V. Erste Beigeordnete“."""
    if signatory.authority in IN_STEAD or signatory.instead_of:
        prefix = PREFIX.get(A(signatory.authority), "i. V.") if signatory.authority else "i. V."
        return f"{prefix} {signatory.signer_office}"[:200]
    return ""
