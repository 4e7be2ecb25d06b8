"""„Wer sieht was?“: for everybody, and the same for everybody."""

from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.functions import Function
from accounts.requests import SignedInRequest
from core.access import signed_in
from portal.seeing import page


@require_safe
@signed_in
def seeing(request: SignedInRequest) -> HttpResponse:
    """One function at a time, the reader's own to begin with."""
    own = [function for function in Function if function in request.functions]
    first = own[0] if own else Function.COORDINATION
    asked = request.GET.get("funktion", "")
    chosen = Function(asked) if asked in Function.values else first
    context = {
        "functions": Function,
        "own": own,
        "chosen": chosen,
        "areas": page.areas(chosen.value),
        "matrix": page.matrix(),
        "ladder": page.ladder(),
        "legend": page.legend(),
        "office_is_kept_out": not page.office_reads_all_rungs(),
    }
    return TemplateResponse(request, "portal/seeing.html", context)
