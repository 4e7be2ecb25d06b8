"""Two towns with rows of everything, every text of them marked, so that a walk can see whose words stand where.

A mark looks like „GEHEIM-ALPHA-ENTWURF“: the town (ALPHA is Meerane, BETA is Werdau) and the row it belongs to.
"""

from datetime import UTC, date, datetime, time
from types import SimpleNamespace

from django.core.files.base import ContentFile

from accounts.functions import Function
from accounts.models import Activation
from advice.actions import appointments, consultations, contacts, references, responsibilities, standing
from advice.actions.consultations import NextStep, ParticipantEntry
from agreements.models import AgreementTemplate, TemplateClause
from core import dates
from core.visibility import Visibility
from municipalities.models import ContactPerson
from notices.models import Notice
from portal import actions as portal
from tasks import actions as task_actions
from tests import factories, life
from tests.architecture.marks import LONG_AGO, TOMORROW, YESTERDAY, mark_of
from tests.architecture.world_agreements import add, record_earlier, scan
from tests.factories import (
    AssignmentFactory,
    AssociationFactory,
    BarrierReportFactory,
    ConfirmationRequestFactory,
    ContactFactory,
    ContactNoticeFactory,
    FilingFactory,
    InvitationFactory,
    NoticeFactory,
    PackageFactory,
    PersonFactory,
    ResolutionFactory,
    UsageAgreementFactory,
    activated,
    caseworker,
    lead,
    person,
)
from tests.imports import steps as imported
from tests.imports.files import workbook


def build(*, with_alpha=True):
    """Places, people and records of two towns, and the marks of all of them; Meerane's rows may be left for later."""
    life.load_samples()
    world = SimpleNamespace(
        agreements={}, documents={}, contacts={}, resolutions={}, activations={}, invitations={}, proposals={},
        notices={}, calls={}, appointments={}, consultations={}, tasks={}, mails={}, packages={}, terminations={},
        places=places(),
    )  # fmt: skip
    alpha, beta = world.places.meerane, world.places.werdau
    zwickau, chemnitz = world.places.zwickau, world.places.chemnitz
    if with_alpha:
        fill_alpha(world)
        add(world, [alpha, beta], "GEMEINSAM", "", "consultation")
    add(world, [beta], "BETA", "ENTWURF", "draft")
    add(world, [beta], "BETA", "ABSTIMMUNG", "consultation", police=chemnitz)
    add(world, [beta], "BETA", "UNTERZEICHNET", "signed")
    advise(world, beta, "BETA")
    world.responsibility = responsibilities.give(caseworker(), by=lead(), district=alpha.district, starts_on=YESTERDAY)
    for town, name in [(alpha, "ALPHA"), (beta, "BETA")] if with_alpha else [(beta, "BETA")]:
        type(town).objects.filter(pk=town.pk).update(
            name_hsb=mark_of(name, "ORT"), population_base=mark_of(name, "ORT")
        )
        keep_contact(world, mark_of(name, "KONTAKT"), municipality=town, visibility=Visibility.STATE_OFFICE)
        keep_contact(world, mark_of(name, "INTERN"), municipality=town, visibility=Visibility.OWN_PLACE)
        keep_resolution(world, mark_of(name, "BESCHLUSS"), municipality=town)
        keep_answers(world, mark_of(name, "KONTAKT"), town)
        keep_accounts(world, name, town)
    world.association = AssociationFactory(members=[alpha, beta], district=alpha.district)
    world.membership = world.association.memberships.first()
    for body, name in ((world.association, "BUND"), (alpha.district, "KREIS")):
        own = {"municipality": None, body._meta.model_name: body}
        keep_contact(world, mark_of(name, "KONTAKT"), visibility=Visibility.STATE_OFFICE, **own)
        keep_contact(world, mark_of(name, "INTERN"), visibility=Visibility.OWN_PLACE, **own)
        keep_resolution(world, mark_of(name, "BESCHLUSS"), **own)
    keep_contact(world, mark_of("POLIZEI", "KONTAKT"), municipality=None, police_directorate=zwickau)
    keep_contact(world, mark_of("AMT", "KONTAKT"), municipality=None)
    TemplateClause.objects.update(heading=mark_of("MUSTER"), text=mark_of("MUSTER"))
    world.template = AgreementTemplate.objects.first()
    NoticeFactory(kind=Notice.Kind.IMPRINT)
    mark = mark_of("AMT", "KONTAKT")
    world.report = BarrierReportFactory(description=mark, page=mark, email=f"{mark}@leserin.example")
    BarrierReportFactory(settled_on=YESTERDAY, settled_by=lead(), answer=mark)
    world.people = people(world.places, world.association)
    keep_office(world, with_alpha)
    keep_files(world)
    keep_imports(world)
    world.token = "musterlink"
    InvitationFactory(token=world.token)
    world.link = "musterbestaetigung"
    elsewhere = ContactFactory(name="Erika Muster", email="muster@musterort.example")
    ConfirmationRequestFactory(token=world.link, municipality=elsewhere.municipality)
    world.linked_contact = elsewhere
    return world


