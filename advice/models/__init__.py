"""Models of the consultations, one file per noun."""

from advice.models.appointment import Appointment
from advice.models.consultation import Consultation, ConsultationParticipant
from advice.models.contact import Contact
from advice.models.info_pack import InfoPack
from advice.models.responsibility import Responsibility
from advice.models.standing import AdviceStanding

__all__ = [
    "AdviceStanding",
    "Appointment",
    "Consultation",
    "ConsultationParticipant",
    "Contact",
    "InfoPack",
    "Responsibility",
]
