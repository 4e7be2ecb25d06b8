"""Every page for every person: axe in light and dark at three widths, nothing wider than a phone, a silent console.

The addresses come from the URLconf. A new page is visited as soon as it has one; what its URL names beyond the ids
below has to be added here.
"""

import hashlib
import re

import pytest
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str

from agreements.actions import copies, proposals, signing
from agreements.models import AgreementTemplate
from agreements.transitions import Status
from documents import inspection
from municipalities.models import AssociationMembership, ContactPerson
from notices.models import Notice
from tests import life
from tests.factories import (
    AbsenceFactory,
    AppointmentFactory,
    BarrierReportFactory,
    CallFactory,
    ConfirmationRequestFactory,
    ConsultationFactory,
    ContactFactory,
    ContactNoticeFactory,
    InvitationFactory,
    NoticeFactory,
    PackageFactory,
    ResolutionFactory,
    ResponsibilityFactory,
    TaskFactory,
    caseworker,
)
from tests.imports import steps as imported
from tests.imports.files import workbook
from tests.journeys import addresses, steps, watch, world

pytestmark = pytest.mark.needs("chromium")

# Files, not pages.
FILES = {
    "agreements:pdf", "agreements:version_docx", "agreements:export_xlsx", "agreements:export_csv",
    "agreements:alone_export", "agreements:protocol", "agreements:register_sheet", "agreements:checklist_pdf",
    "agreements:signing_ics",
    "documents:download", "accounts:terms_pdf", "filing:file_package", "filing:package_file",
    "mfa_download_recovery_codes", "advice:pdf", "advice:ics", "portal:record_log_export", "portal:health",
    # Begins a draft and leads to its page; it has none of its own.
    "agreements:template_draft",
    # A part of the page of the Telefonvermerk, fetched while towns are ticked.
    "portal:call_surroundings", "imports:template",
}  # fmt: skip
# Takes a POST only, or opens by a link of one's own: tests/journeys/test_invitation.py looks at those.
ELSEWHERE = {
    "accounts:absence_end",
    "accounts:absence_review",
    "portal:news_seen",
    "portal:news_all_seen",
    "imports:skip",
    "imports:look_again",
    "imports:rehearse",
    "imports:carry_out",
    "portal:contact_confirm",
    "portal:contacts_confirm",
    "portal:mail_resend",
    "accounts:sessions_end",
    "accounts:resend",
    "accounts:revoke",
    "accounts:address_confirm",
    # Without a provider of identities there are none; tests/accounts/test_single_sign_on.py has one.
    "sso_start",
    "sso_callback",
    "accounts:sso_begin_connect",
    "accounts:sso_connect",
    "accounts:sso_disconnect",
}
# Whoever opens somebody else's link for a new password is signed out by it.
SIGNS_OUT = {"account_reset_password_from_key"}
SIGN_IN = "/konto/anmelden/"
# In which states a page about an agreement is looked at; the others when it is signed.
STATES = {
    "agreements:detail": tuple(Status),
    "agreements:text": (Status.DRAFT, Status.SIGNED),
    "agreements:clauses": (Status.DRAFT, Status.SIGNED),
    "agreements:new_clause": (Status.DRAFT,),
    "agreements:parties": (Status.DRAFT,),
    "agreements:signatories": (Status.DRAFT,),
    "agreements:open_consultation": (Status.DRAFT,),
    "agreements:withdraw": (Status.DRAFT,),
    "agreements:consent": (Status.CONSULTATION,),
    "agreements:correct_consent": (Status.CONSULTATION,),
    "agreements:take_back_consent": (Status.CONSULTATION,),
    "agreements:correct_consultation": (Status.CONSULTATION,),
    "agreements:propose": (Status.CONSULTATION,),
    "agreements:answer": (Status.CONSULTATION,),
    "agreements:review": (Status.CONSULTATION, Status.SIGNED),
    "agreements:comments": (Status.CONSULTATION, Status.SIGNED),
    "agreements:take_over": (Status.CONSULTATION,),
    "agreements:share": (Status.CONSULTATION,),
    "agreements:receive": (Status.CONSULTATION,),
    "agreements:station": (Status.CONSULTATION,),
    "agreements:resolution": (Status.CONSULTATION,),
    "agreements:replace_copy": (Status.ENDED,),
    "agreements:return_to_draft": (Status.CONSULTATION,),
    "agreements:approve": (Status.CONSULTATION,),
    "agreements:finalise": (Status.APPROVED,),
    "agreements:reopen": (Status.APPROVED,),
    "agreements:sign": (Status.FINALISED,),
}
PEOPLE = (
    None, "leitung", "sachbearbeitung", "leserecht", "koordination_meerane", "beigeordnete_meerane",
    "mitarbeit_meerane", "koordination_werdau", "coach", "polizei_zwickau",
)  # fmt: skip
REFUSED = {403, 404}
MAIN = "document.querySelector('main').innerHTML"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture(scope="module")
def saxony(transactional_db):
    return world.build()


