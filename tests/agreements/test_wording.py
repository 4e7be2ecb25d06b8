"""The text as two people write it, its versions, and which clauses it has."""

from datetime import date

import pytest

from agreements.actions import clauses as clause_actions
from agreements.actions import drafting, review, wording
from agreements.models import AgreementVersion
from agreements.readiness import points
from audit.models import AuditEvent
from core import dates
from core.exceptions import Conflict
from tests.agreements.asking import clauses, fresh, text, url, versioned
from tests.factories import caseworker, lead
from tests.life import REASON, agreement_in

pytestmark = pytest.mark.django_db


def headings(agreement):
    return [(row.position, row.heading) for row in clauses(agreement)]


def edit(agreement, texts, *, by=None, version=None):
    return wording.edit_text(agreement, by=by or caseworker(), texts=texts, version=version)


# --- Versions -----------------------------------------------------------------------------------------------------


def test_every_change_keeps_the_whole_text_under_its_number(drafted, meerane):
    first = clauses(drafted)[1]
    edit(drafted, {first.pk: "Neuer Zweck {Kommune_kurz_Genitiv}."}, by=lead())
    same = {"municipalities": [meerane], "police_directorate": None}
    drafting.edit_parties(drafted, by=caseworker(), file_reference="LPR-2", **same)
    rows = list(drafted.versions.order_by("number"))
    assert [(row.number, row.what, row.made_by) for row in rows] == [
        (1, "Entwurf angelegt", caseworker()),
        (2, f"Text geändert: {first.label}", lead()),
        (3, "Parteien geändert", caseworker()),
    ]
    assert [row.content["clauses"][1]["text"] for row in rows[1:]] == ["Neuer Zweck {Kommune_kurz_Genitiv}."] * 2
    assert rows[1].content["clauses"][1]["filled"] == "Neuer Zweck der Stadt."
    assert [len(row.content["parties"]) for row in rows] == [3, 3, 2]
    assert rows[2].content["file_reference"] == "LPR-2"


def test_unchanged_text_makes_no_version(drafted):
    edit(drafted, {row.pk: row.text for row in clauses(drafted)})
    assert drafted.versions.count() == 1


def test_reopened_text_is_another_version_because_its_facts_are_filled(meerane):
    approved = agreement_in("approved", towns=[meerane])
    review.reopen(approved, by=lead(), reason=REASON)
    old, new = fresh(approved).versions.order_by("number")
    assert "{Kommune}" in old.content["clauses"][0]["text"]
    assert "{" not in new.content["clauses"][0]["text"]
    assert old.content["clauses"][0]["filled"] == new.content["clauses"][0]["filled"]


def test_parties_read_versions_from_the_consultation_on_only(drafted, koordination_meerane, polizei_zwickau):
    edit(drafted, {clauses(drafted)[1].pk: "Noch intern."})
    edit(drafted, {clauses(drafted)[1].pk: "Gezeigt."})
    review.open_consultation(drafted, by=caseworker())
    edit(drafted, {clauses(drafted)[1].pk: "Geändert."})
    for user in (koordination_meerane, polizei_zwickau):
        readable = AgreementVersion.objects.visible_to(user, as_=user.functions_held())
        assert sorted(readable.values_list("number", flat=True)) == [3, 4]
    review.return_to_draft(drafted, by=caseworker(), reason=REASON)
    assert not readable.exists()


def test_page_of_the_versions_shows_the_words_that_changed(client_of, sachbearbeitung, koordination_meerane, drafted):
    clause = clauses(drafted)[1]
    edit(drafted, {clause.pk: "Der Zweck ist Sicherheit."})
    review.open_consultation(drafted, by=caseworker())
    edit(drafted, {clause.pk: "Der Zweck ist Vorbeugung."})
    party = drafted.parties.get(kind="municipality")
    review.consent(party, by=caseworker(), agreed_on=fresh(drafted).consultation_on)
    page = text(client_of(koordination_meerane).get(url("versions", drafted)))
    assert "Fassung 2 → Fassung 3" in page
    assert ("Sicherheit." in page, "Vorbeugung." in page, "Zustimmung: Stadt Meerane" in page) == (True, True, True)
    assert ("Mustertext" in page, "Sachbearbeitung" in page) == (False, False)
    # How often the office changed its mind before it showed the text, and when, is its own affair.
    with dates.at(date(2023, 4, 27)):
        review.return_to_draft(drafted, by=caseworker(), reason=REASON)
        edit(drafted, {clause.pk: "Noch einmal intern."})
    with dates.at(date(2023, 4, 28)):
        review.open_consultation(drafted, by=caseworker())
        later = text(client_of(koordination_meerane).get(url("versions", drafted)))
    assert ("28.04.2023" in later, "27.04.2023" in later, "Zur Abstimmung vorgelegt" in later) == (True, False, True)
    # What it does not read, it cannot ask for by number.
    foreign = text(client_of(koordination_meerane).get(url("versions", drafted), {"von": "1", "bis": "3"}))
    assert "Fassung 1" not in foreign
    office = client_of(sachbearbeitung).get(url("versions", drafted), {"von": "1", "bis": "2"})
    assert "Fassung 1 → Fassung 2" in text(office)
    sample = client_of(sachbearbeitung).get(url("versions", drafted), {"von": "", "bis": "3"})
    assert "Mustertext → Fassung 3" in text(sample)
    assert "Koordinierungsstelle (Wahlregelung, nicht aufgenommen)" in text(sample)
    assert client_of(sachbearbeitung).get(url("versions", drafted), {"von": "x", "bis": "99"}).status_code == 200


