"""The base of forms: German messages, days in both spellings, nothing typed is lost, summary and fields agree."""

import re
from datetime import date, time

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.forms.renderers import DjangoTemplates
from django.http import QueryDict
from django.template import Context, Template
from django.test.html import parse_html

from core.forms import (
    STALE_PAGE,
    ChipField,
    DayField,
    FileField,
    Form,
    FormSet,
    HourField,
    ReasonField,
    Section,
    parse_day,
    typed_labels,
)
from core.templatetags.ui_forms import form_fields, is_lost, is_optional


class SignForm(Form):
    title = forms.CharField(label="Titel", max_length=10, help_text="Kurz.")
    signed_on = DayField(label="Tag")
    kind = ChipField(label="Art", choices=[("a", "Erste"), ("b", "Zweite")])
    place = forms.CharField(label="Ort", required=False)
    note = forms.CharField(widget=forms.HiddenInput, required=False)

    sections = (Section("Unterschrift", ("title", "signed_on"), help="Wie es war."), Section("Art", ("kind",)))
    submit_label = "Unterzeichnen"


class OneField(Form):
    """Built by tests around a single field."""

    def __init__(self, field, *args, **kwargs):
        self.base_fields = {"wert": field}
        super().__init__(*args, **kwargs)


def errors_of(field, value=None, files=None):
    return OneField(field, {} if value is None else {"wert": value}, files).errors.get("wert", [])


def show(form):
    return Template("{% load ui %}{% form form=form cancel_url='/zurueck/' %}").render(
        Context({"form": form, "csrf_token": "t"})
    )


class TestMessages:
    @pytest.mark.parametrize(
        ("field", "value", "message"),
        [
            (forms.CharField(label="Titel"), "", "Bitte „Titel“ ausfüllen."),
            (forms.CharField(label="100 %"), "", "Bitte „100 %“ ausfüllen."),
            (forms.CharField(max_length=3), "abcd", "Bitte kürzen: höchstens 3 Zeichen, jetzt sind es 4."),
            (forms.CharField(min_length=3), "ab", "Bitte etwas ausführlicher: mindestens 3 Zeichen."),
            (forms.IntegerField(), "elf", "Bitte eine ganze Zahl eingeben, zum Beispiel 12."),
            (forms.IntegerField(max_value=9), "10", "Bitte höchstens 9 eingeben."),
            (forms.IntegerField(min_value=3), "2", "Bitte mindestens 3 eingeben."),
            (forms.DecimalField(), "x", "Bitte eine Zahl eingeben, zum Beispiel 12,5."),
            (forms.DecimalField(decimal_places=1), "1.25", "Bitte höchstens 1 Stellen nach dem Komma eingeben."),
            (forms.EmailField(), "leitung", "Bitte eine E-Mail-Adresse wie name@stadt.de eingeben."),
            (forms.URLField(assume_scheme="https"), "stadt", "Bitte eine Adresse wie https://www.stadt.de eingeben."),
            (forms.TimeField(), "25:00", "Bitte eine Uhrzeit wie 14:30 eingeben."),
            (forms.DateTimeField(), "x", "Bitte Datum und Uhrzeit wie 25.04.2023 14:30 eingeben."),
            (DayField(), "31.02.2023", "Bitte ein Datum wie 25.04.2023 eingeben."),
            (DayField(), "25.04.0202", "Bitte die Jahreszahl prüfen, zum Beispiel 25.04.2023."),
            (ReasonField(), "so", "Bitte etwas ausführlicher: mindestens 10 Zeichen."),
            (forms.BooleanField(label="Gelesen"), None, "Bitte bestätigen: Gelesen."),
            (forms.BooleanField(label="Ich habe es gelesen."), None, "Bitte bestätigen: Ich habe es gelesen."),
            (forms.ChoiceField(label="Art", choices=[("a", "A")]), "", "Bitte „Art“ auswählen."),
            (
                forms.ChoiceField(choices=[("a", "A")]),
                "z",
                "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht.",
            ),
            (forms.FileField(), None, "Bitte eine Datei auswählen."),
        ],
    )
    def test_say_what_to_do(self, field, value, message):
        assert errors_of(field, value) == [message]

    def test_of_the_author_stay(self):
        field = forms.CharField(error_messages={"required": "Bitte das Aktenzeichen eingeben."})
        assert errors_of(field, "") == ["Bitte das Aktenzeichen eingeben."]

    def test_are_not_shared_between_forms(self):
        assert SignForm({}).errors["title"] == ["Bitte „Titel“ ausfüllen."]
        assert SignForm.base_fields["title"].error_messages["required"] != "Bitte „Titel“ ausfüllen."


