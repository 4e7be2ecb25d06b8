"""What the page of an agreement shows about agreeing the text: where it lies, what was said, what came in."""

from typing import Any

from accounts.functions import STATE_OFFICE
from accounts.requests import SignedInRequest
from agreements.models import CooperationAgreement, ReceivedPaper
from agreements.transitions import UNDER_WAY
from agreements.views.desk import acts_for_office, own_parties
from agreements.views.talk import comments_of
from agreements.whereabouts import history, whereabouts


def agreeing_panels(request: SignedInRequest, agreement: CooperationAgreement) -> dict[str, Any]:
    papers = ReceivedPaper.objects.visible_to(request.user, as_=request.functions).filter(party__agreement=agreement)
    is_office, own = bool(request.functions & set(STATE_OFFICE)), own_parties(request, agreement)
    related = ("party__municipality", "party__association", "party__police_directorate", "document")
    writes, under_way = acts_for_office(request), agreement.status in UNDER_WAY
    return {
        "own": own,
        "found": whereabouts(agreement),
        "stays": history(agreement),
        "papers": list(papers.select_related(*related)),
        "proposals": list(comments_of(request, agreement)),
        "may_place": under_way and (writes or bool(own)),
        "deciding": [party for party in agreement.sorted_parties if party.is_municipal and (is_office or party in own)],
        "may_decide": under_way and (writes or any(party.is_municipal for party in own)),
        "receiving": [party for party in agreement.sorted_parties if party.kind != "state_office"] if writes else own,
    }