def keep_office(world, with_alpha):
    """Somebody of the office is away with a note of the office's, and everybody has been here long ago."""
    note = mark_of("ALPHA", "ENTWURF") if with_alpha else ""
    world.absence = factories.AbsenceFactory(user=caseworker(), deputy=lead(), note=note)
    long_ago = datetime(2000, 1, 1, tzinfo=UTC)
    for user in filter(None, world.people.values()):
        factories.ArrivalFactory(user=user, seen_at=long_ago, seen_on=long_ago.date())
    if with_alpha:
        row = world.agreements[mark_of("ALPHA", "GEZEICHNET")]
        type(row).objects.filter(pk=row.pk).update(approved_alone_reason=note)


def fill_alpha(world):
    """Meerane's rows, which nobody but Meerane, its police and the office may read."""
    alpha, zwickau = world.places.meerane, world.places.zwickau
    add(world, [alpha], "ALPHA", "ENTWURF", "draft", police=zwickau)
    add(world, [alpha], "ALPHA", "ABSTIMMUNG", "consultation", police=zwickau)
    add(world, [alpha], "ALPHA", "OHNEPOLIZEI", "consultation")
    add(world, [alpha], "ALPHA", "GEZEICHNET", "approved", police=zwickau)
    add(world, [alpha], "ALPHA", "FEST", "finalised", police=zwickau)
    add(world, [alpha], "ALPHA", "UNTERZEICHNET", "signed", police=zwickau)
    add(world, [alpha], "ALPHA", "NIEGEZEIGT", "withdrawn")
    record_earlier(world, alpha, "ALPHA")
    advise(world, alpha, "ALPHA")


def places():
    zwickau = factories.PoliceDirectorateFactory(key="zwickau")
    chemnitz = factories.PoliceDirectorateFactory(key="chemnitz")
    district = factories.DistrictFactory(
        key="14524", name="Zwickau", display_name="Landkreis Zwickau", police_directorate=zwickau
    )
    counted = {
        "district": district,
        "population": 13567,
        "population_on": date(2024, 12, 31),
        "population_base": "Zensus",
    }
    meerane = factories.MunicipalityFactory(ags="14524190", name="Meerane", **counted)
    werdau = factories.MunicipalityFactory(ags="14524300", name="Werdau", **counted)
    return SimpleNamespace(zwickau=zwickau, chemnitz=chemnitz, meerane=meerane, werdau=werdau)


def keep_imports(world):
    """A file of the office in each state that has pages: its lines name people of every town."""
    world.imports = {}
    for name, way in (("WARTET", imported.upload), ("GELESEN", imported.mapped), ("UEBERNOMMEN", imported.carried_out)):
        mark = mark_of("AMT", name)
        # What is taken over is Werdau's from then on, and read there.
        theirs = mark_of("BETA", "KONTAKT") if name == "UEBERNOMMEN" else mark
        row = ["Werdau", "", "", f"{theirs} Name", f"{theirs} Funktion", "", "2021"]
        unclear = [f"{mark} Ort", "", "", f"{mark} Name", mark, "", ""]
        lines = [row] if name == "UEBERNOMMEN" else [row, unclear]
        world.imports[mark] = way(workbook(*lines), by=caseworker(), name=f"{mark}.xlsx")


# --- Records ------------------------------------------------------------------------------------------------------


