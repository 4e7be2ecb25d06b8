"""Mail to the people of the parties: that something waits for them, never what stands in it."""

from dataclasses import dataclass

from django.core.mail import send_mail
from django.db.models import Q

from accounts.functions import MUNICIPAL, Function
from accounts.models import Assignment
from agreements.models import CooperationAgreement, Party
from core import dates

TEXT = """Guten Tag,

{sentences}

{address}

Diese Nachricht enthält aus Gründen der Vertraulichkeit keinen Inhalt. Bitte antworten Sie nicht auf diese Adresse;
bei Fragen wenden Sie sich an die Geschäftsstelle des Landespräventionsrates.
"""


@dataclass(frozen=True)
class About:
    """What a mail tells: its subject, and what stands before the address."""

    subject: str
    sentences: str


TO_AGREE = About(
    "Ein Vereinbarungstext steht zur Abstimmung",
    "der Landespräventionsrat Sachsen bittet um Abstimmung eines Vereinbarungstextes, an dem Ihre Stelle beteiligt\n"
    "ist. Sie finden ihn nach der Anmeldung hier:",
)
ARRANGED = About(
    "Ein Unterzeichnungstermin ist eingetragen",
    "für die Unterzeichnung einer Vereinbarung, an der Ihre Stelle beteiligt ist, ist ein Termin eingetragen.\n"
    "Tag, Ort und die Datei für Ihren Kalender finden Sie nach der Anmeldung hier:",
)
CHANGED = About(
    "Ein Unterzeichnungstermin hat sich geändert",
    "der Termin für die Unterzeichnung einer Vereinbarung, an der Ihre Stelle beteiligt ist, hat sich geändert.\n"
    "Die neue Datei ersetzt den Eintrag in Ihrem Kalender; Sie finden sie nach der Anmeldung hier:",
)
CALLED_OFF = About(
    "Ein Unterzeichnungstermin ist abgesagt",
    "der Termin für die Unterzeichnung einer Vereinbarung, an der Ihre Stelle beteiligt ist, ist abgesagt.\n"
    "Den Grund und die Datei, die ihn aus Ihrem Kalender nimmt, finden Sie nach der Anmeldung hier:",
)


def tell_parties(agreement: CooperationAgreement, *, about: About, address: str) -> None:
    """One mail to each account that acts for a party today; leaves with the transaction, through the job queue."""
    text = TEXT.format(sentences=about.sentences, address=address)
    for recipient in sorted(_recipients(agreement)):
        send_mail(f"ASSKomm: {about.subject}", text, None, [recipient])


def _recipients(agreement: CooperationAgreement) -> set[str]:
    parties = Party.objects.filter(agreement=agreement)
    towns = Q(function__in=MUNICIPAL, municipality__in=parties.values("municipality"))
    associations = Q(function__in=MUNICIPAL, association__in=parties.values("association"))
    police = Q(function=Function.POLICE, police_directorate__in=parties.values("police_directorate"))
    held = Assignment.objects.current(on=dates.today()).filter(towns | associations | police, user__is_active=True)
    return set(held.values_list("user__email", flat=True))
