"""Why a register file is refused as a whole: whoever reads half a register dissolves half of Saxony."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from core import formats
from municipalities.models import District, ImportRun, Municipality
from municipalities.register.facts import Edition, WrongFile, require_unique
from municipalities.register.reading import SAXONY

CENSUS_DAYS = {"Zensus 2011": date(2011, 5, 9), "Zensus 2022": date(2022, 5, 15)}
# So many municipalities may have merged from one edition to the next; more means that lines are missing.
MISSING_ALLOWED = 0.05


@dataclass(frozen=True)
class Population:
    """The day and census of the file's inhabitants, which stand in a note beside the file and not in it."""

    on: date
    base: str


def check(edition: Edition, land: str, population: Population | None) -> None:
    """WrongFile with what to do, before anything is compared."""
    if not edition.places:
        where = "Sachsen (Land 14)" if land == SAXONY else f"dem Land {land}" if land else "Deutschland"
        raise WrongFile(f"Die Datei enthält keine Gemeinde aus {where}. Bitte die Ausgabe für ganz Deutschland wählen.")
    require_unique([(fact.key, fact.line) for fact in edition.districts], "Der Kreis")
    require_unique([(fact.key, fact.line) for fact in edition.associations], "Der Gemeindeverband")
    require_unique([(fact.ags, fact.line) for fact in edition.places], "Die Gemeinde")
    _check_tree(edition)
    _check_age(edition)
    _check_districts(edition, land)
    _check_whole(edition, land)
    if population:
        _check_population(edition, population)


def _check_tree(edition: Edition) -> None:
    """Every municipality below a district and an association of the file, and none of these empty."""
    districts = {fact.key: fact.name for fact in edition.districts}
    associations = {fact.key: fact.name for fact in edition.associations}
    for place in edition.places:
        if place.district_key not in districts or place.association_key not in associations:
            raise WrongFile(
                f"Zeile {place.line}: Zur Gemeinde {place.name} fehlt der Satz ihres Kreises oder Gemeindeverbandes. "
                "Die Datei ist unvollständig; bitte die ganze amtliche Datei einlesen."
            )
    peopled = {place.district_key for place in edition.places}
    empty = [name for key, name in districts.items() if key not in peopled]
    reached = {place.association_key for place in edition.places}
    # An area without a municipality has an association of its own in the register, too.
    hollow = [name for key, name in associations.items() if key not in reached and not edition.skipped]
    if empty or hollow:
        raise WrongFile(
            f"Zu {', '.join([*empty, *hollow][:3])} enthält die Datei keine Gemeinde: Es fehlen Zeilen. "
            "Bitte die ganze amtliche Datei einlesen."
        )


def _check_age(edition: Edition) -> None:
    stored = ImportRun.newest_edition()
    if stored and edition.on < stored:
        raise WrongFile(
            f"Die Datei hat den Gebietsstand {formats.day(edition.on)}, eingelesen ist schon "
            f"{formats.day(stored)}. Bitte eine neuere Ausgabe wählen."
        )


def _check_districts(edition: Edition, land: str) -> None:
    """Districts are not made by the way: each needs its Polizeidirektion, which no register knows."""
    if not land:
        return
    stored = set(District.objects.filter(is_example=False, key__startswith=land).values_list("key", flat=True))
    told = {fact.key: fact.name for fact in edition.districts}
    unknown = [f"{name} ({key})" for key, name in told.items() if key not in stored]
    if unknown:
        raise WrongFile(
            f"Nicht im Bestand: {', '.join(unknown)}. Bitte zuerst den Landkreis mit seiner Polizeidirektion in "
            "districts.csv aufnehmen und `manage.py load_register` aufrufen."
        )
    absent = sorted(stored - set(told))
    if absent:
        raise WrongFile(f"In der Datei fehlen die Kreise {', '.join(absent)}. Bitte die ganze amtliche Datei einlesen.")


def _check_whole(edition: Edition, land: str) -> None:
    places = Municipality.objects.of_saxony().existing(on=edition.on).filter(ags__startswith=land)
    stored = set(places.values_list("ags", flat=True))
    gone = stored - {place.ags for place in edition.places}
    if len(gone) > max(2, len(stored) * MISSING_ALLOWED):
        raise WrongFile(
            f"In der Datei fehlen {len(gone)} von {len(stored)} Kommunen des Bestandes: Sie ist unvollständig. "
            "Bitte die ganze amtliche Datei einlesen."
        )


def _check_population(edition: Edition, population: Population) -> None:
    """Inhabitants of two censuses never stand in one series, and never go back in time."""
    begun = CENSUS_DAYS.get(population.base)
    if begun is None:
        known = " oder ".join(f"„{name}“" for name in CENSUS_DAYS)
        raise WrongFile(f"Die Grundlage „{population.base}“ ist nicht bekannt. Bitte {known} angeben.")
    if population.on < begun:
        raise WrongFile(
            f"Einwohner vom {formats.day(population.on)} können nicht auf dem {population.base} stehen. "
            "Bitte Tag und Grundlage in den Hinweisen zur Datei nachsehen."
        )
    if edition.census and edition.census != population.base:
        raise WrongFile(
            f"Die Datei nennt selbst „{edition.census}“, angegeben ist „{population.base}“. Bitte die Angabe der Datei "
            "übernehmen."
        )
    stored = Municipality.objects.of_saxony().exclude(population=None)
    newest = stored.aggregate(on=Max("population_on"))["on"]
    if newest and population.on < newest:
        raise WrongFile(
            f"Gespeichert sind Einwohner vom {formats.day(newest)}, die Datei bringt ältere. Bitte ohne "
            "--population-on einlesen; Tag und Einwohner bleiben dann, wie sie sind."
        )
    bases = set(stored.filter(population_on=population.on).values_list("population_base", flat=True))
    if bases - {population.base}:
        raise WrongFile(
            f"Zum {formats.day(population.on)} sind Einwohner auf „{', '.join(sorted(bases))}“ gespeichert. "
            f"Zahlen auf „{population.base}“ dürfen sich nicht darunter mischen; bitte die Grundlage prüfen."
        )
    if population.base == "Zensus 2011" and stored.filter(population_base="Zensus 2022").exists():
        raise WrongFile("Gespeichert sind Einwohner auf „Zensus 2022“; Zahlen auf „Zensus 2011“ kommen nicht dahinter.")
