"""The pages of an import: from the file to the records, who may call them, what bad input is answered."""

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from imports.models import DataImport, ImportRow
from imports.places import key_of
from municipalities.models import ContactPerson
from tests.imports.files import ONE, csv_file, uploaded, workbook
from tests.imports.steps import carried_out, mapped

pytestmark = pytest.mark.django_db
UNCLEAR = ["Merane", "", "Herr", "Max Muster", "Bürgermeister", "", "2021"]
UPLOAD = "/uebernahmen/neu/ansprechpersonen/"


def address(name, row):
    return reverse(f"imports:{name}", args=[row.pk])


def body(response):
    return response.content.decode()


def test_from_the_file_to_the_records_and_back(client_of, sachbearbeitung, meerane):
    browser = client_of(sachbearbeitung)
    answer = browser.post(UPLOAD, {"file": uploaded(workbook(ONE, UNCLEAR))})
    row = DataImport.objects.get()
    assert answer.url == address("columns", row)
    form = browser.get(answer.url).context_data["form"]
    assert (form.initial["body"], form.initial["office"]) == (0, 4)
    chosen = {name: str(position) for name, position in form.initial.items()}
    assert browser.post(answer.url, chosen).url == address("rows", row)
    page = body(browser.get(address("rows", row)))
    assert "1 Zeile wartet auf eine Entscheidung" in page
    assert "Was ist mit „Merane“ gemeint?" in page
    assert "Probelauf" not in page.split("<main")[1].split("app-steps")[0]
    assert browser.post(address("rows", row), {"zeile-3-ort_0": key_of(meerane)}).status_code == 302
    rehearsed = browser.post(address("rehearse", row))
    assert "2 Zeilen würden übernommen, 0 ausgelassen." in body(rehearsed)
    assert not ContactPerson.objects.exists()
    version = rehearsed.context_data["data_import"].version
    assert browser.post(address("carry_out", row), {"version": version}).url == address("detail", row)
    assert {contact.name for contact in ContactPerson.objects.all()} == {"Tia Köhler", "Max Muster"}
    assert "Rückgängig machen" in body(browser.get(address("detail", row)))
    assert browser.post(address("undo", row), {"reason": "zu kurz"}).status_code == 422
    assert browser.post(address("undo", row), {"reason": "Es war die falsche Liste."}).status_code == 302
    assert not ContactPerson.objects.exists()
    assert "Es war die falsche Liste." in body(browser.get(address("detail", row)))


def test_a_mapping_is_remembered_for_the_office(client_of, sachbearbeitung, leitung, meerane):
    head = ["Wo", "Wer", "Was"]
    browser = client_of(sachbearbeitung)
    browser.post(UPLOAD, {"file": uploaded(workbook(["Meerane", "Eva", "Amt"], head=head))})
    first = DataImport.objects.get()
    browser.post(address("columns", first), {"body": "0", "name": "1", "office": "2"})
    other = client_of(leitung)
    answer = other.post(UPLOAD, {"file": uploaded(workbook(["Meerane", "Max", "Amt"], head=head))})
    page = other.get(answer.url)
    assert page.context_data["form"].initial == {"body": 0, "name": 1, "office": 2}
    assert "zuletzt zugeordnet" in body(page)


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (lambda: uploaded(b"kein Text\x00", "k.csv"), "Zeichensatz"),
        (lambda: uploaded(csv_file(["Zwönitz"] * 7, encoding="cp850"), "k.csv"), "Die Umlaute der Datei lassen sich"),
        (lambda: uploaded(b"PK\x03\x04", "k.xlsx"), "beschädigt oder geschützt"),
        (lambda: uploaded(b"%PDF-1.7", "k.pdf"), "Bitte eine Datei der Art XLSX, CSV oder TXT auswählen."),
        (lambda: "", "Bitte eine Datei auswählen."),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_in_words(client_of, sachbearbeitung, file, words):
    answer = client_of(sachbearbeitung).post(UPLOAD, {"file": file()})
    assert answer.status_code == 422
    assert words in body(answer)
    assert not DataImport.objects.exists()


def test_the_same_file_twice_says_by_whom(client_of, sachbearbeitung, leitung, meerane):
    content = workbook(ONE)
    row, browser = carried_out(content, by=sachbearbeitung), client_of(leitung)
    answer = browser.post(UPLOAD, {"file": uploaded(content)})
    assert (answer.status_code, answer.url, DataImport.objects.count()) == (302, row.get_absolute_url(), 1)
    answer = browser.get(answer.url)
    assert "Diese Datei ist schon übernommen: am" in body(answer)
    assert "durch Sachbearbeitung ASSKomm" in body(answer)


def test_columns_and_decisions_are_checked(client_of, sachbearbeitung, meerane):
    browser, row = client_of(sachbearbeitung), mapped(workbook(UNCLEAR), by=sachbearbeitung)
    twice = browser.post(address("columns", row), {"body": "0", "office": "0"})
    assert twice.status_code == 422
    assert "ist schon für „Kommune“ gewählt" in body(twice)
    wrong = browser.post(address("rows", row), {"zeile-2-ort_0": "other", "zeile-2-anderer_0": "Quatschdorf"})
    assert wrong.status_code == 422
    assert "„Quatschdorf“ gibt es unter diesem Namen nicht." in body(wrong)
    assert browser.post(address("rows", row), {"zeile-2-anderer_0": "14524190"}).status_code == 302
    assert ImportRow.objects.get().finding == "ready"


