"""Components that show forms (part of the library `ui`); the markup of a field is the template pack `kern`."""

# ruff: noqa: A002 -- arguments are named as in HTML, because templates write them

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from crispy_forms.utils import render_crispy_form
from django import forms, template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.forms import ChipSelect

register = template.Library()


@register.filter
def field_kind(field: BoundField) -> str:
    """Which markup a field needs; a field says `is_picker = True` when its choices are too many to be read."""
    if getattr(field.field, "is_picker", False):
        return "picker"
    widget = field.field.widget
    kinds: tuple[tuple[type[forms.Widget], str], ...] = (
        (forms.CheckboxInput, "check"),
        (ChipSelect, "chips"),
        (forms.RadioSelect, "choices"),  # CheckboxSelectMultiple is one too
        (forms.SelectMultiple, "list"),
        (forms.Select, "select"),
        (forms.FileInput, "file"),
    )
    return next((kind for cls, kind in kinds if isinstance(widget, cls)), "input")


@register.filter
def field_target(field: BoundField) -> str:
    """The id a link from the summary leads to: the control, or the first one of a group."""
    return f"{field.auto_id}_0" if field_kind(field) in ("choices", "chips", "picker") else field.id_for_label


@register.filter
def is_optional(field: BoundField) -> bool:
    """Whether „Optional“ stands beside the label: not where one of several fields has to be filled, and not beside
    radio buttons, which say themselves what choosing none of them means."""
    one_of = getattr(field.form, "one_of", ())
    is_radio = isinstance(field.field.widget, forms.RadioSelect) and not field.field.widget.allow_multiple_selected
    return not field.field.required and field.name not in one_of and not is_radio


@register.filter
def is_lost(field: BoundField) -> bool:
    """Whether a file was chosen and something else has to be mended: the page that comes back cannot hold it."""
    return bool(field.form.is_bound and field.form.errors and not field.errors and field.data)


@register.simple_tag
def control(*, field: BoundField, css: str) -> SafeString:
    """The bare control of a field with the class its template gives it.

    A placeholder is dropped: it vanishes with the first letter, and the label above says the same.
    """
    return field.as_widget(attrs={"class": css, "placeholder": False})


@register.simple_tag
def field(*, field: BoundField, label: str = "", hint: str | None = None) -> SafeString:
    """One field with label, hint and errors; `label` and `hint` replace those of a form that is not ours."""
    if label:
        field.label = label
    if hint is not None:
        field.help_text = hint
    return render_to_string("kern/field.html", {"field": field})


@register.inclusion_tag("ui/form_errors.html")
def form_errors(
    *, form: BaseForm, rows: "BaseFormSet[Any] | None" = None, further: "BaseFormSet[Any] | None" = None
) -> dict[str, Any]:
    """What has to be mended, on top, with a link to each field; takes the focus when the page opens.

    `rows` and `further` are the formsets below the form: what is wrong in them is named here, too.
    """
    sets = [formset for formset in (rows, further) if formset is not None]
    parts = [form, *(row for formset in sets for row in formset)]
    fields = [(bound, _named(bound, error), error) for part in parts for bound in part for error in _shown(bound)]
    hidden = [error for part in parts for bound in part.hidden_fields() for error in bound.errors]
    whole = [error for part in parts for error in part.non_field_errors()]
    general = [*whole, *hidden, *(error for formset in sets for error in formset.non_form_errors())]
    return {"fields": fields, "general": general, "prefix": form.prefix or "", "any": bool(fields or general)}


def _shown(bound: BoundField) -> list[str]:
    return [] if bound.is_hidden else [str(error) for error in bound.errors]


def _named(bound: BoundField, error: str) -> str:
    """The name of the field, before a sentence that lacks it: two may miss the same, and it stands apart from both."""
    label = str(bound.label or "")
    if not label or label in error:
        return ""
    return label if label[-1] in "?!:." else f"{label}:"


@register.simple_tag
def form_fields(*, form: BaseForm) -> SafeString:
    """Sections and fields only, for a page that writes its own `<form>`."""
    helper = getattr(form, "helper", None)
    if helper is None:  # a form that is not ours has no sections
        helper = FormHelper()
        helper.layout = Layout(*form.fields)
    html: SafeString = render_crispy_form(form, helper)
    return html


@register.inclusion_tag("ui/form.html", takes_context=True)
def form(
    context: template.Context,
    *,
    form: BaseForm,
    action: str = "",
    submit: str = "",
    submit_icon: str = "",
    cancel_url: str = "",
    cancel_label: str = "Abbrechen",
    id: str = "",
    guard: bool = False,
    block: bool = False,
) -> dict[str, Any]:
    """A whole form: CSRF token, errors, sections, buttons. `guard` asks before unsaved text is lost."""
    return {
        "csrf_token": context["csrf_token"],
        "form": form, "action": action, "submit": submit or getattr(form, "submit_label", "Speichern"),
        "submit_icon": submit_icon, "cancel_url": cancel_url, "cancel_label": cancel_label, "id": id, "guard": guard,
        "block": block,
    }  # fmt: skip


@register.inclusion_tag("ui/form_rows.html")
def form_rows(*, formset: "BaseFormSet[Any]", legend: str, help: str = "") -> dict[str, Any]:
    """A formset: its management fields and one group of fields per row; further empty rows come from `extra`."""
    return {"formset": formset, "legend": legend, "help": help}