@pytest.fixture(scope="module")
def pages(saxony):
    """All pages as (URL name, address), with Meerane's agreement in every state and one of five towns."""
    rows = {status: agreement_of_meerane(saxony, status) for status in Status}
    concluded = rows[Status.ENDED]
    NoticeFactory(kind=Notice.Kind.IMPRINT)
    signing.record_guests(concluded, by=caseworker(), guests=[("Erika Muster", "Amtsleitung")])
    scan = inspection.inspect("Ausfertigung.pdf", steps.scan_of(1))
    copies.attach_signed_copy(concluded, by=caseworker(), file=scan)
    party = rows[Status.CONSULTATION].parties.get(municipality=saxony.meerane)
    clause = party.agreement.clauses.get(position=3)
    comment = proposals.Comment("Bitte halbjährlich.", clause.pk, suggestion="Die Parteien treffen sich halbjährlich.")
    proposals.comment_on_clauses(party, by=saxony.koordination_meerane, comments=[comment], version=1)
    joint = life.agreement_in(Status.SIGNED, towns=list(saxony.silberberg), police=saxony.pd_chemnitz)
    life.agreement_in(Status.SIGNED, towns=[saxony.werdau], kind="preliminary", file_reference="LPR/Vorvereinbarung")
    others = {
        "template_id": AgreementTemplate.objects.get(kind="agreement").pk,
        "advice_contact_id": CallFactory(towns=[saxony.meerane]).pk,
        "appointment_id": AppointmentFactory(towns=[saxony.meerane]).pk,
        "consultation_id": ConsultationFactory(towns=[saxony.meerane], shared=True).pk,
        "import_kind": "ansprechpersonen",
        "import_id": imported.mapped(
            workbook(["Meerane", "", "", "Erika Beispiel", "Amt", "", ""], ["Merane", "", "", "Eva", "Amt", "x", "99"]),
            by=caseworker(),
        ).pk,
        "task_id": TaskFactory(towns=[saxony.meerane], side="municipality").pk,
        "responsibility_id": ResponsibilityFactory(municipality=saxony.meerane).pk,
        "contact_id": ContactPerson.objects.get(municipality=saxony.meerane).pk,
        **ids_of_bearers(saxony),
        "record_kind": "vereinbarung",
        "record_id": joint.pk,
        "extent": "neu",
        "package_id": PackageFactory(requested_by=saxony.sachbearbeitung, record_ids=[joint.pk]).pk,
        "kind": "kommune",
        "subject_id": saxony.meerane.pk,
        "mail_id": 0,
        "uidb36": user_pk_to_url_str(saxony.mitarbeit_meerane),
        "key": default_token_generator.make_token(saxony.mitarbeit_meerane),
        "user_id": saxony.mitarbeit_meerane.pk,
        "assignment_id": saxony.mitarbeit_meerane.assignments.get().pk,
        "invitation_id": InvitationFactory(function="mayor", municipality=saxony.meerane, token="muster").pk,
        "absence_id": AbsenceFactory().pk,
        "activation_id": saxony.meerane.activations.get().pk,
        "version": 1,
        "word": "impressum",
        "report_id": BarrierReportFactory().pk,
        "token": "muster",
        "pk": 0,
        "link": "bestaetigung",
        "notice_id": ContactNoticeFactory().pk,
    }
    ConfirmationRequestFactory(token="bestaetigung", municipality=saxony.meerane)
    found = [
        (name, addresses.of(name, addresses.ids_of(rows[status], **others)))
        for name in addresses.NAMES if name not in FILES | ELSEWHERE for status in STATES.get(name, (Status.SIGNED,))
    ]  # fmt: skip
    return [*found, ("agreements:detail", joint.get_absolute_url())]


