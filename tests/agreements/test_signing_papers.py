"""Unterzeichnungsprotokoll, Registerblatt and checklist on paper: what stands there, valid, the same every time."""

import io
from datetime import date, time

import pytest
from django.core import mail
from django.test import override_settings
from pypdf import PdfReader

from agreements import protocol, register_sheet
from agreements.actions import checking, originals, signed_files, signers, signing, signing_day, whereabouts
from agreements.actions.signers import Signer
from agreements.actions.signing_day import SigningPlan
from agreements.checklist import KEYS
from agreements.models import ChecklistTick, Signatory, SigningDay
from audit.models import AuditEvent, ReadEvent
from core import dates
from core.exceptions import Conflict
from documents.actions import content_of
from documents.inspection import inspect
from tests.agreements.asking import DAY, fresh, text, url
from tests.factories import caseworker
from tests.life import REASON, agreement_in, sign_as
from tests.signed_pdf import signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("papers_from_the_cache")]
TODAY = date(2023, 4, 25)


def words(content):
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages)


def squeezed(content):
    return "".join(words(content).split()).replace("-", "")


@pytest.fixture
def told(fixed):
    """Signed on two days by video, one of them by somebody else; guests, originals and a signed file."""
    office = caseworker()
    first, second, third = fixed.signatories
    Signatory.objects.filter(pk=second.pk).update(name="Jörg Beispiel", office="Bürgermeister")
    signers.change_signatory(
        second, by=office, signer=Signer("Anna Beispiel", "Erste Beigeordnete", "alderman"), reason=REASON
    )
    second.refresh_from_db()
    sign_as(first, seal="affixed", authority="head")
    signing.record_guests(fixed, by=office, guests=[("Armin Beispiel", "Staatssekretär")])
    rows = originals.count_originals(fixed, by=office, count=3)
    whereabouts.record_whereabouts(
        fixed, by=office, originals=[rows[1].pk], kind="under_way", party=rows[1].party, since_on=TODAY, note="Kurier"
    )
    with dates.at(date(2023, 4, 26)):
        sign_as(second, mode="video", place="", signed_name="", deputy_note="i. V. Erste Beigeordnete",
                medium="electronic", authority="alderman")  # fmt: skip
        sign_as(third, mode="video", place="Zwickau")
    file = inspect("signiert.pdf", signed(content_of(fixed.final_document)))
    signed_files.keep_signed_file(fixed, by=office, file=file)
    return fresh(fixed)


# --- The protocol -------------------------------------------------------------------------------------------------


def test_protocol_tells_who_when_where_and_which_files(told):
    content = protocol.protocol_paper(told)
    page = words(content)
    for sentence in (
        "Unterzeichnungsprotokoll", "Anna Beispiel, Erste Beigeordnete", "anstelle von Jörg Beispiel, Bürgermeister",
        "Beigeordnete/r (§ 55 SächsGemO)", "25. April 2023", "26. April 2023", "per Videokonferenz",
        "Armin Beispiel, Staatssekretär", "unterwegs an Stadt Meerane", "Kurier", "Sachbearbeitung ASSKomm",
    ):  # fmt: skip
        assert "".join(sentence.split()) in squeezed(content), sentence
    for document in (told.final_document, told.signed_files.get().document):
        assert document.sha256 in squeezed(content)
    assert told.text_hash[:16] in squeezed(content)
    assert "Dienstsiegel" in page


def test_same_rows_give_the_same_bytes_on_any_day(told):
    first = protocol.protocol_paper(told), register_sheet.register_sheet(told)
    with dates.at(date(2024, 1, 1)):
        assert (protocol.protocol_paper(told), register_sheet.register_sheet(told)) == first


def test_parties_read_the_protocol_and_it_is_noted(client_of, koordination_meerane, koordination_werdau, told):
    response = client_of(koordination_meerane).get(url("protocol", told))
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert response.content == protocol.protocol_paper(told)
    assert ReadEvent.objects.get().label == "Unterzeichnungsprotokoll als PDF geöffnet"
    assert client_of(koordination_werdau).get(url("protocol", told)).status_code == 404


def test_text_that_is_not_fixed_has_no_protocol(client_of, sachbearbeitung, meerane):
    draft = agreement_in("draft", towns=[meerane])
    assert client_of(sachbearbeitung).get(url("protocol", draft)).status_code == 404


# --- The register sheet -------------------------------------------------------------------------------------------


def test_register_sheet_is_one_page_with_days_and_what_came_later(told):
    with dates.at(date(2023, 5, 2)):
        signing.end(told, by=caseworker(), ended_on=date(2023, 5, 2), reason=REASON)
        content = register_sheet.register_sheet(told)
    assert len(PdfReader(io.BytesIO(content)).pages) == 1
    page = squeezed(content)
    for sentence in (
        "Registernummer1", "LPR-0144.5/50/2023", "beendet: Der Stadtrat hat", "Stadt Meerane", "Landkreis Zwickau",
        "anstelle von Jörg Beispiel", "schlussgezeichnet 25. April 2023",
    ):  # fmt: skip
        assert "".join(sentence.split()).replace("-", "") in page, sentence


