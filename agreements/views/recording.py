"""Pages on which an agreement signed earlier is recorded, corrected and taken back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import STATE_WRITERS
from accounts.requests import SignedInRequest
from agreements.actions import recording
from agreements.forms.deciding import ReasonForm
from agreements.forms.recording import CorrectRecordedForm, RecordForm, initial_of
from agreements.models import CooperationAgreement
from agreements.numbers import far_ahead
from agreements.transitions import Status
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404, posted
from core.access import access


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_record(request: SignedInRequest) -> HttpResponse:
    files = request.FILES if request.method == "POST" else None
    form = RecordForm(posted(request), files, user=request.user, as_=request.functions)
    if form.is_valid():
        data = form.cleaned_data
        row = recording.record_earlier(
            by=request.user, known=form.known, scan=data["file"], is_another=data["is_another"]
        )
        messages.success(request, "Der Altfall ist erfasst.")
        _warn(request, row)
        return redirect(row)
    return page(request, "agreements/record.html", form)


def _warn(request: SignedInRequest, row: CooperationAgreement) -> None:
    if warning := far_ahead(row.register_number, besides=row.pk):
        messages.warning(request, warning)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_correct_recorded(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    if request.method == "GET" and not _is_open(request, agreement):
        return redirect(agreement)
    form = CorrectRecordedForm(
        posted(request), user=request.user, as_=request.functions, agreement=agreement, initial=initial_of(agreement)
    )
    if form.is_valid():
        names = ("reason", "is_another", "version")
        values = {name: form.cleaned_data[name] for name in names}
        row = recording.correct_recorded(agreement, by=request.user, known=form.known, **values)
        messages.success(request, "Die Angaben sind berichtigt.")
        _warn(request, row)
        return redirect(row)
    return page(request, "agreements/correct_recorded.html", form, agreement=agreement)


def _is_open(request: SignedInRequest, agreement: CooperationAgreement) -> bool:
    """Whether anything of it can still be corrected; says so where not."""
    if agreement.is_recorded and agreement.status != Status.WITHDRAWN:
        return True
    messages.info(request, f"Hier gibt es nichts zu berichtigen: Zustand „{agreement.get_status_display()}“.")
    return False


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_withdraw_recorded(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    if request.method == "GET" and not _is_open(request, agreement):
        return redirect(agreement)
    form = ReasonForm(posted(request), initial={"version": agreement.version})
    if form.is_valid():
        recording.withdraw_recorded(agreement, by=request.user, **form.cleaned_data)
        messages.success(request, "Die Erfassung ist zurückgenommen; eine Nummer ist wieder frei.")
        return redirect(agreement)
    return page(request, "agreements/withdraw_recorded.html", form, agreement=agreement)
