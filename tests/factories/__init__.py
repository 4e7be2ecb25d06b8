"""Test rows with only what the database demands, a file for each noun.

A row made here is consistent, but nobody acted on it. Where the way matters, `tests.life.agreement_in` walks it
through the ordinary actions.
"""

from tests.factories.advice import (
    AppointmentFactory,
    CallFactory,
    ConsultationFactory,
    ParticipantFactory,
    ResponsibilityFactory,
    StandingFactory,
    TaskFactory,
)
from tests.factories.agreeing import CarriedConsentFactory, ReceivedPaperFactory, StationFactory
from tests.factories.agreements import (
    PDF,
    AgreementFactory,
    DocumentFactory,
)
from tests.factories.people import (
    ACTIVATED_ON,
    PASSWORD,
    AssignmentFactory,
    InvitationFactory,
    UsageAgreementFactory,
    UserFactory,
    activated,
    caseworker,
    coordinator_of,
    lead,
    person,
)
from tests.factories.places import (
    AssociationFactory,
    AssociationMembershipFactory,
    ContactFactory,
    DistrictFactory,
    MunicipalityFactory,
    PersonFactory,
    PoliceDirectorateFactory,
    ResolutionFactory,
)

__all__ = [
    "ACTIVATED_ON",
    "PASSWORD",
    "PDF",
    "AgreementFactory",
    "AppointmentFactory",
    "AssignmentFactory",
    "AssociationFactory",
    "AssociationMembershipFactory",
    "CallFactory",
    "CarriedConsentFactory",
    "ConsultationFactory",
    "ContactFactory",
    "DistrictFactory",
    "DocumentFactory",
    "InvitationFactory",
    "MunicipalityFactory",
    "ParticipantFactory",
    "PersonFactory",
    "PoliceDirectorateFactory",
    "ReceivedPaperFactory",
    "ResolutionFactory",
    "ResponsibilityFactory",
    "StandingFactory",
    "StationFactory",
    "TaskFactory",
    "UsageAgreementFactory",
    "UserFactory",
    "activated",
    "caseworker",
    "coordinator_of",
    "lead",
    "person",
]