def test_register_sheet_is_the_office_s_alone(client_of, leserecht, koordination_meerane, fixed):
    assert client_of(leserecht).get(url("register_sheet", fixed)).status_code == 200
    assert client_of(koordination_meerane).get(url("register_sheet", fixed)).status_code == 403


# --- Valid --------------------------------------------------------------------------------------------------------


@pytest.mark.needs("verapdf")
def test_papers_are_pdf_a_3a_and_pdf_ua_1(client_of, sachbearbeitung, told, tmp_path):
    from tests import verapdf  # noqa: PLC0415 -- only where a JDK is

    contents = {
        "protocol": protocol.protocol_paper(told),
        "sheet": register_sheet.register_sheet(told),
        "checklist": client_of(sachbearbeitung).get(url("checklist_pdf", told)).content,
    }
    for name, content in contents.items():
        (tmp_path / f"{name}.pdf").write_bytes(content)
    reports = verapdf.examine(tmp_path / f"{name}.pdf" for name in contents)
    assert {key: report.broken for key, report in reports.items()} == {
        (name, flavour): [] for name in contents for flavour in verapdf.FLAVOURS
    }


# --- The signing day ----------------------------------------------------------------------------------------------

PLAN = SigningPlan(date(2023, 5, 3), time(10), 90, "Rathaus Meerane", "https://video.example/1", "Zuerst die Stadt.")


def test_day_is_arranged_and_moved(client_of, koordination_meerane, koordination_werdau, fixed):
    day = signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN)
    assert signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN).sequence == 0
    moved = signing_day.arrange_signing(fixed, by=caseworker(), plan=SigningPlan(date(2023, 5, 4), place="Dresden"))
    assert (moved.pk, moved.sequence, moved.uid) == (day.pk, 1, day.uid)
    events = AuditEvent.objects.about(fixed).filter(action="arrange_signing").order_by("pk")
    assert [event.label for event in events] == [
        "Unterzeichnungstermin vereinbart: 3. Mai 2023, 10:00 Uhr", "Unterzeichnungstermin geändert: 4. Mai 2023",
    ]  # fmt: skip
    calendar = text(client_of(koordination_meerane).get(url("signing_ics", fixed)))
    assert "DTSTART;VALUE=DATE:20230504" in calendar
    assert "SEQUENCE:1" in calendar
    assert client_of(koordination_werdau).get(url("signing_ics", fixed)).status_code == 404


def test_day_comes_with_the_approval_and_goes_with_the_last_signature(meerane, concluded):
    with pytest.raises(Conflict, match="sobald der Text schlussgezeichnet"):
        signing_day.arrange_signing(concluded, by=caseworker(), plan=PLAN)
    with pytest.raises(Conflict, match="Bitte den Ort"):
        signing_day.arrange_signing(
            agreement_in("approved", towns=[meerane]), by=caseworker(), plan=SigningPlan(TODAY)
        )  # fmt: skip


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"takes_place_on": "31.02.2023"}, "takes_place_on"),
        ({"takes_place_on": "25.04.2093"}, "takes_place_on"),
        ({"takes_place_on": "24.04.2023"}, "takes_place_on"),
        ({"start_time": "25 Uhr"}, "start_time"),
        ({"minutes": "3"}, "minutes"),
        ({"place": ""}, "place"),
        ({"video_link": "javascript:alert(1)"}, "video_link"),
        ({"video_link": "im Teams-Raum"}, "video_link"),
    ],
)
def test_nonsense_about_the_day_is_answered(client_of, sachbearbeitung, fixed, data, field):
    valid = {"takes_place_on": DAY, "start_time": "10:00", "minutes": "60", "place": "Rathaus"}
    response = client_of(sachbearbeitung).post(url("signing_day", fixed), valid | data)
    assert (response.status_code, list(response.context["form"].errors)) == (422, [field])
    assert not SigningDay.objects.exists()
    assert client_of(sachbearbeitung).post(url("signing_day", fixed), valid).status_code == 302


@pytest.fixture
def letters():
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend"):
        yield mail.outbox