def ids_of_bearers(saxony):
    """An association and a district of the register, and what Meerane has decided and whom it has in office."""
    membership = AssociationMembership.objects.filter(municipality=saxony.meerane).get()
    return {
        "association_id": membership.association_id,
        "membership_id": membership.pk,
        "district_id": saxony.meerane.district_id,
        "directorate_id": saxony.pd_zwickau.pk,
        "person_id": ContactFactory(municipality=saxony.werdau, name="Erika Beispiel").person_id,
        "resolution_id": ResolutionFactory(municipality=saxony.meerane, note="Mit großer Mehrheit.").pk,
    }


def agreement_of_meerane(saxony, status):
    reference = f"LPR-0144.5/{list(Status).index(status) + 1}/2023"
    return life.agreement_in(status, towns=[saxony.meerane], police=saxony.pd_zwickau, file_reference=reference)


@pytest.fixture(scope="module")
def looked_at():
    """Main parts looked at already, whoever saw them; the frame around them is on the person's other pages, too."""
    return set()


@pytest.mark.parametrize("name", PEOPLE)
def test_every_page(visit, saxony, pages, looked_at, name):
    person = getattr(saxony, name) if name else None
    visitor = visit(person)
    visitor.watch.intended = REFUSED
    found, seen = [], set()
    for address in addresses_for(person, pages):
        answer = visitor.page.goto(visitor.origin + address)
        assert answer.status in {200, *REFUSED}, f"{address} answered {answer.status}"
        # Not the sign-in page in place of the one that was meant.
        assert person is None or visitor.path != SIGN_IN, f"signed out before {address}"
        # One refusal looks like the other, and redirects lead to pages that come by themselves.
        page = answer.status if answer.status in REFUSED else answer.url
        if page not in seen:
            seen.add(page)
            found += look_once(visitor.page, looked_at)
    assert not found, "\n".join(found)


def addresses_for(person, pages):
    """What the person may open, one page that she may not, and one that does not exist; what signs her out is last."""
    closed = [address for name, address in pages if not addresses.admits(name, person)]
    signing_out = [address for name, address in pages if name in SIGNS_OUT]
    return [*open_to(person, pages), *closed[:1], "/gibt-es-nicht/", *signing_out]


def open_to(person, pages):
    return [address for name, address in pages if addresses.admits(name, person) and name not in SIGNS_OUT]


def look_once(page, looked_at):
    text = TOKEN.sub("", page.evaluate(MAIN))
    digest = hashlib.sha256(text.encode()).hexdigest()
    if digest in looked_at:
        return watch.look(page, widths=(watch.DESKTOP,), schemes=())
    looked_at.add(digest)
    return watch.look(page)


# Only a form that cannot be accepted empty is sent so.
ASKS_SOMETHING = "() => !!document.querySelector('main form[method=post]')?.querySelector('[required]')"
# Empties every control of the first form.
SEND_EMPTY = """() => {
    const form = document.querySelector('main form[method=post]')
    for (const control of form.elements) {
        if (control.type === 'checkbox') control.checked = false
        else if (!['hidden', 'radio', 'submit'].includes(control.type)) control.value = ''
    }
    form.requestSubmit()
}"""


def test_every_form_sent_empty(visit, saxony, pages):
    """Says what is missing, on a page as sound as the form was."""
    visitor = visit(saxony.leitung)
    # Some of what her functions admit is not there for anybody: no passkey, no mail that waits.
    visitor.watch.intended = {422, *REFUSED}
    found, sent = [], 0
    for address in open_to(saxony.leitung, pages):
        visitor.page.goto(visitor.origin + address)
        assert visitor.path != SIGN_IN, f"signed out before {address}"
        if "/konto/" not in address and visitor.page.evaluate(ASKS_SOMETHING):
            # Waited for from before it is sent: the answer of a quick page is there before the script's is.
            with visitor.page.expect_navigation():
                visitor.page.evaluate(SEND_EMPTY)
            assert visitor.page.get_by_role("heading", name="Bitte").count() > 0, address
            found += watch.look(visitor.page, widths=(watch.SMALLEST,))
            sent += 1
    assert sent > 20
    assert not found, "\n".join(found)
