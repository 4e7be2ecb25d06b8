"""The demo's texts of the operator: the samples, with what they leave open marked as invented."""

from django.db import transaction

from accounts.models import User
from core.prose import OPEN_BRACKET
from notices.actions.acknowledging import acknowledge
from notices.actions.publishing import publish_notice
from notices.models import Notice
from notices.samples import sample_text
from portal.demo.people import PROCESS

# Whoever wants to see what a first sign-in looks like signs in as the deputy mayor.
FIRST_TIME = "beigeordnete@meerane.example"


@transaction.atomic
def publish_notices() -> None:
    """Everybody else has read the Datenschutzhinweise already."""
    for kind in Notice.Kind:
        text = OPEN_BRACKET.sub(lambda gap: f"Beispiel: {gap[0][1:-1]}", sample_text(kind))
        notice = publish_notice(kind, by=None, text=text, process=PROCESS)
        if kind == Notice.Kind.PRIVACY:
            for user in User.objects.exclude(email=FIRST_TIME):
                acknowledge(notice, by=user)
