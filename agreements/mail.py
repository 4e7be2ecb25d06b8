"""Mail to the people of the parties: that something waits for them, never what stands in it."""

from django.core.mail import send_mail
from django.db.models import Q

from accounts.functions import MUNICIPAL, Function
from accounts.models import Assignment
from agreements.models import CooperationAgreement, Party
from core import dates

SUBJECT = "ASSKomm: Ein Vereinbarungstext steht zur Abstimmung"
TEXT = """Guten Tag,

der Landespräventionsrat Sachsen bittet um Abstimmung eines Vereinbarungstextes, an dem Ihre Stelle beteiligt ist.
Sie finden ihn nach der Anmeldung hier:

{address}

Diese Nachricht enthält aus Gründen der Vertraulichkeit keinen Inhalt. Bitte antworten Sie nicht auf diese Adresse;
bei Fragen wenden Sie sich an die Geschäftsstelle des Landespräventionsrates.
"""


def tell_parties(agreement: CooperationAgreement, *, address: str) -> None:
    """One mail to each account that acts for a party today; leaves with the transaction, through the job queue."""
    for recipient in sorted(_recipients(agreement)):
        send_mail(SUBJECT, TEXT.format(address=address), None, [recipient])


def _recipients(agreement: CooperationAgreement) -> set[str]:
    parties = Party.objects.filter(agreement=agreement)
    towns = Q(function__in=MUNICIPAL, municipality__in=parties.values("municipality"))
    associations = Q(function__in=MUNICIPAL, association__in=parties.values("association"))
    police = Q(function=Function.POLICE, police_directorate__in=parties.values("police_directorate"))
    held = Assignment.objects.current(on=dates.today()).filter(towns | associations | police, user__is_active=True)
    return set(held.values_list("user__email", flat=True))
