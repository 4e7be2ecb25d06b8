"""Two towns with rows of everything, every text of them marked, so that a walk can see whose words stand where.

A mark looks like „GEHEIM-ALPHA-ENTWURF“: the town (ALPHA is Meerane, BETA is Werdau) and the row it belongs to.
"""

import io
import uuid
from datetime import date
from types import SimpleNamespace

from PIL import Image, PngImagePlugin

from accounts.functions import Function
from agreements.actions import drafting, fixing, review, signing
from agreements.actions.drafting import SignatoryEntry
from agreements.models import AgreementTemplate, CooperationAgreement, TemplateClause
from audit.actions import record_read
from audit.models import OutgoingMail
from core import dates
from core.visibility import Visibility
from documents.inspection import inspect
from municipalities.models import ContactPerson
from tests import factories, life
from tests.factories import AssignmentFactory, ContactFactory, caseworker, lead, person

YESTERDAY, TOMORROW = date(2023, 4, 24), date(2023, 4, 26)
LONG_AGO = date(2020, 1, 1)


NEITHER = bytes(code for code in range(256) if not chr(code).isascii() or not chr(code).isalnum())


def mark_of(*words):
    return "-".join(["GEHEIM", *words]).upper()


def squashed(text):
    """Letters and digits alone: line breaks, hyphenation and slugs of file names do not hide a mark."""
    return text.encode("ascii", "ignore").lower().translate(None, NEITHER)


def build(*, with_alpha=True):
    """Places, people and records of two towns, and the marks of all of them; Meerane's rows may be left for later."""
    life.load_samples()
    world = SimpleNamespace(agreements={}, documents={}, contacts={}, mails={}, places=places())
    alpha, beta = world.places.meerane, world.places.werdau
    zwickau, chemnitz = world.places.zwickau, world.places.chemnitz
    if with_alpha:
        fill_alpha(world)
        add(world, [alpha, beta], "GEMEINSAM", "", "consultation")
    add(world, [beta], "BETA", "ENTWURF", "draft")
    add(world, [beta], "BETA", "ABSTIMMUNG", "consultation", police=chemnitz)
    add(world, [beta], "BETA", "UNTERZEICHNET", "signed")
    for town, name in [(alpha, "ALPHA"), (beta, "BETA")] if with_alpha else [(beta, "BETA")]:
        type(town).objects.filter(pk=town.pk).update(
            name_hsb=mark_of(name, "ORT"), population_base=mark_of(name, "ORT")
        )
        keep_contact(world, mark_of(name, "KONTAKT"), municipality=town, visibility=Visibility.STATE_OFFICE)
        keep_contact(world, mark_of(name, "INTERN"), municipality=town, visibility=Visibility.OWN_PLACE)
    keep_contact(world, mark_of("POLIZEI", "KONTAKT"), municipality=None, police_directorate=zwickau)
    keep_contact(world, mark_of("AMT", "KONTAKT"), municipality=None)
    TemplateClause.objects.update(heading=mark_of("MUSTER"), text=mark_of("MUSTER"))
    world.template = AgreementTemplate.objects.first()
    world.people = people(world.places)
    return world


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


# --- Records ------------------------------------------------------------------------------------------------------


def add(world, towns, world_name, label, status, *, police=None):
    """An agreement in a state, every text of it marked, led there by the ordinary actions."""
    mark = mark_of(*filter(None, (world_name, label)))
    draft = drafting.create(
        by=caseworker(), municipalities=towns, police_directorate=police, file_reference=mark, day_note=mark
    )
    draft.clauses.update(heading=mark, template_text=mark)
    drafting.edit_text(draft, by=caseworker(), texts={clause.pk: mark for clause in draft.clauses.all()})
    entries = [SignatoryEntry(party.pk, mark, mark) for party in draft.parties.all()]
    drafting.edit_signatories(draft, by=caseworker(), entries=entries)
    if status == "withdrawn":
        signing.withdraw(draft, by=caseworker(), reason=mark)
    elif status != "draft":
        _show(draft, status, mark)
    row = CooperationAgreement.objects.for_detail().get(pk=draft.pk)
    world.agreements[mark] = row
    for document in filter(None, (row.final_document, row.signed_copy)):
        world.documents.setdefault(mark, []).append(document)
        world.mails[mark] = letter(mark)
        record_read("file", document, by=lead(), label=mark, municipalities=row.municipality_ids)
    return row


def _show(draft, status, mark):
    review.open_consultation(draft, by=caseworker())
    parties = draft.parties.all() if status != "consultation" else draft.parties.filter(municipality=None)[:1]
    for party in parties:
        review.consent(party, by=caseworker(), agreed_on=dates.today(), note=mark)
    if status == "consultation":
        return
    review.approve(draft, by=lead())
    if status == "approved":
        return
    fixing.finalise(draft, by=caseworker())
    signing.record_guests(draft, by=caseworker(), guests=[(mark, mark)])
    if status == "signed":
        for signatory in CooperationAgreement.objects.for_detail().get(pk=draft.pk).signatories:
            life.sign_as(signatory, place=mark, deputy_note=mark, signed_name=mark)
        signing.attach_signed_copy(draft, by=caseworker(), file=scan(mark))


def scan(mark):
    """A picture whose name and content carry the mark."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Description", mark)
    buffer = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(buffer, "PNG", pnginfo=info)
    return inspect(f"{mark}.png", buffer.getvalue())


def letter(mark):
    """A letter that was refused, every text of it marked."""
    return OutgoingMail.objects.create(
        recipient=f"{mark}@stadt.example", subject=mark, message_id=uuid.uuid4().hex, message=mark.encode(), attempts=1,
        last_error=mark,
    )  # fmt: skip


def keep_contact(world, mark, **values):
    marked = dict.fromkeys(("name", "office", "source", "phone"), mark)
    world.contacts[mark] = ContactFactory(
        email=f"{mark.lower()}@stadt.example", role=ContactPerson.Role.COORDINATION, **marked, **values
    )


# --- People -------------------------------------------------------------------------------------------------------


def people(at):
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
        "koordination_werdau": person("koordination@werdau.example", Function.COORDINATION, **werdau),
        "coach": person("coach@coaching.example", Function.COACH, **meerane),
        "polizei_zwickau": person("polizei@pd-zwickau.example", Function.POLICE, **zwickau),
        "polizei_chemnitz": person("polizei@pd-chemnitz.example", Function.POLICE, **chemnitz),
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
