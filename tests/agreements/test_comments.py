"""Comments clause by clause: by the party or in its name, released or not, taken over, and pages out of date."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.actions import clauses as clause_actions
from agreements.actions import proposals, review, taking, wording
from agreements.actions.proposals import Comment
from agreements.due import due
from agreements.models import ChangeProposal, Clause
from agreements.placeholders import facts_of, filled
from agreements.suggesting import with_field_words
from audit.models import AuditEvent
from core.exceptions import Conflict
from tests.agreements.asking import DAY, clauses, fresh, text, url, versioned
from tests.factories import caseworker, lead
from tests.life import agreement_in

pytestmark = pytest.mark.django_db
SECRET = "Geheimwunsch-der-Stadt-Meerane"


@pytest.fixture
def shown(meerane, pd_zwickau):
    return agreement_in("consultation", towns=[meerane], police=pd_zwickau)


@pytest.fixture
def joint(meerane, werdau):
    return agreement_in("consultation", towns=[meerane, werdau])


def party_of(agreement, name):
    return next(party for party in fresh(agreement).sorted_parties if name in party.name)


def say(party, words, *, clause=None, by=None, **values):
    comment = Comment(words, clause.pk if clause else None, **values)
    version = fresh(party.agreement).version
    return proposals.comment_on_clauses(party, by=by or caseworker(), comments=[comment], version=version)[0]


# --- By the party -------------------------------------------------------------------------------------------------


def test_party_comments_on_clauses_and_proposes_a_wording(client_of, koordination_meerane, sachbearbeitung, shown):
    town, (one, two) = party_of(shown, "Meerane"), clauses(shown)[1:3]
    browser, address = client_of(koordination_meerane), url("review", shown, party_id=town.pk)
    page = text(browser.get(address))
    assert [clause.heading in page for clause in clauses(shown)] == [True] * len(clauses(shown))
    suggestion = filled(one.text, facts_of(fresh(shown))) + " Auch die Schulen."
    data = versioned(shown, step="senden", **{
        f"suggestion-{one.pk}": suggestion, f"text-{one.pk}": "",
        f"text-{two.pk}": "Gut so.", f"kind-{two.pk}": "remark", f"suggestion-{two.pk}": "", f"shared-{two.pk}": "on",
    })  # fmt: skip
    for _ in range(2):
        assert browser.post(address, data).status_code == 302
    remark, wish = ChangeProposal.objects.order_by("-pk")
    assert (wish.clause, wish.suggestion, wish.kind, wish.text) == (one, suggestion, "change", proposals.AS_SUGGESTED)
    assert (remark.clause_label, remark.kind, bool(remark.shared_on), wish.shared_on) == (
        two.label,
        "remark",
        True,
        None,
    )
    waiting = [
        item.notes for item in due(sachbearbeitung, sachbearbeitung.functions_held()) if "von:" in str(item.notes)
    ]
    assert sorted(waiting) == [
        ("von: Stadt Meerane", one.label), ("von: Stadt Meerane", two.label, "Anmerkung"),
    ]  # fmt: skip
    assert "Auch die Schulen." in text(client_of(sachbearbeitung).get(url("comments", shown)))


def test_an_answer_is_corrected_with_a_reason(client_of, koordination_meerane, sachbearbeitung, shown):
    town = party_of(shown, "Meerane")
    wish = proposals.propose_change(town, by=koordination_meerane, text="Kürzer bitte.", version=1)
    browser, address = client_of(sachbearbeitung), url("answer", shown, proposal_id=wish.pk)
    assert browser.post(address, {"outcome": "declined", "answer": "Nein, leider."}).status_code == 302
    page = text(browser.get(address))
    assert ("Antwort berichtigen" in page, "Nein, leider." in page) == (True, True)
    # Whoever had the page open from before comes second, and overwrites nothing.
    assert browser.post(address, {"outcome": "answered", "answer": "Doch."}).status_code == 409
    unsaid = browser.post(address, {"outcome": "answered", "answer": "Doch.", "reason": ""})
    assert (unsaid.status_code, list(unsaid.context["form"].errors)) == (422, ["reason"])
    changed = {"outcome": "answered", "answer": "Steht nun in § 4.", "reason": "Die Antwort war an die falsche Stadt."}
    assert browser.post(address, changed).status_code == 302
    wish.refresh_from_db()
    assert (wish.answer, wish.outcome) == ("Steht nun in § 4.", "answered")
    event = AuditEvent.objects.get(action="correct_answer")
    assert (event.before["Antwort"], event.after["Antwort"]) == ("Nein, leider.", "Steht nun in § 4.")
    assert browser.post(address, changed).status_code == 302
    assert AuditEvent.objects.filter(action="correct_answer").count() == 1
    assert client_of(koordination_meerane).get(address).status_code == 403


def test_what_was_taken_over_stays_taken_over(koordination_meerane, shown):
    wish = proposals.propose_change(party_of(shown, "Meerane"), by=koordination_meerane, text="Kürzer.", version=1)
    with pytest.raises(Conflict, match="noch nicht beantwortet"):
        proposals.correct_answer(wish, by=caseworker(), answer="Ja.", reason="Weil es so ist.")
    proposals.settle_proposal(wish, by=caseworker(), answer="Übernommen.", outcome="taken")
    row = proposals.correct_answer(wish, by=caseworker(), answer="Steht da.", outcome="declined", reason="Genauer.")
    assert (row.answer, row.outcome) == ("Steht da.", "taken")
    with pytest.raises(Conflict, match="Bitte schreiben"):
        proposals.correct_answer(wish, by=caseworker(), answer=" ", reason="Weil es so ist.")


def test_nothing_typed_and_a_wish_with_consent_are_refused(client_of, beigeordnete_meerane, shown):
    town, one = party_of(shown, "Meerane"), clauses(shown)[1]
    browser, address = client_of(beigeordnete_meerane), url("review", shown, party_id=town.pk)
    empty = browser.post(address, versioned(shown, step="senden"))
    assert (empty.status_code, "Bitte zu mindestens einer Regelung etwas schreiben" in text(empty)) == (422, True)
    both = versioned(shown, step="zustimmen", **{f"text-{one.pk}": "Doch anders.", f"kind-{one.pk}": "change"})
    refused = browser.post(address, both)
    assert (refused.status_code, "zugleich zugestimmt" in text(refused), "Doch anders." in text(refused)) == (
        422, True, True,
    )  # fmt: skip
    assert (ChangeProposal.objects.count(), party_of(shown, "Meerane").agreed_on) == (0, None)
    assert browser.post(address, both | {f"kind-{one.pk}": "remark"}).status_code == 302
    assert (ChangeProposal.objects.get().kind, party_of(shown, "Meerane").agreed_version) == ("remark", 1)


def test_coordinator_agrees_only_in_somebodys_name(client_of, koordination_meerane, sachbearbeitung, shown):
    town = party_of(shown, "Meerane")
    browser = client_of(koordination_meerane)
    for name in ("review", "consent"):
        refused = browser.post(url(name, shown, party_id=town.pk), versioned(shown, step="zustimmen", note=""))
        assert refused.status_code == 422
        assert "authority" in refused.context["form"].errors
    data = versioned(shown, step="zustimmen", note="", authority="Bürgermeister, Gespräch vom 20. April")
    assert browser.post(url("review", shown, party_id=town.pk), data).status_code == 302
    town = party_of(shown, "Meerane")
    assert (town.agreed_by, town.agreed_authority) == (koordination_meerane, "Bürgermeister, Gespräch vom 20. April")
    assert AuditEvent.objects.about(shown).latest("pk").after["im Auftrag von"] == town.agreed_authority
    assert "im Auftrag von: Bürgermeister, Gespräch" in text(client_of(sachbearbeitung).get(shown.get_absolute_url()))


@pytest.mark.parametrize(
    ("who", "status"), [("koordination_werdau", 404), ("polizei_zwickau", 403), ("leserecht", 403), ("coach", 403)]
)
def test_nobody_reviews_for_somebody_else(who, status, request, client_of, shown):
    address = url("review", shown, party_id=party_of(shown, "Meerane").pk)
    browser = client_of(request.getfixturevalue(who))
    assert [browser.get(address).status_code, browser.post(address, versioned(shown)).status_code] == [status] * 2
    assert ChangeProposal.objects.count() == 0


# --- A page out of date -------------------------------------------------------------------------------------------


def test_what_was_typed_for_an_older_version_comes_back_with_what_changed(client_of, beigeordnete_meerane, shown):
    town, (one, two, three) = party_of(shown, "Meerane"), clauses(shown)[1:4]
    old_wording = filled(two.text, facts_of(fresh(shown)))
    wording.edit_text(shown, by=caseworker(), texts={one.pk: "Ein ganz neuer Zweck.", two.pk: "Neues Zweites."})
    browser, address = client_of(beigeordnete_meerane), url("review", shown, party_id=town.pk)
    data = {
        "version": 1, "step": "zustimmen", f"text-{one.pk}": "Mühsam getippt.", f"kind-{one.pk}": "remark",
        f"suggestion-{two.pk}": old_wording, f"suggestion-{three.pk}": "Mühsam umformuliert.",
    }  # fmt: skip
    page = browser.post(address, data | {"step": "senden"})
    words = text(page)
    assert (page.status_code, "Sie hatten die Fassung 1 vor sich, jetzt gilt die Fassung 2" in words) == (409, True)
    assert ["Mühsam getippt." in words, "Mühsam umformuliert." in words, "ganz neuer" in words] == [True] * 3
    # The wording she did not touch is the present one now, not a wish to have the old one back.
    assert page.context["form"][f"suggestion-{two.pk}"].value() == "Neues Zweites."
    assert page.context["form"]["version"].value() == 2
    # Consent to the old version is one to nothing.
    plain = {"version": 1, "step": "zustimmen", "note": "Gern."}
    agreed = browser.post(address, plain)
    assert (agreed.status_code, "Gern." in text(agreed), ChangeProposal.objects.count()) == (409, True, 0)
    assert party_of(shown, "Meerane").agreed_on is None
    own = browser.post(url("consent", shown, party_id=town.pk), {"version": 1, "note": "Gern."})
    assert (own.status_code, "Gern." in text(own), "ganz neuer" in text(own)) == (409, True, True)
    assert party_of(shown, "Meerane").agreed_on is None
    again = data | {"version": 2, "step": "senden", f"suggestion-{two.pk}": "Neues Zweites."}
    assert browser.post(address, again).status_code == 302
    assert sorted(row.clause_label for row in ChangeProposal.objects.all()) == [one.label, three.label]


def test_words_about_a_clause_left_out_stand_at_the_whole_text(client_of, koordination_meerane, shown):
    town, gone = party_of(shown, "Meerane"), clauses(shown)[2]
    data = {"version": 1, "step": "senden", f"text-{gone.pk}": "Den brauchen wir."}
    clause_id, label = gone.pk, gone.label

    clause_actions.leave_out_clause(gone, by=caseworker())
    page = client_of(koordination_meerane).post(url("review", shown, party_id=town.pk), data)
    assert (page.status_code, page.context["form"]["text-0"].value()) == (409, f"Zu {label}: Den brauchen wir.")
    with pytest.raises(Conflict, match="inzwischen"):
        proposals.comment_on_clauses(town, by=lead(), comments=[Comment("x", clause_id)], version=1)


def test_comment_survives_its_clause(shown):
    clause = clauses(shown)[2]
    row, label = say(party_of(shown, "Meerane"), "Bitte streichen.", clause=clause), clause.label
    clause.delete()
    row.refresh_from_db()
    assert (row.clause, row.clause_label, row.about) == (None, label, label)


# --- Who reads it -------------------------------------------------------------------------------------------------


def test_the_other_party_reads_a_comment_only_when_it_is_released(
    client_of, koordination_meerane, koordination_werdau, sachbearbeitung, joint
):
    town, clause = party_of(joint, "Meerane"), clauses(joint)[1]
    row = say(town, SECRET, clause=clause, suggestion=f"{SECRET} im Wortlaut.")
    proposals.settle_proposal(row, by=caseworker(), answer=f"Antwort auf {SECRET}.")
    stranger, own = client_of(koordination_werdau), client_of(koordination_meerane)
    other = party_of(joint, "Werdau")
    pages = [joint.get_absolute_url(), url("comments", joint), url("review", joint, party_id=other.pk)]

    def read_by(browser, addresses):
        return [SECRET in text(browser.get(address)) for address in addresses]

    assert read_by(stranger, pages) == [False] * 3
    assert read_by(own, [*pages[:2], url("review", joint, party_id=town.pk)]) == [True] * 3
    assert read_by(client_of(sachbearbeitung), pages[:2]) == [True] * 2
    share = url("share", joint, proposal_id=row.pk)
    assert [stranger.get(share).status_code, client_of(sachbearbeitung).get(share).status_code] == [404, 403]
    assert own.post(share, versioned(joint)).status_code == 302
    assert read_by(stranger, pages) == [True] * 3
    assert stranger.post(share, versioned(joint)).status_code == 403
    assert own.post(share, versioned(joint)).status_code == 302
    assert read_by(stranger, pages) == [False] * 3


def test_note_of_a_consent_is_for_the_office_and_the_own_party(
    client_of, koordination_meerane, koordination_werdau, sachbearbeitung, joint
):
    review.consent(party_of(joint, "Meerane"), by=caseworker(), agreed_on=joint.consultation_on, note=SECRET)
    people = (koordination_meerane, sachbearbeitung, koordination_werdau)
    assert [SECRET in text(client_of(person).get(joint.get_absolute_url())) for person in people] == [True, True, False]


# --- In the name of, taken over -----------------------------------------------------------------------------------


def test_office_enters_in_the_name_of_a_party_with_its_source(client_of, sachbearbeitung, koordination_meerane, shown):
    town, one = party_of(shown, "Meerane"), clauses(shown)[1]
    browser, address = client_of(sachbearbeitung), url("review", shown, party_id=town.pk)
    data = versioned(shown, step="senden", **{f"text-{one.pk}": "Kürzer."})
    assert browser.post(address, data).context["form"].errors.keys() == {"source"}
    assert browser.post(address, data | {"source": "E-Mail vom 20. April"}).status_code == 302
    row = ChangeProposal.objects.get()
    assert (row.party, row.source, row.made_by, row.clause) == (town, "E-Mail vom 20. April", sachbearbeitung, one)
    assert AuditEvent.objects.about(shown).latest("pk").after["im Namen von"] == "Stadt Meerane"
    told = "von der Geschäftsstelle eingetragen nach: E-Mail vom 20. April"
    assert told in text(client_of(koordination_meerane).get(url("comments", shown)))


def test_suggested_wording_goes_into_the_clause_with_one_click(client_of, sachbearbeitung, koordination_meerane, shown):
    clause = clauses(shown)[1]
    before = filled(clause.text, facts_of(fresh(shown)))
    row = say(party_of(shown, "Meerane"), "Ergänzen.", clause=clause, suggestion=f"{before} Auch die Schulen.")
    office, address = client_of(sachbearbeitung), url("take_over", shown, proposal_id=row.pk)
    assert "Auch die Schulen." in text(office.get(address))
    assert office.post(address, {"version": 7}).status_code == 409
    assert office.post(address, versioned(shown)).status_code == 302
    row.refresh_from_db()
    assert (row.outcome, row.answer, fresh(shown).version) == ("taken", "Übernommen in Fassung 2.", 2)
    now = Clause.objects.get(pk=clause.pk).text
    assert now == f"{clause.text} Auch die Schulen.", "the facts stay field words"
    assert office.post(address, versioned(shown)).status_code == 409
    with pytest.raises(Conflict, match="schon beantwortet"):
        taking.take_over(row, by=lead(), version=2)
    assert fresh(shown).version == 2
    assert "übernommen" in text(client_of(koordination_meerane).get(url("comments", shown)))


def test_remark_without_a_wording_cannot_be_taken_over(client_of, sachbearbeitung, shown):
    row = say(party_of(shown, "Meerane"), "Schön.", kind="remark")
    page = client_of(sachbearbeitung).get(url("take_over", shown, proposal_id=row.pk))
    assert "Nichts zu übernehmen" in text(page)
    with pytest.raises(Conflict, match="keinen Wortlaut"):
        taking.take_over(row, by=lead(), version=1)


def test_declined_with_an_answer(client_of, sachbearbeitung, koordination_meerane, shown):
    row = say(party_of(shown, "Meerane"), "Anders.", clause=clauses(shown)[1])
    data = {"answer": "Das ist Landesrecht.", "outcome": "declined"}
    assert client_of(sachbearbeitung).post(url("answer", shown, proposal_id=row.pk), data).status_code == 302
    page = text(client_of(koordination_meerane).get(url("comments", shown)))
    assert ["nicht übernommen" in page, "Das ist Landesrecht." in page] == [True, True]


@pytest.mark.parametrize(
    ("written", "suggested", "back"),
    [
        ("Die {Kommune} hilft.", "Die Stadt Meerane hilft gern.", "{Kommune}"),
        ("Es {hilft|helfen} viel.", "Es hilft sehr viel.", "{hilft|helfen}"),
        ("Ohne Feldwort.", "Ohne jedes Feldwort.", ""),
    ],
)
def test_field_words_stay_where_the_words_around_them_stayed(shown, written, suggested, back):
    facts = facts_of(fresh(shown))
    suggestion = filled(written, facts).replace("hilft.", "hilft gern.") if "{Kommune}" in written else suggested
    found = with_field_words(suggestion, written, facts)
    assert (filled(found, facts), back in found) == (suggestion, True)


def test_one_more_consent_of_the_office_keeps_the_mail(client_of, sachbearbeitung, koordination_meerane, joint):

    town = party_of(joint, "Meerane")
    mail = b"From: ra@meerane.example\r\nDate: Thu, 20 Apr 2023 10:00:00 +0200\r\nSubject: Ja\r\n\r\nEinverstanden.\r\n"
    data = versioned(joint, agreed_on=DAY, note="E-Mail des Rechtsamts")
    address, office = url("consent", joint, party_id=town.pk), client_of(sachbearbeitung)
    wrong = office.post(address, data | {"proof": SimpleUploadedFile("ja.eml", b"Keine E-Mail.")})
    assert (wrong.status_code, "keine gespeicherte E-Mail" in text(wrong)) == (422, True)
    assert party_of(joint, "Meerane").agreed_on is None
    assert office.post(address, data | {"proof": SimpleUploadedFile("ja.eml", mail)}).status_code == 302
    (paper,) = town.papers.select_related("document")
    assert (paper.kind, paper.version, paper.document.filename) == ("consent", 1, "ja.eml")
    assert client_of(koordination_meerane).get(paper.document.get_absolute_url()).content == mail
