"""Samples of every component for the page /bausteine/, where designers and developers look things up."""

import datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.forms import formset_factory
from django.http import HttpRequest

from core.design import GLYPHS, ICONS
from core.forms import ChipField, DayField, FileField, Form, FormSet, ReasonField, Section
from core.worddiff import word_diff

DAY = datetime.date(2023, 4, 25)


class SampleForm(Form):
    """Every kind of field once."""

    title = forms.CharField(label="Bezeichnung", max_length=80, help_text="Wie sie in der Überschrift stehen soll.")
    kind = ChipField(label="Art", choices=[("full", "Vereinbarung"), ("early", "Vorvereinbarung")])
    day = DayField(label="Tag der Unterschrift")
    place = forms.CharField(label="Ort", required=False)
    district = forms.ChoiceField(label="Landkreis", choices=[("", "Bitte wählen"), ("z", "Zwickau")])
    way = forms.ChoiceField(
        label="Form der Unterzeichnung",
        choices=[("place", "vor Ort"), ("video", "per Video")],
        widget=forms.RadioSelect,
    )
    towns = forms.MultipleChoiceField(
        label="Beteiligte Kommunen",
        choices=[("1", "Meerane"), ("2", "Werdau")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    is_deputy = forms.BooleanField(label="Unterzeichnet in Vertretung", required=False)
    copy = FileField(label="Unterschriebene Fassung", accept=("pdf", "jpg", "png"), max_bytes=20 * 1024 * 1024)
    reason = ReasonField(required=False)

    sections = (
        Section("Vereinbarung", ("title", "kind", "district", "towns")),
        Section("Unterzeichnung", ("day", "place", "way", "is_deputy"), help="Wie es im Rathaus war."),
        Section("Nachweis", ("copy", "reason")),
    )


class SampleRow(Form):
    """One signatory."""

    name = forms.CharField(label="Name")
    office = forms.CharField(label="Funktion")


def context(request: HttpRequest) -> dict[str, Any]:
    """What templates/ui/gallery.html shows; `?fehler` shows the form with its errors."""
    faulty = {"muster-title": "", "muster-day": "31. Apil", "muster-reason": "so"}
    return {
        "day": DAY,
        "moment": datetime.datetime(2023, 4, 25, 12, 10, tzinfo=datetime.UTC),
        "glyphs": GLYPHS.items(),
        "icons": sorted(ICONS),
        "page": Paginator(range(418), 25).page(3),
        "steps": [
            {"label": "Entwurf", "meta": "seit 14. März", "state": "done"},
            {"label": "Abstimmung", "meta": "3 von 3 Zustimmungen", "state": "done"},
            {"label": "Festgeschrieben", "meta": "19. April", "state": "current"},
            {"label": "Unterzeichnet", "meta": "Termin 25. April", "state": "open"},
        ],
        "form": SampleForm(faulty if "fehler" in request.GET else None, prefix="muster"),
        "formset": formset_factory(SampleRow, formset=FormSet, extra=2, can_delete=True)(prefix="zeilen"),
        "changes": word_diff(
            "Die Parteien treffen sich einmal jährlich.", "Die Parteien treffen sich zweimal im Jahr."
        ),
        "hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    }
