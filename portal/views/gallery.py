"""The gallery of components, where whoever builds a page looks things up."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import STATE_OFFICE
from accounts.requests import SignedInRequest
from core import gallery
from core.access import access


@require_safe
@access(*STATE_OFFICE)
def component_gallery(request: SignedInRequest) -> HttpResponse:
    return TemplateResponse(request, "ui/gallery.html", gallery.context(request))
