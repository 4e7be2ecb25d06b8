"""The seven people who sign in to the demo: functions, never persons of the press text."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.actions import create_user, grant_function
from accounts.functions import Function
from accounts.models import User
from audit.actions import record
from municipalities.models import Municipality, PoliceDirectorate

PROCESS = "seed_demo"
# The start of the programme: whoever acts in the demo's history must have held the function then.
SINCE = date(2019, 2, 6)
MEERANE, WERDAU = "14524190", "14524300"
LEAD, CASEWORK = "leitung@lpr.example", "sachbearbeitung@lpr.example"


@dataclass(frozen=True)
class Role:
    """One sign-in: address, what stands on screen, function, and the place it is held for."""

    email: str
    name: str
    function: Function
    ags: str = ""
    police: str = ""
    title: str = ""
    is_deputy: bool = False


ROLES = (
    Role(LEAD, "Leitung der Geschäftsstelle", Function.STATE_LEAD),
    Role(CASEWORK, "Sachbearbeitung ASSKomm", Function.STATE_CASEWORK),
    Role("koordination@meerane.example", "Koordination Meerane", Function.COORDINATION, MEERANE, is_deputy=True),
    Role(
        "beigeordnete@meerane.example", "Beigeordnete der Stadt Meerane", Function.MAYOR, MEERANE,
        title="Beigeordnete der Stadt Meerane mit Zeichnungsbefugnis", is_deputy=True,
    ),
    Role("koordination@werdau.example", "Koordination Werdau", Function.COORDINATION, WERDAU),
    Role("coach@coaching.example", "Coach", Function.COACH, MEERANE),
    Role("polizei@pd-zwickau.example", "Polizeidirektion Zwickau", Function.POLICE, police="zwickau"),
)  # fmt: skip


@transaction.atomic
def create_people() -> None:
    """Create the accounts that do not exist yet, each with its function."""
    for role in ROLES:
        if User.objects.filter(email=role.email).exists():
            continue
        user = create_user(role.email, name=role.name, by=None, process=PROCESS)
        grant_function(
            user,
            role.function,
            by=None,
            process=PROCESS,
            municipality=Municipality.objects.get(ags=role.ags) if role.ags else None,
            police_directorate=PoliceDirectorate.objects.get(key=role.police) if role.police else None,
            title=role.title,
            is_deputy=role.is_deputy,
            starts_on=SINCE,
        )


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
