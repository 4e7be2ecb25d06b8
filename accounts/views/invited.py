"""The page behind the link of an invitation. Reading it changes nothing: programs that follow links use nothing up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.actions import invitations as actions
from accounts.forms import AcceptForm
from accounts.invited import Standing, standing_of
from core.access import public


@require_http_methods(["GET", "HEAD", "POST"])
@public(reason="Whoever is invited may have no account yet; the link itself is the key.")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    standing = standing_of(token, request.user)
    if standing is None:
        raise Http404
    if not standing.is_open:
        return TemplateResponse(request, "accounts/invitation_dead.html", {"standing": standing}, status=410)
    if standing.needs_account:
        return _open_account(request, standing, token)
    if request.method == "POST" and standing.is_for_reader:
        actions.accept(standing.invitation, by=standing.reader, token=token)
        messages.success(request, f"Sie haben die Funktion angenommen: {standing.invitation.function_label}.")
        return redirect("portal:home")
    status = 403 if request.method == "POST" else 200
    return TemplateResponse(request, "accounts/invitation_sign_in.html", {"standing": standing}, status=status)


def _open_account(request: HttpRequest, standing: Standing, token: str) -> HttpResponse:
    row: Any = standing.invitation
    data = request.POST if request.method == "POST" else None
    form = AcceptForm(data, email=row.email, initial={"name": row.name})
    if form.is_valid():
        name, password = form.cleaned_data["name"], form.cleaned_data["password1"]
        actions.open_account(row, by=row.invited_by, token=token, name=name, password=password)
        messages.success(request, "Ihr Zugang ist eingerichtet. Melden Sie sich jetzt mit Adresse und Passwort an.")
        return redirect("account_login")
    context = {"standing": standing, "form": form}
    return TemplateResponse(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)
