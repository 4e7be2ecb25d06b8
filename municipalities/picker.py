"""A form field that picks towns from the whole list; the template pack narrows it while somebody types."""

from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.html import format_html


class MunicipalityPicker(forms.CheckboxSelectMultiple):
    """The whole list of towns with a field to narrow it; the ticked ones stand first."""

    def optgroups(self, name: str, value: Any, attrs: Any = None) -> Any:
        groups = super().optgroups(name, value, attrs)
        return sorted(groups, key=lambda group: not group[1][0]["selected"])


class MunicipalityChoice(forms.ModelMultipleChoiceField):
    widget = MunicipalityPicker
    # The template pack adds the field to narrow the list.
    is_picker = True

    def label_from_instance(self, obj: Any) -> str:
        """Always with the district: two towns are called Bernsdorf."""
        name = obj.name
        if obj.name_hsb:
            name = render_to_string("ui/bilingual.html", {"name": obj.name, "hsb": obj.name_hsb})
        return format_html("{} ({})", name, obj.district.display_name)


def municipality_label(town: Any) -> str:
    """The same in plain text, for a select."""
    return f"{town.name} ({town.district.display_name})"
