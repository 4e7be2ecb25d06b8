"""The component library: every component renders, and a wrong argument or value is an error."""

import re
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.html import strip_tags

from core import gallery
from core.blocks import State
from core.design import GLYPHS, ICONS
from core.forms import Form
from core.templatetags import ui, ui_forms

GALLERY = Path(settings.BASE_DIR, "templates/ui/gallery.html").read_text(encoding="utf-8")
# Shown by other components of the gallery rather than by a tag of its own.
INSIDE_OTHERS = {"form_errors", "form_fields", "control", "field"}


def show(source, **context):
    request = RequestFactory().get("/kommunen/", {"q": "mee", "seite": "2"})
    return Template("{% load ui %}" + source).render(Context({"request": request, "csrf_token": "t", **context}))


def text_of(html):
    return " ".join(strip_tags(html).split())


class TestMistakesAreErrors:
    @pytest.mark.parametrize(
        "source",
        [
            '{% badge text="x" %}',
            '{% badge "x" %}',
            "{% badge %}",
            '{% glyph nam="v" %}',
            '{% panel title="x" %}{% endpanel %}',
            '{% panel title="x" id="y" colour="red" %}{% endpanel %}',
        ],
    )
    def test_wrong_arguments_fail_when_the_template_compiles(self, source):
        with pytest.raises(TemplateSyntaxError):
            Template("{% load ui %}" + source)

    @pytest.mark.parametrize(
        "source",
        [
            '{% badge label="x" tone="pink" %}',
            '{% badge label="x" icon="unicorn" %}',
            '{% glyph name="z" %}',
            '{% icon name="unicorn" %}',
            '{% icon name="add" size="huge" %}',
            '{% block_mark state="maybe" glyph="v" label="x" %}',
            '{% button label="x" kind="red" %}',
            '{% link_button label="x" url="/" icon="unicorn" %}',
            '{% alert title="x" tone="neutral" %}{% endalert %}',
            '{% check ok=False label="x" tone="pink" %}',
        ],
    )
    def test_values_nobody_designed_are_refused(self, source):
        with pytest.raises(ValueError, match="Unknown"):
            show(source)

    def test_a_step_without_a_known_state_is_refused(self):
        with pytest.raises(ValueError, match="step state"):
            show("{% steps items=items %}", items=[{"label": "Entwurf", "meta": "", "state": "fertig"}])


class TestWhatIsWrittenIsEscaped:
    @pytest.mark.parametrize(
        "source",
        [
            "{% badge label=evil %}",
            "{% panel title=evil id='p' %}{{ evil }}{% endpanel %}",
            "{% alert title=evil %}{{ evil }}{% endalert %}",
            "{% row label=evil meta=evil %}{% endrow %}",
            "{% fact label=evil %}{{ evil }}{% endfact %}",
            "{% crumbs %}{% crumb label=evil url='/' %}{% endcrumbs %}",
            "{% event title=evil glyph='v' by=evil %}{{ evil }}{% endevent %}",
            "{% tile label=evil value=evil note=evil %}",
            "{% bilingual name=evil hsb=evil %}",
        ],
    )
    def test_everywhere(self, source):
        html = show(source, evil="<script>&")
        assert "<script>" not in html
        assert "&lt;script&gt;&amp;" in html

    def test_and_only_once(self):
        assert "<p>erledigt</p>" in show('{% alert title="Gut" %} <p>erledigt</p> {% endalert %}')


def test_glyph_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in show('{% glyph name="v" %}')
    labelled = show('{% glyph name="v" label="Vereinbarung" %}')
    assert 'role="img" aria-label="Vereinbarung"' in labelled
    assert "aria-hidden" not in labelled


@pytest.mark.parametrize(
    ("state", "level"), [(State.PRESENT, 1), (State.IN_PROGRESS, 2), (State.NONE, 0), ("present", 1), ("none", 0)]
)
def test_block_mark(state, level):
    html = show('{% block_mark state=state glyph="v" label="vorhanden" %}', state=state)
    assert f"app-block--{level}" in html
    assert ("<svg" in html) is (level > 0)
    assert text_of(html) == "vorhanden"


def test_when_shows_days_for_people_and_machines():
    assert show("{% when at=day %}", day=date(2023, 4, 25)) == '<time datetime="2023-04-25">25. April 2023</time>'
    assert show("{% when at=day short=True %}", day=date(2023, 4, 25)).endswith(">25.04.2023</time>")
    assert show("{% when at=None %}") == "unbekannt"


def test_steps_say_where_things_stand_without_colour():
    done = {"label": "Entwurf", "meta": "seit März", "state": "done"}
    current = {"label": "Jetzt", "meta": "", "state": "current"}
    html = show("{% steps items=items %}", items=[done, current])
    assert text_of(html) == "Entwurf erledigtseit März Jetzt"
    assert html.count('aria-current="step"') == 1


class TestPager:
    def test_keeps_the_query_and_marks_the_page(self):
        html = show('{% pager page=page noun="Kommune,Kommunen" %}', page=Paginator(range(418), 25).page(3))
        assert 'href="?q=mee&amp;seite=4" rel="next"' in html
        assert 'href="?q=mee&amp;seite=3" aria-current="page"' in html
        assert text_of(html).startswith("51 bis 75 von 418 Kommunen")

    def test_one_page_needs_no_links(self):
        html = show('{% pager page=page noun="Kommune,Kommunen" %}', page=Paginator(range(1), 25).page(1))
        assert text_of(html) == "1 Kommune"
        assert "<nav" not in html


