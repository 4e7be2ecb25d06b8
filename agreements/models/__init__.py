"""Models of the agreements app, one file per noun."""

from agreements.models.agreement import CooperationAgreement, RegisterCounter
from agreements.models.clause import AgreementTemplate, Clause, TemplateClause
from agreements.models.party import Party, Signatory, SigningGuest

__all__ = [
    "AgreementTemplate",
    "Clause",
    "CooperationAgreement",
    "Party",
    "RegisterCounter",
    "Signatory",
    "SigningGuest",
    "TemplateClause",
]