@pytest.mark.parametrize("widget", [forms.Textarea, forms.TextInput])
def test_a_text_pasted_in_is_not_cut_by_the_browser(widget):
    field = forms.CharField(widget=widget, max_length=5)
    assert "maxlength" not in str(OneField(field)["wert"])
    assert errors_of(field, "zu viel") == ["Bitte kürzen: höchstens 5 Zeichen, jetzt sind es 7."]


class TestDays:
    @pytest.mark.parametrize("text", ["2023-04-25", "25.04.2023", "25.4.2023", " 25.4.23 "])
    def test_both_spellings(self, text):
        assert DayField().clean(text.strip()) == date(2023, 4, 25)
        assert parse_day(text) == date(2023, 4, 25)

    def test_picker_gets_the_machine_spelling(self):
        html = str(SignForm({"signed_on": "25.4.2023"})["signed_on"])
        assert 'type="date"' in html
        assert 'value="2023-04-25"' in html

    def test_initial_day_is_shown(self):
        assert 'value="2023-04-25"' in str(SignForm(initial={"signed_on": date(2023, 4, 25)})["signed_on"])

    def test_what_is_no_day_is_shown_as_typed(self):
        html = str(SignForm({"signed_on": "Ende April"})["signed_on"])
        assert 'type="text"' in html
        assert 'value="Ende April"' in html

    def test_an_empty_day_stays_a_picker(self):
        assert 'type="date"' in str(SignForm({"signed_on": ""})["signed_on"])


class HourForm(Form):
    begins = HourField(label="Beginn", required=False)


class TestHours:
    @pytest.mark.parametrize("text", ["14:30", "14.30", "14:30 Uhr", "14:30:00"])
    def test_every_spelling(self, text):
        assert HourField().clean(text) == time(14, 30)
        assert 'value="14:30"' in str(HourForm({"begins": text})["begins"])

    def test_a_full_hour(self):
        assert HourField().clean("9 Uhr") == time(9)

    def test_initial_hour_is_shown(self):
        html = str(HourForm(initial={"begins": time(9, 5)})["begins"])
        assert 'type="time"' in html
        assert 'value="09:05"' in html

    @pytest.mark.parametrize("text", ["25:99", "halb zehn"])
    def test_what_is_no_hour_is_refused_and_shown_as_typed(self, text):
        form = HourForm({"begins": text})
        assert form.errors["begins"] == ["Bitte eine Uhrzeit wie 14:30 eingeben."]
        assert 'type="text"' in str(form["begins"])
        assert f'value="{text}"' in str(form["begins"])

    def test_an_empty_hour_stays_a_picker(self):
        assert 'type="time"' in str(HourForm({"begins": ""})["begins"])


class TestFiles:
    field = FileField(accept=("pdf", "jpg", "png"), max_bytes=1024 * 1024)

    def upload(self, name, size=10):
        return errors_of(self.field, {}, {"wert": SimpleUploadedFile(name, b"x" * size)})

    def test_says_beforehand_what_is_accepted(self):
        assert self.field.help_text == "PDF, JPG oder PNG, höchstens 1 MB."
        assert 'accept=".pdf,.jpg,.png"' in str(OneField(self.field)["wert"])

    def test_accepts(self):
        assert self.upload("Scan.PDF") == []

    def test_refuses_other_kinds(self):
        assert self.upload("scan.docx") == ["Bitte eine Datei der Art PDF, JPG oder PNG auswählen."]
        assert self.upload("pdf") == ["Bitte eine Datei der Art PDF, JPG oder PNG auswählen."]

    def test_refuses_what_is_too_large(self):
        assert self.upload("scan.pdf", 2 * 1024 * 1024) == [
            "Bitte eine kleinere Datei auswählen: höchstens 1 MB, diese hat 2 MB."
        ]

    def test_an_optional_file_may_be_left_out(self):
        assert errors_of(FileField(accept=("pdf",), max_bytes=10, required=False), {}) == []


