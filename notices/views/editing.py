"""The texts as the Leitung edits them: next version and versions so far."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, Function
from accounts.requests import SignedInRequest
from core.access import access
from notices.actions.publishing import publish_notice
from notices.addresses import WORDS, page_of
from notices.forms import NoticeForm
from notices.models import Notice
from notices.samples import sample_text


def _kind_or_404(word: str) -> Notice.Kind:
    if word not in WORDS:
        raise Http404
    return WORDS[word]


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def notice_edit(request: SignedInRequest, word: str) -> HttpResponse:
    kind = _kind_or_404(word)
    newest = Notice.objects.visible_to(request.user, as_=request.functions).of(kind).first()
    initial = {"text": newest.text if newest else sample_text(kind)}
    form = NoticeForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        row = publish_notice(kind, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, f"Veröffentlicht: {row}.")
        return redirect(page_of(kind))
    context = {"form": form, "newest": newest, "title": kind.label, "page_url": page_of(kind)}
    return TemplateResponse(request, "notices/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
@access(*STATE_OFFICE)
def notice_version(request: SignedInRequest, word: str, version: int) -> HttpResponse:
    """What was published once, with the way to the others."""
    kind = _kind_or_404(word)
    rows = Notice.objects.visible_to(request.user, as_=request.functions).of(kind)
    notice = get_object_or_404(rows, version=version)
    versions = [
        (f"Fassung {row.version}", reverse("notices:version", args=[word, row.version]), row == notice) for row in rows
    ]
    context = {"notice": notice, "versions": versions, "title": kind.label, "page_url": page_of(kind)}
    return TemplateResponse(request, "notices/version.html", context)
