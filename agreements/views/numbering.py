"""The page on which the office says with which number the counting begins."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from accounts.functions import Function
from accounts.requests import SignedInRequest
from agreements.actions import numbering
from agreements.forms.numbering import BeginForm
from agreements.models import CooperationAgreement, RegisterCounter
from agreements.numbers import has_begun
from agreements.views.drafting import page
from agreements.views.fetch import posted
from core import dates
from core.access import access


@require_http_methods(["GET", "POST"])
@access(Function.STATE_LEAD)
def agreement_begin_numbering(request: SignedInRequest) -> HttpResponse:
    form = BeginForm(posted(request))
    if form.is_valid():
        data = form.cleaned_data
        numbering.begin_numbering(data["first_number"], by=request.user, reason=data["reason"])
        messages.success(request, f"Die Zählung beginnt mit der Registernummer {data['first_number']}.")
        return redirect("agreements:list")
    counter = RegisterCounter.objects.visible_to(request.user, as_=request.functions).first() or RegisterCounter()
    readable = CooperationAgreement.objects.visible_to(request.user, as_=request.functions)
    signed = readable.numbered().of_saxony().concluded(on=dates.today())
    context = {"next_number": counter.next_number, "signed": signed.count(), "has_begun": has_begun()}
    return page(request, "agreements/begin_numbering.html", form, **context)
