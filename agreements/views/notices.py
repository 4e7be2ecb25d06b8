"""Pages of a notice: entering one, taking it back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import notices
from agreements.forms.notice import NoticeForm, TakeBackNoticeForm
from agreements.models import Notice
from agreements.terms import outlook
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from core import dates, formats
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_notice(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    files = request.FILES if request.method == "POST" else None
    initial = {"received_on": dates.today(), "version": agreement.version}
    form = NoticeForm(
        posted(request), files, user=request.user, as_=request.functions, agreement=agreement, initial=initial
    )
    if form.is_valid():
        data = form.cleaned_data
        notice = notices.give_notice(data["party"], by=request.user, entry=form.entry(), version=data["version"])
        messages.success(request, f"Die Kündigung ist eingetragen, wirksam zum {formats.day(notice.ends_on)}.")
        return redirect(agreement)
    known = outlook(agreement, dates.today())
    return page(request, "agreements/notice.html", form, agreement=agreement, outlook=known)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_take_back_notice(request: SignedInRequest, agreement_id: int, termination_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    readable = Notice.objects.visible_to(request.user, as_=request.functions).filter(agreement=agreement)
    notice = get_object_or_404(readable.select_related("party__municipality", "party__association"), pk=termination_id)
    form = TakeBackNoticeForm(posted(request))
    if form.is_valid():
        notices.take_back_notice(notice, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Kündigung ist zurückgenommen.")
        return redirect(agreement)
    return page(request, "agreements/take_back_notice.html", form, agreement=agreement, notice=notice)
