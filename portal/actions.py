"""Actions that join two apps: an activation or a resolution together with the paper it rests on."""

from datetime import date
from typing import Any

from django.db import transaction

from accounts.actions import activations
from accounts.models import Activation, UsageAgreement, User
from core.exceptions import Conflict
from documents.actions import store
from documents.inspection import InspectedFile
from documents.models import Document
from municipalities.actions.resolutions import add_resolution
from municipalities.models import Association, District, Municipality, Resolution


@transaction.atomic
def activate_body(
    body: Any,
    *,
    by: User,
    usage_agreement: UsageAgreement,
    starts_on: date,
    file: InspectedFile | None,
    note: str = "",
) -> Activation:
    """Open the application to a body, with the signed Nutzungsvereinbarung where it is at hand already."""
    row = activations.activate(body, by=by, usage_agreement=usage_agreement, starts_on=starts_on, note=note)
    if file:
        attach_signed_terms(row, by=by, file=file)
    return row


@transaction.atomic
def attach_signed_terms(activation: Activation, *, by: User, file: InspectedFile) -> Document:
    """Keep the signed Nutzungsvereinbarung with its activation; a better scan is stored beside it."""
    row: Activation = Activation.objects.select_for_update().get(pk=activation.pk)
    if Document.objects.of(row).filter(sha256=file.sha256).exists():
        raise Conflict("Diese Datei liegt schon bei der Freischaltung.")
    places = [row.municipality_id] if row.municipality_id else []
    return store(row, by=by, kind=Document.Kind.SIGNED_COPY, file=file, municipalities=places)


@transaction.atomic
def enter_resolution(
    bearer: Municipality | Association | District, *, by: User, file: InspectedFile | None, **values: Any
) -> Resolution:
    """Keep a resolution and its paper, both or neither; the same form sent twice keeps them once."""
    row = add_resolution(bearer, by=by, **values)
    if file and not Document.objects.of(row).filter(sha256=file.sha256).exists():
        store(row, by=by, kind=Document.Kind.RESOLUTION, file=file)
    return row
