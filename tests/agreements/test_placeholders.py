"""Words in curly braces: German grammar for one, several and mixed places, and what happens when a fact is missing."""

from datetime import date

import pytest
from django.urls import resolve

from agreements.models import CooperationAgreement
from agreements.placeholders import FIELD_WORDS, Gap, facts_of, filled, joined, missing_in
from core.visibility import Visibility
from municipalities.models import ContactPerson, Municipality
from tests.factories import AgreementFactory, ContactFactory, DistrictFactory, MunicipalityFactory

pytestmark = pytest.mark.django_db

Kind = Municipality.Kind


def town(name, kind=Kind.TOWN, **values):
    return MunicipalityFactory(name=name, kind=kind, **values)


def facts(*towns, police=None):
    agreement = AgreementFactory(towns=towns, towns__police=police)
    return facts_of(CooperationAgreement.objects.get(pk=agreement.pk))


def test_list_of_field_words_is_closed():
    assert list(FIELD_WORDS) == [
        "Kommune", "Kommune_Dativ", "Kommune_kurz", "Kommune_kurz_Dativ", "Kommune_kurz_Genitiv", "Landkreis",
        "Polizeidirektion", "Koordination", "Laufzeit", "Kündigungsfrist", "Vereinbarung", "Beitretende", "Austretende",
        "Wirksam_ab", "Neue_Fassung",
    ]  # fmt: skip


# --- Grammar ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("towns", "nominative", "dative"),
    [
        ([("Meerane", Kind.TOWN)], "die Stadt Meerane", "der Stadt Meerane"),
        ([("Werdau", Kind.LARGE_DISTRICT_TOWN)], "die Stadt Werdau", "der Stadt Werdau"),
        ([("Chemnitz", Kind.URBAN_DISTRICT)], "die Stadt Chemnitz", "der Stadt Chemnitz"),
        ([("Lohsa", Kind.COMMUNITY)], "die Gemeinde Lohsa", "der Gemeinde Lohsa"),
        (
            [("Lößnitz", Kind.TOWN), ("Schneeberg", Kind.TOWN)],
            "die Städte Lößnitz und Schneeberg",
            "den Städten Lößnitz und Schneeberg",
        ),
        (
            [("Lohsa", Kind.COMMUNITY), ("Radibor", Kind.COMMUNITY), ("Göda", Kind.COMMUNITY)],
            "die Gemeinden Lohsa, Radibor und Göda",
            "den Gemeinden Lohsa, Radibor und Göda",
        ),
        (
            [("Lößnitz", Kind.TOWN), ("Lohsa", Kind.COMMUNITY)],
            "die Stadt Lößnitz und die Gemeinde Lohsa",
            "der Stadt Lößnitz und der Gemeinde Lohsa",
        ),
        (
            [("Lößnitz", Kind.TOWN), ("Chemnitz", Kind.URBAN_DISTRICT)],
            "die Städte Lößnitz und Chemnitz",
            "den Städten Lößnitz und Chemnitz",
        ),
    ],
)
def test_towns_with_article(towns, nominative, dative):
    values = facts(*[town(name, kind) for name, kind in towns]).values
    assert (values["Kommune"], values["Kommune_Dativ"]) == (nominative, dative)


@pytest.mark.parametrize(
    ("kinds", "forms"),
    [
        ([Kind.TOWN], ("die Stadt", "der Stadt", "der Stadt")),
        ([Kind.COMMUNITY], ("die Gemeinde", "der Gemeinde", "der Gemeinde")),
        ([Kind.URBAN_DISTRICT], ("die Stadt", "der Stadt", "der Stadt")),
        ([Kind.TOWN, Kind.COMMUNITY], ("die Kommunen", "den Kommunen", "der Kommunen")),
    ],
)
def test_short_forms(kinds, forms):
    values = facts(*[town(f"Ort {kind}", kind) for kind in kinds]).values
    assert tuple(values[f"Kommune_kurz{case}"] for case in ("", "_Dativ", "_Genitiv")) == forms


def test_singular_and_plural_wording():
    text = "{Kommune_kurz} {trägt|tragen} dafür Sorge."
    assert filled(text, facts(town("Meerane"))) == "Die Stadt trägt dafür Sorge."
    assert filled(text, facts(town("Meerane"), town("Werdau"))) == "Die Kommunen tragen dafür Sorge."


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{Kommune} hilft.", "Die Stadt Meerane hilft."),
        ("Es hilft {Kommune}.", "Es hilft die Stadt Meerane."),
        (
            "Gut. {Kommune} hilft! {Kommune} auch? {Kommune}!",
            "Gut. Die Stadt Meerane hilft! Die Stadt Meerane auch? Die Stadt Meerane!",
        ),
        ("Erster Absatz\n{Kommune} hilft.", "Erster Absatz\nDie Stadt Meerane hilft."),
        ("Mit z.B. {Kommune}", "Mit z.B. Die Stadt Meerane"),
        ("{ Kommune } hilft.", "Die Stadt Meerane hilft."),
        ("{Unbekannt} und {}", "[Unbekannt fehlt] und {}"),
    ],
)
def test_fact_begins_a_sentence_with_a_capital_letter(text, result):
    assert filled(text, facts(town("Meerane"))) == result


