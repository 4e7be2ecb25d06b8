"""The functions a person may hold, how far each reaches, and the named groups that views ask for."""

from django.db import models

from core.scoping import Reach
from core.visibility import Visibility


class Function(models.TextChoices):
    STATE_LEAD = "state_lead", "Leitung"
    STATE_CASEWORK = "state_casework", "Sachbearbeitung"
    STATE_READER = "state_reader", "Leserecht"
    COORDINATION = "coordination", "Koordination"
    MUNICIPAL_STAFF = "municipal_staff", "Mitarbeit"
    MAYOR = "mayor", "Bürgermeister/in"
    POLICE = "police", "Polizeidirektion"
    COACH = "coach", "Coach"
    DISTRICT = "district", "Landkreis"
    COACHING_COORDINATION = "coaching_coordination", "Coaching-Koordination"
    MUNICIPAL_ADMIN = "municipal_admin", "Kommunen-Verwaltung"


STATE_OFFICE = (Function.STATE_LEAD, Function.STATE_CASEWORK, Function.STATE_READER)
STATE_WRITERS = (Function.STATE_LEAD, Function.STATE_CASEWORK)
MUNICIPAL = (Function.COORDINATION, Function.MUNICIPAL_STAFF, Function.MAYOR)
# Who agrees to a text for the body that is asked: the head and the police by their own right, the coordinator in
# somebody's name, which she has to say (`Bodies.agrees_in_the_name_of_another`).
CONSENTING = (Function.MAYOR, Function.COORDINATION, Function.POLICE)
# Who invites to functions of the own town and ends them.
ACCOUNT_MANAGERS = (Function.MAYOR, Function.MUNICIPAL_ADMIN)
# What they may give away: the functions of the own town, their own included.
TOWN_FUNCTIONS = (*MUNICIPAL, Function.MUNICIPAL_ADMIN)

# The bodies a function may be held for, by the name of the field; "" is none.
BEARERS = ("municipality", "police_directorate", "association", "district")
HELD_FOR: dict[str, tuple[str, ...]] = {
    **{function.value: ("",) for function in STATE_OFFICE},
    **{function.value: ("municipality", "association") for function in MUNICIPAL},
    Function.MUNICIPAL_ADMIN.value: ("municipality",),
    Function.POLICE.value: ("police_directorate",),
    Function.COACH.value: ("", "municipality"),
    Function.DISTRICT.value: ("district",),
    Function.COACHING_COORDINATION.value: ("",),
}
# Functions of a body that has to agree to the Nutzungsvereinbarung before anybody acts for it.
OF_ACTIVATED_BODIES = (*TOWN_FUNCTIONS, Function.DISTRICT)

REACH: dict[str, Reach] = {
    **{function.value: Reach.ALL for function in STATE_OFFICE},
    **{function.value: Reach.OWN for function in MUNICIPAL},
    Function.POLICE.value: Reach.PARTY,
    Function.COACH.value: Reach.OPENED,
    Function.DISTRICT.value: Reach.BEARER,
    Function.COACHING_COORDINATION.value: Reach.POOL,
    Function.MUNICIPAL_ADMIN.value: Reach.ACCOUNTS,
}

# Lowest rung of the visibility ladder each function reads at its places.
FLOOR: dict[str, Visibility] = {
    **{function.value: Visibility.STATE_OFFICE for function in STATE_OFFICE},
    Function.COORDINATION.value: Visibility.COACH_AND_COORDINATION,
    Function.MUNICIPAL_STAFF.value: Visibility.OWN_PLACE,
    Function.MAYOR.value: Visibility.OWN_PLACE,
    Function.POLICE.value: Visibility.STATE_OFFICE,
    Function.COACH.value: Visibility.COACH_AND_COORDINATION,
    Function.DISTRICT.value: Visibility.OWN_PLACE,
    Function.COACHING_COORDINATION.value: Visibility.NETWORK,
    Function.MUNICIPAL_ADMIN.value: Visibility.PUBLIC,
}