# --- Which clauses ------------------------------------------------------------------------------------------------


def test_clause_left_out_and_taken_in_again_stands_in_its_place(drafted):
    before = headings(drafted)
    left = clauses(drafted)[3]
    clause_actions.leave_out_clause(left, by=caseworker())
    assert headings(drafted) == [(n, name) for n, (_, name) in enumerate(row for row in before if row[0] != 3)]
    clause_actions.include_clause(drafted, by=caseworker(), sample=left.template_clause)
    assert headings(drafted) == before
    assert clause_actions.include_clause(drafted, by=caseworker(), sample=left.template_clause).version == 3


def test_optional_clause_is_taken_in_later(drafted):
    sample = drafted.template.clauses.get(heading="Koordinierungsstelle")
    clause_actions.include_clause(drafted, by=caseworker(), sample=sample)
    assert (8, "Koordinierungsstelle") in headings(drafted)
    assert [position for position, _ in headings(drafted)] == list(range(13))


def test_own_clause_stands_at_the_end_and_moves(drafted):
    clause_actions.add_clause(drafted, by=caseworker(), heading="Jugend", text="Eigene Worte.")
    own = clauses(drafted)[-1]
    assert (own.heading, own.is_own, own.template_clause) == ("Jugend", True, None)
    clause_actions.move_clause(own, by=caseworker(), direction=clause_actions.UP)
    assert [name for _, name in headings(drafted)][-2] == "Jugend"
    assert AuditEvent.objects.about(drafted).filter(action="move_clause").count() == 1


@pytest.mark.parametrize(("place", "direction"), [(1, "hoch"), (-1, "runter"), (0, "runter"), (0, "hoch")])
def test_nothing_moves_past_the_ends_or_the_preamble(drafted, place, direction):
    before = headings(drafted)
    clause_actions.move_clause(clauses(drafted)[place], by=caseworker(), direction=direction)
    assert (headings(drafted), drafted.versions.count()) == (before, 1)


def test_back_to_the_sample_text(drafted):
    clause = clauses(drafted)[1]
    edit(drafted, {clause.pk: "Anders."})
    clause_actions.restore_clause(clause, by=caseworker())
    clause.refresh_from_db()
    assert (clause.deviates, clause.text) == (False, clause.template_text)
    assert clause_actions.restore_clause(clause, by=caseworker()).version == 3


def test_preamble_stays_and_own_clause_has_no_sample(drafted):
    with pytest.raises(Conflict, match="Präambel"):
        clause_actions.leave_out_clause(clauses(drafted)[0], by=caseworker())
    clause_actions.add_clause(drafted, by=caseworker(), heading="Jugend", text="Eigene Worte.")
    with pytest.raises(Conflict, match="keinen Mustertext"):
        clause_actions.restore_clause(clauses(drafted)[-1], by=caseworker())


def test_sample_of_another_text_is_not_taken_in(drafted, meerane):
    other = agreement_in("draft", towns=[meerane], kind="preliminary")
    with pytest.raises(Conflict, match="gehört nicht"):
        clause_actions.include_clause(drafted, by=caseworker(), sample=other.template.clauses.first())


def test_steps_on_the_page(client_of, sachbearbeitung, drafted, werdau):
    browser, address = client_of(sachbearbeitung), url("clauses", drafted)
    own = clauses(drafted)
    sample = drafted.template.clauses.get(heading="Schwerpunkte")
    for step, clause in [("runter", own[1]), ("aufnehmen", sample), ("weglassen", own[2]), ("hoch", own[1])]:
        answer = browser.post(address, versioned(drafted, step=step, clause=clause.pk))
        assert (step, answer.status_code) == (step, 302)
    assert len(headings(drafted)) == len(own)
    foreign = clauses(agreement_in("draft", towns=[werdau]))[1]
    assert browser.post(address, versioned(drafted, step="hoch", clause=foreign.pk)).status_code == 404
    assert browser.post(address, versioned(drafted, step="sprengen", clause=own[1].pk)).status_code == 422
    new = browser.post(url("new_clause", drafted), versioned(drafted, heading="", text="x"))
    assert new.status_code == 422
    assert browser.post(url("new_clause", drafted), versioned(drafted, heading="Jugend", text="x")).status_code == 302


def test_reference_into_the_void_after_renumbering_is_found(drafted):
    last = clauses(drafted)[-1]
    edit(drafted, {clauses(drafted)[1].pk: f"Siehe § {last.position}."})
    clause_actions.leave_out_clause(clauses(drafted)[2], by=caseworker())
    assert "Verweis in §\N{NO-BREAK SPACE}1 Gegenstand und Zweck führt ins Leere" in [
        point.label for point in points(fresh(drafted))
    ]


def test_fixed_text_keeps_its_clauses(fixed):
    for act in (clause_actions.leave_out_clause, clause_actions.restore_clause):
        with pytest.raises(Conflict, match="nicht mehr ändern"):
            act(clauses(fixed)[1], by=caseworker())