def test_day_is_called_off_and_everybody_hears_of_it(
    client_of, sachbearbeitung, koordination_meerane, koordination_werdau, fixed, letters
):  # fmt: skip
    office, valid = client_of(sachbearbeitung), {"takes_place_on": "03.05.2023", "minutes": "60", "place": "Rathaus"}
    assert office.get(url("call_off_signing", fixed)).status_code == 404
    office.post(url("signing_day", fixed), valid)
    for reason in ("krank", "Der Bürgermeister ist krank. " * 20):
        refused = office.post(url("call_off_signing", fixed), {"reason": reason})
        assert (refused.status_code, SigningDay.objects.get().is_called_off) == (422, False)
        assert reason.strip() in text(refused)
    for _ in range(2):
        assert office.post(url("call_off_signing", fixed), {"reason": REASON}).status_code == 302
    day = SigningDay.objects.get()
    assert (day.called_off_on, day.called_off_because, day.sequence) == (TODAY, REASON, 1)
    town = client_of(koordination_meerane)
    calendar, page = text(town.get(url("signing_ics", fixed))), text(town.get(fixed.get_absolute_url()))
    for line in ("STATUS:CANCELLED", "METHOD:CANCEL", "SEQUENCE:1"):
        assert line in calendar
    assert "abgesagt" in page
    assert REASON in page
    assert "Termin absagen" not in text(office.get(fixed.get_absolute_url()))
    heard = [letter.subject for letter in letters if letter.to == [koordination_meerane.email]]
    assert heard == [
        "ASSKomm: Ein Unterzeichnungstermin ist eingetragen",
        "ASSKomm: Ein Unterzeichnungstermin ist abgesagt",
    ]
    assert koordination_werdau.email not in [to for letter in letters for to in letter.to]
    assert all("Meerane" not in letter.subject + letter.body and REASON not in letter.body for letter in letters)


def test_day_called_off_is_planned_no_more_until_the_next(client_of, sachbearbeitung, fixed, letters):
    signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN)
    signing_day.call_off_signing(fixed, by=caseworker(), reason=REASON)
    assert "Noch kein Termin eingetragen." in text(client_of(sachbearbeitung).get(url("checklist", fixed)))
    assert "Termin" not in squeezed(protocol.protocol_paper(fresh(fixed)))
    again = signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN)
    assert (again.sequence, again.called_off_on, again.called_off_because) == (2, None, "")
    assert "STATUS:CONFIRMED" in text(client_of(sachbearbeitung).get(url("signing_ics", fixed)))
    # Neither action was given an address: an action called from a command writes to nobody.
    assert letters == []


def test_what_cannot_be_called_off(meerane, fixed):
    with pytest.raises(Conflict, match="kein Termin"):
        signing_day.call_off_signing(fixed, by=caseworker(), reason=REASON)
    signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN)
    for signatory in fixed.signatories:
        sign_as(signatory)
    with pytest.raises(Conflict, match="Alle haben unterzeichnet"):
        signing_day.call_off_signing(fixed, by=caseworker(), reason=REASON)


# --- The checklist ------------------------------------------------------------------------------------------------


def test_points_are_ticked_with_day_and_person(client_of, sachbearbeitung, leserecht, koordination_meerane, fixed):
    browser, address = client_of(sachbearbeitung), url("checklist", fixed)
    assert browser.post(address, {"keys": ["folders", "seal"]}).status_code == 302
    assert browser.post(address, {"keys": ["folders"]}).status_code == 302
    assert [tick.key for tick in ChecklistTick.objects.all()] == ["folders"]
    page = text(browser.get(address))
    assert f"1 von {len(KEYS)} erledigt" in page
    assert "erledigt am 25. April 2023 durch Sachbearbeitung ASSKomm" in page
    assert browser.post(address, {"keys": ["unfug"]}).status_code == 422
    assert client_of(koordination_meerane).get(address).status_code == 403
    assert client_of(leserecht).get(url("checklist_pdf", fixed)).status_code == 200


def test_same_ticks_again_leave_no_trace_and_unknown_ones_are_refused(fixed):
    for _ in range(2):
        checking.tick_off(fixed, by=caseworker(), keys={"folders"})
    assert AuditEvent.objects.about(fixed).filter(action="tick_off").count() == 1
    with pytest.raises(Conflict, match="unfug"):
        checking.tick_off(fixed, by=caseworker(), keys={"unfug"})


def test_points_are_preset_from_the_records(client_of, sachbearbeitung, fixed):
    signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN)
    page = text(client_of(sachbearbeitung).get(url("checklist", fixed)))
    for words_of_it in ("3. Mai 2023, 10:00 Uhr", "Rathaus Meerane", "https://video.example/1", "Zuerst die Stadt.",
                        "3 Ausfertigungen vorgeschlagen", "Keine Gäste eingetragen."):  # fmt: skip
        assert words_of_it in page


def test_protocol_names_the_day_that_was_planned(fixed):
    assert "Termin" not in squeezed(protocol.protocol_paper(fixed))
    signing_day.arrange_signing(fixed, by=caseworker(), plan=PLAN)
    assert "3.Mai2023,10:00Uhr,RathausMeeraneundperVideokonferenz" in squeezed(protocol.protocol_paper(fresh(fixed)))


def test_a_name_our_fonts_lack_stops_no_record(told, client_of, sachbearbeitung):
    """The agreed text refuses such a character; a record of who was there must not be kept from the file by it."""
    signing.record_guests(told, by=caseworker(), guests=[("Wang 中", "Generalkonsul")])
    row = fresh(told)
    assert "Wang[U+4E2D]" in squeezed(protocol.protocol_paper(row))
    assert client_of(sachbearbeitung).get(url("register_sheet", row)).status_code == 200
    assert client_of(sachbearbeitung).get(url("checklist_pdf", row)).status_code == 200
