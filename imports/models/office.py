"""Rows of the office alone: the door all models of this app share."""

from django.db.models import Q

from core.scoping import EVERYTHING, NOTHING, Grant, Reach, ScopedQuerySet

OFFICE_ALONE = frozenset({Reach.ALL})


class OfficeQuerySet(ScopedQuerySet):
    def opened_by(self, grant: Grant) -> Q:
        """A file of the office, whatever towns its lines name."""
        return EVERYTHING if grant.reach is Reach.ALL else NOTHING
