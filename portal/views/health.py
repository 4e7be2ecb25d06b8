"""Whether the application works, for the monitoring: a word and a status, no details."""

from datetime import timedelta

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from audit.actions.jobs import is_alive
from core import dates
from core.access import public

# Several beats may be missed before somebody is woken.
SILENT = timedelta(minutes=2)


@require_safe
@never_cache
@public(reason="The monitoring has no account; the answer says nothing but whether all is well.")
def health(request: HttpRequest) -> HttpResponse:
    """200 „gesund“; 503 when the database does not answer or no worker has been heard of for two minutes."""
    try:
        is_well = is_alive(dates.now() - SILENT)
    except DatabaseError:
        is_well = False
    return HttpResponse("gesund\n" if is_well else "gestört\n", "text/plain; charset=utf-8", 200 if is_well else 503)