def test_columns_nobody_asked_for_are_named(client_of, sachbearbeitung, meerane):
    head = ["Kommune", "Vorname", "Nachname", "Funktion"]
    browser = client_of(sachbearbeitung)
    browser.post(UPLOAD, {"file": uploaded(workbook(["Meerane", "Eva", "Beispiel", "Amt"], head=head))})
    row = DataImport.objects.get()
    browser.post(address("columns", row), {"body": "0", "office": "3"})
    assert "Keinem Feld zugeordnet: Vorname, Nachname." in body(browser.get(address("rows", row)))
    browser.post(address("columns", row), {"body": "0", "office": "3", "name": "2", "title": "1"})
    assert "Keinem Feld zugeordnet" not in body(browser.get(address("rows", row)))


def test_what_is_chosen_on_the_page_is_kept_when_the_rest_is_left_out(client_of, sachbearbeitung, meerane):
    browser, row = client_of(sachbearbeitung), mapped(workbook(ONE, UNCLEAR, UNCLEAR), by=sachbearbeitung)
    page = body(browser.get(address("rows", row)))
    assert 'name="befund" value="question" form="entscheidungen"' in page
    wrong = browser.post(address("rows", row), {"zeile-3-anderer_0": "Quatschdorf", "befund": "question"})
    assert wrong.status_code == 422
    assert set(row.rows.values_list("decision", flat=True)) == {""}
    chosen = {"zeile-3-ort_0": key_of(meerane), "befund": "question"}
    assert browser.post(address("rows", row), chosen).status_code == 302
    assert list(row.rows.values_list("number", "finding", "decision")) == [
        (2, "ready", ""), (3, "ready", ""), (4, "question", "skip"),
    ]  # fmt: skip


def test_lines_lead_to_what_came_of_them(client_of, sachbearbeitung, meerane):
    row = carried_out(workbook(ONE), by=sachbearbeitung)
    page = body(client_of(sachbearbeitung).get(address("rows", row)))
    assert f'href="{meerane.get_absolute_url()}#ansprechpersonen"' in page


def test_open_lines_are_skipped_together(client_of, sachbearbeitung, meerane):
    browser, row = client_of(sachbearbeitung), mapped(workbook(ONE, UNCLEAR, UNCLEAR), by=sachbearbeitung)
    assert browser.post(address("skip", row), {"befund": "question"}).status_code == 302
    assert list(row.rows.values_list("number", "decision")) == [(2, ""), (3, "skip"), (4, "skip")]
    assert browser.post(address("look_again", row)).status_code == 302


def test_lines_come_in_pages_and_by_their_questions(client_of, sachbearbeitung, meerane, count_queries):
    browser = client_of(sachbearbeitung)
    people = [["Meerane", "", "", f"Person {n}", "Amt", "", ""] for n in range(60)]
    long = mapped(workbook(UNCLEAR, *people), by=sachbearbeitung)
    short = mapped(workbook(UNCLEAR, people[0]), by=sachbearbeitung)
    assert len(browser.get(address("rows", long)).context_data["shown"].rows) == 50
    asked = browser.get(f"{address('rows', long)}?ansicht=fragen").context_data["shown"].rows
    assert [shown.row.number for shown in asked] == [2]
    assert count_queries(browser, address("rows", long)) == count_queries(browser, address("rows", short))


def test_a_discarded_file_is_gone(client_of, sachbearbeitung, meerane):
    browser, row = client_of(sachbearbeitung), mapped(by=sachbearbeitung)
    page = body(browser.get(address("discard", row)))
    assert "alle Entscheidungen dazu werden gelöscht" in page
    assert ImportRow.objects.exists()
    assert browser.post(address("discard", row)).url == reverse("imports:list")
    assert "Tia Köhler" not in body(browser.get(address("detail", row)))
    assert not ImportRow.objects.exists()


def test_the_template_is_a_workbook(client_of, sachbearbeitung):
    answer = client_of(sachbearbeitung).get("/uebernahmen/neu/beratungen/vorlage/")
    assert answer.content.startswith(b"PK")
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.parametrize("who", ["leserecht", "koordination_meerane", "beigeordnete_meerane"])
def test_others_are_kept_out(request, client_of, sachbearbeitung, meerane, who):
    row = carried_out(by=sachbearbeitung)
    browser = client_of(request.getfixturevalue(who))
    for name in ("detail", "columns", "rows", "undo"):
        assert browser.get(address(name, row)).status_code == 403
    assert browser.get(reverse("imports:list")).status_code == 403
    assert browser.post(address("undo", row), {"reason": "Es war die falsche Liste."}).status_code == 403
    assert ContactPerson.objects.count() == 1


def test_wrong_methods_and_strangers(client_of, sachbearbeitung, meerane):
    browser, row = client_of(sachbearbeitung), mapped(by=sachbearbeitung)
    events = AuditEvent.objects.count()
    for name in ("skip", "look_again", "rehearse", "carry_out"):
        assert browser.get(address(name, row)).status_code == 405
    assert browser.get("/uebernahmen/999/").status_code == 404
    assert browser.get("/uebernahmen/neu/nichts/").status_code == 404
    assert AuditEvent.objects.count() == events
