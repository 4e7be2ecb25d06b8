"""Werdau's coordinator tries every address of Meerane's agreements, by typing them and by sending forms to them."""

import pytest

from agreements.actions import copies, drafting, signing, wording
from agreements.actions.drafting import SignatoryEntry
from agreements.models import CooperationAgreement
from agreements.transitions import Status
from audit.models import AuditEvent
from core.visibility import Visibility
from documents import inspection
from municipalities.models import ContactPerson
from tests import life
from tests.factories import (
    AppointmentFactory,
    CallFactory,
    ConsultationFactory,
    ContactFactory,
    InvitationFactory,
    ResolutionFactory,
    ResponsibilityFactory,
    TaskFactory,
    caseworker,
)
from tests.journeys import addresses, steps, world

pytestmark = pytest.mark.needs("chromium")

# Stands in everything about Meerane that is not public, and nowhere else.
MARK = "Rosenquarz"
REFUSALS = {403: "Dafür fehlt Ihnen die Berechtigung", 404: "Diese Seite gibt es nicht"}
# What an address has to name to be about Meerane; associations and districts are everybody's to read.
ABOUT = {
    "agreement_id", "document_id", "municipality_id", "contact_id", "person_id", "resolution_id", "advice_contact_id",
    "appointment_id", "consultation_id", "task_id", "responsibility_id", "user_id", "assignment_id", "invitation_id",
    "activation_id",
}  # fmt: skip
# No pages of their own: typed, they answer 405 before they look at anybody's data; sending to them is tried.
ONLY_SENT_TO = {
    "portal:contact_confirm", "portal:contacts_confirm", "portal:news_seen", "accounts:resend", "accounts:revoke",
}  # fmt: skip
# What the forms of the office would send; each field only where the form has it.
WOULD_SEND = {
    "version": "1", "reason": "Weil ich es gern so hätte.", "agreed_on": "2023-04-25", "signed_on": "2023-04-25",
    "mode": "video", "place": "Werdau", "deputy_note": "i. A.", "guests": "Jemand, Funktion", "note": "ja",
    "ended_on": "2023-04-25", "police": "none", "file_reference": "fremd", "office": "Amt", "role": "other",
    "starts_on": "2023-04-25", "visibility": "30",
}  # fmt: skip


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture(scope="module")
def secrets(saxony):
    """Meerane's agreements, one in consultation, one signed, all their words marked; Werdau has one of her own."""
    contact = ContactFactory(municipality=saxony.meerane, name=f"Frau {MARK}", office=f"Amt {MARK}")
    life.agreement_in(Status.CONSULTATION, towns=[saxony.werdau], file_reference="LPR/Werdau")
    consulted = marked_agreement(saxony, Status.CONSULTATION)
    signed = marked_agreement(saxony, Status.SIGNED)
    signing.record_guests(signed, by=caseworker(), guests=[(f"Gast {MARK}", "")])
    scan = inspection.inspect(f"{MARK}.pdf", steps.scan_of(1))
    copies.attach_signed_copy(signed, by=caseworker(), file=scan)
    rows = CooperationAgreement.objects.for_detail()
    resolution = ResolutionFactory(
        municipality=saxony.meerane, subject=f"{MARK} Beschluss", visibility=Visibility.STATE_OFFICE
    )  # fmt: skip
    own = {
        "contact_id": contact.pk, "person_id": contact.person_id, "resolution_id": resolution.pk,
        "link": "fremder-link", **advice_of(saxony.meerane), **people_of(saxony),
    }  # fmt: skip
    return [addresses.ids_of(rows.get(pk=row.pk), **own) for row in (consulted, signed)]


def advice_of(town):
    """A call, an appointment, a consultation that the town may read, and its own task."""
    consultation = ConsultationFactory(towns=[town], shared=True, result=f"{MARK} wird Pate.")
    return {
        "advice_contact_id": CallFactory(towns=[town], text=f"{MARK} bittet um Rückruf.").pk,
        "appointment_id": AppointmentFactory(towns=[town], place=f"Haus {MARK}").pk,
        "consultation_id": consultation.pk,
        "task_id": TaskFactory(towns=[town], side="municipality", title=f"{MARK} gießen").pk,
        "responsibility_id": ResponsibilityFactory(municipality=town).pk,
    }


