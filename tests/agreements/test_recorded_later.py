"""What becomes of an agreement signed before the application knew it: Nachtrag, notice, end, package, search, news."""

from datetime import date

import pytest

from agreements.actions import notices, recording, signers, signing
from agreements.actions.notices import NoticeEntry
from agreements.actions.signers import Signer
from agreements.earlier import Earlier, KnownSignatory
from agreements.field_words import named
from agreements.models import CooperationAgreement
from agreements.packing import entry_of, without_copy
from agreements.search import Agreements
from core.dates import Span
from core.exceptions import Conflict
from core.searching import Query
from tests.agreements.amended import amended, drafted_amendment
from tests.agreements.asking import fresh, text, url
from tests.factories import MunicipalityFactory, caseworker, coordinator_of
from tests.files import scan
from tests.life import REASON, lead_on, load_samples

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_paper")]


@pytest.fixture
def earlier(meerane, werdau):
    """Signed by Meerane and Werdau in May 2021; of the signatories only one is known."""
    known = Earlier(
        span=Span.parse("2021-05"), source="Meldung vom Mai 2021", municipalities=[meerane, werdau], number=21,
        signatories=[KnownSignatory(meerane, "Erika Beispiel", "Bürgermeisterin")], file_reference="LPR-A/7/2021",
    )  # fmt: skip
    return fresh(recording.record_earlier(by=caseworker(), known=known))


def test_a_third_town_joins_to_the_last_signature(earlier, client_of, sachbearbeitung, koordination_meerane):
    load_samples()
    glauchau = MunicipalityFactory(name="Glauchau")
    browser = client_of(sachbearbeitung)
    assert "Nachtrag entwerfen" in text(browser.get(earlier.get_absolute_url()))
    values = {"kind": "joining", "joining": glauchau.pk, "effective_on": "", "file_reference": "LPR-N/1/2023"}
    response = browser.post(url("amend", earlier), values)
    assert response.status_code == 302
    document = CooperationAgreement.objects.get(amendment__amends=earlier)
    page = text(browser.get(document.get_absolute_url()))
    assert "zur Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}21 (unterzeichnet Mai 2021)" in page
    assert "31. Mai 2021" not in page
    assert lead_on(document, "signed").is_concluded
    page = text(browser.get(earlier.get_absolute_url()))
    joined = ("1. Nachtrag", "Stadt Glauchau tritt bei", "Partei seit 25. April 2023", "Laufzeit eintragen", "E-Akte")
    assert [words for words in joined if words not in page] == []
    assert "Lesefassung" not in page
    town = text(client_of(koordination_meerane).get(earlier.get_absolute_url()))
    assert "Stadt Glauchau tritt bei" in town
    assert not {words for words in ("Nachtrag entwerfen", "Für die E-Akte", "Registerblatt") if words in town}
    parties = text(browser.get(url("parties_on", earlier)))
    assert "Erfasste Kommunen an diesem Tag: Glauchau, Meerane, Werdau" in parties
    assert "Mai 2021" in parties
    assert browser.get(url("consolidated", earlier)).status_code == 404


def test_a_nachtrag_names_it_as_far_as_it_is_known(earlier, meerane):
    assert named(earlier) == "Kooperationsvereinbarung Nr.\N{NO-BREAK SPACE}21 (unterzeichnet Mai 2021)"
    known = Earlier(span=Span.parse("2020-03-02"), source="Akte", municipalities=[meerane])
    row = fresh(recording.record_earlier(by=caseworker(), known=known, is_another=True))
    assert named(row) == "Kooperationsvereinbarung vom 2. März 2020"


def test_a_stranger_reads_none_of_it(earlier, client_of, sachbearbeitung):
    stranger = client_of(coordinator_of(MunicipalityFactory(name="Glauchau")))
    for name in ("detail", "parties_on", "consolidated"):
        assert stranger.get(url(name, earlier)).status_code == 404


def test_one_town_gives_notice_and_it_ends_for_all(earlier, werdau, meerane):
    entry = NoticeEntry(date(2023, 4, 20), "leaves", date(2023, 6, 30), "So beschlossen")
    notices.give_notice(earlier.parties.get(municipality=werdau), by=caseworker(), entry=entry)
    assert [party.name for party in fresh(earlier).parties_on(date(2023, 7, 1))][1:] == ["Stadt Meerane"]
    signing.end(earlier, by=caseworker(), ended_on=date(2023, 4, 25), reason=REASON)
    assert str(fresh(earlier).get_status_display()) == "beendet (nacherfasst)"


def test_its_signatories_are_corrected_where_it_was_recorded(earlier, client_of, sachbearbeitung):
    person = earlier.signatories[-1]
    with pytest.raises(Conflict, match="Angaben berichtigen"):
        signers.change_signatory(person, by=caseworker(), signer=Signer("Anna Beispiel", "x", ""), reason=REASON)
    assert client_of(sachbearbeitung).get(url("protocol", earlier)).status_code == 404
    assert client_of(sachbearbeitung).get(url("register_sheet", earlier)).status_code == 200


def test_package_says_what_is_missing_and_holds_the_scan(earlier, client_of, sachbearbeitung, meerane):
    entry = entry_of(earlier)
    assert (entry.name, entry.missing) == (
        "Nr. 021 Kooperationsvereinbarung Meerane und Werdau", "Scan der unterzeichneten Vereinbarung",
    )  # fmt: skip
    assert entry.facts == ("21", "Mai 2021", "LPR-A/7/2021")
    assert without_copy(CooperationAgreement.objects.all()) == 1
    known = Earlier(span=Span.parse("2020-03-02"), source="Akte", municipalities=[meerane])
    other = entry_of(fresh(recording.record_earlier(by=caseworker(), known=known, scan=scan(), is_another=True)))
    assert ([item.filename for item in other.documents], other.missing, other.facts[0]) == (
        ["ausfertigung.png"], "", "unbekannt",
    )  # fmt: skip
    page = client_of(sachbearbeitung).get(url("pack"), {"zustand": "recorded"})
    assert (page.context["count"], page.context["without_copy"]) == (2, 1)


def test_a_nachtrag_is_packed_where_one_asks_for_it(earlier, client_of, sachbearbeitung):
    amended(earlier, kind="joining", joining=MunicipalityFactory(name="Glauchau"))
    browser = client_of(sachbearbeitung)
    assert browser.get(url("pack")).context["count"] == 1
    assert browser.get(url("pack"), {"art": "amendment"}).context["count"] == 1
    document = fresh(CooperationAgreement.objects.get(amendment__amends=earlier))
    assert entry_of(document).name.startswith("1. Nachtrag (Beitritt der Stadt Glauchau)")


@pytest.mark.parametrize("query", ["Meerane", "21", "LPR-A/7/2021"])
def test_search_finds_it(earlier, koordination_meerane, koordination_werdau, sachbearbeitung, query):
    for person in (koordination_meerane, sachbearbeitung):
        rows = Agreements().found(Query(query), person, person.functions_held())
        assert [row.pk for row in rows] == [earlier.pk]


def test_drafting_for_one_that_was_taken_back_is_refused(earlier):
    recording.withdraw_recorded(earlier, by=caseworker(), reason=REASON)
    with pytest.raises(Conflict, match="Ein Nachtrag ändert eine unterzeichnete Vereinbarung"):
        drafted_amendment(earlier, kind="joining", joining=MunicipalityFactory(name="Glauchau"))
