"""The pages of the consultations, and the Telefonvermerk with what stands beside it."""

import io
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdf import PdfReader

from advice.actions import consultations
from advice.actions.consultations import NextStep
from advice.models import Appointment, Consultation, Contact, Responsibility
from tasks.models import Task
from tests.factories import (
    AppointmentFactory,
    CallFactory,
    ConsultationFactory,
    ContactFactory,
    DistrictFactory,
    MunicipalityFactory,
    ResponsibilityFactory,
    StandingFactory,
    TaskFactory,
)
from tests.portal.page import Page, text

TODAY, TOMORROW = date(2023, 4, 25), date(2023, 4, 26)
CALL, AROUND = "/beratung/telefonvermerk/", "/beratung/telefonvermerk/umfeld/"
EMPTY_ROWS = {
    f"{prefix}-{name}": "0" for prefix in ("personen", "schritte") for name in ("TOTAL_FORMS", "INITIAL_FORMS")
}


def call(*towns, **values):
    typed = {"text": "Bitte um Rückruf.", "happened_on": "25.04.2023", "follow_up_on": "2023-05-02"} | values
    return typed | {"municipalities": [town.pk for town in towns]}


class TestCall:
    def test_saved_with_follow_up(self, client_of, sachbearbeitung, meerane):
        response = client_of(sachbearbeitung).post(CALL, call(meerane, caller_name="Koordination"))
        row = Contact.objects.get()
        assert (response.status_code, response["Location"]) == (302, row.get_absolute_url())
        assert (row.text, row.caller, row.towns) == ("Bitte um Rückruf.", "Koordination", [meerane])
        assert Task.objects.of(row).get().due_on == date(2023, 5, 2)

    def test_nothing_typed_is_lost_when_something_is_missing(self, client_of, sachbearbeitung, meerane):
        response = client_of(sachbearbeitung).post(CALL, call(happened_on="26.04.2023", follow_up_on="24.04.2023"))
        page = Page(response)
        assert response.status_code == 422
        assert page.errors() == [
            "Bitte mindestens eine Kommune auswählen.",
            "Bitte einen Tag ab heute wählen.",
            "Das Gespräch kann nicht in der Zukunft liegen. Bitte den Tag prüfen.",
        ]
        assert text(page.main.find(".//textarea")) == "Bitte um Rückruf."

    def test_without_javascript_the_town_is_taken_over_and_nothing_saved(self, client_of, sachbearbeitung, meerane):
        response = client_of(sachbearbeitung).post(CALL, call(meerane, uebernehmen="1"))
        page = Page(response)
        assert (response.status_code, Contact.objects.count()) == (200, 0)
        assert page.panel("bekannt-14524190") is not None
        assert text(page.main.find(".//textarea")) == "Bitte um Rückruf."
        assert [box.get("value") for box in page.all(".//input[@checked]")] == [str(meerane.pk)]

    def test_both_bernsdorfs_stand_with_their_districts(self, client_of, sachbearbeitung, landkreis_zwickau):
        bautzen = DistrictFactory(key="14625", name="Bautzen", display_name="Landkreis Bautzen")
        MunicipalityFactory(ags="14524010", name="Bernsdorf", district=landkreis_zwickau)
        MunicipalityFactory(ags="14625030", name="Bernsdorf", district=bautzen)
        labels = Page(client_of(sachbearbeitung).get(CALL)).texts(".//label")
        assert {"Bernsdorf (Landkreis Zwickau)", "Bernsdorf (Landkreis Bautzen)"} <= set(labels)

    def test_what_the_office_knows_stands_beside(self, client_of, sachbearbeitung, leitung, meerane, werdau):
        ResponsibilityFactory(municipality=meerane, user=leitung)
        ContactFactory(municipality=meerane, name="Tia Köhler", office="Koordinatorin", email="t@meerane.example")
        CallFactory(towns=[meerane, werdau], caller_office="Bauamt")
        ConsultationFactory(towns=[meerane])
        AppointmentFactory(towns=[meerane])
        TaskFactory(towns=[meerane], title="Muster senden")
        page = Page(client_of(sachbearbeitung).get(AROUND, {"municipalities": [meerane.pk]}))
        known = text(page.panel("bekannt-14524190"))
        assert all(words in known for words in ("Leitung der Geschäftsstelle", "Polizeidirektion Zwickau", "keine"))
        assert [words for words, _ in page.links(page.panel("frueher-14524190"))] == [
            "25. April 2023, 10:00 bis 11:30 Uhr", "Muster senden", "Beratung vom 25. April 2023",
            "Telefonvermerk vom 25. April 2023",
        ]  # fmt: skip
        assert [option.get("value") for option in page.all(".//datalist[@id='anrufende']/option")] == ["Tia Köhler"]

    def test_six_nearest_neighbours_in_one_order(self, client_of, sachbearbeitung, landkreis_zwickau):
        towns = [
            MunicipalityFactory(
                name=f"Ort {number}", district=landkreis_zwickau, latitude=Decimal("50.80"),
                longitude=Decimal("12.40") + Decimal(number) / 100,
            )
            for number in range(9)
        ]  # fmt: skip
        MunicipalityFactory(name="Ohne Lage", district=landkreis_zwickau)
        MunicipalityFactory(
            name="Aufgelöst", district=landkreis_zwickau, latitude=Decimal("50.80"), longitude=Decimal("12.40"),
            dissolved_on=date(2023, 1, 1),
        )  # fmt: skip
        page = Page(client_of(sachbearbeitung).get(AROUND, {"municipalities": [towns[0].pk]}))
        panel = page.panel(f"nachbarn-{towns[0].ags}")
        assert [words for words, _ in page.links(panel)] == [f"Ort {number}" for number in range(1, 7)]
        # A hundredth of a degree of longitude is 703 m here.
        assert page.texts(f".//section[@aria-labelledby='nachbarn-{towns[0].ags}']//p")[-1] == "4 km"

    def test_queries_do_not_grow_with_the_rows(self, client_of, sachbearbeitung, meerane, count_queries):
        address = f"{AROUND}?municipalities={meerane.pk}"

        def fill():
            ConsultationFactory(towns=[meerane])
            CallFactory(towns=[meerane])
            TaskFactory(towns=[meerane])
            AppointmentFactory(towns=[meerane])
            ContactFactory(municipality=meerane)

        fill()
        few = count_queries(client_of(sachbearbeitung), address)
        for _ in range(29):
            fill()
        assert count_queries(client_of(sachbearbeitung), address) == few

    @pytest.mark.parametrize("ids", [["x"], ["9" * 30], ["-1"], ["0"], []])
    def test_nonsense_in_the_address_is_nobody(self, client_of, sachbearbeitung, meerane, ids):
        response = client_of(sachbearbeitung).get(AROUND, {"municipalities": ids})
        assert response.status_code == 200
        assert Page(response).panel("bekannt") is not None

    def test_towns_and_readers_do_not_note_calls(self, client_of, leserecht, koordination_meerane):
        for user in (leserecht, koordination_meerane):
            assert client_of(user).get(CALL).status_code == 403
            assert "data-shortcut" not in client_of(user).get("/").content.decode()

    def test_the_button_is_on_every_page_of_who_may(self, client_of, sachbearbeitung):
        content = client_of(sachbearbeitung).get("/aufgaben/").content.decode()
        assert f'href="{CALL}" data-shortcut="t"' in content