def advise(world, town, name):
    """Calls, appointments, consultations and tasks of a town: the office's own, and what the town reads."""
    office, mark = caseworker(), mark_of(name, "ANRUF")
    world.calls[mark] = contacts.note(
        by=office, municipalities=[town], text=mark, caller_name=mark, caller_office=mark, follow_up_on=TOMORROW
    )
    for rung, is_shared in (("BERATUNG", True), ("AMTSBERATUNG", False)):
        mark = mark_of(name, rung)
        row = consultations.record(
            by=office, municipalities=[town], held_on=YESTERDAY, place=mark, day_note=mark, result=mark,
            internal_note=mark_of(name, "VERTRAULICH"), participants=[ParticipantEntry(mark)],
            next_steps=[NextStep("state_office", mark_of(name, "LPRSCHRITT"), TOMORROW)],
        )  # fmt: skip
        world.consultations[mark] = consultations.share(row, by=office) if is_shared else row
    mark = mark_of(name, "TERMIN")
    world.appointments[mark] = appointments.arrange(
        by=office, municipalities=[town], takes_place_on=TOMORROW, start_time=time(10), place=mark, topic=mark
    )
    called_off = appointments.arrange(by=office, municipalities=[town], takes_place_on=TOMORROW, start_time=time(11))
    appointments.cancel(called_off, by=office, reason=mark)
    standing.set_standing(town, by=office, kind="resting", starts_on=YESTERDAY, reason=mark_of(name, "STAND"))
    for label, values in (
        ("AUFGABE", {"side": "municipality"}),
        ("AMTSAUFGABE", {"side": "state_office"}),
        ("HAUSAUFGABE", {"side": "municipality", "visibility": Visibility.OWN_PLACE}),
    ):
        mark = mark_of(name, label)
        # What is kept inside the town hall was not written by the office; everybody reads what she did herself.
        writer = factories.UserFactory() if label == "HAUSAUFGABE" else office
        world.tasks[mark] = task_actions.create(
            by=writer, title=mark, due_on=TOMORROW, municipalities=[town], **values
        )  # fmt: skip
    done = task_actions.create(by=office, title=mark_of(name, "AUFGABE"), due_on=TOMORROW, side="municipality",
                               municipalities=[town])  # fmt: skip
    task_actions.complete(done, by=office, note=mark_of(name, "AUFGABE"))


def keep_files(world):
    """Aktenzeichen of the advice, one Veraktung for each town, and packages of one person."""
    for rows in (world.calls, world.consultations, world.appointments):
        for mark, row in rows.items():
            references.set_file_reference(row, by=caseworker(), file_reference=mark)
    for mark, row in world.consultations.items():
        FilingFactory(owner=row, file_reference=mark, external_number=mark)
    for name in ("ALPHA", "BETA"):
        mark = mark_of(name, "PAKET")
        rows = [row.pk for row in world.agreements.values() if row.is_concluded]
        world.packages[mark] = PackageFactory(
            requested_by=world.people["leitung"], record_ids=rows, title=mark, told=mark, failure=mark,
            finished_at=dates.now(),
        )  # fmt: skip
        mark = mark_of(name, "ARCHIV")
        world.packages[mark] = PackageFactory(
            made=True, requested_by=world.people["leitung"], record_ids=rows, title=mark, told=mark,
            file=ContentFile(mark.encode(), mark),
        )  # fmt: skip


def keep_contact(world, mark, **values):
    texts = ("office", "official_title", "department", "street", "city", "source", "phone", "confirmed_by")
    marked = dict.fromkeys(texts, mark) | {"postal_code": "08393"}
    address = f"{mark.lower()}@stadt.example"
    world.contacts[mark] = ContactFactory(
        person=PersonFactory(name=mark, title=mark), email=address, office_email=address, confirmed_on=YESTERDAY,
        role=ContactPerson.Role.COORDINATION, **marked, **values,
    )  # fmt: skip
    world.notices[mark] = ContactNoticeFactory(contact=world.contacts[mark])


def keep_answers(world, mark, town):
    """What a town was asked and answered about its contacts, and how somebody of it was told of her data."""
    ConfirmationRequestFactory(
        municipality=town, recipient=f"{mark.lower()}@stadt.example", closed_on=dates.today(), closed_by=mark
    )
    told = ContactFactory(
        municipality=town, office=mark, email=f"{mark.lower()}@stadt.example", person=PersonFactory(name=mark)
    )
    ContactNoticeFactory(contact=told, informed_on=dates.today(), way="other", note=mark)


def keep_resolution(world, mark, **values):
    marked = dict.fromkeys(("council", "number", "subject", "note"), mark)
    address = f"https://stadt.example/{mark.lower()}"
    world.resolutions[mark] = ResolutionFactory(
        url=address, visibility=Visibility.STATE_OFFICE, **marked, **values
    )  # fmt: skip