def people_of(saxony):
    """Who has access for Meerane, who is invited to it, and the paper it rests on."""
    invitation = InvitationFactory(function="mayor", municipality=saxony.meerane, token="muster")
    return {
        "user_id": saxony.mitarbeit_meerane.pk,
        "assignment_id": saxony.mitarbeit_meerane.assignments.get().pk,
        "invitation_id": invitation.pk,
        "activation_id": saxony.meerane.activations.get().pk,
    }


def marked_agreement(saxony, status):
    reference = f"LPR-{MARK}/{status}"
    row = life.agreement_in(Status.DRAFT, towns=[saxony.meerane], police=saxony.pd_zwickau, file_reference=reference)
    entries = [SignatoryEntry(party.pk, f"{MARK}, {party.name}", MARK) for party in row.sorted_parties]
    drafting.edit_signatories(row, by=caseworker(), entries=entries)
    wording.edit_text(row, by=caseworker(), texts={clause.pk: f"{MARK} {clause.text}" for clause in row.clauses.all()})
    return life.lead_on(row, status)


def meeranes_addresses(secrets, *, without=frozenset()):
    """Every address that names something of Meerane's."""
    names = [name for name in addresses.NAMES.keys() - without if ABOUT & addresses.arguments_of(name)]
    return sorted({addresses.of(name, ids) for ids in secrets for name in names})


def facts():
    """Whatever a stranger could have changed."""
    rows = CooperationAgreement.objects.order_by("pk").values_list("status", "version", "file_reference", "signed_copy")
    contacts = ContactPerson.objects.order_by("pk").values_list("person__name", "office", "ends_on")
    return list(rows), list(contacts), AuditEvent.objects.count()


def assert_refused(said, status):
    """Whose it is, and that it exists, is not said either."""
    assert f">{REFUSALS[status]}</h1>" in said
    assert [word for word in (MARK, "Meerane", "LPR-") if word in said] == []


def test_typing_the_addresses(visit, saxony, secrets):
    stranger = visit(saxony.koordination_werdau)
    stranger.watch.intended = {403, 404}
    tried = meeranes_addresses(secrets, without=ONLY_SENT_TO)
    assert len(tried) > 60
    for address in tried:
        answer = stranger.page.goto(stranger.origin + address)
        assert answer.status in REFUSALS, f"{address} answered {answer.status}"
        assert_refused(stranger.page.content(), answer.status)
    for name, status in (("agreements:detail", 404), ("agreements:text", 403)):
        stranger.go(addresses.of(name, secrets[0]), status=status).look()


def test_sending_forms_to_them(visit, saxony, secrets):
    before = facts()
    stranger = visit(saxony.koordination_werdau).go("/konto/passwort-aendern/")
    token = stranger.page.locator("[name=csrfmiddlewaretoken]").first.input_value()
    for address in meeranes_addresses(secrets):
        answer = stranger.context.request.post(
            stranger.origin + address, form=WOULD_SEND | {"csrfmiddlewaretoken": token}
        )
        # 405: the address is for reading only and looks at nobody's data.
        assert answer.status in {*REFUSALS, 405}, f"POST {address} answered {answer.status}"
        if answer.status != 405:
            assert_refused(answer.text(), answer.status)
    assert facts() == before


def test_menu_start_and_list_show_only_hers(visit, saxony, secrets):
    stranger = visit(saxony.koordination_werdau).go("/")
    navigation = stranger.page.get_by_role("navigation", name="Hauptnavigation")
    assert navigation.get_by_role("link").all_inner_texts() == [
        "Übersicht",
        "Werdau",
        "Beratung",
        "Vereinbarungen",
        "Aufgaben",
    ]
    for entry in ("Übersicht", "Werdau", "Vereinbarungen"):
        said = stranger.menu(entry).page.content()
        assert "Werdau" in said
        assert [word for word in (MARK, "Meerane") if word in said] == []
    links = stranger.page.locator("tbody a").all_inner_texts()
    assert links == ["Werdau"]
