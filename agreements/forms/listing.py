"""Search, filters and sorting of the list of agreements, from an allow-list."""

from typing import Any

from django import forms
from django.db.models import F, OrderBy

from agreements.transitions import Status
from core.forms import Form, Section
from municipalities.models import District

ORDERS: dict[str, Any] = {
    "nummer": F("register_number"),
    "kommune": F("sort_name"),
    "zustand": F("status"),
    "unterzeichnet": F("signed_on"),
}
DEFAULT_SORTING = "-nummer"


class ListForm(Form):
    """Filters as typed in the address; anything unknown is ignored, nothing fails."""

    q = forms.CharField(label="Suche", required=False, max_length=100)
    zustand = forms.ChoiceField(label="Zustand", required=False, choices=[("", "Alle Zustände"), *Status.choices])
    landkreis = forms.ChoiceField(label="Landkreis", required=False)

    sections = (Section("", ("q", "zustand", "landkreis")),)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        districts = District.objects.visible_to(self.user, as_=self.as_)
        choice: Any = self.fields["landkreis"]
        choice.choices = [("", "Alle Landkreise"), *((item.key, item.display_name) for item in districts)]

    @property
    def sorting(self) -> str:
        wanted = str(self.data.get("sortierung", "")) if self.is_bound else ""
        return wanted if wanted.removeprefix("-") in ORDERS else DEFAULT_SORTING

    def apply(self, rows: Any) -> Any:
        """Filter and sort a queryset of agreements."""
        if self.is_bound:
            self.is_valid()
            rows = self._filtered(rows, self.cleaned_data)
        order = OrderBy(
            ORDERS[self.sorting.removeprefix("-")], descending=self.sorting.startswith("-"), nulls_first=True
        )
        return rows.with_sort_name().order_by(order, "sort_name", "-pk")

    def _filtered(self, rows: Any, data: dict[str, Any]) -> Any:
        if data.get("q"):
            rows = rows.matching(data["q"])
        if data.get("zustand"):
            rows = rows.filter(status=data["zustand"])
        if data.get("landkreis"):
            rows = rows.in_district(data["landkreis"])
        return rows