def test_joined():
    assert [joined(names) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A und B", "A, B und C"]


# --- District and police ------------------------------------------------------------------------------------------


def test_districts_are_named_once_each(landkreis_zwickau, erzgebirgskreis):
    assert facts(town("Meerane", district=landkreis_zwickau)).values["Landkreis"] == "Landkreis Zwickau"
    several = facts(
        town("Meerane", district=landkreis_zwickau),
        town("Lößnitz", district=erzgebirgskreis),
        town("Werdau", district=landkreis_zwickau),
    )
    assert several.values["Landkreis"] == "Landkreis Zwickau und Erzgebirgskreis"


def test_urban_district_belongs_to_none(landkreis_zwickau):
    urban = DistrictFactory(name="Chemnitz", display_name="Kreisfreie Stadt Chemnitz", is_urban=True)
    chemnitz = town("Chemnitz", Kind.URBAN_DISTRICT, district=urban)
    gap = facts(chemnitz).gaps["Landkreis"]
    assert gap.sentence == "Eine Kreisfreie Stadt gehört keinem Landkreis an. Bitte {Landkreis} aus dem Text nehmen."
    assert resolve(gap.url).view_name == "agreements:text"
    joint = facts(chemnitz, town("Meerane", district=landkreis_zwickau))
    assert joint.values["Landkreis"] == "Landkreis Zwickau"


def test_police_is_the_party(pd_zwickau):
    assert facts(town("Meerane"), police=pd_zwickau).values["Polizeidirektion"] == "die Polizeidirektion Zwickau"
    gap = facts(town("Meerane")).gaps["Polizeidirektion"]
    assert gap.sentence.startswith("Die Polizeidirektion ist nicht Partei. Bitte unter „Parteien“ ergänzen")
    assert resolve(gap.url).view_name == "agreements:parties"


def test_agreement_without_a_town_misses_all_its_words():
    missing = facts().gaps
    assert {"Kommune", "Kommune_Dativ", "Kommune_kurz", "Kommune_kurz_Dativ", "Kommune_kurz_Genitiv"} <= set(missing)
    assert missing["Kommune"].sentence == "Die Vereinbarung hat noch keine Kommune. Bitte unter „Parteien“ ergänzen."
    assert resolve(missing["Kommune"].url).view_name == "agreements:parties"


# --- Coordination -------------------------------------------------------------------------------------------------


def test_coordinator_is_named_with_her_function(meerane):
    ContactFactory(municipality=meerane, name="Tia Köhler", coordination=True)
    assert facts(meerane).values["Koordination"] == "Tia Köhler, ASSKomm-Koordination"


def test_coordination_without_a_name_is_enough(meerane):
    ContactFactory(municipality=meerane, coordination=True)
    assert facts(meerane).values["Koordination"] == "ASSKomm-Koordination"


def test_coordinators_of_several_towns_are_told_apart(meerane, werdau):
    ContactFactory(municipality=werdau, name="Wanda Werdau", coordination=True)
    ContactFactory(municipality=meerane, name="Tia Köhler", coordination=True)
    assert facts(meerane, werdau).values["Koordination"] == (
        "für Meerane: Tia Köhler, ASSKomm-Koordination; für Werdau: Wanda Werdau, ASSKomm-Koordination"
    )


def test_latest_current_coordinator_counts(meerane):
    ContactFactory(municipality=meerane, name="Erste", coordination=True, starts_on=date(2020, 1, 1))
    ContactFactory(municipality=meerane, name="Zweite", coordination=True, starts_on=date(2022, 1, 1))
    ContactFactory(municipality=meerane, name="Künftige", coordination=True, starts_on=date(2023, 4, 26))
    ended = ContactFactory(municipality=meerane, name="Frühere", coordination=True, starts_on=date(2023, 1, 1))
    ContactPerson.objects.filter(pk=ended.pk).update(ends_on=date(2023, 4, 24))
    ContactFactory(municipality=meerane, name="Andere Aufgabe")
    assert facts(meerane).values["Koordination"] == "Zweite, ASSKomm-Koordination"


def test_missing_coordinator_names_the_town_and_leads_there(meerane, werdau):
    ContactFactory(municipality=meerane, coordination=True)
    found = facts(meerane, werdau)
    gap = found.gaps["Koordination"]
    assert gap.sentence == "Für Werdau ist keine Ansprechperson mit der Aufgabe „Koordination“ eingetragen."
    path, _, query = gap.url.partition("?")
    assert resolve(path).view_name == "portal:contact_create"
    assert resolve(path).kwargs == {"municipality_id": werdau.pk}
    assert query == "aufgabe=coordination"
    assert filled("Ansprechstelle: {Koordination}.", found) == "Ansprechstelle: [Koordination fehlt]."


def test_contact_the_town_keeps_to_itself_is_not_printed(meerane):
    ContactFactory(municipality=meerane, name="Nur für uns", coordination=True, visibility=Visibility.OWN_PLACE)
    assert "Koordination" in facts(meerane).gaps


# --- What is missing ----------------------------------------------------------------------------------------------


def test_only_what_the_text_asks_for_is_missing(meerane):
    found = facts(meerane)
    assert list(missing_in("{Kommune} {trägt|tragen} Sorge.", found)) == []
    assert list(missing_in("{Koordination}", found)) == [found.gaps["Koordination"]]


def test_unknown_word_is_missing_with_the_list_of_the_known_ones(meerane):
    (gap,) = missing_in("{Rathaus} hilft.", facts(meerane))
    assert gap == Gap(
        "„{Rathaus}“ ist kein bekanntes Feldwort. Bekannt sind {Kommune}, {Kommune_Dativ}, {Kommune_kurz}, "
        "{Kommune_kurz_Dativ}, {Kommune_kurz_Genitiv}, {Landkreis}, {Polizeidirektion}, {Koordination}, {Laufzeit}, "
        "{Kündigungsfrist}, {Vereinbarung}, {Beitretende}, {Austretende}, {Wirksam_ab}, {Neue_Fassung}.",
        "",
    )
