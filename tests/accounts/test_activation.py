"""A body acts only once it has agreed to the Nutzungsvereinbarung, and only as long as that lasts."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from pypdf import PdfReader

from accounts import actions, papers
from accounts.actions.activations import activate, end_activation, publish_usage_agreement
from accounts.functions import OF_ACTIVATED_BODIES, Function
from accounts.models import Activation, Assignment, Invitation, UsageAgreement, User
from accounts.samples import sample_text
from agreements.models import CooperationAgreement
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from documents.models import Document
from municipalities.models import ContactPerson, Municipality
from tests.factories import (
    AgreementFactory,
    AssignmentFactory,
    ContactFactory,
    DistrictFactory,
    MunicipalityFactory,
    UsageAgreementFactory,
    UserFactory,
    activated,
    lead,
)
from tests.files import scan

pytestmark = pytest.mark.django_db

YESTERDAY, TODAY, TOMORROW = date(2023, 4, 24), date(2023, 4, 25), date(2023, 4, 26)
REASON = "Die Gemeinde hat zum Jahresende gekündigt."


@pytest.fixture
def town():
    """A town of which only the office has records."""
    return MunicipalityFactory(name="Neustadt")


@pytest.fixture
def holder(town):
    """Somebody holds a function of a body that has not agreed, past every action."""

    def hold(function):
        body = {"district": town.district} if function == Function.DISTRICT else {"municipality": town}
        return AssignmentFactory(function=function, activates=False, **body).user

    return hold


# --- The door -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", OF_ACTIVATED_BODIES)
def test_nothing_opens_before_the_body_has_agreed(function, holder, town, client_of):
    user = holder(function)
    AgreementFactory(consultation=True, towns=[town])
    ContactFactory(municipality=town)
    for model in (CooperationAgreement, ContactPerson, Municipality, Assignment, Invitation, Activation):
        assert not model.objects.visible_to(user, as_=set(Function)).exists(), model
    assert user.functions_held() == frozenset()
    start = client_of(user).get("/")
    assert (start.status_code, "Sie haben heute keine Funktion" in start.content.decode()) == (200, True)
    assert "ruht" in client_of(user).get(reverse("accounts:account")).content.decode()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "opens"),
    [
        (YESTERDAY, None, True), (TODAY, None, True), (TOMORROW, None, False), (YESTERDAY, TODAY, True),
        (YESTERDAY, YESTERDAY, False),
    ],
)  # fmt: skip
def test_activation_counts_by_its_days(holder, town, starts_on, ends_on, opens):
    user = holder(Function.MAYOR)
    Activation.objects.create(
        municipality=town, usage_agreement=UsageAgreementFactory(), starts_on=starts_on, ends_on=ends_on,
        end_reason=REASON if ends_on else "",
    )  # fmt: skip
    assert Municipality.objects.visible_to(user, as_={Function.MAYOR}).exists() is opens


def test_activation_of_another_body_opens_nothing(holder, town, meerane):
    user = holder(Function.COORDINATION)
    activated(meerane), activated(town.district)
    assert user.functions_held() == frozenset()


def test_ended_and_agreed_again_opens_again(holder, town, leitung):
    user, terms = holder(Function.COORDINATION), UsageAgreementFactory()
    first = activate(town, by=leitung, usage_agreement=terms, starts_on=date(2020, 1, 1))
    end_activation(first, by=leitung, ends_on=date(2022, 12, 31), reason=REASON)
    assert User.objects.get(pk=user.pk).functions_held() == frozenset()
    activate(town, by=leitung, usage_agreement=terms, starts_on=TODAY)
    assert User.objects.get(pk=user.pk).functions_held() == {Function.COORDINATION}


def test_functions_of_others_do_not_wait_for_a_town(town, leitung, pd_zwickau):
    """Coach, police and office are no functions of the town."""
    coach = AssignmentFactory(function=Function.COACH, municipality=town, activates=False).user
    police = AssignmentFactory(function=Function.POLICE, police_directorate=pd_zwickau).user
    assert (coach.functions_held(), police.functions_held()) == ({Function.COACH}, {Function.POLICE})
    assert town in Municipality.objects.visible_to(leitung, as_={Function.STATE_LEAD})


# --- Granting and inviting ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("function", OF_ACTIVATED_BODIES)
def test_function_cannot_be_granted_before(function, town, leitung):
    body = {"district": town.district} if function == Function.DISTRICT else {"municipality": town}
    with pytest.raises(Conflict, match="ist nicht freigeschaltet"):
        actions.grant_function(UserFactory(), function, by=leitung, **body)
    assert not Assignment.objects.exclude(user=leitung).exists()


def test_command_refuses_with_a_sentence(town):
    with pytest.raises(CommandError, match="ist nicht freigeschaltet"):
        call_command("add_account", "k@stadt.example", "K", "coordination", "--ags", town.ags)
    assert not User.objects.filter(email="k@stadt.example").exists()


def test_invitation_is_refused_with_a_sentence(client_of, leitung, town):
    url = reverse("accounts:town_invite", args=[town.pk])
    assert "Nicht freigeschaltet" in client_of(leitung).get(url).content.decode()
    data = {"email": "neu@stadt.example", "name": "Neu", "function": "mayor"}
    answer = client_of(leitung).post(url, data)
    assert (answer.status_code, Invitation.objects.count()) == (409, 0)
    assert "Neustadt ist nicht freigeschaltet." in answer.content.decode()


# --- Activating ---------------------------------------------------------------------------------------------------


def post(browser, **values):
    data = {"usage_agreement": UsageAgreementFactory().pk, "starts_on": "2023-04-20", **values}
    return browser.post(reverse("portal:activation_create"), data)


def test_office_activates_with_day_version_and_paper(client_of, sachbearbeitung, town, holder):
    user, file = holder(Function.MAYOR), scan()
    upload = SimpleUploadedFile(file.filename, file.content, file.media_type)
    answer = post(client_of(sachbearbeitung), body=f"municipality-{town.pk}", file=upload)
    row = Activation.objects.get()
    assert (answer.status_code, answer.url) == (302, reverse("portal:activation", args=[row.pk]))
    assert (row.municipality, row.starts_on, row.usage_agreement.version, row.activated_by) == (
        town, date(2023, 4, 20), 1, sachbearbeitung,
    )  # fmt: skip
    document = Document.objects.get()
    assert document.sha256 == file.sha256
    # The town's own managers read it, other people of the town do not.
    assert document in Document.objects.visible_to(user, as_={Function.MAYOR})
    staff = AssignmentFactory(function=Function.MUNICIPAL_STAFF, municipality=town).user
    assert not Document.objects.visible_to(staff, as_={Function.MUNICIPAL_STAFF}).exists()
    assert AuditEvent.objects.about(row).get(action="activate").municipality_ids == [town.pk]


@pytest.mark.parametrize("kind", ["association", "district"])
def test_other_bodies_are_activated_alike(client_of, leitung, kind, landkreis_zwickau):
    from municipalities.models import Association  # noqa: PLC0415 -- only here

    union = Association.objects.create(
        kind="union", name="Wildenstein", district=landkreis_zwickau, founded_on=date(2000, 1, 1)
    )
    body = {"association": union, "district": landkreis_zwickau}[kind]
    assert post(client_of(leitung), body=f"{kind}-{body.pk}").status_code == 302
    assert Activation.objects.get().body == body


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": "municipality-0"}, "body"),
        ({"starts_on": "2023-04-26"}, "starts_on"),
        ({"starts_on": ""}, "starts_on"),
        ({"usage_agreement": "77"}, "usage_agreement"),
    ],
)
def test_what_is_wrong_is_said(client_of, leitung, town, values, field):
    answer = post(client_of(leitung), **{"body": f"municipality-{town.pk}", **values})
    assert (answer.status_code, field in answer.context["form"].errors) == (422, True)
    assert not Activation.objects.exists()


def test_body_is_activated_once_at_a_time(leitung, town):
    terms = UsageAgreementFactory()
    row = activate(town, by=leitung, usage_agreement=terms, starts_on=date(2022, 1, 1))
    with pytest.raises(Conflict, match="ist schon freigeschaltet, seit 1\\. Januar 2022"):
        activate(town, by=leitung, usage_agreement=terms, starts_on=TODAY)
    end_activation(row, by=leitung, ends_on=date(2022, 12, 31), reason=REASON)
    with pytest.raises(Conflict, match="schon freigeschaltet"):
        activate(town, by=leitung, usage_agreement=terms, starts_on=date(2022, 12, 31))
    assert activate(town, by=leitung, usage_agreement=terms, starts_on=date(2023, 1, 1)).pk


def test_end_has_day_and_reason_and_comes_once(client_of, leitung, beigeordnete_meerane, meerane):
    row = meerane.activations.get()
    url = reverse("portal:activation_end", args=[row.pk])
    assert client_of(leitung).post(url, {"ends_on": "2023-04-25", "reason": "kurz"}).status_code == 422
    assert client_of(leitung).post(url, {"ends_on": "2023-04-25", "reason": REASON}).status_code == 302
    row.refresh_from_db()
    assert (row.ends_on, row.end_reason, row.ended_by) == (TODAY, REASON, leitung)
    # It counts to its last day; functions stay recorded and rest.
    again = User.objects.get(pk=beigeordnete_meerane.pk)
    assert again.functions_held() == {Function.MAYOR}
    with dates.at(TOMORROW):
        assert again.functions_held() == frozenset()
    assert client_of(leitung).post(url, {"ends_on": "2023-04-26", "reason": REASON}).status_code == 409


@pytest.mark.parametrize("who", ["leserecht", "beigeordnete_meerane", "verwaltung_meerane", "koordination_meerane"])
def test_only_the_office_activates(request, client_of, who, meerane):
    browser, row = client_of(request.getfixturevalue(who)), meerane.activations.get()
    for name in ("portal:activation_end", "portal:activation_paper"):
        assert browser.get(reverse(name, args=[row.pk])).status_code == 403
    assert post(browser, body=f"municipality-{MunicipalityFactory().pk}").status_code == 403
    assert Activation.objects.filter(ends_on=None).count() == 1


# --- The text -----------------------------------------------------------------------------------------------------


def test_lead_publishes_the_sample_and_the_next_version_leaves_others_alone(client_of, leitung, town):
    browser, url = client_of(leitung), reverse("accounts:terms_edit")
    assert "Muster – rechtlich zu prüfen" in browser.get(url).content.decode()
    browser.post(url, {"text": sample_text()})
    first = UsageAgreement.objects.get()
    row = activate(town, by=leitung, usage_agreement=first, starts_on=TODAY)
    browser.post(url, {"text": "## Neu\n\nEin neuer Text."})
    assert list(UsageAgreement.objects.values_list("version", flat=True)) == [2, 1]
    row.refresh_from_db()
    assert row.usage_agreement == first
    # Sent twice is one version.
    assert publish_usage_agreement("## Neu\r\n\r\nEin neuer Text. ", by=leitung).version == 2


@pytest.mark.parametrize("who", ["sachbearbeitung", "leserecht", "beigeordnete_meerane"])
def test_only_the_lead_publishes(request, client_of, who):
    assert (
        client_of(request.getfixturevalue(who)).post(reverse("accounts:terms_edit"), {"text": "x"}).status_code == 403
    )


def test_text_is_read_as_headings_and_paragraphs():
    row = UsageAgreement(version=1, text="Vorab.\n\n## Eins\nGleich darunter.\n\nZweiter Absatz.\r\n\r\n## Zwei\n\n\n")
    assert row.sections == [("", ["Vorab."]), ("Eins", ["Gleich darunter.", "Zweiter Absatz."]), ("Zwei", [])]


def test_paper_for_signing_holds_the_text_and_is_reproducible():
    row = publish_usage_agreement(sample_text(), by=lead())
    content = papers.render(row)
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    assert "Muster – rechtlich zu prüfen" in text
    assert "Unterschriften" in text
    assert papers.render(row) == content


def test_district_of_another_key_is_no_body_of_the_town():
    assert not Activation.objects.of(activated(DistrictFactory())).filter(municipality__isnull=False).exists()
