"""Resolutions entered, read and corrected, with the paper that was signed."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import AuditEvent
from core.visibility import Visibility
from documents.models import Document
from municipalities.models import Resolution
from tests.factories import AgreementFactory, AssociationFactory, ResolutionFactory
from tests.files import pdf
from tests.portal.page import Page

TYPED = {
    "council": "Stadtrat",
    "number": "17/2023",
    "decided_on": "24.4.2023",
    "subject": "Abschluss der Kooperationsvereinbarung",
    "note": "",
    "url": "",
    "visibility": "4",
}
REASON = {"reason": "Die Nummer war falsch abgeschrieben."}


def create_url(town):
    return reverse("portal:resolution_create", args=[town.pk])


def correct_url(row):
    return reverse("portal:resolution_correct", args=[row.pk])


def paper():
    return SimpleUploadedFile("beschluss.pdf", pdf())


class TestCreate:
    @pytest.mark.parametrize("who", ["leitung", "sachbearbeitung", "koordination_meerane", "mitarbeit_meerane"])
    def test_office_and_town_enter(self, request, client_of, meerane, who):
        user = request.getfixturevalue(who)
        browser = client_of(user)
        response = browser.post(create_url(meerane), TYPED)
        row = Resolution.objects.get()
        assert (response.status_code, response["Location"]) == (302, row.get_absolute_url())
        assert (row.municipality, row.number, row.decided_on, row.visibility) == (
            meerane, "17/2023", date(2023, 4, 24), Visibility.PUBLIC
        )  # fmt: skip
        assert AuditEvent.objects.get(action="add_resolution").actor == user
        page = Page(browser.get(meerane.get_absolute_url()))
        assert page.rows("beschluesse") == [
            "Abschluss der Kooperationsvereinbarung Stadtrat, Beschluss 17/2023 24. April 2023"
        ]
        assert page.rows("verlauf")[0] == (
            "Beschluss gefasst 24. April 2023 Stadtrat, Beschluss 17/2023: Abschluss der Kooperationsvereinbarung"
        )

    def test_from_an_agreement_the_way_leads_back_to_it(self, client_of, koordination_meerane, werdau, meerane):
        shown = AgreementFactory(consultation=True, towns=[meerane])
        other = AgreementFactory(consultation=True, towns=[werdau])
        browser, party = client_of(koordination_meerane), shown.parties.get(kind="municipality")
        asked = reverse("agreements:resolution", args=[shown.pk, party.pk])
        address = f"{create_url(meerane)}?partei={party.pk}"
        assert (f"{address}", f'href="{asked}"') == (
            next(url for _, url in Page(browser.get(asked)).links() if "partei" in url),
            f'href="{asked}"' if asked in browser.get(address).content.decode() else "",
        )
        answer = browser.post(address, TYPED)
        row = Resolution.objects.get()
        assert answer["Location"] == f"{asked}?beschluss={row.pk}"
        assert f'value="{row.pk}" selected' in browser.get(answer["Location"]).content.decode()
        foreign = other.parties.get(kind="municipality").pk
        for nonsense in (foreign, "x", "9" * 30):
            again = browser.post(f"{create_url(meerane)}?partei={nonsense}", TYPED | {"number": f"1/{nonsense}"[:20]})
            assert again["Location"].startswith("/beschluesse/")

    def test_for_an_association_and_a_district(self, client_of, sachbearbeitung, meerane, landkreis_zwickau):
        bund = AssociationFactory(members=[meerane], district=landkreis_zwickau)
        browser = client_of(sachbearbeitung)
        for name, body in (("association", bund), ("district", landkreis_zwickau)):
            browser.post(reverse(f"portal:{name}_resolution_create", args=[body.pk]), TYPED)
            assert Resolution.objects.filter(**{name: body}).count() == 1
            assert Page(browser.get(body.get_absolute_url())).rows("beschluesse") == [
                "Abschluss der Kooperationsvereinbarung Stadtrat, Beschluss 17/2023 24. April 2023"
            ]

    def test_the_same_form_twice_is_one_resolution_with_one_paper(self, client_of, sachbearbeitung, meerane):
        browser = client_of(sachbearbeitung)
        for _ in range(2):
            browser.post(create_url(meerane), TYPED | {"file": paper()})
        assert (Resolution.objects.count(), Document.objects.count()) == (1, 1)
        page = Page(browser.get(Resolution.objects.get().get_absolute_url()))
        assert ("beschluss.pdf", Document.objects.get().get_absolute_url()) in page.links(page.panel("beschluss"))

    @pytest.mark.parametrize(
        ("typed", "message"),
        [
            ({"council": ""}, "Bitte „Gremium“ ausfüllen."),
            ({"subject": " "}, "Bitte „Gegenstand“ ausfüllen."),
            (
                {"decided_on": "26.4.2023"},
                "Bitte einen Tag bis heute angeben: Eingetragen wird, was beschlossen ist.",
            ),
            ({"decided_on": "im April"}, "Bitte ein Datum wie 25.04.2023 eingeben."),
            ({"visibility": "1"}, "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."),
        ],
    )
    def test_bad_input_is_422_and_nothing_typed_is_lost(self, client_of, koordination_meerane, meerane, typed, message):
        response = client_of(koordination_meerane).post(create_url(meerane), TYPED | typed)
        page = Page(response)
        assert (response.status_code, page.errors()) == (422, [message])
        assert page.main.find(".//input[@name='number']").get("value") == "17/2023"
        assert Resolution.objects.count() == 0

    def test_a_paper_that_is_none_keeps_the_resolution_out_too(self, client_of, koordination_meerane, meerane):
        file = SimpleUploadedFile("beschluss.pdf", b"no paper at all")
        response = client_of(koordination_meerane).post(create_url(meerane), TYPED | {"file": file})
        assert response.status_code == 422
        assert (Resolution.objects.count(), Document.objects.count()) == (0, 0)

    def test_a_number_is_taken_once(self, client_of, sachbearbeitung, meerane):
        ResolutionFactory(municipality=meerane, number="17/2023", decided_on=date(2023, 4, 24))
        response = client_of(sachbearbeitung).post(create_url(meerane), TYPED)
        assert response.status_code == 409
        assert "Einen Beschluss mit dieser Nummer gibt es von diesem Tag schon." in response.content.decode()


class TestCorrect:
    def test_what_was_wrong_is_corrected_with_a_reason(self, client_of, koordination_meerane, meerane):
        row = ResolutionFactory(municipality=meerane, number="71/2023", decided_on=date(2023, 4, 24))
        browser = client_of(koordination_meerane)
        page = Page(browser.get(correct_url(row)))
        assert page.main.find(".//input[@name='number']").get("value") == "71/2023"
        response = browser.post(correct_url(row), TYPED | REASON)
        assert (response.status_code, response["Location"]) == (302, row.get_absolute_url())
        row.refresh_from_db()
        assert row.number == "17/2023"
        event = AuditEvent.objects.get(action="correct_resolution")
        assert (event.reason, event.before["Beschlussnummer"]) == (REASON["reason"], "71/2023")

    def test_without_a_reason_nothing_changes(self, client_of, koordination_meerane, meerane):
        row = ResolutionFactory(municipality=meerane, number="71/2023")
        response = client_of(koordination_meerane).post(correct_url(row), TYPED | {"reason": ""})
        assert response.status_code == 422
        assert len(Page(response).errors()) == 1
        row.refresh_from_db()
        assert row.number == "71/2023"


class TestWhoMay:
    @pytest.mark.parametrize("who", ["leserecht", "coach", "polizei_zwickau"])
    def test_others_enter_and_correct_nothing(self, request, client_of, meerane, who):
        row = ResolutionFactory(municipality=meerane, number="1")
        browser = client_of(request.getfixturevalue(who))
        for address in (create_url(meerane), correct_url(row)):
            assert (browser.get(address).status_code, browser.post(address, TYPED).status_code) == (403, 403)
        assert Resolution.objects.get().number == "1"

    def test_a_neighbour_finds_nothing(self, client_of, koordination_werdau, meerane):
        row = ResolutionFactory(municipality=meerane, visibility=Visibility.STATE_OFFICE, subject="Geheim")
        browser = client_of(koordination_werdau)
        for address in (create_url(meerane), correct_url(row), row.get_absolute_url()):
            response = browser.get(address)
            assert response.status_code == 404
            assert "Geheim" not in response.content.decode()

    @pytest.mark.parametrize("rung", [Visibility.STATE_OFFICE, Visibility.NETWORK, Visibility.PUBLIC])
    def test_whatever_a_neighbour_may_read_it_does_not_correct(self, client_of, koordination_werdau, meerane, rung):
        row = ResolutionFactory(municipality=meerane, visibility=rung)
        assert client_of(koordination_werdau).post(correct_url(row), TYPED | REASON).status_code == 404
        assert AuditEvent.objects.filter(action="correct_resolution").count() == 0

    def test_a_reader_reads_without_a_way_to_correct(self, client_of, leserecht, meerane):
        row = ResolutionFactory(municipality=meerane, number="1")
        page = Page(client_of(leserecht).get(row.get_absolute_url()))
        assert page.title == "Stadtrat, Beschluss 1"
        assert correct_url(row) not in [link for _, link in page.links()]

    def test_a_stranger_has_to_sign_in(self, client, meerane):
        row = ResolutionFactory(municipality=meerane)
        addresses = (create_url(meerane), correct_url(row), row.get_absolute_url())
        assert [client.get(address).status_code for address in addresses] == [302, 302, 302]

    def test_wrong_method_is_405(self, client_of, sachbearbeitung, meerane):
        row = ResolutionFactory(municipality=meerane)
        browser = client_of(sachbearbeitung)
        assert browser.put(create_url(meerane)).status_code == 405
        assert browser.put(correct_url(row)).status_code == 405
        assert browser.post(row.get_absolute_url()).status_code == 405


def test_page_of_a_town_costs_the_same_for_one_and_thirty(client_of, sachbearbeitung, meerane, count_queries):
    browser = client_of(sachbearbeitung)
    ResolutionFactory(municipality=meerane)
    few = count_queries(browser, meerane.get_absolute_url())
    for position in range(29):
        ResolutionFactory(municipality=meerane, number=f"{position}")
    assert count_queries(browser, meerane.get_absolute_url()) == few
