"""Pages of the comments: all of them beside their clauses, a wording taken over, a comment released to the others."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS, Function
from accounts.requests import SignedInRequest
from agreements.actions import proposals, taking
from agreements.forms.drafting import VersionForm
from agreements.forms.taking import TakeOverForm
from agreements.models import ChangeProposal, CooperationAgreement
from agreements.steps import proposing
from agreements.views.desk import acts_for_office, own_bodies
from agreements.views.drafting import page, tell_voided
from agreements.views.fetch import agreement_or_404, posted
from agreements.views.stale import is_stale, stale_or_page
from agreements.views.talk import comments_of, later_changes, threads_of
from core.access import access
from core.exceptions import NotPermitted


@require_safe
@access(*STATE_OFFICE, *MUNICIPAL, Function.POLICE)
def agreement_comments(request: SignedInRequest, agreement_id: int) -> HttpResponse:
    agreement = agreement_or_404(request, agreement_id)
    found = [thread for thread in threads_of(request, agreement) if thread.remarks]
    context = {
        "agreement": agreement, "threads": found, "any_remark": bool(found),
        "is_office": bool(request.functions & set(STATE_OFFICE)), "may_write": acts_for_office(request),
        "proposing": proposing(agreement, request.user, request.functions),
        "others": [party for party in agreement.sorted_parties if party.kind != "state_office"],
        "is_open": agreement.status == "consultation",
    }  # fmt: skip
    return TemplateResponse(request, "agreements/comments.html", context)


def _comment_or_404(request: SignedInRequest, agreement: CooperationAgreement, proposal_id: int) -> ChangeProposal:
    row: ChangeProposal = get_object_or_404(comments_of(request, agreement), pk=proposal_id)
    return row


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS)
def agreement_take_over(request: SignedInRequest, agreement_id: int, proposal_id: int) -> HttpResponse:
    """The difference to the clause as it reads now, whom it concerns, and one click."""
    agreement = agreement_or_404(request, agreement_id)
    comment = _comment_or_404(request, agreement, proposal_id)
    form, since = TakeOverForm(posted(request), agreement=agreement, initial={"version": agreement.version}), None
    if form.is_valid():
        data = form.cleaned_data
        if not is_stale(agreement, form):
            row = taking.take_over(
                comment, by=request.user, version=data["version"], concern=form.concern, answer=data["answer"]
            )
            messages.success(
                request, f"Der Wortlaut steht jetzt in Fassung {row.version}; die Partei liest die Antwort."
            )
            tell_voided(request, row)
            return redirect("agreements:comments", agreement.pk)
        since = data["version"]
        form = TakeOverForm(agreement=agreement, initial={**data, "version": agreement.version})
    return _take_over_page(request, agreement, comment, form, since=since)


def _take_over_page(
    request: SignedInRequest, agreement: CooperationAgreement, comment: ChangeProposal, form: TakeOverForm, *,
    since: int | None,
) -> HttpResponse:  # fmt: skip
    thread = next((item for item in threads_of(request, agreement) if item.clause_id == comment.clause_id), None)
    remark = next((item for item in thread.remarks if item.row.pk == comment.pk), None) if thread else None
    context = {"comment": comment, "remark": remark, "changed": later_changes(agreement, since) if since else []}
    return stale_or_page(request, "agreements/take_over.html", form, agreement, since=since, **context)


@require_http_methods(["GET", "POST"])
@access(*STATE_WRITERS, *MUNICIPAL, Function.POLICE)
def agreement_share(request: SignedInRequest, agreement_id: int, proposal_id: int) -> HttpResponse:
    """Released to the other parties, or no longer: its own party decides, the office for what it entered itself."""
    agreement = agreement_or_404(request, agreement_id)
    comment = _comment_or_404(request, agreement, proposal_id)
    own = own_bodies(request).include(comment.party)
    if not own and not (acts_for_office(request) and (comment.source or comment.party.kind == "state_office")):
        raise NotPermitted("Über die Freigabe entscheidet die Partei, von der die Anmerkung ist.")
    form = VersionForm(posted(request), initial={"version": agreement.version})
    if form.is_valid():
        row = proposals.share_proposal(comment, by=request.user, is_shared=not comment.shared_on)
        done = (
            "Die anderen Parteien lesen sie jetzt." if row.shared_on else "Nur Sie und die Geschäftsstelle lesen sie."
        )
        messages.success(request, done)
        return redirect("agreements:comments", agreement.pk)
    return page(request, "agreements/share.html", form, agreement=agreement, comment=comment)
