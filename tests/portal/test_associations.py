"""Pages of associations and districts: who is a member when, what they bear, and who may change it."""

from datetime import date

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from core.visibility import Visibility
from municipalities.models import Association
from tests.factories import (
    AgreementFactory,
    AssociationFactory,
    AssociationMembershipFactory,
    ContactFactory,
    MunicipalityFactory,
    ResolutionFactory,
)
from tests.portal.page import Page, text

LIST = "/zusammenschluesse/"
NOT_OFFERED = "Bitte neu auswählen: Diese Möglichkeit gibt es hier nicht."
REASON = "Die Mitglieder haben es beschlossen."


@pytest.fixture
def bund(meerane, werdau, landkreis_zwickau):
    return AssociationFactory(name="Silberberg", district=landkreis_zwickau, seat="Meerane", members=[meerane, werdau])


def url(name, row):
    return reverse(f"portal:{name}", args=[row.pk])


def addresses(bund):
    """Everything only the office's writers may do."""
    membership = bund.memberships.first()
    return [
        reverse("portal:association_create"),
        url("association_edit", bund),
        url("association_join", bund),
        url("association_leave", membership),
        url("association_dissolve", bund),
    ]


class TestList:
    def test_each_row_tells_kind_district_members_and_seat(self, client_of, leserecht, bund, loessnitz):
        gone = AssociationMembershipFactory(
            association=bund, municipality=loessnitz, starts_on=date(2020, 1, 1), ends_on=date(2023, 4, 24)
        )
        assert gone.has_left
        page = Page(client_of(leserecht).get(LIST))
        assert [[text(cell) for cell in row] for row in page.all(".//tbody/tr")] == [
            ["Silberberg", "Städtebund", "Zwickau", "2", "Meerane"]
        ]
        assert page.links(page.main.find(".//tbody")) == [
            ("Silberberg", bund.get_absolute_url()),
            ("Zwickau", bund.district.get_absolute_url()),
        ]

    @pytest.mark.parametrize(
        ("query", "found"),
        [("q=silber", 1), ("q=werdau", 1), ("q=loessnitz", 0), ("q=%25", 0), ("art=alliance", 1), ("art=union", 0)],
    )
    def test_by_name_member_of_today_and_kind(self, client_of, leserecht, bund, query, found):
        page = Page(client_of(leserecht).get(f"{LIST}?{query}"))
        assert len(page.all(".//tbody/tr")) == found
        assert len(page.all(".//div[@class='app-empty']")) == 1 - found

    def test_queries_do_not_grow_with_the_rows(self, client_of, leserecht, bund, count_queries):
        browser = client_of(leserecht)
        few = count_queries(browser, LIST)
        for _ in range(29):
            AssociationFactory(members=[MunicipalityFactory(), MunicipalityFactory()])
        assert count_queries(browser, LIST) == few


