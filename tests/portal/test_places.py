"""How a town's name is shown."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

from municipalities.models import District, Municipality


def show(source, **context):
    html = Template("{% load places %}" + source).render(Context(context))
    return " ".join(html.split())


@pytest.fixture
def town():
    district = District(name="Bautzen", display_name="Landkreis Bautzen", name_hsb="wokrjes Budyšin")
    return Municipality(name="Hoyerswerda", name_hsb="Wojerecy", kind="large_district_town", district=district)


def test_the_district_stands_beside_the_name_unless_told_otherwise(town):
    name = 'Hoyerswerda / <span lang="hsb">Wojerecy</span>'
    place = f'{name} <span class="app-meta">Große Kreisstadt im Landkreis Bautzen</span>'
    assert show("{% place municipality=town %}", town=town) == place
    assert show("{% place municipality=town district=False %}", town=town) == name


def test_a_link_holds_the_name_only(town):
    linked = '<a href="/kommunen/1/">Hoyerswerda / <span lang="hsb">Wojerecy</span></a>'
    assert show('{% place municipality=town url="/kommunen/1/" district=False %}', town=town) == linked


def test_an_invented_town_is_marked(town):
    town.name, town.name_hsb, town.is_example = "Musterstadt", "", True
    badge = '<span class="kern-badge kern-badge--small app-badge"><span class="kern-label">Beispiel</span></span>'
    assert show("{% place municipality=town district=False %}", town=town) == f"Musterstadt {badge}"
    assert show("{% place municipality=town district=False mark=False %}", town=town) == "Musterstadt"


def test_districts_carry_their_sorbian_name_and_a_kreisfreie_stadt_is_none(town):
    named = 'Landkreis Bautzen / <span lang="hsb">wokrjes Budyšin</span>'
    assert show("{% district municipality=town %}", town=town) == named
    town.district.is_urban = True
    assert show("{% district municipality=town %}", town=town) == "Kreisfreie Stadt"


def test_names_are_escaped(town):
    town.name, town.name_hsb = "<b>", "<i>"
    assert show("{% place municipality=town district=False %}", town=town) == (
        '&lt;b&gt; / <span lang="hsb">&lt;i&gt;</span>'
    )


@pytest.mark.parametrize("source", ["{% place town %}", "{% place %}", "{% place municipality=town kreis=True %}"])
def test_wrong_arguments_fail_when_the_template_compiles(source):
    with pytest.raises(TemplateSyntaxError):
        Template("{% load places %}" + source)
