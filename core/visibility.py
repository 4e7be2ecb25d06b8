"""The one ladder of who can read a row: each rung includes the readers of the rungs below it."""

from django.db import models


class Visibility(models.IntegerChoices):
    """Rungs in ascending order; a model offers the ones that make sense for it."""

    COACH_AND_COORDINATION = 0, "Coach und Koordination"
    OWN_PLACE = 1, "nur unsere Kommune"
    STATE_OFFICE = 2, "Landespräventionsrat"
    NETWORK = 3, "ASSKomm-Netzwerk"
    PUBLIC = 4, "öffentlich"
