"""The words in curly braces that stand for facts from the records, and how they are filled.

    {Feldwort}           a fact; the closed list is FIELD_WORDS
    {Einzahl|Mehrzahl}   the first wording for one municipality, the second for several

Stadt, Gemeinde and Kommune are all feminine, so that one sentence fits each of them.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse

from agreements.models import CooperationAgreement
from core import dates
from core.visibility import Visibility
from municipalities.models import ContactPerson, Municipality

TOKEN = re.compile(r"\{(?P<word>[^{}|\n]+)(?:\|(?P<several>[^{}|\n]+))?\}")
SENTENCE_START = re.compile(r"(?:^|[.!?]\s)$")


@dataclass(frozen=True)
class Gap:
    """A fact the records do not hold: the sentence that says so, and where to enter it."""

    sentence: str
    url: str


@dataclass(frozen=True)
class Facts:
    """Values and gaps per field word, and whether the agreement is a joint one."""

    values: Mapping[str, str]
    gaps: Mapping[str, Gap]
    is_joint: bool


def facts_of(agreement: CooperationAgreement) -> Facts:
    """Look up every field word once for an agreement."""
    values: dict[str, str] = {}
    gaps: dict[str, Gap] = {}
    for word, look_up in FIELD_WORDS.items():
        found = look_up(agreement)
        if isinstance(found, Gap):
            gaps[word] = found
        else:
            values[word] = found
    return Facts(values, gaps, is_joint=len(agreement.municipalities) > 1)


def filled(text: str, facts: Facts) -> str:
    """The text with every fact in its place; a missing one reads „[Koordination fehlt]“."""

    def replace(match: re.Match[str]) -> str:
        word, several = match["word"].strip(), match["several"]
        if several is not None:
            return several if facts.is_joint else match["word"]
        value = facts.values.get(word, f"[{word} fehlt]")
        starts_sentence = SENTENCE_START.search(text[: match.start()].rsplit("\n", 1)[-1])
        return value[:1].upper() + value[1:] if starts_sentence else value

    return TOKEN.sub(replace, text)


def missing_in(text: str, facts: Facts) -> Iterator[Gap]:
    """The facts the text asks for and the records do not hold; unknown words count as such."""
    for match in TOKEN.finditer(text):
        word = match["word"].strip()
        if match["several"] is not None or word in facts.values:
            continue
        known = ", ".join(f"{{{name}}}" for name in FIELD_WORDS)
        yield facts.gaps.get(word) or Gap(f"„{{{word}}}“ ist kein bekanntes Feldwort. Bekannt sind {known}.", "")


def joined(names: list[str]) -> str:
    """„Lößnitz“, „Aue, Lößnitz und Schneeberg“."""
    return " und ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _plural(town: Municipality) -> str:
    return "Städte" if town.is_town else "Gemeinden"


def _named(towns: list[Municipality], one: str, several: str, suffix: str) -> str:
    """The towns with their article; one word for all where they are of one kind."""
    if len({town.is_town for town in towns}) == 1 and len(towns) > 1:
        return f"{several} {_plural(towns[0])}{suffix if towns[0].is_town else ''} {joined([t.name for t in towns])}"
    return joined([f"{one} {town.kind_word} {town.name}" for town in towns])


def _of_towns(wording: Callable[[list[Municipality]], str]) -> Callable[[CooperationAgreement], str | Gap]:
    def look_up(agreement: CooperationAgreement) -> str | Gap:
        towns = agreement.municipalities
        if towns:
            return wording(towns)
        url = reverse("agreements:parties", args=[agreement.pk])
        return Gap("Die Vereinbarung hat noch keine Kommune. Bitte unter „Parteien“ ergänzen.", url)

    return look_up


def _short(one: str, several: str) -> Callable[[list[Municipality]], str]:
    return lambda towns: f"{one} {towns[0].kind_word}" if len(towns) == 1 else several


def _district(agreement: CooperationAgreement) -> str | Gap:
    districts = [town.district for town in agreement.municipalities if not town.district.is_urban]
    names = [name if name.startswith("Landkreis") or name.endswith("kreis") else f"Landkreis {name}"
             for name in dict.fromkeys(district.display_name for district in districts)]  # fmt: skip
    text = reverse("agreements:text", args=[agreement.pk])
    gap = Gap("Eine Kreisfreie Stadt gehört keinem Landkreis an. Bitte {Landkreis} aus dem Text nehmen.", text)
    return joined(names) if names else gap


def _police(agreement: CooperationAgreement) -> str | Gap:
    directorate = agreement.police_directorate
    if directorate:
        return f"die {directorate.name}"
    sentence = (
        "Die Polizeidirektion ist nicht Partei. "
        "Bitte unter „Parteien“ ergänzen oder {Polizeidirektion} aus dem Text nehmen."
    )
    return Gap(sentence, reverse("agreements:parties", args=[agreement.pk]))


def _coordination(agreement: CooperationAgreement) -> str | Gap:
    """Name and function of the coordinator of each town, in the order of the towns."""
    towns = agreement.municipalities
    current = ContactPerson.objects.current(on=dates.today()).filter(
        municipality__in=[town.pk for town in towns],
        role=ContactPerson.Role.COORDINATION,
        # What a town keeps to itself does not get into a text that the office and the police read.
        visibility__gte=Visibility.STATE_OFFICE,
    )
    by_town: dict[int, ContactPerson] = {}
    for contact in current.select_related("person").order_by("-starts_on"):
        by_town.setdefault(contact.municipality_id or 0, contact)
    for town in towns:
        if town.pk not in by_town:
            sentence = f"Für {town.name} ist keine Ansprechperson mit der Aufgabe „Koordination“ eingetragen."
            url = reverse("portal:contact_create", args=[town.pk])
            return Gap(sentence, f"{url}?aufgabe={ContactPerson.Role.COORDINATION}")
    if len(towns) == 1:
        return by_town[towns[0].pk].label
    return "; ".join(f"für {town.name}: {by_town[town.pk].label}" for town in towns)


_article = _of_towns(lambda towns: _named(towns, "die", "die", ""))
_dative = _of_towns(lambda towns: _named(towns, "der", "den", "n"))

FIELD_WORDS: Mapping[str, Callable[[CooperationAgreement], str | Gap]] = {
    "Kommune": _article,
    "Kommune_Dativ": _dative,
    "Kommune_kurz": _of_towns(_short("die", "die Kommunen")),
    "Kommune_kurz_Dativ": _of_towns(_short("der", "den Kommunen")),
    "Kommune_kurz_Genitiv": _of_towns(_short("der", "der Kommunen")),
    "Landkreis": _district,
    "Polizeidirektion": _police,
    "Koordination": _coordination,
}
