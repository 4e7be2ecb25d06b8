"""The texts as everybody reads them, and the Datenschutzhinweise before anything else."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import Function
from accounts.requests import SignedInRequest
from core.access import public, signed_in
from notices.actions.acknowledging import acknowledge
from notices.addresses import word_of
from notices.first_sign_in import DUE, due_for
from notices.models import Notice
from notices.published import published

BY_LAW = "The law wants everybody to be able to read it."


def _page(request: HttpRequest, kind: Notice.Kind) -> HttpResponse:
    held = request.user.functions_held() if request.user.is_authenticated else frozenset()
    context = {
        "title": kind.label,
        "newest": published(kind),
        "word": word_of(kind),
        "may_edit": Function.STATE_LEAD in held,
    }
    return TemplateResponse(request, "notices/notice.html", context)


@require_safe
@public(reason=BY_LAW)
def imprint(request: HttpRequest) -> HttpResponse:
    return _page(request, Notice.Kind.IMPRINT)


@require_safe
@public(reason=BY_LAW)
def privacy(request: HttpRequest) -> HttpResponse:
    return _page(request, Notice.Kind.PRIVACY)


@require_safe
@public(reason=BY_LAW)
def accessibility(request: HttpRequest) -> HttpResponse:
    return _page(request, Notice.Kind.ACCESSIBILITY)


@require_http_methods(["GET", "POST"])
@signed_in
def notice_acknowledge(request: SignedInRequest) -> HttpResponse:
    """Reading leaves no trace; only whoever says so has taken note."""
    due = due_for(request.user)
    if request.method == "POST":
        if due:
            acknowledge(due, by=request.user)
            messages.success(request, "Danke. Die Datenschutzhinweise stehen am Ende jeder Seite.")
        request.session.pop(DUE, None)
        return redirect("portal:home")
    return TemplateResponse(request, "notices/acknowledge.html", {"notice": due})