class TestDetail:
    def test_members_of_today_by_name(self, client_of, leserecht, bund):
        page = Page(client_of(leserecht).get(bund.get_absolute_url()))
        assert page.title == "Städtebund Silberberg"
        assert page.rows("mitglieder") == [
            "Meerane Stadt im Landkreis Zwickau Mitglied seit 6. Februar 2019",
            "Werdau Große Kreisstadt im Landkreis Zwickau Mitglied seit 6. Februar 2019",
        ]
        assert [label for label, _ in page.links(page.panel("mitglieder"))] == ["Meerane", "Werdau"]

    def test_members_of_another_day(self, client_of, leserecht, bund, loessnitz):
        AssociationMembershipFactory(association=bund, municipality=loessnitz, starts_on=date(2023, 4, 26))
        browser = client_of(leserecht)
        before = Page(browser.get(bund.get_absolute_url(), {"am": "5.2.2019"}))
        assert before.rows("mitglieder") == []
        assert "An diesem Tag gehört ihm nach unserem Stand keine Kommune an." in text(before.panel("mitglieder"))
        after = Page(browser.get(bund.get_absolute_url(), {"am": "26.4.2023"}))
        assert [row.split()[0] for row in after.rows("mitglieder")] == ["Lößnitz", "Meerane", "Werdau"]
        assert [row.split()[0] for row in after.rows("kuenftige")] == ["Lößnitz"]

    def test_a_day_nobody_can_read_is_422(self, client_of, leserecht, bund):
        response = client_of(leserecht).get(bund.get_absolute_url(), {"am": "gestern"})
        assert response.status_code == 422
        assert "Bitte ein Datum wie 25.04.2023 eingeben." in response.content.decode()

    def test_a_town_opens_its_own_page_only(self, client_of, koordination_meerane, meerane, bund):
        page = Page(client_of(koordination_meerane).get(bund.get_absolute_url()))
        assert page.links(page.panel("mitglieder")) == [("Meerane", meerane.get_absolute_url())]
        assert page.links(page.main.find(".//div[@class='app-row app-row--start app-actions']")) == []

    def test_it_lists_the_agreements_it_bears_and_no_other(
        self, client_of, leserecht, koordination_meerane, bund, meerane
    ):
        borne = AgreementFactory(signed=True, towns=[])
        party = borne.parties.create(kind="association", association=bund, position=1)
        for town in bund.members_on(date(2023, 4, 25)):
            borne.coverage.create(municipality=town, party=party)
        draft = AgreementFactory(towns=[])
        draft.parties.create(kind="association", association=bund, position=1)
        AgreementFactory(signed=True, towns=[meerane])
        page = Page(client_of(leserecht).get(bund.get_absolute_url()))
        assert [link for _, link in page.links(page.panel("vereinbarungen"))] == [
            draft.get_absolute_url(), borne.get_absolute_url()
        ]  # fmt: skip
        # A town reads what covers it, and no draft of the office.
        page = Page(client_of(koordination_meerane).get(bund.get_absolute_url()))
        assert [link for _, link in page.links(page.panel("vereinbarungen"))] == [borne.get_absolute_url()]

    def test_it_lists_what_members_concluded_together_and_with_nobody_else(
        self, client_of, leserecht, bund, meerane, werdau, loessnitz
    ):
        """Silberberg: the towns sign, one of them has an agreement of its own beside it."""
        together = AgreementFactory(signed=True, towns=[meerane, werdau])
        AgreementFactory(signed=True, towns=[meerane])
        AgreementFactory(signed=True, towns=[meerane, werdau, loessnitz])
        page = Page(client_of(leserecht).get(bund.get_absolute_url()))
        assert [link for _, link in page.links(page.panel("vereinbarungen"))] == [together.get_absolute_url()]

    def test_what_it_keeps_inside_is_closed_to_others(self, client_of, leserecht, bund):
        ContactFactory(municipality=None, association=bund, name="Tia Köhler", visibility=Visibility.OWN_PLACE)
        assert "Tia Köhler" not in client_of(leserecht).get(bund.get_absolute_url()).content.decode()

    def test_queries_do_not_grow_with_the_rows(self, client_of, sachbearbeitung, bund, count_queries):
        def fill(rows):
            for position in range(rows):
                AssociationMembershipFactory(association=bund, starts_on=date(2020, 1, 1))
                ContactFactory(municipality=None, association=bund, name=f"Person {position}")
                ResolutionFactory(municipality=None, association=bund, number=f"{rows}/{position}")
                agreement = AgreementFactory(signed=True, towns=[])
                agreement.parties.create(kind="association", association=bund, position=1)

        browser = client_of(sachbearbeitung)
        fill(1)
        few = count_queries(browser, bund.get_absolute_url())
        fill(29)
        assert count_queries(browser, bund.get_absolute_url()) == few


