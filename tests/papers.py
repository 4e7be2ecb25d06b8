"""Sample agreements on paper, of every kind the layout has to carry; no database needed."""

from dataclasses import replace
from datetime import date

from agreements.papers import SUBTITLES, AgreementPaper, PaperClause, PaperParty, PaperSignatory

LPR = PaperParty(
    "dem Freistaat Sachsen",
    "vertreten durch den Landespräventionsrat Sachsen, dieser vertreten durch Sven Forkert, Geschäftsführer",
    "Landespräventionsrat",
)
LPR_SIGNATORY = PaperSignatory("Sven Forkert", "Geschäftsführer", "Landespräventionsrat Sachsen")
POLICE = PaperParty(
    "der Polizeidirektion Zwickau",
    "vertreten durch Katja Floß, Kriminaloberrätin, Leiterin des Referats Kriminalitätsbekämpfung",
    "Polizeidirektion",
)
POLICE_SIGNATORY = PaperSignatory("Katja Floß", "Kriminaloberrätin", "Polizeidirektion Zwickau")

_TEXT = """\
Präambel
Sicherheit und Lebensqualität in der Stadt Meerane entstehen im Zusammenwirken von Stadt, Polizei, Vereinen und \
Bürgerschaft. Vereine, Jugendclubs und die Stadtverwaltung leisten hierzu bereits wertvolle Arbeit. Die Parteien \
wollen vor die Lage kommen und Prävention als gemeinsame und dauerhafte Aufgabe gestalten.

Ziele
Ziel ist eine ganzheitliche Präventionsstrategie für die Stadt Meerane.
Die Strategie soll Kriminalität verhindern, das Sicherheitsgefühl stärken und auch Themen wie die städtische \
Sauberkeit einbeziehen.

Leistungen des Landespräventionsrates
Der Landespräventionsrat berät die Stadt zu Fragen von Prävention und Sicherheit und begleitet den Prozess durch ein \
Coaching.
Er ermöglicht die Teilnahme an Aus- und Fortbildungen sowie den Austausch mit anderen Kommunen.

Leistungen der Stadt
Die Stadt benennt Tia Köhler als ASSKomm-Koordinatorin. Die Vertretung übernimmt Stefanie Trinks.
Die Stadt richtet projektbezogene Arbeitskreise ein und führt das Bürgertelefon des gemeindlichen Vollzugsdienstes \
fort.

Leistungen der Polizeidirektion
Die Polizeidirektion wirkt mit ihrer Fachexpertise in den Arbeitskreisen mit.
Sie benennt eine feste Ansprechperson im örtlich zuständigen Polizeirevier.

Zusammenarbeit und Steuerung
Die Parteien treffen sich mindestens zweimal im Jahr. Die Stadt lädt ein und hält die Ergebnisse fest.
Die Parteien prüfen innerhalb eines Jahres, ob ein Kommunaler Präventionsrat gegründet wird.
Maßnahmen werden mit Ziel, Verantwortlichen, Termin und erwarteter Wirkung vereinbart.

Sicherheitsanalyse
Die Parteien führen gemeinsam eine Sicherheitsanalyse durch. Sie umfasst eine Befragung, Ortsbegehungen und die \
Auswertung polizeilicher Daten.
Die Ergebnisse bilden die Grundlage der Präventionsstrategie nach § 1 und werden dem Stadtrat vorgestellt.

Datenschutz und Vertraulichkeit
Die Parteien beachten die Vorschriften des Datenschutzes. Personenbezogene Daten werden nur ausgetauscht, soweit \
eine Rechtsgrundlage dies erlaubt.
Polizeiliche Daten werden der Stadt ausschließlich in zusammengefasster Form zur Verfügung gestellt.

Öffentlichkeitsarbeit
Die Parteien stimmen Veröffentlichungen zur Zusammenarbeit miteinander ab.
Die Stadt darf die Bezeichnung ASSKomm-Kommune und das Zeichen der Allianz während der Laufzeit verwenden.

Kosten und Förderung
Jede Partei trägt die ihr entstehenden Kosten selbst.
Eine Förderung einzelner Vorhaben richtet sich nach den geltenden Förderrichtlinien und den verfügbaren \
Haushaltsmitteln. Ein Anspruch entsteht durch diese Vereinbarung nicht.

Laufzeit und Kündigung
Die Vereinbarung tritt mit der Unterzeichnung durch alle Parteien in Kraft und gilt auf unbestimmte Zeit.
Jede Partei kann sie mit einer Frist von drei Monaten zum Ende eines Kalenderjahres in Textform kündigen.

Schlussbestimmungen
Änderungen und Ergänzungen bedürfen der Textform und der Zustimmung aller Parteien.
Sollten einzelne Bestimmungen unwirksam sein, bleibt die Vereinbarung im Übrigen wirksam. Die Parteien ersetzen die \
unwirksame Bestimmung durch eine Regelung, die ihrem Zweck am nächsten kommt.
"""


def _clauses(text: str) -> tuple[PaperClause, ...]:
    """Blocks between empty lines: the heading, then a line per Absatz; the first block is the preamble."""
    blocks = [block.splitlines() for block in text.strip().split("\n\n")]
    return tuple(PaperClause(number or None, lines[0], tuple(lines[1:])) for number, lines in enumerate(blocks))


CLAUSES = _clauses(_TEXT)