class TestMarkup:
    def test_sections_become_fieldsets_and_no_field_is_forgotten(self):
        html = show(SignForm())
        assert re.findall(r"<legend class=\"kern-heading-medium\">(.*?)</legend>", html) == ["Unterschrift", "Art"]
        assert "Wie es war." in html
        for name in SignForm.base_fields:
            assert html.count(f'name="{name}"') == (2 if name == "kind" else 1)

    def test_submit_and_cancel(self):
        html = show(SignForm())
        assert '<span class="kern-label">Unterzeichnen</span>' in html
        assert 'href="/zurueck/"' in html
        assert 'name="csrfmiddlewaretoken" value="t"' in html

    def test_optional_fields_are_marked(self):
        marked = re.findall(r">([^<>]+) <span class=\"kern-label__optional\">- Optional</span>", show(SignForm()))
        assert marked == ["Ort"]

    def test_errors_are_tied_to_their_fields(self):
        html = show(SignForm({"s-title": "viel zu langer Titel", "s-kind": "a"}, prefix="s"))
        control = re.search(r'<input[^>]*name="s-title"[^>]*>', html)[0]
        assert 'aria-invalid="true"' in control
        assert 'aria-describedby="id_s-title_helptext id_s-title_error"' in control
        assert 'id="id_s-title_helptext"' in html
        assert 'id="id_s-title_error"' in html
        assert 'value="viel zu langer Titel"' in control

    def test_summary_takes_the_focus_and_leads_to_the_fields(self):
        html = show(SignForm({"title": "viel zu langer Titel"}))
        summary = re.search(r'<div class="kern-alert.*?</ul>', html, re.DOTALL)[0]
        assert 'tabindex="-1" autofocus' in summary
        assert re.findall(r'href="#([^"]+)"', summary) == ["id_title", "id_signed_on", "id_kind_0"]
        for target in re.findall(r'href="#([^"]+)"', summary):
            assert f'id="{target}"' in html

    def test_no_summary_without_errors(self):
        assert "kern-alert" not in show(SignForm())

    def test_summary_names_errors_of_the_whole_form_and_of_hidden_fields(self):
        form = SignForm({"title": "T", "signed_on": "2023-04-25", "kind": "a"})
        form.add_error(None, "Beides zusammen geht nicht.")
        form.add_error("note", "Das Verborgene stimmt nicht.")
        html = show(form)
        assert "<li>Beides zusammen geht nicht.</li>" in html
        assert "<li>Das Verborgene stimmt nicht.</li>" in html

    def test_uploads_need_multipart(self):
        assert 'enctype="multipart/form-data"' in show(OneField(FileField(accept=("pdf",), max_bytes=10)))
        assert "multipart" not in show(SignForm())

    def test_a_form_that_is_not_ours_is_rendered_too(self):
        class Foreign(forms.Form):
            login = forms.EmailField(label="Login", widget=forms.EmailInput({"placeholder": "E-Mail"}))

        html = show(Foreign())
        assert 'class="kern-form-input__input"' in html
        assert "placeholder" not in html
        assert '<span class="kern-label">Speichern</span>' in html

    def test_a_long_list_gets_a_field_to_narrow_it(self):
        towns = forms.MultipleChoiceField(
            label="Kommunen", choices=[("1", "Meerane")], widget=forms.CheckboxSelectMultiple
        )
        assert "data-picker" not in show(OneField(towns))
        towns.is_picker = True
        html = show(OneField(towns))
        assert 'data-picker="id_wert-suche"' in html
        assert '<input class="kern-form-input__input" type="search" id="id_wert-suche"' in html

    def test_section_with_an_unknown_field_is_a_mistake(self):
        class Wrong(Form):
            title = forms.CharField()
            sections = (Section("Titel", ("titel",)),)

        with pytest.raises(ImproperlyConfigured, match="titel"):
            show(Wrong())

    def test_titles_are_no_templates(self):
        class Sly(Form):
            title = forms.CharField()
            sections = (Section("{{ 1|add:1 }} <b>", ("title",)),)

        assert "{{ 1|add:1 }} &lt;b&gt;" in show(Sly())


class TestVersion:
    class Versioned(Form):
        versioned = True
        title = forms.CharField()

    def test_travels_hidden(self):
        html = show(self.Versioned(initial={"version": 7}))
        assert '<input type="hidden" name="version" value="7"' in html
        assert self.Versioned({"title": "x", "version": "7"}).is_valid()

    def test_missing_asks_to_load_the_page_again(self):
        form = self.Versioned({"title": "x"})
        assert form.errors["version"] == [STALE_PAGE]
        assert STALE_PAGE in show(form)