class TestChanges:
    def test_founding(self, client_of, sachbearbeitung, meerane, werdau, landkreis_zwickau):
        values = {
            "kind": "alliance", "name": "Silberberg", "district": landkreis_zwickau.pk, "seat": "Meerane",
            "founded_on": "6.2.2019", "members": [meerane.pk, werdau.pk], "source": "Presse",
        }  # fmt: skip
        response = client_of(sachbearbeitung).post(reverse("portal:association_create"), values)
        row = Association.objects.get()
        assert (response.status_code, response["Location"]) == (302, row.get_absolute_url())
        assert (row.name, row.seat, row.founded_on) == ("Silberberg", "Meerane", date(2019, 2, 6))
        assert list(row.members_on(date(2019, 2, 6))) == [meerane, werdau]

    def test_one_member_is_none(self, client_of, sachbearbeitung, meerane, landkreis_zwickau):
        values = {"kind": "alliance", "name": "Einsam", "district": landkreis_zwickau.pk, "founded_on": "6.2.2019"}
        response = client_of(sachbearbeitung).post(
            reverse("portal:association_create"), values | {"members": [meerane.pk]}
        )
        assert response.status_code == 422
        assert Page(response).errors() == ["Bitte mindestens zwei Kommunen auswählen."]
        assert Page(response).main.find(".//input[@name='name']").get("value") == "Einsam"
        assert Association.objects.count() == 0

    def test_name_and_seat_are_corrected(self, client_of, sachbearbeitung, bund):
        browser = client_of(sachbearbeitung)
        page = Page(browser.get(url("association_edit", bund)))
        assert page.main.find(".//input[@name='name']").get("value") == "Silberberg"
        response = browser.post(url("association_edit", bund), {"name": "Silberne Berge", "seat": "Werdau"})
        assert (response.status_code, response["Location"]) == (302, bund.get_absolute_url())
        bund.refresh_from_db()
        assert (bund.name, bund.seat) == ("Silberne Berge", "Werdau")
        assert Association.objects.matching("silberne").get() == bund
        event = AuditEvent.objects.get(action="edit_association")
        assert (event.actor, event.before["Name"], event.after["Name"]) == (
            sachbearbeitung, "Silberberg", "Silberne Berge"
        )  # fmt: skip

    def test_a_name_is_not_emptied_nor_taken_twice(self, client_of, sachbearbeitung, bund, landkreis_zwickau):
        AssociationFactory(name="Goldberg", district=landkreis_zwickau)
        browser = client_of(sachbearbeitung)
        empty = browser.post(url("association_edit", bund), {"name": " ", "seat": "Werdau"})
        assert (empty.status_code, Page(empty).errors()) == (422, ["Bitte „Name“ ausfüllen."])
        assert browser.post(url("association_edit", bund), {"name": "Goldberg", "seat": ""}).status_code == 409
        bund.refresh_from_db()
        assert (bund.name, bund.seat) == ("Silberberg", "Meerane")

    def test_joining_leaving_and_dissolving(self, client_of, sachbearbeitung, bund, loessnitz):
        browser = client_of(sachbearbeitung)
        browser.post(url("association_join", bund), {"municipality": loessnitz.pk, "starts_on": "1.1.2023"})
        joined = bund.memberships.get(municipality=loessnitz)
        assert joined.starts_on == date(2023, 1, 1)
        browser.post(url("association_leave", joined), {"ends_on": "31.3.2023"})
        page = Page(browser.get(bund.get_absolute_url()))
        assert [row.split()[0] for row in page.rows("fruehere")] == ["Lößnitz"]
        response = browser.post(
            url("association_dissolve", bund), {"dissolved_on": "25.4.2023", "reason": REASON}, follow=True
        )
        assert Page(response).rows("mitglieder") == []
        bund.refresh_from_db()
        assert bund.dissolved_on == date(2023, 4, 25)

    @pytest.mark.parametrize(
        ("name", "typed", "message"),
        [
            ("join", {"municipality": "4711", "starts_on": "1.1.2023"}, NOT_OFFERED),
            ("join", {"municipality": "", "starts_on": "1.1.2023"}, "Bitte „Kommune“ auswählen."),
            ("dissolve", {"dissolved_on": "25.4.2023", "reason": ""}, "Bitte „Begründung“ ausfüllen."),
            ("dissolve", {"dissolved_on": "bald", "reason": REASON}, "Bitte ein Datum wie 25.04.2023 eingeben."),
        ],
    )
    def test_bad_input_is_422(self, client_of, sachbearbeitung, bund, name, typed, message):
        response = client_of(sachbearbeitung).post(url(f"association_{name}", bund), typed)
        assert (response.status_code, Page(response).errors()) == (422, [message])

    def test_leaving_before_joining_is_a_conflict(self, client_of, sachbearbeitung, bund):
        membership = bund.memberships.first()
        response = client_of(sachbearbeitung).post(url("association_leave", membership), {"ends_on": "1.1.2019"})
        assert response.status_code == 409
        assert "Die Mitgliedschaft begann erst am 6. Februar 2019." in response.content.decode()

    def test_places_that_are_no_more_are_not_offered(self, client_of, sachbearbeitung, bund, landkreis_zwickau):
        gone = MunicipalityFactory(name="Vergangen", district=landkreis_zwickau, dissolved_on=date(2023, 1, 1))
        browser = client_of(sachbearbeitung)
        for address in (reverse("portal:association_create"), url("association_join", bund)):
            assert "Vergangen" not in browser.get(address).content.decode()
        posted = browser.post(url("association_join", bund), {"municipality": gone.pk, "starts_on": "1.1.2023"})
        assert posted.status_code == 422

    def test_a_draft_begins_with_the_association(self, client_of, sachbearbeitung, leserecht, bund):
        link = ("Vereinbarung entwerfen", f"/vereinbarungen/neu/?zusammenschluss={bund.pk}")
        browser = client_of(sachbearbeitung)
        assert link in Page(browser.get(bund.get_absolute_url())).links()
        assert link not in Page(client_of(leserecht).get(bund.get_absolute_url())).links()
        chosen = Page(browser.get(link[1])).all(".//input[@checked]")
        assert [(field.get("name"), field.get("value")) for field in chosen] == [("associations", str(bund.pk))]


