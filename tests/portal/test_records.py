"""Logs: per record for the office, of reads for the Leitung, of oneself for everybody – and never of somebody else."""

import re
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import reverse

from accounts.models import User
from audit.actions import record, record_read
from audit.models import AuditEvent, ReadEvent
from core.access import iter_patterns
from core.checks import own_models
from core.visibility import Visibility
from municipalities.models import ContactPerson
from portal.subjects import SUBJECTS, log_url
from tests.architecture.sources import ROOT
from tests.factories import ContactFactory, caseworker, lead
from tests.life import agreement_in
from tests.portal.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(meerane):
    return agreement_in("finalised", towns=[meerane])


def rows(page):
    """The cells of each row of the table."""
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in page.all(".//tbody/tr")]


# --- Per record ---------------------------------------------------------------------------------------------------


def test_log_tells_who_what_before_after_and_why(meerane, client_of, leserecht):
    record(
        "rename", meerane, by=lead(), label="Umbenannt", before={"Name": "Mira", "Ort": "x"},
        after={"Name": "Meerane", "Ort": "x", "Art": "Stadt"}, reason="Eingemeindung",
    )  # fmt: skip
    (row,) = rows(Page(client_of(leserecht).get(log_url(meerane))))
    assert row[1:] == [
        "Umbenannt Meerane Begründung: Eingemeindung", "Leitung der Geschäftsstelle", "Name: Mira → Meerane Art: Stadt",
    ]  # fmt: skip


def test_log_of_a_town_tells_of_its_records_and_no_other_town(agreement, meerane, werdau, client_of, leitung):
    agreement_in("draft", towns=[werdau])
    labels = [row[1] for row in rows(Page(client_of(leitung).get(log_url(meerane))))]
    assert labels[0] == "Endfassung festgeschrieben Kooperationsvereinbarung Meerane"
    assert len(labels) == AuditEvent.objects.filter(municipality_ids=[meerane.pk]).count() > 5


def test_log_of_one_paper_tells_of_it_alone(agreement, client_of, leitung):
    labels = [row[1] for row in rows(Page(client_of(leitung).get(log_url(agreement.final_document))))]
    assert labels == [f"Endfassung gespeichert {agreement.final_document.filename}"]


def test_what_a_town_keeps_to_itself_has_no_log_for_the_office(meerane, client_of, leitung):
    contact = ContactFactory(municipality=meerane, visibility=Visibility.OWN_PLACE)
    assert client_of(leitung).get(log_url(contact)).status_code == 404


def test_log_is_the_offices(meerane, client, client_of, koordination_meerane, polizei_zwickau, coach):
    for person in (koordination_meerane, polizei_zwickau, coach):
        assert client_of(person).get(log_url(meerane)).status_code == 403
    assert client.get(log_url(meerane)).status_code == 302
    assert client_of(lead()).post(log_url(meerane)).status_code == 405


@pytest.mark.parametrize("address", ["/verlauf/zugang/1/", "/verlauf/kommune/0/", "/verlauf/kommune/999999/"])
def test_unknown_records_have_no_log(address, client_of, leitung):
    assert client_of(leitung).get(address).status_code == 404


def test_record_without_history_says_so(client_of, meerane, leitung):
    page = Page(client_of(leitung).get(log_url(meerane)))
    assert page.all(".//table") == []
    assert "Noch nichts geändert" in "".join(page.main.itertext())


def test_every_record_with_a_page_has_a_log():
    with_page = {model for model in own_models() if hasattr(model, "get_absolute_url")}
    assert with_page - set(SUBJECTS.values()) == set()


@pytest.mark.parametrize("count", [1, 30])
def test_log_costs_the_same_for_one_and_thirty_rows(count, meerane, client_of, leitung, django_assert_num_queries):
    for number in range(count):
        record("rename", meerane, by=lead(), label=f"Nummer {number}", municipalities=[meerane.pk])
    browser = client_of(leitung)
    with django_assert_num_queries(6):
        assert len(rows(Page(browser.get(log_url(meerane))))) == count


# --- As a file ----------------------------------------------------------------------------------------------------


def test_file_holds_the_whole_log_and_nothing_that_calculates(meerane, client_of, leitung):
    record("rename", meerane, by=lead(), label='=HYPERLINK("x")', after={"Name": "Mee;rane"}, reason="+1")
    response = client_of(leitung).get(f"{log_url(meerane)}csv/")
    head, line = response.content.decode("utf-8-sig").splitlines()
    assert head == "Zeitpunkt;Vorgang;Gegenstand;Person;Vorher und nachher;Begründung"
    assert line.split(";", 1)[1] == (
        '"\'=HYPERLINK(""x"")";Meerane;Leitung der Geschäftsstelle;"Name: – → Mee;rane";\'+1'
    )
    assert response["Content-Disposition"] == 'attachment; filename="Verlauf Meerane.csv"'
    assert response["Content-Type"] == "text/csv"


def test_taking_the_file_is_noted(meerane, client_of, leitung):
    record("rename", meerane, by=lead(), label="Umbenannt")
    client_of(leitung).get(f"{log_url(meerane)}csv/")
    event = ReadEvent.objects.get()
    assert (event.kind, event.subject, event.actor, event.details) == ("export", meerane, leitung, {"Zeilen": 1})


# --- Who has read -------------------------------------------------------------------------------------------------


def test_leitung_reads_who_was_given_the_papers_of_a_record(agreement, werdau, client_of, koordination_meerane):
    record_read("file", agreement.final_document, by=koordination_meerane, label="Endfassung heruntergeladen")
    record_read("pdf", agreement, by=caseworker(), label="Endfassung als PDF geöffnet", details={"Seiten": 4})
    record_read("file", werdau, by=caseworker(), label="Anderswo")
    told = rows(Page(client_of(lead()).get(f"{log_url(agreement)}gelesen/")))
    assert [(row[2], row[3]) for row in told] == [
        ("Sachbearbeitung ASSKomm", "PDF Seiten: 4"), ("Koordination Meerane", "Datei"),
    ]  # fmt: skip


