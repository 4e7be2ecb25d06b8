"""Imports by the administration: the same actions, a dry run unless told otherwise."""

import io

import pytest
from django.core.management import CommandError, call_command

from advice.models import Consultation, Contact
from audit.models import AuditEvent
from imports.models import DataImport
from municipalities.models import ContactPerson
from tests.imports.files import ONE, csv_file

pytestmark = pytest.mark.django_db
UNCLEAR = ["Merane", "", "", "Max Muster", "Bürgermeister", "", ""]


@pytest.fixture
def path(tmp_path):
    def kept(content):
        file = tmp_path / "liste.csv"
        file.write_bytes(content)
        return str(file)

    return kept


def run(*arguments):
    out = io.StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_a_dry_run_reports_and_leaves_nothing(path, meerane, sachbearbeitung):
    told = run("import_contacts", path(csv_file(ONE, UNCLEAR)), f"--by={sachbearbeitung.email}")
    assert told == [
        "Zeile 2: Tia Köhler, ASSKomm-Koordinatorin – Meerane (Landkreis Zwickau), seit 1. März 2023",
        "Zeile 3: ausgelassen. „Merane“ gibt es unter diesem Namen nicht.",
        "Probelauf, nichts geändert: 1 übernommen, 1 ausgelassen. Mit --write wird es eingetragen.",
    ]
    assert not ContactPerson.objects.exists()
    assert not DataImport.objects.exists()


def test_it_writes_in_the_name_of_an_account(path, meerane, sachbearbeitung):
    arguments = ["import_contacts", path(csv_file(ONE, UNCLEAR)), f"--by={sachbearbeitung.email}", "--write"]
    with pytest.raises(CommandError, match=r"Nichts geändert\. Noch nicht übernommen: Zeile 3"):
        run(*arguments)
    assert not DataImport.objects.exists()
    told = run(*arguments, "--place=Merane=Meerane")
    assert told[-1] == "Eingetragen: 2 übernommen, 0 ausgelassen."
    assert {event.actor for event in AuditEvent.objects.filter(action="add_contact")} == {sachbearbeitung}


def test_open_lines_may_be_skipped(path, meerane, sachbearbeitung):
    told = run(
        "import_contacts", path(csv_file(ONE, UNCLEAR)), f"--by={sachbearbeitung.email}", "--skip-open", "--write"
    )
    assert told[-1] == "Eingetragen: 1 übernommen, 1 ausgelassen."


def test_consultations_and_calls(path, meerane, sachbearbeitung):
    by = f"--by={sachbearbeitung.email}"
    talks = csv_file(["Meerane", "2022", "Rathaus"], head=["Kommune", "Tag", "Ort"])
    calls = csv_file(["Meerane", "1.2.2023", "Bittet um Rückruf"], head=["Kommune", "Tag", "Vermerk"])
    # „Ort“ is a name for the town in some lists; here the town has a column of its own.
    assert run("import_consultations", path(talks), by, "--write")[-1].startswith("Eingetragen: 1")
    assert run("import_calls", path(calls), by, "--write")[-1].startswith("Eingetragen: 1")
    assert (Consultation.objects.get().place, Contact.objects.get().text) == ("Rathaus", "Bittet um Rückruf")


@pytest.mark.parametrize("email", ["niemand@lpr.example", "koordination@meerane.example"])
def test_only_in_the_name_of_somebody_who_may_write(path, koordination_meerane, email):
    with pytest.raises(CommandError, match="kein Zugang der Geschäftsstelle"):
        run("import_contacts", path(csv_file(ONE)), f"--by={email}")


def test_a_file_that_is_not_there(sachbearbeitung):
    with pytest.raises(CommandError, match="lässt sich nicht lesen"):
        run("import_contacts", "/nirgends/liste.csv", f"--by={sachbearbeitung.email}")
