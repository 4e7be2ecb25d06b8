"""The words in curly braces that stand for facts from the records, and how they are filled.

    {Feldwort}           a fact; the closed list is FIELD_WORDS
    {Einzahl|Mehrzahl}   the first wording for one municipality, the second for several

Stadt, Gemeinde and Kommune are all feminine, so that one sentence fits each of them.
"""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.urls import reverse

from agreements import field_words
from agreements.models import CooperationAgreement, Party
from core import dates
from core.visibility import Visibility
from municipalities.models import Association, ContactPerson, Municipality

TOKEN = re.compile(r"\{(?P<word>[^{}|\n]+)(?:\|(?P<several>[^{}|\n]+))?\}")
ONLY = "Es steht nur in Nachträgen."
ONLY_JOINING, ONLY_LEAVING = "Es steht nur in einem Beitritt.", "Es steht nur in einem Austritt."
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
    return Facts(values, gaps, is_joint=agreement.is_joint)


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
        yield facts.gaps.get(word) or _unknown(word)


def _unknown(word: str) -> Gap:
    """Most unknown words are misspelt ones; the list of all only where none is near."""
    names = {name.casefold(): name for name in FIELD_WORDS}
    near = get_close_matches(word.casefold().replace(" ", "_"), names, n=1)
    if near:
        return Gap(f"Sie schrieben {{{word}}}, meinten Sie {{{names[near[0]]}}}?", "")
    known = ", ".join(f"{{{name}}}" for name in FIELD_WORDS)
    return Gap(f"„{{{word}}}“ ist kein bekanntes Feldwort. Bekannt sind {known}.", "")


def joined(names: list[str]) -> str:
    """„Lößnitz“, „Aue, Lößnitz und Schneeberg“."""
    return " und ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def is_feminine(party: Party) -> bool:
    """Stadt, Gemeinde and Verwaltungsgemeinschaft are; Verwaltungsverband and Städtebund are not."""
    return party.association is None or party.association.kind == Association.Kind.COMMUNITY


def dative(party: Party) -> str:
    return f"{'der' if is_feminine(party) else 'dem'} {party.name}"


def accusative(party: Party) -> str:
    return f"{'die' if is_feminine(party) else 'den'} {party.name}"


def _plural(town: Municipality) -> str:
    return "Städte" if town.is_town else "Gemeinden"


def _named(towns: list[Municipality], one: str, several: str, suffix: str) -> str:
    """The towns with their article; one word for all where they are of one kind."""
    if len({town.is_town for town in towns}) == 1 and len(towns) > 1:
        return f"{several} {_plural(towns[0])}{suffix if towns[0].is_town else ''} {joined([t.name for t in towns])}"
    return joined([f"{one} {town.kind_word} {town.name}" for town in towns])


def _of_bearers(one: str, several: str, suffix: str) -> Callable[[CooperationAgreement], str | Gap]:
    """Own towns by name; members of an association by name with „im Verwaltungsverband …“ behind them.

    All of it stays feminine or plural, so that the sentences of the sample text fit every bearer.
    """

    def look_up(agreement: CooperationAgreement) -> str | Gap:
        wordings = []
        own = [party.municipality for party in agreement.bearers if party.municipality]
        if own:
            wordings.append(_named(own, one, several, suffix))
        for party in agreement.bearers:
            towns = [row.municipality for row in agreement.coverage.all() if row.party_id == party.pk]
            if party.association and towns:
                within = "in" if is_feminine(party) else "im"
                article = f"{within} {'der ' if is_feminine(party) else ''}{party.name}"
                ordered = sorted(towns, key=lambda town: town.sort_key)
                wordings.append(f"{_named(ordered, one, several, suffix)} {article}")
        return " sowie ".join(wordings) or _no_town(agreement)

    return look_up


def _no_town(agreement: CooperationAgreement) -> Gap:
    url = reverse("agreements:parties", args=[agreement.pk])
    return Gap("Die Vereinbarung hat noch keine Kommune. Bitte unter „Parteien“ ergänzen.", url)


def _short(one: str, several: str) -> Callable[[CooperationAgreement], str | Gap]:
    def look_up(agreement: CooperationAgreement) -> str | Gap:
        if agreement.is_joint:
            return several
        towns = agreement.municipalities
        return f"{one} {towns[0].kind_word}" if towns else _no_town(agreement)

    return look_up


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
    """Name and function of the coordinator of each town; for an association of those members that have one."""
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
    missing = _without_coordination(agreement, by_town.keys())
    if missing:
        names = joined([name for _, name in missing])
        sentence = f"Für {names} ist keine Ansprechperson mit der Aufgabe „Koordination“ eingetragen."
        url = reverse("portal:contact_create", args=[missing[0][0].pk])
        return Gap(sentence, f"{url}?aufgabe={ContactPerson.Role.COORDINATION}")
    if len(towns) == 1:
        return by_town[towns[0].pk].label
    return "; ".join(f"für {town.name}: {by_town[town.pk].label}" for town in towns if town.pk in by_town)


def _without_coordination(agreement: CooperationAgreement, known: Collection[int]) -> list[tuple[Municipality, str]]:
    """The bearers nobody coordinates, each as the town to enter somebody for and the name to say."""
    missing = []
    for party in agreement.bearers:
        rows = [row.municipality for row in agreement.coverage.all() if row.party_id == party.pk]
        towns = sorted(rows, key=lambda town: town.sort_key)
        if towns and not any(town.pk in known for town in towns):
            missing.append((towns[0], towns[0].name if party.municipality_id else party.name))
    return missing


def _of_amendment(look_up: Callable[[CooperationAgreement], str], missing: str) -> Callable[..., str | Gap]:
    """A fact only a Nachtrag has."""

    def look_up_or_gap(agreement: CooperationAgreement) -> str | Gap:
        return look_up(agreement) or Gap(missing, reverse("agreements:text", args=[agreement.pk]))

    return look_up_or_gap


FIELD_WORDS: Mapping[str, Callable[[CooperationAgreement], str | Gap]] = {
    "Kommune": _of_bearers("die", "die", ""),
    "Kommune_Dativ": _of_bearers("der", "den", "n"),
    "Kommune_kurz": _short("die", "die Kommunen"),
    "Kommune_kurz_Dativ": _short("der", "den Kommunen"),
    "Kommune_kurz_Genitiv": _short("der", "der Kommunen"),
    "Landkreis": _district,
    "Polizeidirektion": _police,
    "Koordination": _coordination,
    "Laufzeit": field_words.term_words,
    "Kündigungsfrist": field_words.notice_words,
    "Vereinbarung": _of_amendment(field_words.agreement_words, "Bitte {Vereinbarung} aus dem Text nehmen: " + ONLY),
    "Beitretende": _of_amendment(field_words.joining_words, "Bitte {Beitretende} aus dem Text nehmen: " + ONLY_JOINING),
    "Austretende": _of_amendment(field_words.leaving_words, "Bitte {Austretende} aus dem Text nehmen: " + ONLY_LEAVING),
    "Wirksam_ab": _of_amendment(field_words.effective_words, "Bitte {Wirksam_ab} aus dem Text nehmen: " + ONLY),
    "Neue_Fassung": _of_amendment(field_words.changes_words, "Bitte {Neue_Fassung} aus dem Text nehmen: " + ONLY),
}
