"""Invented municipalities and agreements by bulk rows, each consistent in its state, and the addresses to measure.

Runs as a process of its own: `python -m tools.bench.fill TOWNS AGREEMENTS`; answers in JSON on standard output.
"""

import itertools
import json
import random
import sys
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import django

django.setup()

# ruff: noqa: E402 -- models exist only once the settings are set up
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse

from accounts.actions import create_user, grant_function
from accounts.functions import Function
from accounts.models import User
from advice.models import Consultation
from agreements import papers
from agreements.actions import drafting, template
from agreements.models import Clause, CooperationAgreement, Coverage, Party, RegisterCounter, Signatory
from agreements.transitions import CONCLUDED, FIXED, Status
from core import collation
from documents.models import Document
from municipalities.models import ContactPerson, District, Municipality, Person, PoliceDirectorate

PROCESS = "bench"
BEGINNINGS = ("Alt", "Birken", "Dorn", "Eschen", "Falken", "Grün", "Hasel", "Kirch", "Lößen", "Mühl", "Neu", "Ober",
              "Röthen", "Schön", "Tannen", "Unter", "Wiesen", "Ziegel")  # fmt: skip
ENDINGS = (
    "au", "bach", "berg", "brunn", "dorf", "feld", "grund", "hain", "itz", "leben", "rode", "stein", "walde", "ow",
)  # fmt: skip
ADDITIONS = ("", " am Berg", "/Erzgeb.", "/O.L.", " bei der Heide", "/Vogtl.", "-Süd", " an der Mulde")
BEGAN = date(2019, 2, 6)
# The mixture of a programme some years old.
STATES = (
    [Status.SIGNED] * 12 + [Status.ENDED] * 2 + [Status.CONSULTATION] * 2 + [Status.DRAFT] * 2 + [Status.FINALISED]
    + [Status.WITHDRAWN]
)  # fmt: skip
# So many records stand on the page of the town with many; the other has one of each.
MANY = 50
# As many as Saxony has: their choice stands on every list.
DISTRICTS = 13


def names() -> Any:
    words = itertools.product(BEGINNINGS, ENDINGS, ADDITIONS)
    made = [f"{first}{last}{addition}" for first, last, addition in words]
    random.Random(14).shuffle(made)  # noqa: S311 -- the same invented names every time, no secret
    for turn in itertools.count():
        yield from (f"{name} {turn}" if turn else name for name in made)


def places(count: int) -> list[Municipality]:
    police = PoliceDirectorate.objects.create(key="bench", name="Polizeidirektion Bench", short_name="PD Bench")
    districts = [
        District(
            key=f"{20000 + number}", name=f"Kreis {number}", display_name=f"Landkreis Kreis {number}",
            police_directorate=police, sort_key=collation.sort_key(f"Kreis {number}"),
        )
        for number in range(DISTRICTS)
    ]  # fmt: skip
    District.objects.bulk_create(districts)
    towns = []
    for number, name in zip(range(count), names(), strict=False):
        district = districts[number % len(districts)]
        ags = f"{district.key}{number // len(districts):03d}"
        town = Municipality(
            ags=ags, ars=f"{ags[:5]}0{ags[5:]}{ags[5:]}", name=name, kind="town" if number % 3 else "community",
            name_hsb="Łužica" if number % 10 == 0 else "", district=district, population=1000 + number,
            population_on=date(2024, 12, 31), population_base="Zensus 2022", area_km2=Decimal("12.34"),
        )  # fmt: skip
        town.make_keys()
        towns.append(town)
    return Municipality.objects.bulk_create(towns, batch_size=1000)