@pytest.mark.parametrize(
    ("current", "target", "order"),
    [("", "name", None), ("name", "-name", "ascending"), ("-name", "name", "descending")],
)
def test_sort_header_turns_round_and_starts_on_page_one(current, target, order):
    html = show('{% sort_header label="Kommune" key="name" current=current %}', current=current)
    assert f'href="?q=mee&amp;sortierung={target}"' in html
    assert re.findall(r'aria-sort="(\w+)"', html) == ([order] if order else [])


def test_a_blocked_button_cannot_send_and_says_why():
    html = show('{% button label="Festschreiben" blocked_by="grund" %}')
    assert 'type="button" aria-disabled="true" aria-describedby="grund"' in html


def test_post_button_carries_token_and_values():
    html = show('{% post_button label="Freigeben" url="/v/1/" fields=fields %}', fields={"version": 3})
    assert 'method="post" action="/v/1/" data-once' in html
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="t">' in html
    assert '<input type="hidden" name="version" value="3">' in html


def test_sorbian_names_say_so():
    assert show('{% bilingual name="Bautzen" hsb="Budyšin" %}') == 'Bautzen / <span lang="hsb">Budyšin</span>'
    assert show('{% bilingual name="Meerane" hsb="" %}') == "Meerane"


def test_check_leads_to_the_place_to_mend_only_while_open():
    open_check = show('{% check ok=False label="Platzhalter ersetzen" url="#p3" %}')
    assert '<a href="#p3">Platzhalter ersetzen</a>' in open_check
    assert 'aria-label="Offen:"' in open_check
    assert "<a " not in show('{% check ok=True label="Platzhalter ersetzt" url="#p3" %}')


def test_row_without_notes_has_no_empty_line():
    assert "app-meta" not in show('{% row label="Meerane" %}{% endrow %}')
    html = show("{% row label='Meerane' meta=notes %}{% endrow %}", notes=["Zwickau", "", "eng"])
    assert "<span>Zwickau</span><span>eng</span>" in html


def test_filters():
    html = show(
        "{{ n|number }} {{ n|number:1 }} {{ h|sha }} {{ s|filesize }} {{ d|day }} {{ d|day_short }} {{ k|days }}",
        n=13888,
        h="0123456789",
        s=2048,
        d=date(2023, 4, 25),
        k=1,
    )
    assert html == "13.888 13.888,0 01234567 89 2 KB 25. April 2023 25.04.2023 1 Tag"


def test_every_glyph_is_drawn():
    drawn = Path(settings.BASE_DIR, "static/img/glyphs.svg").read_text(encoding="utf-8")
    assert sorted(re.findall(r'id="g-(\w)"', drawn)) == sorted(GLYPHS)


def test_every_icon_is_in_kern():
    kern = Path(settings.BASE_DIR, "node_modules/@kern-ux/native/dist/kern.min.css").read_text(encoding="utf-8")
    assert set(re.findall(r"kern-icon--([a-z-]+)", kern)) >= ICONS


class Asked(Form):
    first = forms.DateField(label="Beginn")
    second = forms.DateField(label="Was ist der letzte Tag?")


class TestFormErrors:
    def listed(self, data):
        html = render_to_string("ui/form_errors.html", ui_forms.form_errors(form=Asked(data)))
        return [strip_tags(unescape(text)) for text in re.findall(r'<a href="[^"]+">(.*?)</a>', html)]

    def test_a_sentence_says_which_field_it_means(self):
        assert self.listed({"first": "x", "second": "x"}) == [
            "Beginn: Bitte ein Datum wie 25.04.2023 eingeben.",
            "Was ist der letzte Tag? Bitte ein Datum wie 25.04.2023 eingeben.",
        ]

    def test_one_that_names_it_already_stays_as_it_is(self):
        assert self.listed({"second": "25.04.2023"}) == ["Bitte „Beginn“ ausfüllen."]


class TestGallery:
    def test_shows_every_component(self):
        shown = set(re.findall(r"{%-? *(\w+)", GALLERY))
        assert {name for name in ui.register.tags if name not in shown} == INSIDE_OTHERS

    def test_uses_every_filter(self):
        own = {
            "field_kind",
            "field_target",
            "is_optional",
            "is_lost",
            "initials",
            "moment",
            "day_short",
            "day",
            "count_of",
        }
        assert set(re.findall(r"\|(\w+)", GALLERY)) | own == set(ui.register.filters)

    @pytest.mark.parametrize("query", [{}, {"fehler": ""}])
    def test_renders(self, query, rf):
        request = rf.get("/bausteine/", query)
        frame = {"nav": (), "search_url": "", "home_url": "/", "account": None, "footer": (), "call_url": ""}
        frame["demo_today"] = date(2023, 4, 25)
        html = render_to_string(
            "ui/gallery.html",
            {**gallery.context(request), "frame": frame, "messages": (), "request": request, "csrf_token": "t"},
        )
        assert ("Bitte prüfen Sie Ihre Angaben" in html) is bool(query)
        assert "Heute ist der 25. April 2023" in html
        assert " style=" not in html
        assert "<style" not in html
        assert not re.search(r"<script(?![^>]* src=)", html)
        assert not re.search(r"\son\w+=", html)
        ids = re.findall(r'\sid="([^"]+)"', html)
        assert sorted(ids) == sorted(set(ids))