class TestConsultation:
    def typed(self, *towns, **values):
        known = {"held_on": "25.04.2023", "mode": "on_site", "hours": "1,5", "result": "Ein Rat wird gegründet."}
        return EMPTY_ROWS | known | {"municipalities": [town.pk for town in towns]} | values

    def test_from_an_appointment(self, client_of, sachbearbeitung, meerane):
        met = AppointmentFactory(towns=[meerane], place="Rathaus")
        address = f"/beratung/neu/?termin={met.pk}"
        page = Page(client_of(sachbearbeitung).get(address))
        assert page.main.find(".//input[@name='place']").get("value") == "Rathaus"
        assert page.main.find(".//input[@name='hours']").get("value") == "1,5"
        steps = {
            "schritte-TOTAL_FORMS": "2", "schritte-0-title": "Muster senden", "schritte-0-side": "state_office",
            "schritte-0-due_on": "2023-05-02", "personen-TOTAL_FORMS": "1", "personen-0-office": "Ordnungsamt",
        }  # fmt: skip
        assert client_of(sachbearbeitung).post(address, self.typed(meerane) | steps).status_code == 302
        row = Consultation.objects.get()
        assert (row.hours, row.appointment, row.towns) == (Decimal("1.50"), met, [meerane])
        assert [task.title for task in Task.objects.of(row)] == ["Muster senden"]
        assert [str(person) for person in row.participants.all()] == ["Ordnungsamt"]

    @pytest.mark.parametrize(
        ("values", "message"),
        [
            ({"hours": "0"}, "Bitte eine Dauer zwischen einer Viertelstunde und acht Stunden angeben."),
            ({"hours": "9"}, "Bitte eine Dauer zwischen einer Viertelstunde und acht Stunden angeben."),
            (
                {"result": "Erst Rat \N{GRINNING FACE} dann Analyse"},
                "Diese Zeichen lassen sich nicht drucken: „\N{GRINNING FACE}“ (U+1F600). "
                "Bitte im Text ersetzen oder löschen.",
            ),
            ({"hours": "1,1"}, "Bitte auf Viertelstunden runden, zum Beispiel 1,25."),
            (
                {"held_on": "26.04.2023"},
                "Eine Beratung kann nicht in der Zukunft liegen. Bitte den Tag prüfen.",
            ),
        ],
    )
    def test_what_cannot_be_is_refused_with_what_to_do(self, client_of, sachbearbeitung, meerane, values, message):
        response = client_of(sachbearbeitung).post("/beratung/neu/", self.typed(meerane, **values))
        assert response.status_code == 422
        assert Page(response).errors() == [message]

    @pytest.mark.parametrize(
        ("row", "message"),
        [
            ({"schritte-0-title": "Muster"}, "Bitte angeben, bis wann der Schritt getan sein soll."),
            ({"schritte-0-title": "Muster", "schritte-0-due_on": "24.04.2023"}, "Bitte einen Tag ab heute wählen."),
            ({"schritte-0-due_on": "02.05.2023"}, "Bitte angeben, was bis dahin zu tun ist, oder den Tag leeren."),
            (
                {"schritte-0-title": "Muster", "schritte-0-due_on": "02.05.2032"},
                "Bitte die Jahreszahl prüfen: Der Tag liegt mehr als fünf Jahre voraus.",
            ),
            ({"personen-0-count": "2"}, "Bitte die Funktion angeben oder die Anzahl leeren."),
        ],
    )
    def test_half_a_row_is_asked_for_on_top_of_the_page(self, client_of, sachbearbeitung, meerane, row, message):
        rows = {"schritte-TOTAL_FORMS": "1", "schritte-0-side": "state_office", "personen-TOTAL_FORMS": "1"} | row
        response = client_of(sachbearbeitung).post("/beratung/neu/", self.typed(meerane) | rows)
        assert response.status_code == 422
        assert message in Page(response).errors()
        assert not Consultation.objects.exists()

    def test_a_page_that_arrived_incomplete_says_so_on_top(self, client_of, sachbearbeitung, meerane):
        response = client_of(sachbearbeitung).post(
            "/beratung/neu/", self.typed(meerane) | {"schritte-TOTAL_FORMS": "x"}
        )
        assert response.status_code == 422
        assert "Bitte die Seite neu laden: Sie ist unvollständig angekommen." in Page(response).errors()

    def test_edited_and_found_by_the_next_reader(self, client_of, sachbearbeitung, meerane):
        row = ConsultationFactory(towns=[meerane])
        address = reverse("advice:edit", args=[row.pk])
        assert client_of(sachbearbeitung).post(address, self.typed(meerane, version="1")).status_code == 302
        row.refresh_from_db()
        assert (row.result, row.version) == ("Ein Rat wird gegründet.", 2)
        stale = self.typed(meerane, version="1", result="Kein Rat.")
        assert client_of(sachbearbeitung).post(address, stale).status_code == 409

    def test_the_town_reads_what_is_shared_and_never_the_internal_note(
        self, client_of, sachbearbeitung, koordination_meerane, meerane
    ):
        row = consultations.record(
            by=sachbearbeitung, municipalities=[meerane], held_on=TODAY, result="Ein Rat wird gegründet.",
            internal_note="Vertraulich bleibt dies.",
            next_steps=[
                NextStep("state_office", "Intern nachfassen", TOMORROW), NextStep("municipality", "Rat laden", TOMORROW)
            ],
        )  # fmt: skip
        town = client_of(koordination_meerane)
        assert town.get(row.get_absolute_url()).status_code == 404
        assert town.get(reverse("advice:pdf", args=[row.pk])).status_code == 404
        client_of(sachbearbeitung).post(reverse("advice:share", args=[row.pk]))
        content = town.get(row.get_absolute_url()).content.decode()
        assert "Ein Rat wird gegründet." in content
        assert "Rat laden" in content
        assert "Vertraulich" not in content
        assert "Intern nachfassen" not in content
        for user in (koordination_meerane, sachbearbeitung):
            reader = PdfReader(io.BytesIO(client_of(user).get(reverse("advice:pdf", args=[row.pk])).content))
            words = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
            assert "Ein Rat wird gegründet." in words
            assert "Vertraulich" not in words
            assert ("Intern nachfassen" in words) == (user == sachbearbeitung)

    def test_list_by_town_district_and_topic(self, client_of, sachbearbeitung, meerane, werdau, loessnitz):
        ConsultationFactory(towns=[meerane, werdau])
        ConsultationFactory(towns=[loessnitz], held_on=date(2023, 4, 1))

        def found(query):
            page = Page(client_of(sachbearbeitung).get(f"/beratung/{query}"))
            return page.texts(".//tbody//th/a")

        assert found("") == ["Meerane und Werdau", "Lößnitz"]
        assert found("?landkreis=14524") == ["Meerane und Werdau"]
        assert found("?q=loessnitz") == ["Lößnitz"]
        assert found("?thema=unsinn") == ["Meerane und Werdau", "Lößnitz"]

    def test_list_begins_with_what_comes_next_and_who_called(
        self, client_of, sachbearbeitung, koordination_meerane, meerane, werdau
    ):
        CallFactory(towns=[werdau], text="Geheimer Anruf.")
        AppointmentFactory(towns=[werdau], takes_place_on=TOMORROW)
        AppointmentFactory(towns=[meerane])
        AppointmentFactory(towns=[meerane], takes_place_on=date(2023, 4, 19), agreed_on=date(2023, 4, 1))
        page = Page(client_of(sachbearbeitung).get("/beratung/"))
        assert page.rows("termine") == [
            "Meerane 25. April 2023, 10:00 bis 11:30 Uhr vor Ort", "Werdau 26. April 2023, 10:00 bis 11:30 Uhr vor Ort",
        ]  # fmt: skip
        assert len(page.rows("kontakte")) == 1
        found = Page(client_of(sachbearbeitung).get("/beratung/?q=werdau"))
        assert (found.panel("termine"), found.panel("kontakte")) == (None, None)
        own = Page(client_of(koordination_meerane).get("/beratung/"))
        assert (len(own.rows("termine")), own.panel("kontakte")) == (1, None)

    def test_queries_of_the_list_do_not_grow(self, client_of, sachbearbeitung, meerane, werdau, count_queries):
        def one_more():
            for factory in (ConsultationFactory, AppointmentFactory, CallFactory):
                factory(towns=[meerane, werdau])

        one_more()
        few = count_queries(client_of(sachbearbeitung), "/beratung/")
        for _ in range(29):
            one_more()
        assert count_queries(client_of(sachbearbeitung), "/beratung/") == few