def keep_accounts(world, name, town):
    """An open invitation, an activation that is over, with its paper, and one that runs."""
    mark = mark_of(name, "EINLADUNG")
    world.invitations[mark] = InvitationFactory(
        email=f"{mark.lower()}@stadt.example", name=mark, title=mark, function=Function.COORDINATION, municipality=town
    )
    mark = mark_of(name, "FREISCHALTUNG")
    world.activations[mark] = Activation.objects.create(
        municipality=town, usage_agreement=UsageAgreementFactory(), starts_on=date(2018, 1, 1), note=mark,
        ends_on=date(2018, 12, 31), end_reason=mark,
    )  # fmt: skip
    world.documents.setdefault(mark, []).append(
        portal.attach_signed_terms(world.activations[mark], by=caseworker(), file=scan(mark))
    )
    activated(town)


# --- People -------------------------------------------------------------------------------------------------------


def people(at, association):
    """Everybody who may knock: each function, mixed ones, and functions that are over or not yet begun."""
    meerane, werdau = {"municipality": at.meerane}, {"municipality": at.werdau}
    zwickau, chemnitz = {"police_directorate": at.zwickau}, {"police_directorate": at.chemnitz}
    over = {"starts_on": LONG_AGO, "ends_on": YESTERDAY}
    coach_and_coordinator = person("coach-und@werdau.example", Function.COACH, **meerane)
    AssignmentFactory(user=coach_and_coordinator, function=Function.COORDINATION, **werdau)
    police_and_staff = person("polizei-und@werdau.example", Function.POLICE, **zwickau)
    AssignmentFactory(user=police_and_staff, function=Function.MUNICIPAL_STAFF, **werdau)
    once_more = person("wieder@meerane.example", Function.COORDINATION, **meerane, **over)
    AssignmentFactory(user=once_more, function=Function.COORDINATION, **meerane)
    locked_out = person("gesperrt@meerane.example", Function.COORDINATION, **meerane)
    locked_out.is_active = False
    locked_out.save()
    return {
        "leitung": lead(),
        "sachbearbeitung": caseworker(),
        "leserecht": person("leserecht@lpr.example", Function.STATE_READER),
        "koordination_meerane": person("koordination@meerane.example", Function.COORDINATION, **meerane),
        "beigeordnete_meerane": person("beigeordnete@meerane.example", Function.MAYOR, **meerane),
        "mitarbeit_meerane": person("mitarbeit@meerane.example", Function.MUNICIPAL_STAFF, **meerane),
        "verwaltung_meerane": person("verwaltung@meerane.example", Function.MUNICIPAL_ADMIN, **meerane),
        "landratsamt_zwickau": person(
            "praevention@landkreis-zwickau.example", Function.DISTRICT, district=at.meerane.district
        ),
        "koordination_coaching": person("pool@institut.example", Function.COACHING_COORDINATION),
        "beigeordnete_werdau": person("beigeordnete@werdau.example", Function.MAYOR, **werdau),
        "koordination_werdau": person("koordination@werdau.example", Function.COORDINATION, **werdau),
        "coach": person("coach@coaching.example", Function.COACH, **meerane),
        "polizei_zwickau": person("polizei@pd-zwickau.example", Function.POLICE, **zwickau),
        "polizei_chemnitz": person("polizei@pd-chemnitz.example", Function.POLICE, **chemnitz),
        "koordination_bund": person("koordination@bund.example", Function.COORDINATION, association=association),
        "frueher_landkreis": person(
            "frueher@landkreis.example", Function.DISTRICT, district=at.meerane.district, **over
        ),
        "coach_meerane_koordination_werdau": coach_and_coordinator,
        "polizei_zwickau_mitarbeit_werdau": police_and_staff,
        "wieder_koordination_meerane": once_more,
        "frueher_koordination_meerane": person("frueher@meerane.example", Function.COORDINATION, **meerane, **over),
        "kuenftig_koordination_meerane": person(
            "kuenftig@meerane.example", Function.COORDINATION, **meerane, starts_on=TOMORROW
        ),
        "frueher_leitung": person("frueher@lpr.example", Function.STATE_LEAD, **over),
        "frueher_polizei_zwickau": person("frueher@pd-zwickau.example", Function.POLICE, **zwickau, **over),
        "frueher_coach": person("frueher@coaching.example", Function.COACH, **meerane, **over),
        "ohne_funktion": person("ohne@stadt.example"),
        "gesperrt": locked_out,
        "fremd": None,
    }