def agreements(towns: list[Municipality], count: int, lead: User, caseworker: User) -> list[CooperationAgreement]:
    """The first town gets many, the second one; the others as it comes, every tenth a joint one."""
    number = itertools.count(1)
    rows = CooperationAgreement.objects.bulk_create(
        [_agreement(position, number, lead, caseworker) for position in range(count)], batch_size=1000
    )
    _final_documents(rows)
    parties = []
    for position, row in enumerate(rows):
        first = (
            towns[0] if position < MANY else towns[1] if position == MANY else towns[2 + position % (len(towns) - 2)]
        )
        bound = [first, *([towns[-1 - position % (len(towns) // 2)]] if position % 10 == 9 and position > MANY else [])]
        parties.append(Party(agreement=row, kind=Party.Kind.STATE_OFFICE))
        parties += [Party(agreement=row, kind="municipality", municipality=town) for town in dict.fromkeys(bound)]
    Party.objects.bulk_create(parties, batch_size=1000)
    Coverage.objects.bulk_create(
        [Coverage(agreement=party.agreement, municipality=party.municipality, party=party)
         for party in parties if party.municipality],
        batch_size=1000,
    )  # fmt: skip
    by_row = {row.pk: row for row in rows}
    Signatory.objects.bulk_create([_signatory(party, by_row[party.agreement_id]) for party in parties], batch_size=1000)
    Clause.objects.bulk_create(
        [Clause(agreement=row, position=0, heading="Präambel", text="Die Parteien arbeiten zusammen.") for row in rows],
        batch_size=1000,
    )
    RegisterCounter.objects.update_or_create(pk=RegisterCounter.ONLY, defaults={"last_number": next(number) - 1})
    return rows


def _agreement(position: int, number: Any, lead: User, caseworker: User) -> CooperationAgreement:
    status = Status.SIGNED if position <= MANY else STATES[position % len(STATES)]
    day = BEGAN + timedelta(days=position % 1400)
    later = [day + timedelta(days=30 * step) for step in range(5)]
    row = CooperationAgreement(
        status=status, drafted_on=day, created_by=caseworker, edited_by=caseworker,
        file_reference=f"LPR-0144.5/{position + 1}/2019",
    )  # fmt: skip
    if status != Status.DRAFT:
        row.consultation_on = later[1]
    if status in FIXED:
        row.approved_on, row.approved_by = later[2], lead
        row.finalised_on, row.finalised_by, row.text_hash = later[3], caseworker, "0" * 64
    if status in CONCLUDED:
        row.signed_on, row.register_number = later[4], next(number)
    if status == Status.ENDED:
        row.ended_on, row.closing_reason = later[4] + timedelta(days=20), "Abgelaufen."
    if status == Status.WITHDRAWN:
        row.withdrawn_on, row.closing_reason = later[2], "Nicht mehr gewollt."
    if status in FIXED:
        row.final_document = Document(
            content_type=ContentType.objects.get_for_model(CooperationAgreement), object_id=position + 1,
            kind=Document.Kind.FINAL_TEXT, filename="endfassung.pdf", media_type="application/pdf", size=1,
            sha256="0" * 64, file=f"documents/none/{position}",
        )  # fmt: skip
        row.final_document.save()
    return row


def _final_documents(rows: list[CooperationAgreement]) -> None:
    """Now that the agreements have ids."""
    documents = []
    for row in rows:
        if row.final_document:
            row.final_document.object_id = row.pk
            documents.append(row.final_document)
    Document.objects.bulk_update(documents, ["object_id"], batch_size=1000)


def _signatory(party: Party, row: CooperationAgreement) -> Signatory:
    signature = {"signed_on": row.signed_on, "mode": Signatory.Mode.VIDEO} if row.status in CONCLUDED else {}
    return Signatory(party=party, office="Bürgermeister/in", **signature)


def contacts(towns: list[Municipality]) -> None:
    wanted = [towns[0]] * MANY + towns[1::10]
    people = Person.objects.bulk_create(
        [Person(name=f"Beispiel {position}") for position in range(len(wanted))], batch_size=1000
    )
    ContactPerson.objects.bulk_create(
        [
            ContactPerson(municipality=town, person=person, office="Bürgermeister/in", starts_on=BEGAN)
            for town, person in zip(wanted, people, strict=True)
        ],
        batch_size=1000,
    )


def consultations(towns: list[Municipality], caseworker: User) -> None:
    """Every third town has been advised, the first one as often as it has agreements."""
    advised = [*[towns[0]] * MANY, *towns[1::3]]
    rows = Consultation.objects.bulk_create(
        [
            Consultation(held_on=BEGAN + timedelta(days=position % 1400), created_by=caseworker)
            for position in range(len(advised))
        ],
        batch_size=1000,
    )
    through = Consultation.municipalities.through
    through.objects.bulk_create(
        [through(consultation_id=row.pk, municipality_id=town.pk) for row, town in zip(rows, advised, strict=True)],
        batch_size=1000,
    )


def stored_paper(agreement: CooperationAgreement, town: Municipality, caseworker: User) -> bytes:
    """The sample text for a town, printed and stored as the final text of a fixed agreement."""
    template.load_samples(by=None, process=PROCESS)
    draft = drafting.create(by=caseworker, municipalities=[town], police_directorate=None)
    content = papers.render(
        papers.from_agreement(CooperationAgreement.objects.for_detail().get(pk=draft.pk), is_draft=True)
    )
    document: Any = agreement.final_document
    document.size = len(content)
    document.sha256 = papers.hashlib.sha256(content).hexdigest()
    document.file.save("endfassung.pdf", ContentFile(content))
    return content


def session_of(user: User) -> str:
    store = SessionStore()
    store[SESSION_KEY] = str(user.pk)
    store[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    return str(store.session_key)


@transaction.atomic
def main(town_count: int, agreement_count: int) -> dict[str, Any]:
    people = {
        function: create_user(f"{function}@bench.example", name="Bench", by=None, process=PROCESS)
        for function in (Function.STATE_LEAD, Function.STATE_CASEWORK)
    }
    for function, user in people.items():
        grant_function(user, function, by=None, process=PROCESS, starts_on=BEGAN)
    towns = places(town_count)
    rows = agreements(towns, agreement_count, *people.values())
    contacts(towns)
    consultations(towns, people[Function.STATE_CASEWORK])
    stored_paper(rows[0], towns[1], people[Function.STATE_CASEWORK])
    return {
        "cookie": f"{settings.SESSION_COOKIE_NAME}={session_of(people[Function.STATE_LEAD])}",
        "lead": people[Function.STATE_LEAD].pk,
        "list": reverse("portal:municipalities"),
        # The same search with one hit and with a page full: a search asks for former names, too.
        "one": f"{reverse('portal:municipalities')}?q={towns[1].ags}",
        "many": f"{reverse('portal:municipalities')}?q={towns[1].ags[:2]}",
        "admin": "/bench/verwaltung/municipalities/municipality/",
        "own_admin": reverse("admin:municipalities_municipality_changelist"),
        "town": towns[1].get_absolute_url(),
        "busy_town": towns[0].get_absolute_url(),
        "pdf": reverse("agreements:pdf", args=[rows[0].pk]),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