class TestOthers:
    def test_arranged_from_a_call(self, client_of, sachbearbeitung, meerane):
        called = CallFactory(towns=[meerane])
        typed = {"municipalities": [meerane.pk], "takes_place_on": "2023-05-02", "start_time": "10:00", "minutes": "60"}
        address = f"/beratung/termine/neu/?kontakt={called.pk}"
        assert client_of(sachbearbeitung).post(address, typed | {"mode": "online"}).status_code == 302
        row = Appointment.objects.get()
        assert (row.contact, row.when_label) == (called, "2. Mai 2023, 10:00 bis 11:00 Uhr")
        ics = client_of(sachbearbeitung).get(reverse("advice:ics", args=[row.pk]))
        assert ics["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
        called_page = Page(client_of(sachbearbeitung).get(called.get_absolute_url()))
        assert ("Termin am 2. Mai 2023", row.get_absolute_url()) in called_page.links(called_page.panel("angaben"))
        for wrong in ("2023-04-24", "2032-05-02"):
            answer = client_of(sachbearbeitung).post(address, typed | {"mode": "online", "takes_place_on": wrong})
            assert answer.status_code == 422

    def test_info_pack_is_sent_and_kept(self, client_of, sachbearbeitung, meerane, mailoutbox):
        called = CallFactory(towns=[meerane], caller_name="Tia Köhler")
        ContactFactory(municipality=meerane, email="amt@meerane.example")
        ContactFactory(municipality=meerane, name="Tia Köhler", email="tia@meerane.example")
        address = reverse("advice:send_info_pack", args=[called.pk])
        page = Page(client_of(sachbearbeitung).get(address))
        assert page.main.find(".//input[@name='to']").get("value") == "tia@meerane.example"
        typed = {"municipality": meerane.pk, "to": "tia@meerane.example", "subject": "Infopaket", "text": "Guten Tag"}
        for wrong in ("keine", f"{'a' * 140}@meerane.example"):
            assert client_of(sachbearbeitung).post(address, typed | {"to": wrong}).status_code == 422
        assert client_of(sachbearbeitung).post(address, typed).status_code == 302
        assert [(mail.to, mail.subject) for mail in mailoutbox] == [(["tia@meerane.example"], "Infopaket")]
        assert Contact.objects.filter(channel="info_pack").count() == 1

    def test_standing_shows_on_the_page_of_the_town_for_the_office_only(
        self, client_of, sachbearbeitung, koordination_meerane, meerane
    ):
        StandingFactory(municipality=meerane)
        assert "ruhend seit" in text(Page(client_of(sachbearbeitung).get(f"/kommunen/{meerane.pk}/")).panel("beratung"))
        town = client_of(koordination_meerane).get(f"/kommunen/{meerane.pk}/")
        assert "ruhend" not in town.content.decode()

    def test_nothing_to_resume_is_said(self, client_of, sachbearbeitung, meerane):
        typed = {"kind": "resumed", "on": "25.04.2023", "reason": "Es soll weitergehen."}
        answer = client_of(sachbearbeitung).post(f"/beratung/stand/{meerane.pk}/", typed, follow=True)
        assert "nichts war zu beenden" in answer.content.decode()

    def test_responsibilities_are_the_leads(self, client_of, leitung, sachbearbeitung, meerane):
        assert client_of(sachbearbeitung).get("/beratung/zustaendigkeiten/").status_code == 200
        assert client_of(sachbearbeitung).get("/beratung/zustaendigkeiten/neu/").status_code == 403
        typed = {"user": sachbearbeitung.pk, "district": meerane.district_id, "starts_on": "25.04.2023"}
        both = client_of(leitung).post("/beratung/zustaendigkeiten/neu/", typed | {"municipality": meerane.pk})
        assert both.status_code == 422
        assert client_of(leitung).post("/beratung/zustaendigkeiten/neu/", typed).status_code == 302
        row = Responsibility.objects.get()
        end = reverse("advice:end_responsibility", args=[row.pk])
        assert client_of(leitung).post(end, {"ends_on": "30.04.2023"}).status_code == 302
        row.refresh_from_db()
        assert row.ends_on == date(2023, 4, 30)

    @pytest.mark.parametrize("name", ["detail", "pdf", "appointment", "ics", "contact"])
    def test_strangers_find_nothing(self, client_of, koordination_werdau, coach, meerane, name):
        rows = {
            "detail": ConsultationFactory, "pdf": ConsultationFactory, "appointment": AppointmentFactory,
            "ics": AppointmentFactory, "contact": CallFactory,
        }  # fmt: skip
        values = {"shared": True} if "Consultation" in rows[name].__name__ else {}
        address = reverse(f"advice:{name}", args=[rows[name](towns=[meerane], **values).pk])
        refused = 403 if name == "contact" else 404
        assert client_of(koordination_werdau).get(address).status_code == refused
        assert client_of(coach).get(address).status_code == 403
