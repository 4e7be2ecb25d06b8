"""One's own packages: how far they are, and the file when it is ready."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseBase
from django.template.response import TemplateResponse
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from audit.actions import record_read
from core.access import logs_reads, signed_in
from core.files import stored_response
from filing import collections, naming
from filing.models import Package
from filing.views.fetch import package_or_404

SHOWN = 50


@require_safe
@signed_in
def package_list(request: SignedInRequest) -> HttpResponse:
    packages = Package.objects.visible_to(request.user, as_=request.functions)[:SHOWN]
    return TemplateResponse(request, "filing/packages.html", {"packages": packages})


@require_safe
@signed_in
def package_detail(request: SignedInRequest, package_id: int) -> HttpResponse:
    """The page; asked for by its script, only the part that tells of progress."""
    package = package_or_404(request, package_id)
    part = "filing/_progress.html" if "stand" in request.GET else "filing/package.html"
    return TemplateResponse(request, part, {"package": package})


@require_safe
@signed_in
@logs_reads
def package_download(request: SignedInRequest, package_id: int) -> HttpResponseBase:
    package = package_or_404(request, package_id)
    _require_still_readable(request, package)
    if not package.is_ready:
        raise Http404
    record_read(
        "export", None, by=request.user, label=f"Paket: {package.title}",
        details={"Filter": package.told or "keiner", "Vorgänge": package.total, "SHA-256": package.sha256},
    )  # fmt: skip
    name = naming.fitted(f"{package.title} {package.requested_at:%Y-%m-%d}", ".zip")
    return stored_response(package.file, filename=name, media_type="application/zip")


def _require_still_readable(request: SignedInRequest, package: Package) -> None:
    """What is in it must be readable now, by functions it was asked for by: they may have ended since."""
    held: Any = frozenset(request.functions) & set(package.functions)
    readable = collections.source_of(package.collection).readable(request.user, held)
    if readable.filter(pk__in=package.record_ids).count() != package.total:
        raise PermissionDenied
