"""Verteiler: from a filtered list to BCC text and Serienbrief; what is missing; that use is logged; who may."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from advice.models import Consultation
from audit.models import ReadEvent
from core.visibility import Visibility
from tests.factories import (
    AgreementFactory,
    AssociationFactory,
    ConsultationFactory,
    ContactFactory,
    PersonFactory,
)
from tests.portal.page import Page

pytestmark = pytest.mark.django_db
TOWNS = reverse("portal:mailing_kommunen")
ALL = "funktion=head&funktion=coordination&stelle=kommunen&adresse=funktion&portion=50"
WHY = {"zweck": "Einladung zur Regionalkonferenz", "als": "bcc"}


def head(town, **values):
    values = {"role": "head", "office": "Bürgermeister/in", "email": f"rathaus@{town.name.lower()}.example"} | values
    return ContactFactory(municipality=town, **values)


def portions(response):
    return [area.text for area in Page(response).all(".//textarea")]


def sheet(response):
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content) if response.streaming else response.content))
    rows = list(book["Verteiler"].iter_rows(values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]], book["Angaben"]


@pytest.mark.parametrize("who", ["leitung", "sachbearbeitung", "leserecht"])
def test_all_mayors_of_one_district(request, client_of, meerane, werdau, loessnitz, who):
    head(meerane), head(werdau), head(loessnitz)
    browser = client_of(request.getfixturevalue(who))
    response = browser.get(f"{TOWNS}?landkreis=14524")
    assert (response.status_code, Page(response).title) == (200, "Verteiler")
    # Reading the page hands nothing out.
    assert "@" not in "".join(Page(response).texts(".//section"))
    assert not ReadEvent.objects.exists()
    response = browser.post(f"{TOWNS}?landkreis=14524", WHY)
    assert portions(response) == ["rathaus@meerane.example; rathaus@werdau.example"]
    event = ReadEvent.objects.get()
    assert event.municipality_ids == sorted([meerane.pk, werdau.pk])
    assert event.details == {
        "Zweck": "Einladung zur Regionalkonferenz", "Liste": "Kommunen", "Filter": "Landkreis: Landkreis Zwickau",
        "Funktionen": "Leitung der Verwaltung", "Stellen": "Kommunen", "Ausgabe": "BCC-Text", "Empfänger": 2,
    }  # fmt: skip


def test_serienbrief_has_its_field_names_in_the_first_row(client_of, leitung, meerane):
    weber = PersonFactory(salutation="ms", title="Dr.", name="Erika Weber")
    head(meerane, person=weber, official_title="Bürgermeisterin", street="Lörracher Platz 1", postal_code="08393",
         city="Meerane", phone="=1+1")  # fmt: skip
    response = client_of(leitung).post(TOWNS, WHY | {"als": "xlsx"})
    assert response["Content-Disposition"] == 'attachment; filename="verteiler-2023-04-25.xlsx"'
    (row,), notes = sheet(response)
    assert row["Briefanrede"] == "Sehr geehrte Frau Bürgermeisterin Dr. Weber,"
    assert [row[f"Anschrift {number}"] for number in range(1, 7)] == [
        "Stadt Meerane", "Frau Bürgermeisterin", "Dr. Erika Weber", "Lörracher Platz 1", "08393 Meerane", None,
    ]  # fmt: skip
    assert (row["PLZ"], row["E-Mail"], row["Telefon"], row["Landkreis"]) == (
        "08393", "rathaus@meerane.example", "=1+1", "Landkreis Zwickau",
    )  # fmt: skip
    assert [cell.value for cell in notes["A"]][:3] == [
        "Verteiler", "Stichtag: 25. April 2023", "Zweck: Einladung zur Regionalkonferenz",
    ]  # fmt: skip
    assert ReadEvent.objects.get().details["Ausgabe"] == "Serienbrief (XLSX)"


def test_every_address_once_valid_and_in_portions(client_of, leitung, meerane, werdau, loessnitz):
    head(meerane, office_email="post@meerane.example")
    head(meerane, email="POST@meerane.example", role="coordination")
    head(werdau, email="kein@@rathaus")
    head(loessnitz, email="a@loessnitz.example, b@loessnitz.example", office_email="rathaus@loessnitz.example")
    browser = client_of(leitung)
    response = browser.post(f"{TOWNS}?{ALL.replace('portion=50', 'portion=1')}", WHY)
    assert portions(response) == ["rathaus@loessnitz.example", "post@meerane.example"]
    assert [row.split(",")[0] for row in Page(response).rows("ohne-mail")] == ["Bürgermeister/in Werdau Bearbeiten : "
                                                                              "Bürgermeister/in"]  # fmt: skip
    response = browser.post(f"{TOWNS}?{ALL.replace('adresse=funktion', 'adresse=person')}", WHY)
    assert portions(response) == ["rathaus@loessnitz.example; rathaus@meerane.example; POST@meerane.example"]


def test_towns_without_such_a_contact_and_data_nobody_confirmed(client_of, sachbearbeitung, meerane, werdau):
    head(meerane, entered_on=None)
    head(werdau, role="coordination")
    page = Page(client_of(sachbearbeitung).get(f"{TOWNS}?{ALL}"))
    assert page.rows("luecken") == [
        "Meerane Stadt im Landkreis Zwickau fehlt: Koordination Eintragen : Meerane",
        "Werdau Große Kreisstadt im Landkreis Zwickau fehlt: Leitung der Verwaltung Eintragen : Werdau",
    ]
    links = [link.get("href") for link in page.panel("luecken").findall(".//a")]
    assert f"{reverse('portal:contact_create', args=[werdau.pk])}?aufgabe=head" in links
    assert page.rows("unbestaetigt") == ["Bürgermeister/in Meerane Bearbeiten : Bürgermeister/in"]


def test_what_a_town_keeps_to_itself_is_not_even_counted(client_of, leitung, meerane, werdau):
    head(werdau)
    browser, url = client_of(leitung), f"{TOWNS}?{ALL}"
    before = browser.get(url).content
    head(meerane, name="Geheime Person", visibility=Visibility.OWN_PLACE, email="geheim@meerane.example")
    head(meerane, role="coordination", visibility=Visibility.OWN_PLACE)
    after = browser.get(url).content
    token = b'name="csrfmiddlewaretoken"'
    assert [line for line in after.splitlines() if token not in line] == [
        line for line in before.splitlines() if token not in line
    ]
    assert b"geheim" not in browser.post(url, WHY).content


def test_from_other_lists_and_never_to_invented_towns(client_of, leitung, meerane, werdau, loessnitz, musterstadt):
    head(meerane), head(werdau), head(loessnitz), head(musterstadt)
    AgreementFactory(signed=True, towns=[meerane])
    AgreementFactory(signed=True, towns=[musterstadt])
    AssociationFactory(name="Silberberg", members=[werdau, loessnitz])
    ConsultationFactory(towns=[loessnitz])
    assert Consultation.objects.count() == 1
    browser = client_of(leitung)
    found = {
        name: portions(browser.post(f"{reverse(f'portal:mailing_{name}')}?{query}", WHY))
        for name, query in (("vereinbarungen", "zustand=signed"), ("zusammenschluesse", "q=silberberg"),
                            ("beratung", "landkreis=14521"))
    }  # fmt: skip
    assert found == {
        "vereinbarungen": ["rathaus@meerane.example"],
        "zusammenschluesse": ["rathaus@lößnitz.example; rathaus@werdau.example"],
        "beratung": ["rathaus@lößnitz.example"],
    }


def test_police_districts_and_associations_of_these_towns(client_of, leitung, meerane, loessnitz, landkreis_zwickau):
    union = AssociationFactory(members=[meerane])
    for address, body in (
        ("pd@polizei.example", {"police_directorate": landkreis_zwickau.police_directorate}),
        ("kreis@zwickau.example", {"district": landkreis_zwickau}), ("bund@silber.example", {"association": union}),
        ("fremd@erzgebirge.example", {"district": loessnitz.district}), ("lpr@lpr.example", {}),
    ):  # fmt: skip
        ContactFactory(municipality=None, role="head", email=address, **body)
    query = "landkreis=14524&funktion=head&stelle=polizei&stelle=landkreise&stelle=zusammenschluesse&adresse=person"
    (text,) = portions(client_of(leitung).post(f"{TOWNS}?{query}&portion=50", WHY))
    assert set(text.split("; ")) == {"pd@polizei.example", "kreis@zwickau.example", "bund@silber.example"}


@pytest.mark.parametrize(
    ("query", "sent", "words"),
    [
        ("", {"zweck": "", "als": "bcc"}, "Bitte „Zweck“ ausfüllen."),
        ("", {"zweck": "Post", "als": "bcc"}, "Bitte etwas ausführlicher: mindestens 5 Zeichen."),
        (ALL.replace("50", "0"), WHY, "Bitte mindestens 1 eingeben."),
        (ALL.replace("50", "viele"), WHY, "Bitte eine ganze Zahl eingeben, zum Beispiel 12."),
        ("portion=50", WHY, "Bitte mindestens eine Funktion auswählen."),
    ],
)
def test_nonsense_is_told_and_hands_nothing_out(client_of, leitung, meerane, query, sent, words):
    head(meerane)
    response = client_of(leitung).post(f"{TOWNS}?{query}", sent)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "rathaus@" not in response.content.decode()
    assert not ReadEvent.objects.exists()


@pytest.mark.parametrize("who", ["koordination_meerane", "beigeordnete_meerane", "landratsamt_zwickau"])
def test_nobody_outside_the_office(request, client_of, meerane, who):
    head(meerane)
    browser = client_of(request.getfixturevalue(who))
    assert browser.get(TOWNS).status_code == 403
    assert browser.post(TOWNS, WHY).status_code == 403
    assert not ReadEvent.objects.exists()


def test_the_leitung_reads_what_they_were_used_for(client_of, leitung, sachbearbeitung, meerane):
    head(meerane)
    client_of(sachbearbeitung).post(TOWNS, WHY)
    url = reverse("portal:mailing_uses")
    assert client_of(sachbearbeitung).get(url).status_code == 403
    (row,) = Page(client_of(leitung).get(url)).texts(".//tbody/tr")
    assert "Zweck: Einladung zur Regionalkonferenz" in row
    assert "Empfänger: 1" in row
    assert "rathaus@" not in row


def test_list_pages_lead_there_with_their_filter(client_of, leitung, meerane):
    AgreementFactory(signed=True, towns=[meerane])
    page = client_of(leitung).get(f"{reverse('portal:municipalities')}?landkreis=14524&seite=1").content.decode()
    assert f'href="{TOWNS}?landkreis=14524"' in page
    page = client_of(leitung).get(f"{reverse('agreements:list')}?zustand=signed").content.decode()
    assert f'href="{reverse("portal:mailing_vereinbarungen")}?zustand=signed"' in page


def test_as_many_queries_for_many_as_for_one(client_of, leitung, meerane, django_assert_num_queries):
    from django.db import connection  # noqa: PLC0415 -- only counted here
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    head(meerane)
    browser = client_of(leitung)
    with CaptureQueriesContext(
        connection,
    ) as one:
        browser.post(f"{TOWNS}?{ALL}", WHY | {"als": "xlsx"})
    for number in range(8):
        town = type(meerane).objects.create(
            ags=f"1452{number}000", ars=f"1452{number}0000000", name=f"Ort {number}", kind="town",
            district=meerane.district,
        )  # fmt: skip
        head(town, email=f"rathaus{number}@ort.example", name=f"Erika Muster {number}")
    with django_assert_num_queries(len(one)):
        browser.post(f"{TOWNS}?{ALL}", WHY | {"als": "xlsx"})
