"""A form field that picks towns from the whole list; the template pack narrows it while somebody types."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.forms.models import ModelChoiceIterator
from django.template.loader import render_to_string
from django.utils.html import format_html

from core import dates
from municipalities.models import former_names


class MunicipalityPicker(forms.CheckboxSelectMultiple):
    """The whole list of towns with a field to narrow it; the ticked ones stand first."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not group[1][0]["selected"])


class _TownsWithFormerNames(ModelChoiceIterator):
    """Two queries for the former names of all rows, not two for each."""

    field: "MunicipalityChoice"

    def __iter__(self) -> Iterator[Any]:
        self.field.former = former_names(on=dates.today())
        yield from super().__iter__()


class MunicipalityChoice(forms.ModelMultipleChoiceField):
    widget = MunicipalityPicker
    iterator = _TownsWithFormerNames
    former: dict[int, list[str]] = {}
    # The template pack adds the field to narrow the list.
    is_picker = True

    def label_from_instance(self, obj: Any) -> str:
        """Always with the district: two towns are called Bernsdorf. Callers from Ostrau seldom say Jahnatal."""
        name = obj.name
        if obj.name_hsb:
            name = render_to_string("ui/bilingual.html", {"name": obj.name, "hsb": obj.name_hsb})
        former = self.former.get(obj.pk)
        return format_html(
            "{} ({}){}", name, obj.district.display_name, f", früher {', '.join(former)}" if former else ""
        )


def municipality_label(town: Any) -> str:
    """The same in plain text, for a select."""
    return f"{town.name} ({town.district.display_name})"