def test_nobody_but_the_leitung_reads_who_read(agreement, client_of, sachbearbeitung, leserecht, koordination_meerane):
    for person in (sachbearbeitung, leserecht, koordination_meerane):
        assert client_of(person).get(f"{log_url(agreement)}gelesen/").status_code == 403
        assert "Wer hat gelesen?" not in client_of(person).get(log_url(agreement)).content.decode()


# --- Oneself, and nobody else -------------------------------------------------------------------------------------


def test_everybody_sees_what_she_did_and_nobody_elses(meerane, client_of, koordination_meerane, leitung):
    record("a", meerane, by=koordination_meerane, label="Von mir", after={"Name": "Inhalt"})
    record("b", meerane, by=leitung, label="Von der Leitung")
    for person, own, other in (
        (koordination_meerane, "Von mir", "Von der Leitung"), (leitung, "Von der Leitung", "Von mir"),
    ):  # fmt: skip
        page = Page(client_of(person).get("/meine-vorgaenge/"))
        assert [row[1:] for row in rows(page)] == [[own, "Meerane"]]
        assert other not in "".join(page.main.itertext())


def test_everybody_sees_what_she_was_given(meerane, client_of, coach, leitung):
    record_read("file", meerane, by=coach, label="Für mich")
    record_read("file", meerane, by=leitung, label="Für die Leitung")
    assert [row[1] for row in rows(Page(client_of(coach).get("/meine-vorgaenge/?art=gelesen")))] == ["Für mich Meerane"]


def test_own_page_does_not_tell_what_stood_in_it(meerane, client_of, koordination_meerane):
    """The town may since be somebody else's."""
    record("a", meerane, by=koordination_meerane, label="Von mir", before={"Name": "Geheim"}, reason="Vertraulich")
    content = client_of(koordination_meerane).get("/meine-vorgaenge/").content.decode()
    assert ("Geheim" in content, "Vertraulich" in content) == (False, False)


PERSON_ARGUMENTS = re.compile(r"(actor|user|person|employee|account|konto|bearbeiter|mitarbeiter)")


def asks_for_a_person(name, pattern):
    """Whether a URL takes somebody as its argument and shows a log of actions."""
    arguments = " ".join(pattern.pattern.regex.groupindex)
    return bool(PERSON_ARGUMENTS.search(arguments)) and bool(re.search(r"log|event|read|vorgang|verlauf", name))


def test_no_address_is_about_what_a_person_did():
    assert [name for name, pattern in iter_patterns() if asks_for_a_person(name, pattern)] == []


def test_planted_address_about_a_person_is_found():
    pattern = type("P", (), {"pattern": type("Q", (), {"regex": re.compile(r"x/(?P<user_id>\d+)/")})})
    assert asks_for_a_person("portal:user_events", pattern)


ACTOR_FILTER = re.compile(
    r"""(filter|exclude|order_by|values|values_list|annotate|aggregate|Count)\(([^)]*["', ])?actor"""
)


def filters_by_actor(text):
    return bool(ACTOR_FILTER.search(text))


def test_no_page_filters_sorts_or_counts_by_who_acted():
    found = [
        str(path.relative_to(ROOT))
        for app in set(settings.OWN_APPS) - {"audit"}
        for path in (ROOT / app).rglob("*.py")
        if filters_by_actor(path.read_text(encoding="utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize(
    "fault",
    [
        "events.filter(actor=person)",
        "events.filter(actor_id=request.GET['wer'])",
        "events.order_by('actor__name')",
        "events.values('actor').annotate(n=Count('pk'))",
        "events.values_list('label', 'actor_label')",
        "events.annotate(n=Count('actor'))",
    ],
)
def test_planted_list_by_person_is_found(fault):
    assert filters_by_actor(fault)


@pytest.mark.parametrize("query", ["actor={}", "person={}", "q=Leitung", "sortierung=person", "user={}", "wer={}"])
def test_parameters_change_nothing(query, meerane, client_of, sachbearbeitung, leitung):
    record("a", meerane, by=leitung, label="Eins")
    record("b", meerane, by=sachbearbeitung, label="Zwei")
    browser = client_of(sachbearbeitung)
    for address in (log_url(meerane), "/meine-vorgaenge/"):
        assert rows(Page(browser.get(f"{address}?{query.format(leitung.pk)}"))) == rows(Page(browser.get(address)))


def test_contact_page_leads_the_office_to_its_log(meerane, client_of, sachbearbeitung, koordination_meerane):
    contact = ContactFactory(municipality=meerane)
    assert ContactPerson.objects.count() == 1
    address = f"/ansprechpersonen/{contact.pk}/"
    assert ("Protokoll", log_url(contact)) in Page(client_of(sachbearbeitung).get(address)).links()
    assert "Protokoll" not in [label for label, _ in Page(client_of(koordination_meerane).get(address)).links()]


@pytest.mark.parametrize(
    ("at", "told"), [(None, "noch nie"), (datetime(2021, 12, 24, 6, 7, tzinfo=UTC), "schon erfolgt")]
)
def test_account_tells_whether_it_was_used_but_not_when(at, told, client_of, leitung, koordination_meerane):
    User.objects.filter(pk=koordination_meerane.pk).update(last_login=at)
    page = client_of(leitung).get(reverse("accounts:detail", args=[koordination_meerane.pk])).content.decode()
    assert told in page
    assert not re.search(r"2021|24\. Dezember|07:07", page)
