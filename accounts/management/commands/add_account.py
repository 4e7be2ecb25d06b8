"""`manage.py add_account EMAIL NAME FUNCTION`: an account with a function, for whoever installs the application.

The person sets a password with „Passwort vergessen“ on the sign-in page.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from accounts.actions import create_user, grant_function
from accounts.functions import TOWN_FUNCTIONS, Function
from core import dates
from core.exceptions import Conflict
from municipalities.models import District, Municipality, PoliceDirectorate

PROCESS = "add_account"


class Command(BaseCommand):
    help = "Legt einen Zugang mit einer Funktion an. Das Passwort setzt die Person selbst („Passwort vergessen“)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="E-Mail-Adresse, zugleich Anmeldename")
        parser.add_argument("name", help="Name der Person")
        parser.add_argument("function", choices=Function.values, help="Funktion")
        parser.add_argument("--ags", default="", help="Amtlicher Gemeindeschlüssel, für Funktionen einer Kommune")
        parser.add_argument("--police", default="", help="Schlüssel der Polizeidirektion")
        parser.add_argument("--district", default="", help="Schlüssel des Landkreises, fünf Stellen")
        parser.add_argument("--title", default="", help="Amtsbezeichnung")
        parser.add_argument("--deputy", action="store_true", help="stellvertretend")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        try:
            validate_email(options["email"])
        except ValidationError as error:
            raise CommandError(f"„{options['email']}“ ist keine E-Mail-Adresse.") from error
        place = self._place(options)
        try:
            user = create_user(options["email"], name=options["name"], by=None, process=PROCESS)
            assignment = grant_function(
                user, options["function"], by=None, process=PROCESS, title=options["title"],
                is_deputy=options["deputy"], **place,
            )  # fmt: skip
        except Conflict as error:
            raise CommandError(error.message) from error
        self.stdout.write(f"{user.email}: {assignment.label}. Passwort über „Passwort vergessen“ setzen.")

    @staticmethod
    def _place(options: dict[str, Any]) -> dict[str, Any]:
        """The place a function needs; CommandError when it is missing, unknown or too much."""
        function, ags, police = options["function"], options["ags"], options["police"]
        if bool(ags) != (function in TOWN_FUNCTIONS or (function == Function.COACH and bool(ags))):
            raise CommandError("--ags gehört zu einer Funktion einer Kommune, und sie braucht es.")
        if bool(police) != (function == Function.POLICE):
            raise CommandError("--police gehört zur Funktion Polizeidirektion, und sie braucht es.")
        if bool(options["district"]) != (function == Function.DISTRICT):
            raise CommandError("--district gehört zur Funktion Landkreis, und sie braucht es.")
        if options["district"]:
            district = District.objects.filter(key=options["district"]).first()
            if district is None:
                raise CommandError(f"Kein Landkreis mit dem Schlüssel {options['district']}.")
            return {"district": district}
        if ags:
            return {"municipality": _town(ags)}
        if police:
            directorate = PoliceDirectorate.objects.filter(key=police).first()
            if directorate is None:
                known = ", ".join(PoliceDirectorate.objects.values_list("key", flat=True))
                raise CommandError(f"Keine Polizeidirektion „{police}“. Bekannt: {known}.")
            return {"police_directorate": directorate}
        return {}


def _town(ags: str) -> Municipality:
    """The town of a key; CommandError for an unknown one and for one that is no more."""
    town: Municipality | None = Municipality.objects.filter(ags=ags).first()
    if town is None:
        raise CommandError(f"Keine Kommune mit dem AGS {ags}. Ist das Verzeichnis geladen (load_register)?")
    if not town.exists_on(dates.today()):
        successor = town.successor_on(dates.today())
        instead = f" Ihre Rechtsnachfolge hat {successor} (AGS {successor.ags})." if successor else ""
        raise CommandError(f"{town} (AGS {ags}) besteht heute nicht.{instead}")
    return town