class TestWhoMay:
    @pytest.mark.parametrize(
        "who", ["leitung", "sachbearbeitung", "leserecht", "koordination_meerane", "koordination_werdau",
                "landratsamt_zwickau"],
    )  # fmt: skip
    def test_these_read(self, request, client_of, bund, who):
        browser = client_of(request.getfixturevalue(who))
        for address in (LIST, bund.get_absolute_url(), bund.district.get_absolute_url()):
            assert browser.get(address).status_code == 200

    @pytest.mark.parametrize("who", ["polizei_zwickau", "coach"])
    def test_others_do_not(self, request, client_of, bund, who):
        browser = client_of(request.getfixturevalue(who))
        for address in (LIST, bund.get_absolute_url(), bund.district.get_absolute_url(), "/landkreise/"):
            response = browser.get(address)
            assert response.status_code == 403
            assert "Silberberg" not in response.content.decode()

    @pytest.mark.parametrize("who", ["leserecht", "koordination_meerane", "landratsamt_zwickau", "polizei_zwickau"])
    def test_only_writers_of_the_office_change(self, request, client_of, bund, who):
        browser = client_of(request.getfixturevalue(who))
        for address in addresses(bund):
            assert (browser.get(address).status_code, browser.post(address).status_code) == (403, 403)

    def test_a_stranger_has_to_sign_in(self, client, bund):
        for address in (LIST, bund.get_absolute_url(), *addresses(bund)):
            assert client.get(address).status_code == 302

    def test_what_nobody_knows_is_404(self, client_of, sachbearbeitung, db):
        browser = client_of(sachbearbeitung)
        names = ("association", "association_edit", "association_join", "association_dissolve", "association_leave")
        for name in (*names, "district"):
            assert browser.get(reverse(f"portal:{name}", args=[4711])).status_code == 404

    def test_wrong_method_is_405(self, client_of, sachbearbeitung, bund):
        browser = client_of(sachbearbeitung)
        for address in (LIST, bund.get_absolute_url(), "/landkreise/", bund.district.get_absolute_url()):
            assert browser.post(address).status_code == 405
        assert [browser.put(address).status_code for address in addresses(bund)] == [405] * 5


