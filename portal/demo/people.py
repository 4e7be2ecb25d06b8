"""The people who sign in to the demo: functions, never persons of the press text."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.actions import create_user, grant_function
from accounts.actions.activations import activate, publish_usage_agreement
from accounts.functions import Function
from accounts.models import Activation, User
from accounts.samples import sample_text
from audit.actions import record
from municipalities.models import District, Municipality, PoliceDirectorate

PROCESS = "seed_demo"
# The start of the programme: whoever acts in the demo's history must have held the function then.
SINCE = date(2019, 2, 6)
MEERANE, WERDAU, LANDKREIS_ZWICKAU = "14524190", "14524300", "14524"
LEAD, CASEWORK = "leitung@lpr.example", "sachbearbeitung@lpr.example"
SECOND_CASEWORK = "erzgebirge@lpr.example"


@dataclass(frozen=True)
class Role:
    """One sign-in: address, what stands on screen, function, and the place it is held for."""

    email: str
    name: str
    function: Function
    ags: str = ""
    police: str = ""
    district: str = ""
    title: str = ""
    is_deputy: bool = False


ROLES = (
    Role(LEAD, "Leitung der Geschäftsstelle", Function.STATE_LEAD),
    Role(CASEWORK, "Sachbearbeitung ASSKomm", Function.STATE_CASEWORK),
    Role(SECOND_CASEWORK, "Sachbearbeitung Erzgebirgskreis", Function.STATE_CASEWORK),
    Role("koordination@meerane.example", "Koordination Meerane", Function.COORDINATION, MEERANE, is_deputy=True),
    Role(
        "beigeordnete@meerane.example", "Beigeordnete der Stadt Meerane", Function.MAYOR, MEERANE,
        title="Beigeordnete der Stadt Meerane mit Zeichnungsbefugnis", is_deputy=True,
    ),
    Role("hauptamt@meerane.example", "Hauptamt Meerane", Function.MUNICIPAL_ADMIN, MEERANE),
    Role("koordination@werdau.example", "Koordination Werdau", Function.COORDINATION, WERDAU),
    Role("coach@coaching.example", "Coach", Function.COACH, MEERANE),
    Role("pool@institut.example", "Coaching-Koordination", Function.COACHING_COORDINATION),
    Role("polizei@pd-zwickau.example", "Polizeidirektion Zwickau", Function.POLICE, police="zwickau"),
    Role(
        "praevention@landkreis-zwickau.example", "Landratsamt Zwickau", Function.DISTRICT, district=LANDKREIS_ZWICKAU
    ),
)  # fmt: skip


@transaction.atomic
def create_people() -> None:
    """Create the accounts that do not exist yet, each with its function."""
    for role in ROLES:
        if User.objects.filter(email=role.email).exists():
            continue
        town = Municipality.objects.get(ags=role.ags) if role.ags else None
        district = District.objects.get(key=role.district) if role.district else None
        if (body := town or district) and role.function != Function.COACH:
            _activate(body)
        user = create_user(role.email, name=role.name, by=None, process=PROCESS)
        grant_function(
            user,
            role.function,
            by=None,
            process=PROCESS,
            municipality=town,
            district=district,
            police_directorate=PoliceDirectorate.objects.get(key=role.police) if role.police else None,
            title=role.title,
            is_deputy=role.is_deputy,
            starts_on=SINCE,
        )


def _activate(body: Municipality | District) -> None:
    """Everybody who acts in the demo has agreed to the first version of the Nutzungsvereinbarung."""
    if Activation.objects.of(body).exists():
        return
    terms = publish_usage_agreement(sample_text(), by=None, process=PROCESS)
    activate(body, by=None, process=PROCESS, usage_agreement=terms, starts_on=SINCE, note="Beispiel")


@transaction.atomic
def set_passwords(password: str) -> int:
    """Give every demo account this password; returns how many did not have it.

    An account that has it already is left alone: a new hash would sign its owner out.
    """
    changed = 0
    for user in User.objects.select_for_update().filter(email__in=[role.email for role in ROLES]):
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
            record("set_password", user, by=None, process=PROCESS, label="Passwort der Vorführung gesetzt")
            changed += 1
    return changed
