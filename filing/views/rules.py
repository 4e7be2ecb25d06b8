"""The rules of the file of record, set by the Leitung, read by the office."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import Function
from accounts.requests import SignedInRequest
from core.access import access
from filing.actions.rules import edit_rules
from filing.forms import RulesForm
from filing.models import FilingRules
from filing.views.fetch import page, posted


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def rules_edit(request: SignedInRequest) -> HttpResponse:
    readable = FilingRules.objects.visible_to(request.user, as_=request.functions)
    form = RulesForm(posted(request), rules=readable.first() or FilingRules(pk=FilingRules.ONE))
    if form.is_valid():
        edit_rules(by=request.user, **form.values())
        messages.success(request, "Die Einstellungen zur Akte sind gespeichert.")
        return redirect("filing:rules")
    return page(request, "rules", form)
