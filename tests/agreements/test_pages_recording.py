"""The pages on which agreements signed earlier are recorded, read, corrected and taken back."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.actions import recording
from agreements.earlier import Earlier
from agreements.importing import KINDS
from agreements.models import CooperationAgreement, RegisterCounter
from core.dates import Span
from core.exceptions import Conflict
from tests.agreements.asking import fresh, said, text, url, versioned
from tests.factories import AgreementFactory, MunicipalityFactory, caseworker
from tests.files import picture
from tests.life import REASON

pytestmark = pytest.mark.django_db
SOURCE = "ASSKomm, Meldung vom 25. Mai 2021"


def typed(*towns, **values):
    return {
        "kind": "agreement", "municipalities": [town.pk for town in towns], "police": "none", "day": "25.05.2021",
        "number": "unbekannt", "source": SOURCE, "signatories": "", "file_reference": "", **values,
    }  # fmt: skip


def recorded(*towns, day="2021-05-25", **values):
    known = Earlier(span=Span.parse(day), source=SOURCE, municipalities=list(towns), **values)
    return fresh(recording.record_earlier(by=caseworker(), known=known))


def test_one_is_recorded_with_everything_known(client_of, sachbearbeitung, meerane, pd_zwickau):
    lines = "Meerane: Erika Beispiel, Bürgermeisterin\nPolizei: –, Leitung der Polizeidirektion"
    file = SimpleUploadedFile("scan.png", picture())
    values = typed(meerane, police="zwickau", number="Nr. 21", signatories=lines, day="Mai 2021", file=file)
    response = client_of(sachbearbeitung).post(url("record"), values)
    row = fresh(CooperationAgreement.objects.get())
    assert (response.status_code, response.headers["Location"]) == (302, row.get_absolute_url())
    assert (row.signed_span.label, row.number_label, row.signed_copy.filename) == ("Mai 2021", "21", "scan.png")
    page = text(client_of(sachbearbeitung).get(row.get_absolute_url()))
    for words in ("unterzeichnet (nacherfasst)", "Mai 2021", "Erika Beispiel", "Name nicht überliefert", SOURCE):
        assert words in page
    assert "Scan fehlt" not in page
    assert "PDF ansehen" not in page


def test_a_nachtrag_is_drafted_and_not_recorded(client_of, sachbearbeitung, meerane):
    assert client_of(sachbearbeitung).post(url("record"), typed(meerane, kind="amendment")).status_code == 422
    with pytest.raises(Conflict, match="wird auf der Seite seiner Vereinbarung entworfen"):
        recorded(meerane, kind="amendment")
    assert "Nachtrag" not in KINDS
    assert not CooperationAgreement.objects.exists()


def test_page_says_what_is_missing_and_shows_number_and_place(client_of, sachbearbeitung, meerane, werdau):
    row = recorded(meerane, day="2021")
    AgreementFactory(signed=True, towns=[werdau], signed_on=date(2021, 3, 1))
    page = text(client_of(sachbearbeitung).get(row.get_absolute_url()))
    for words in (
        "Scan fehlt",
        "nicht überliefert",
        "gezählt wird ab dem 31. Dezember 2021",
        "unbekannt",
        "Unterzeichnung die 2.",
    ):
        assert words in page


def test_towns_read_what_was_recorded_but_not_the_place_among_others(client_of, koordination_meerane, meerane, werdau):
    row, stranger = recorded(meerane), recorded(werdau, day="2021-04")
    page = text(client_of(koordination_meerane).get(row.get_absolute_url()))
    assert "unterzeichnet (nacherfasst)" in page
    assert "Reihenfolge" not in page
    assert "Angaben berichtigen" not in page
    assert client_of(koordination_meerane).get(stranger.get_absolute_url()).status_code == 404
    recording.withdraw_recorded(row, by=caseworker(), reason=REASON)
    assert client_of(koordination_meerane).get(row.get_absolute_url()).status_code == 404


def test_list_and_file_show_number_day_and_place(client_of, sachbearbeitung, meerane, werdau):
    recorded(meerane, day="2021")
    AgreementFactory(signed=True, towns=[werdau], signed_on=date(2022, 3, 1))
    page = text(client_of(sachbearbeitung).get(url("list"), {"zustand": "recorded"}))
    for words in ("unbekannt", "nach Tag die 1.", "unterzeichnet (nacherfasst)", "Meerane"):
        assert words in page
    assert "Werdau" not in page
    rows = text(client_of(sachbearbeitung).get(url("export_csv"))).splitlines()
    line = next(row for row in rows if "Meerane" in row)
    assert ";unbekannt;1;;" in line
    assert f";{SOURCE};" in line
    assert "1 früher unterzeichnete hat keine bekannte Nummer." in next(row for row in rows if "Werdau" in row)


WRONG = [
    ({"number": "0"}, "Eine Registernummer liegt zwischen 1 und 9999."),
    ({"number": "-1"}, "Eine Registernummer liegt zwischen 1 und 9999."),
    ({"number": "1000000000"}, "Eine Registernummer liegt zwischen 1 und 9999."),
    ({"number": "einundzwanzig"}, "Bitte eine Nummer wie 21 oder „unbekannt“ eintragen."),
    ({"number": ""}, "Bitte „Registernummer“ ausfüllen."),
    ({"day": "26.04.2023"}, "Der Tag der Unterzeichnung liegt in der Zukunft."),
    ({"day": "05.02.2019"}, "Das Programm begann erst am 6. Februar 2019"),
    ({"day": "31.02.2021"}, "Den Tag „31.02.2021“ gibt es nicht."),
    ({"day": "irgendwann"}, "„irgendwann“ ist kein Tag."),
    ({"day": "06/2021 bis 05/2021"}, "Der Zeitraum endet vor seinem Beginn."),
    ({"source": ""}, "Bitte „Quelle“ ausfüllen."),
    ({"police": ""}, "Bitte „Polizeidirektion“ auswählen."),
    ({"municipalities": []}, "Bitte mindestens eine Kommune auswählen."),
    ({"signatories": "Werdau: A, B"}, "„Werdau“ ist keine Partei dieser Vereinbarung. Möglich sind: LPR, Meerane."),
    ({"signatories": "Meerane: Bürgermeister"}, "ist nicht klar, was Name und was Funktion ist"),
    ({"signatories": "Erika Beispiel, Bürgermeisterin"}, "fehlt die Partei"),
    ({"signatories": "Meerane: vertreten durch LPR"}, "Für eine Kommune kann nur eine andere Kommune"),
    ({"file": SimpleUploadedFile("scan.exe", b"MZ")}, "Bitte eine Datei der Art PDF"),
    ({"file": SimpleUploadedFile("scan.pdf", b"kein PDF")}, "PDF"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG, ids=[str(next(iter(wrong.values())))[:30] for wrong, _ in WRONG])
def test_nonsense_is_answered_with_what_to_do(client_of, wrong, sentence, sachbearbeitung, meerane):
    response = client_of(sachbearbeitung).post(url("record"), typed(meerane, **wrong))
    assert (response.status_code, sentence in text(response)) == (422, True), text(response)
    assert not CooperationAgreement.objects.exists()


def test_number_taken_is_told_with_whose_it_is(client_of, sachbearbeitung, meerane, werdau):
    recorded(meerane, number=21)
    response = client_of(sachbearbeitung).post(url("record"), typed(werdau, number="21"))
    assert response.status_code == 422
    assert "Die Registernummer 21 gehört schon zu: Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}21 Meerane" in text(
        response
    )


def test_number_far_ahead_is_taken_and_warned_of(client_of, sachbearbeitung, meerane):
    response = client_of(sachbearbeitung).post(url("record"), typed(meerane, number="400"))
    assert [level for level, _ in said(response)] == ["success", "warning"]
    assert CooperationAgreement.objects.get().register_number == 400


def test_dissolved_town_is_told(client_of, sachbearbeitung):
    gone = MunicipalityFactory(name="Altstadt", dissolved_on=date(2021, 1, 1))
    response = client_of(sachbearbeitung).post(url("record"), typed(gone))
    assert response.status_code == 422
    assert "Altstadt wurde am 1. Januar 2021 aufgelöst" in text(response)


def test_similar_one_is_shown_and_has_to_be_confirmed(client_of, sachbearbeitung, meerane):
    recorded(meerane)
    assert "weitere Vereinbarung derselben" not in text(client_of(sachbearbeitung).get(url("record")))
    values = typed(meerane, day="06/2021")
    response = client_of(sachbearbeitung).post(url("record"), values)
    assert response.status_code == 422
    assert "Für dieselben Kommunen gibt es schon: Kooperationsvereinbarung ohne bekannte Nummer Meerane" in text(
        response
    )
    assert client_of(sachbearbeitung).post(url("record"), values | {"is_another": "on"}).status_code == 302
    assert CooperationAgreement.objects.count() == 2


def test_scan_is_added_later_and_replaced(client_of, sachbearbeitung, meerane):
    row = recorded(meerane)
    assert "Erwartet werden" not in text(client_of(sachbearbeitung).get(url("signed_copy", row)))
    response = client_of(sachbearbeitung).post(
        url("signed_copy", row), {"file": SimpleUploadedFile("scan.png", picture())}
    )
    assert said(response) == [("success", "Die unterzeichnete Ausfertigung ist abgelegt.")]
    assert "Falschen Scan ersetzen" in text(client_of(sachbearbeitung).get(row.get_absolute_url()))


def test_there_is_no_pdf_of_ours(client_of, sachbearbeitung, meerane):
    row = recorded(meerane)
    response = client_of(sachbearbeitung).get(url("pdf", row))
    assert (response.status_code, response.headers["Location"]) == (302, row.get_absolute_url())


def test_what_is_known_is_corrected_with_a_reason(client_of, sachbearbeitung, meerane):
    row = recorded(meerane, day="2021", number=5)
    page = text(client_of(sachbearbeitung).get(url("correct_recorded", row)))
    assert 'value="2021"' in page
    values = typed(meerane, number="21")
    assert client_of(sachbearbeitung).post(url("correct_recorded", row), versioned(row, **values)).status_code == 422
    response = client_of(sachbearbeitung).post(url("correct_recorded", row), versioned(row, **values, reason=REASON))
    assert response.status_code == 302
    assert (fresh(row).number_label, fresh(row).signed_on) == ("21", date(2021, 5, 25))


def test_wrongly_recorded_one_is_taken_back(client_of, sachbearbeitung, meerane):
    row = recorded(meerane, number=5)
    assert "Registernummer 5 ist wieder frei" in text(client_of(sachbearbeitung).get(url("withdraw_recorded", row)))
    response = client_of(sachbearbeitung).post(url("withdraw_recorded", row), versioned(row, reason=REASON))
    assert response.status_code == 302
    page = text(client_of(sachbearbeitung).get(row.get_absolute_url()))
    assert "Erfassung zurückgenommen" in page
    for name in ("correct_recorded", "withdraw_recorded"):
        assert client_of(sachbearbeitung).get(url(name, row)).status_code == 302


@pytest.mark.parametrize("name", ["correct_recorded", "withdraw_recorded"])
def test_pages_of_recorded_ones_are_not_for_others(client_of, name, sachbearbeitung, koordination_meerane, meerane):
    row = AgreementFactory(signed=True, towns=[meerane])
    assert client_of(sachbearbeitung).get(url(name, row)).status_code == 302
    assert client_of(koordination_meerane).get(url(name, row)).status_code == 403


def test_lead_says_where_the_counting_begins(client_of, leitung, sachbearbeitung, meerane):
    assert client_of(sachbearbeitung).get(url("begin_numbering")).status_code == 403
    assert "Beginn der Zählung" in text(client_of(leitung).get(url("list")))
    assert client_of(leitung).post(url("begin_numbering"), {"first_number": "0", "reason": REASON}).status_code == 422
    assert client_of(leitung).post(url("begin_numbering"), {"first_number": "50", "reason": REASON}).status_code == 302
    assert RegisterCounter.objects.get().next_number == 50
    AgreementFactory(signed=True, towns=[meerane])
    assert "Die Zählung hat begonnen" in text(client_of(leitung).get(url("begin_numbering")))
    assert "Beginn der Zählung" not in text(client_of(leitung).get(url("list")))


def test_recording_is_for_those_who_write(client_of, koordination_meerane, sachbearbeitung):
    assert client_of(koordination_meerane).get(url("record")).status_code == 403
    assert client_of(sachbearbeitung).get(url("record")).status_code == 200