class TestPerson:
    def test_is_handed_to_the_form(self):
        form = SignForm(user="leitung", as_=frozenset({"Leitung"}))
        assert (form.user, form.as_) == ("leitung", frozenset({"Leitung"}))

    def test_is_handed_to_every_form_of_a_set(self):
        rows = formset_factory(SignForm, formset=FormSet, extra=2)(user="leitung", as_={"Leitung"})
        assert [(row.user, row.as_) for row in rows] == [("leitung", {"Leitung"})] * 2


class TestFormSet:
    def rows(self, data=None, **options):
        return formset_factory(OneRow, formset=FormSet, extra=1, **options)(data, prefix="r")

    def test_shows_management_fields_and_rows(self):
        html = Template("{% load ui %}{% form_rows formset=rows legend='Unterzeichnende' help='Leere zählen nicht.' %}")
        shown = html.render(Context({"rows": self.rows(can_delete=True)}))
        assert 'name="r-TOTAL_FORMS" value="1"' in shown
        assert "Diese Zeile entfernen" in shown
        assert "Leere zählen nicht." in shown

    def test_says_in_german_what_is_wrong(self):
        management = {"r-TOTAL_FORMS": "2", "r-INITIAL_FORMS": "0"}
        two = management | {"r-0-name": "A", "r-1-name": "B"}
        assert self.rows(two, max_num=1, validate_max=True).non_form_errors() == ["Bitte höchstens 1 Einträge angeben."]
        assert self.rows(management, min_num=1, validate_min=True).non_form_errors() == [
            "Bitte mindestens 1 Einträge angeben."
        ]
        assert self.rows({}).non_form_errors() == [STALE_PAGE]


class OneRow(Form):
    name = forms.CharField(label="Name")


class TestTypedLabels:
    def test_are_left_for_the_error_page(self):
        data = QueryDict("s-title=Lang&r-0-name=Anna")
        SignForm(data, prefix="s")
        OneRow(data, prefix="r-0")
        assert typed_labels(data) == {"s-title": "Titel", "s-signed_on": "Tag", "s-place": "Ort", "r-0-name": "Name"}

    def test_plain_data_carries_none(self):
        data = {"title": "x"}
        SignForm(data)
        assert typed_labels(QueryDict("a=b")) is None


# --- The list to choose from ----------------------------------------------------------------------------------------

CHOICES = [
    ("", "Alle"),
    ("a&b", "A & „B“ <i>"),
    ("Gruppe", [("1", "eins"), (2, "zwei")]),
]


@pytest.mark.parametrize("value", ["", "a&b", "2", None])
def test_our_list_says_what_djangos_says(value):
    widget = forms.Select(choices=CHOICES, attrs={"class": "x", "required": True, "disabled": False})
    ours = widget.render("wahl", value)
    theirs = widget.render("wahl", value, renderer=DjangoTemplates())
    assert parse_html(ours) == parse_html(theirs)


class OneOfForm(Form):
    one_of = ("ort", "adresse")
    ort = forms.CharField(required=False)
    adresse = forms.CharField(required=False)
    wahl = forms.ChoiceField(required=False, choices=[("", "offen")], widget=forms.RadioSelect)
    mehrere = forms.MultipleChoiceField(required=False, choices=[("a", "A")], widget=forms.CheckboxSelectMultiple)
    notiz = forms.CharField(required=False)
    titel = forms.CharField()


def test_optional_stands_where_a_field_may_really_stay_empty():
    form = OneOfForm()
    assert [name for name in form.fields if is_optional(form[name])] == ["mehrere", "notiz"]


class UploadForm(Form):
    datei = FileField(accept=["pdf"], max_bytes=100)
    titel = forms.CharField()


@pytest.mark.parametrize(
    ("data", "file", "is_said"),
    [({}, "a.pdf", True), ({}, None, False), ({}, "a.exe", False), ({"titel": "x"}, "a.pdf", False)],
)
def test_a_file_that_has_to_be_chosen_again_is_said_to(data, file, is_said):
    files = {"datei": SimpleUploadedFile(file, b"x")} if file else {}
    form = UploadForm(data, files)
    assert (is_lost(form["datei"]), "Bitte die Datei noch einmal auswählen" in str(form_fields(form=form))) == (
        is_said, is_said,
    )  # fmt: skip