class TestDistricts:
    def test_list_counts_towns_and_associations(self, client_of, leserecht, bund):
        page = Page(client_of(leserecht).get("/landkreise/"))
        assert [[text(cell) for cell in row] for row in page.all(".//tbody/tr")] == [
            ["Landkreis Zwickau", "PD Zwickau", "2", "1", "–"]
        ]

    def test_what_is_no_more_is_neither_counted_nor_listed(self, client_of, leserecht, bund, landkreis_zwickau):
        MunicipalityFactory(name="Vergangen", district=landkreis_zwickau, dissolved_on=date(2023, 1, 1))
        MunicipalityFactory(name="Endet heute", district=landkreis_zwickau, dissolved_on=date(2023, 4, 25))
        MunicipalityFactory(name="Endet morgen", district=landkreis_zwickau, dissolved_on=date(2023, 4, 26))
        AssociationFactory(name="Goldberg", district=landkreis_zwickau, dissolved_on=date(2023, 1, 1))
        browser = client_of(leserecht)
        listed = Page(browser.get("/landkreise/"))
        assert [[text(cell) for cell in row] for row in listed.all(".//tbody/tr")] == [
            ["Landkreis Zwickau", "PD Zwickau", "3", "1", "–"]
        ]
        page = Page(browser.get(landkreis_zwickau.get_absolute_url()))
        assert page.rows("kommunen") == ["Endet morgen Stadt", "Meerane Stadt", "Werdau Große Kreisstadt"]
        assert page.links(page.panel("zusammenschluesse")) == [("Silberberg", bund.get_absolute_url())]

    def test_list_is_the_offices(self, client_of, koordination_meerane, landratsamt_zwickau):
        for user in (koordination_meerane, landratsamt_zwickau):
            assert client_of(user).get("/landkreise/").status_code == 403

    def test_district_reads_its_own_and_opens_no_town(self, client_of, landratsamt_zwickau, bund, landkreis_zwickau):
        ContactFactory(municipality=None, district=landkreis_zwickau, name="Tia Köhler", office="Ordnungsamt")
        page = Page(client_of(landratsamt_zwickau).get(landkreis_zwickau.get_absolute_url()))
        assert page.rows("kommunen") == ["Meerane Stadt", "Werdau Große Kreisstadt"]
        assert page.links(page.panel("kommunen")) == []
        assert page.links(page.panel("zusammenschluesse")) == [("Silberberg", bund.get_absolute_url())]
        assert page.rows("ansprechpersonen")[0].startswith("TK Tia Köhler Ordnungsamt")

    def test_neighbour_writes_nothing_for_a_district(self, client_of, landratsamt_zwickau, erzgebirgskreis):
        browser = client_of(landratsamt_zwickau)
        assert browser.get(url("district_contact_create", erzgebirgskreis)).status_code == 404
        assert browser.get(url("district_resolution_create", erzgebirgskreis)).status_code == 404

    def test_queries_do_not_grow_with_the_rows(self, client_of, leserecht, bund, landkreis_zwickau, count_queries):
        browser = client_of(leserecht)
        addresses = (landkreis_zwickau.get_absolute_url(), "/landkreise/")
        few = [count_queries(browser, address) for address in addresses]
        for position in range(29):
            MunicipalityFactory(district=landkreis_zwickau)
            AssociationFactory(district=landkreis_zwickau)
            ResolutionFactory(municipality=None, district=landkreis_zwickau, number=f"{position}")
        assert [count_queries(browser, address) for address in addresses] == few
