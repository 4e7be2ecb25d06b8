"""Models of the agreements app, one file per noun."""

from agreements.models.agreement import CooperationAgreement, RegisterCounter
from agreements.models.clause import Clause
from agreements.models.party import Party, Signatory
from agreements.models.record import AgreementVersion, ChangeProposal, Coverage, ReplacedCopy, SigningGuest
from agreements.models.template import AgreementTemplate, TemplateClause

__all__ = [
    "AgreementTemplate",
    "AgreementVersion",
    "ChangeProposal",
    "Clause",
    "CooperationAgreement",
    "Coverage",
    "Party",
    "RegisterCounter",
    "ReplacedCopy",
    "Signatory",
    "SigningGuest",
    "TemplateClause",
]
