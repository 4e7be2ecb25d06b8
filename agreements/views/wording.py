"""The text: an editor with live preview, and two people's work brought together."""

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements import papers
from agreements.actions import wording
from agreements.forms.wording import ClausesForm
from agreements.models import CooperationAgreement
from agreements.placeholders import FIELD_WORDS, facts_of
from agreements.readiness import points
from agreements.transitions import Status
from agreements.views.drafting import page, tell_voided
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.stale import meanwhile
from agreements.views.talk import comments_of
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_text(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    form = ClausesForm(posted(request), agreement=agreement, initial={"version": agreement.version})
    if form.is_valid():
        version = form.cleaned_data["version"]
        try:
            row = wording.edit_text(
                agreement, by=request.user, texts=form.values(), wanted=form.wanted(), version=version,
                concern=form.concern,
            )  # fmt: skip
        except wording.TextClash as clash:
            return _clash_page(request, agreement, clash, form)
        _tell_saved(request, row, is_merged=version < agreement.version)
        return redirect("agreements:text", agreement.pk)
    facts = facts_of(agreement)
    context = {
        "agreement": agreement, "points": points(agreement), "field_words": FIELD_WORDS,
        "facts": {"values": facts.values, "isJoint": facts.is_joint},
        "comment_counts": dict(Counter(comments_of(request, agreement).open().values_list("clause", flat=True))),
        "preview": papers.preview_context(papers.from_agreement(agreement, is_draft=not agreement.is_fixed)),
    }  # fmt: skip
    return page(request, "agreements/text.html", form, **context)


def _tell_saved(request: SignedInRequest, row: CooperationAgreement, *, is_merged: bool) -> None:
    """Whoever began with a draft learns here that the parties are reading by now."""
    read = f" Die Parteien lesen jetzt die Fassung {row.version}." if row.status == Status.CONSULTATION else ""
    messages.success(request, f"Der Text ist gespeichert.{read}")
    if is_merged:
        messages.info(request, "Der Text war inzwischen geändert worden. Beide Änderungen stehen jetzt darin.")
    tell_voided(request, row)


def _clash_page(
    request: SignedInRequest, agreement: CooperationAgreement, clash: wording.TextClash, typed: ClausesForm
) -> TemplateResponse:
    """409: per clause what you wrote and what the other wrote, and a form from which saving works."""
    fresh = agreement_or_404(request, agreement.pk)
    texts = {**clash.texts, **{item.clause_id: item.yours for item in clash.clashes}}
    asked = {field.name: field.value() for field in typed.concern_fields}
    form = ClausesForm(agreement=fresh, texts=texts, initial={**asked, "version": fresh.version})
    fields = {clause.pk: field for field, clause in form.rows}
    context = {
        "form": form,
        "clashes": [(item, fields.get(item.clause_id)) for item in clash.clashes],
        "kept": [(field, clause) for field, clause in form.rows if clause.pk in clash.texts],
        **meanwhile(request, fresh, clash.version),
    }
    return TemplateResponse(request, "agreements/text_clash.html", context, status=409)
