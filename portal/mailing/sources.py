"""The lists a Verteiler is made from: the same filters, read through the same doors, give the towns it is for."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from advice.forms.consultations import ConsultationFilter
from advice.models import Consultation
from agreements.forms.listing import ListForm
from agreements.models import CooperationAgreement, Coverage
from core import dates
from core.forms import Form
from municipalities.models import Association, AssociationMembership, Municipality
from portal.forms.associations import AssociationFilter
from portal.forms.municipalities import MunicipalityFilter

# What the page itself says in the address, beside the filter of the list.
OWN = ("funktion", "stelle", "adresse", "portion")


@dataclass(frozen=True)
class Listed:
    """What a filtered list holds: its towns and associations, and the filter in words."""

    towns: list[Municipality]
    associations: list[int]
    told: list[str]


@dataclass(frozen=True)
class Source:
    """A list with its page and its filter."""

    label: str
    page: str
    find: Callable[[Any, Collection[str], QueryDict], Listed]

    def back_url(self, params: QueryDict) -> str:
        kept = filter_of(params)
        return f"{reverse(self.page)}?{kept.urlencode()}" if kept else reverse(self.page)


def filter_of(params: QueryDict) -> QueryDict:
    """The address without what the Verteiler's own page adds."""
    kept = params.copy()
    for name in (*OWN, "seite"):
        kept.pop(name, None)
    return kept


def _of_towns(user: Any, as_: Collection[str], params: QueryDict) -> Listed:
    form = MunicipalityFilter(params, user=user, as_=as_)
    rows = form.apply(Municipality.objects.visible_to(user, as_=as_), dates.today())
    return Listed(list(rows.for_list()), [], _told(form))


def _of_agreements(user: Any, as_: Collection[str], params: QueryDict) -> Listed:
    form = ListForm(params or None, user=user, as_=as_)
    rows = form.apply(CooperationAgreement.objects.visible_to(user, as_=as_)).values_list("pk", flat=True)
    covered = Coverage.objects.visible_to(user, as_=as_).filter(agreement__in=list(rows))
    return Listed(_existing(user, as_, covered.values("municipality_id")), [], form.told)


def _of_associations(user: Any, as_: Collection[str], params: QueryDict) -> Listed:
    form = AssociationFilter(params)
    today = dates.today()
    rows = form.apply(Association.objects.visible_to(user, as_=as_)).existing(on=today).filter(is_example=False)
    found = list(rows.values_list("pk", flat=True))
    members = AssociationMembership.objects.visible_to(user, as_=as_).current(on=today).filter(association__in=found)
    return Listed(_existing(user, as_, members.values("municipality_id")), found, _told(form))


def _of_consultations(user: Any, as_: Collection[str], params: QueryDict) -> Listed:
    form = ConsultationFilter(params or None, user=user, as_=as_)
    towns = Municipality.objects.visible_to(user, as_=as_)
    rows = form.apply(Consultation.objects.visible_to(user, as_=as_), towns).order_by()
    return Listed(_existing(user, as_, rows.values("municipalities")), [], _told(form) if form.is_bound else [])


def _existing(user: Any, as_: Collection[str], ids: Any) -> list[Municipality]:
    """Towns of today in their order; nobody writes to a town that has been dissolved, or invented."""
    rows = Municipality.objects.visible_to(user, as_=as_).of_saxony().existing(on=dates.today()).filter(pk__in=ids)
    return list(rows.for_list().order_by("sort_key", "ags"))


def _told(form: Form) -> list[str]:
    """„Landkreis: Landkreis Zwickau“, for the log and the file."""
    said = []
    for name, value in form.cleaned_data.items():
        field: Any = form.fields[name]
        if value:
            words: Sequence[tuple[str, str]] = getattr(field, "choices", ())
            said.append(f"{field.label or name.capitalize()}: {dict(words).get(value, value)}")
    return said


SOURCES = {
    "kommunen": Source("Kommunen", "portal:municipalities", _of_towns),
    "vereinbarungen": Source("Vereinbarungen", "agreements:list", _of_agreements),
    "zusammenschluesse": Source("Zusammenschlüsse", "portal:associations", _of_associations),
    "beratung": Source("Beratung", "advice:list", _of_consultations),
}
