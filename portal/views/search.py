"""The search page: results for what is typed, at once or while typing."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from accounts.requests import SignedInRequest
from core.access import signed_in
from core.searching import Query
from portal.search.finding import everything, one_kind, sources_for

LONGEST = 200


@require_safe
@vary_on_headers("HX-Request")
@signed_in
def search(request: SignedInRequest) -> HttpResponse:
    query = Query(request.GET.get("q", "")[:LONGEST].replace("\x00", ""))
    sources = sources_for(request.functions)
    chosen = next((source for source in sources if source.key == request.GET.get("art")), None)
    context = {"query": query, "sources": sources, "chosen": chosen, "groups": [], "page": None, "hits": [],
               "most_listed": chosen.most_listed if chosen else None}  # fmt: skip
    if chosen and not query.is_empty:
        page, hits = one_kind(chosen, query, request.user, request.functions, request.GET.get("seite"))
        context |= {"page": page, "hits": hits}
    else:
        context["groups"] = everything(query, request.user, request.functions)
    name = "_search_results" if _is_typing(request) else "search"
    return TemplateResponse(request, f"portal/{name}.html", context)


def _is_typing(request: HttpRequest) -> bool:
    """Whoever comes back through the browser's history wants the whole page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers
