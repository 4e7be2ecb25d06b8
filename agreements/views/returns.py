"""A version as DOCX for a Rechtsamt, and the file it sends back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements import docx
from agreements.actions import papers
from agreements.forms.receiving import ReturnForm
from agreements.models import AgreementVersion, CooperationAgreement
from agreements.views.desk import acts_for_office, party_for
from agreements.views.drafting import page
from agreements.views.fetch import agreement_or_404
from audit.actions import record_read
from core import dates
from core.access import access, logs_reads
from core.files import file_response


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
@logs_reads
def agreement_version_docx(request: SignedInRequest, agreement_id: int, number: int) -> HttpResponse:
    """One numbered version, as the reader may see it among the versions."""
    agreement = agreement_or_404(request, agreement_id)
    readable = AgreementVersion.objects.visible_to(request.user, as_=request.functions)
    version = get_object_or_404(readable.filter(agreement=agreement), number=number)
    record_read(
        "file", agreement, by=request.user, label=f"{version} als DOCX heruntergeladen",
        municipalities=agreement.municipality_ids,
    )  # fmt: skip
    name = docx.filename(agreement, version)
    return file_response(docx.render(agreement, version), filename=name, media_type=docx.MEDIA_TYPE)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL, Function.POLICE)
def agreement_receive(request: SignedInRequest, agreement_id: int, party_id: int) -> HttpResponse:
    """The file a party's Rechtsamt sent back; the office goes on to enter its changes clause by clause."""
    agreement = agreement_or_404(request, agreement_id)
    party = party_for(request, agreement, party_id, refusal="Sie können nur für die eigene Stelle etwas ablegen.")
    by_office = acts_for_office(request)
    form = _return_form(request, agreement, by_office=by_office)
    if form.is_valid():
        paper = papers.receive_text(party, by=request.user, **form.cleaned_data)
        messages.success(request, f"{paper} ist abgelegt: {party.name}.")
        response = redirect("agreements:review", agreement.pk, party.pk)
        if by_office:
            response["Location"] += f"?ruecklauf={paper.pk}"
        return response
    return page(request, "agreements/receive.html", form, agreement=agreement, party=party, by_office=by_office)


def _return_form(request: SignedInRequest, agreement: CooperationAgreement, *, by_office: bool) -> ReturnForm:
    shown = agreement.versions.exclude(shown_on=None).values_list("number", flat=True)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {
        "version": agreement.version, "received_on": dates.today(),
        "source": "" if by_office else "im Portal hochgeladen",
    }  # fmt: skip
    return ReturnForm(data, files, versions=list(shown), initial=initial)