SHORT = AgreementPaper(
    kind_label="Kooperationsvereinbarung",
    subtitle=SUBTITLES["agreement"],
    file_reference="LPR-0522/17/50",
    towns_label="Stadt Meerane",
    parties=(LPR, PaperParty("der Stadt Meerane", "vertreten durch Jörg Schmeißer, Bürgermeister", "Stadt"), POLICE),
    clauses=CLAUSES,
    signatories=(LPR_SIGNATORY, PaperSignatory("Jörg Schmeißer", "Bürgermeister", "Stadt Meerane"), POLICE_SIGNATORY),
    is_draft=False,
    text_from=date(2023, 4, 19),
)

DRAFT = replace(
    SHORT,
    is_draft=True,
    clauses=tuple(
        replace(clause, paragraphs=tuple(text.replace("Stefanie Trinks", "[Name]") for text in clause.paragraphs))
        for clause in CLAUSES
    ),
)

_LONG_PARAGRAPH = (
    "Die Zusammenarbeit umfasst insbesondere die Beteiligung der Einwohnerinnen und Einwohner, die Abstimmung mit den "
    "Schulen, Vereinen und Kirchgemeinden, die Auswertung der Erfahrungen benachbarter Kommunen sowie die regelmäßige "
    "Fortschreibung der Präventionsstrategie; die Verantwortlichen berichten darüber in öffentlicher Sitzung. "
)
LONG = replace(
    SHORT,
    towns_label="Stadt Oelsnitz/Erzgeb.",
    clauses=(
        *CLAUSES,
        *(
            PaperClause(number, f"Weitere Regelung {number}", (_LONG_PARAGRAPH, _LONG_PARAGRAPH * 3, "Einzelner Satz."))
            for number in range(12, 25)
        ),
        PaperClause(25, "Sicherheitspartnerschaftsweiterentwicklungsvorhabensbeschreibung", (_LONG_PARAGRAPH,)),
    ),
)

PRELIMINARY = replace(
    SHORT,
    kind_label="Vorvereinbarung",
    subtitle=SUBTITLES["preliminary"],
    parties=(LPR, PaperParty("der Stadt Meerane", "vertreten durch: Bürgermeister/in", "Stadt")),
    clauses=CLAUSES[:4],
    signatories=(LPR_SIGNATORY, PaperSignatory("", "Bürgermeister/in", "Stadt Meerane")),
)

_SILBERBERG = ("Aue-Bad Schlema", "Lauter-Bernsbach", "Lößnitz", "Schneeberg", "Schwarzenberg/Erzgeb.")
FIVE_TOWNS = replace(
    SHORT,
    file_reference="LPR-0522/17/12",
    towns_label="Aue-Bad Schlema, Lauter-Bernsbach und 3 weitere",
    parties=(
        LPR,
        *(PaperParty(f"der Stadt {name}", "vertreten durch: Oberbürgermeister/in", "Kommune") for name in _SILBERBERG),
        PaperParty(
            "der Polizeidirektion Chemnitz", "vertreten durch: Leitung der Polizeidirektion", "Polizeidirektion"
        ),
    ),
    signatories=(
        LPR_SIGNATORY,
        *(PaperSignatory("", "Oberbürgermeister/in", f"Stadt {name}") for name in _SILBERBERG),
        PaperSignatory("", "Leitung der Polizeidirektion", "Polizeidirektion Chemnitz"),
    ),
)

SORBIAN = replace(
    SHORT,
    file_reference="LPR-0522/17/21",
    towns_label="Lohsa, Weißwasser/O.L. und Hoyerswerda",
    parties=(
        LPR,
        PaperParty("der Gemeinde Lohsa", "vertreten durch: Bürgermeister/in", "Kommune", name_hsb="Łaz"),
        PaperParty("der Stadt Weißwasser/O.L.", "vertreten durch: Oberbürgermeister/in", "Kommune", "Běła Woda"),
        PaperParty("der Stadt Hoyerswerda", "vertreten durch: Oberbürgermeister/in", "Kommune", "Wojerecy"),
    ),
    clauses=(
        *CLAUSES[:2],
        PaperClause(2, "Zweisprachigkeit in Łaz und Budyšin", ("In Łaz: ź ś ć ó ń ě š č ř ž Ł ł.", "Nach Wojerecy.")),
    ),
    signatories=(
        LPR_SIGNATORY,
        PaperSignatory("", "Bürgermeister/in", "Gemeinde Lohsa", body_hsb="Łaz"),
        PaperSignatory("", "Oberbürgermeister/in", "Stadt Weißwasser/O.L.", body_hsb="Běła Woda"),
        PaperSignatory("Měrćin Żółć-Nowak", "Oberbürgermeister", "Stadt Hoyerswerda", body_hsb="Wojerecy"),
    ),
)  # fmt: skip


def with_signatories(count: int) -> AgreementPaper:
    """A joint agreement of `count` parties with one signatory each, the state office first."""
    names = [f"Beispielstadt an der {number}. Freiberger Mulde" for number in range(1, count)]
    towns = tuple(PaperParty(f"der Stadt {name}", "vertreten durch: Bürgermeister/in", "Kommune") for name in names)
    return replace(
        SHORT,
        towns_label=f"{names[0]} und {count - 2} weitere" if count > 2 else "".join(names),
        parties=(LPR, *towns),
        signatories=(LPR_SIGNATORY, *(PaperSignatory("", "Bürgermeister/in", f"Stadt {name}") for name in names)),
    )


SAMPLES = {
    "short": SHORT,
    "draft": DRAFT,
    "long": LONG,
    "preliminary": PRELIMINARY,
    "five-towns": FIVE_TOWNS,
    "sorbian": SORBIAN,
    "fifteen": with_signatories(15),
}
