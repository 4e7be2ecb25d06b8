"""The information of Art. 14 DSGVO: its text in versions, and to whom it is still due."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from core import dates
from core.access import access
from municipalities.actions import informing
from municipalities.models import ContactNotice, NoticeText
from municipalities.samples import sample_notice
from portal.forms.notices import InformedForm, NoticeTextForm
from portal.views.bearers import page, posted

PAGE_SIZE = 50


@require_safe
@access(*STATE_OFFICE)
def notice_list(request: SignedInRequest) -> HttpResponse:
    readable = ContactNotice.objects.visible_to(request.user, as_=request.functions)
    text = NoticeText.objects.visible_to(request.user, as_=request.functions).first()
    context = {
        "page": Paginator(readable.pending().for_list(), PAGE_SIZE).get_page(request.GET.get("seite")),
        "text": text,
        "today": dates.today(),
        "may_write": bool(request.functions & set(STATE_WRITERS)),
        "may_publish": Function.STATE_LEAD in request.functions,
    }
    return TemplateResponse(request, "portal/notices.html", context)


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def notice_text(request: SignedInRequest) -> HttpResponse:
    newest = NoticeText.objects.visible_to(request.user, as_=request.functions).first()
    read = {name: getattr(newest, name) for name in informing.TEXT_FIELDS} if newest else sample_notice()
    form = NoticeTextForm(posted(request), initial=read | {"version": newest.version if newest else 0})
    if form.is_valid():
        row = informing.publish_notice_text(by=request.user, **form.cleaned_data)
        messages.success(request, f"Veröffentlicht: {row}.")
        return redirect("portal:notices")
    return page(request, "portal/notice_text.html", form, newest=newest)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def notice_given(request: SignedInRequest, notice_id: int) -> HttpResponse:
    readable = ContactNotice.objects.visible_to(request.user, as_=request.functions)
    notice = get_object_or_404(readable.for_list(), pk=notice_id)
    form = InformedForm(posted(request), initial={"informed_on": dates.today()})
    if form.is_valid():
        informing.mark_informed(notice, by=request.user, **form.cleaned_data)
        messages.success(request, f"Eingetragen: {notice.contact.label} ist informiert.")
        return redirect("portal:notices")
    return page(request, "portal/notice_given.html", form, notice=notice)
