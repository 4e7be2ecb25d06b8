"""Two people at one text: what does not meet is brought together, what meets is decided, no word is lost."""

import pytest

from agreements.actions import clauses as clause_actions
from agreements.actions import fixing, review, signing, wording
from agreements.actions.wording import TextClash
from core.exceptions import Conflict
from tests.agreements.asking import clauses, fresh, said, text, url, versioned
from tests.factories import caseworker, lead
from tests.life import agreement_in

pytestmark = pytest.mark.django_db


def edit(agreement, texts, *, by=None, version=None):
    return wording.edit_text(agreement, by=by or caseworker(), texts=texts, version=version)


def test_what_two_people_changed_in_different_clauses_is_brought_together(drafted):
    _, one, two, *_ = clauses(drafted)
    edit(drafted, {one.pk: "Von der einen."}, by=lead(), version=1)
    stale = {row.pk: row.text for row in (one, two)} | {two.pk: "Von der anderen."}
    row = edit(drafted, stale, version=1)
    assert [item.text for item in clauses(drafted)[1:3]] == ["Von der einen.", "Von der anderen."]
    assert row.version == 3


def test_same_change_of_two_people_is_no_clash(drafted):
    one = clauses(drafted)[1]
    edit(drafted, {one.pk: "Gleich."}, by=lead(), version=1)
    assert edit(drafted, {one.pk: "Gleich. \r\n"}, version=1).version == 2


def test_clause_both_changed_is_a_clash_and_nothing_is_saved(drafted):
    _, one, two, *_ = clauses(drafted)
    edit(drafted, {one.pk: "Von der einen."}, by=lead(), version=1)
    with pytest.raises(TextClash) as caught:
        edit(drafted, {one.pk: "Von der anderen.", two.pk: "Nur von der anderen."}, version=1)
    clash = caught.value.clashes[0]
    assert (clash.base, clash.theirs, clash.yours) == (one.text, "Von der einen.", "Von der anderen.")
    assert caught.value.texts == {two.pk: "Nur von der anderen."}
    assert [item.text for item in clauses(drafted)[1:3]] == ["Von der einen.", two.text]


def test_untouched_clause_left_out_meanwhile_is_no_clash(drafted):
    one, two = clauses(drafted)[1:3]
    clause_actions.leave_out_clause(one, by=lead())
    edit(drafted, {one.pk: one.text, two.pk: "Daneben."}, version=1)
    assert [row.text for row in clauses(drafted)][1] == "Daneben."


def test_clause_the_page_did_not_send_stays_as_it_is(client_of, sachbearbeitung, drafted):
    before = [row.text for row in clauses(drafted)]
    response = client_of(sachbearbeitung).post(url("text", drafted), {"version": 1})
    assert (response.status_code, [row.text for row in clauses(drafted)]) == (302, before)


def test_page_of_the_clash_says_who_and_lets_save(client_of, sachbearbeitung, drafted):
    one, two = clauses(drafted)[1:3]
    edit(drafted, {one.pk: "Von der Leitung."}, by=lead())
    data = {"version": 1, f"clause-{one.pk}": "Von mir.", f"clause-{two.pk}": "Auch von mir."}
    page = client_of(sachbearbeitung).post(url("text", drafted), data)
    assert (page.status_code, "Leitung der Geschäftsstelle" in text(page)) == (409, True)
    assert "in einem anderen Fenster" not in text(page)
    saved = {"version": 2, f"clause-{one.pk}": "Von uns beiden.", f"clause-{two.pk}": "Auch von mir."}
    assert client_of(sachbearbeitung).post(url("text", drafted), saved).status_code == 302
    assert [row.text for row in clauses(drafted)[1:3]] == ["Von uns beiden.", "Auch von mir."]


def test_own_other_tab_is_called_so(client_of, sachbearbeitung, drafted):
    one = clauses(drafted)[1]
    edit(drafted, {one.pk: "Erstes Fenster."})
    page = client_of(sachbearbeitung).post(url("text", drafted), {"version": 1, f"clause-{one.pk}": "Zweites."})
    assert "in einem anderen Fenster" in text(page)
    with pytest.raises(Conflict, match="selbst geändert"):
        clause_actions.add_clause(drafted, by=caseworker(), heading="X", text="Y", version=1)
    with pytest.raises(Conflict, match="Sachbearbeitung ASSKomm hat"):
        clause_actions.add_clause(drafted, by=lead(), heading="X", text="Y", version=1)


def test_voided_consents_are_named(client_of, sachbearbeitung, meerane):
    agreement = agreement_in("consultation", towns=[meerane])
    for party in agreement.parties.all():
        review.consent(party, by=caseworker(), agreed_on=agreement.consultation_on)
    clause = clauses(agreement)[1]
    response = client_of(sachbearbeitung).post(
        url("text", agreement), versioned(agreement, **{f"clause-{clause.pk}": "Anders."})
    )
    warning = "Nicht mehr gültig ist die Zustimmung von: Landespräventionsrat Sachsen, Stadt Meerane. "
    assert ("warning", f"{warning}Bitte erneut fragen.") in said(response)


# --- A clause that is no longer there -----------------------------------------------------------------------------


@pytest.fixture
def left_out(client_of, sachbearbeitung, drafted):
    """A clause the Leitung left out while the Sachbearbeitung wrote at it, and the page of the clash."""
    one, two = clauses(drafted)[2:4]
    clause_actions.leave_out_clause(one, by=lead())
    data = {"version": 1, f"clause-{one.pk}": "Mühsam getippt.", f"clause-{two.pk}": "Daneben."}
    page = client_of(sachbearbeitung).post(url("text", drafted), data)
    assert (page.status_code, text(page).count("Mühsam getippt.")) == (409, 2)
    return one, {"version": fresh(drafted).version, f"clause-{two.pk}": "Daneben.", f"left-out-{one.pk}": "Doch so."}


def test_it_comes_back_at_its_place_with_the_words_typed(client_of, sachbearbeitung, drafted, left_out):
    one, data = left_out
    saved = client_of(sachbearbeitung).post(url("text", drafted), data | {f"back-{one.pk}": "on"})
    assert saved.status_code == 302
    back, beside = clauses(drafted)[2:4]
    assert (back.heading, back.text, back.template_text) == (one.heading, "Doch so.", one.template_text)
    assert (back.template_clause, beside.text) == (one.template_clause, "Daneben.")
    what = f"Text geändert: § 2 {beside.heading}; Wieder aufgenommen: § 2 {one.heading}"
    assert drafted.versions.first().what.replace("\N{NO-BREAK SPACE}", " ") == what


def test_own_clause_comes_back_as_one(drafted):
    clause_actions.add_clause(drafted, by=caseworker(), heading="Jugend", text="Eigene Worte.")
    own = clauses(drafted)[-1]
    clause_actions.leave_out_clause(own, by=lead())
    wording.edit_text(drafted, by=caseworker(), texts={}, wanted={own.pk: "Andere Worte.", 0: "Nie da gewesen."})
    back = clauses(drafted)[-1]
    assert (back.heading, back.text, back.is_own, back.template_clause) == ("Jugend", "Andere Worte.", True, None)


def test_it_stays_out_where_that_is_decided(client_of, sachbearbeitung, drafted, left_out):
    one, data = left_out
    assert client_of(sachbearbeitung).post(url("text", drafted), data).status_code == 302
    assert one.heading not in [row.heading for row in clauses(drafted)]
    assert clauses(drafted)[2].text == "Daneben."


def test_a_third_change_meanwhile_keeps_the_words(client_of, sachbearbeitung, drafted, left_out):
    one, data = left_out
    beside = clauses(drafted)[2]
    edit(drafted, {beside.pk: "Noch anders."}, by=lead())
    page = client_of(sachbearbeitung).post(url("text", drafted), data | {f"back-{one.pk}": "on"})
    assert [words in text(page) for words in ("Doch so.", "Daneben.", "Noch anders.")] == [True] * 3
    assert page.status_code == 409


def test_a_refusal_gives_the_words_back_too(client_of, sachbearbeitung, drafted, left_out):
    one, data = left_out
    signing.withdraw(drafted, by=lead(), reason="Der Rat hat abgelehnt.")
    for sent in (data | {f"back-{one.pk}": "on"}, {"version": 1, f"clause-{one.pk}": "Doch so."}):
        page = client_of(sachbearbeitung).post(url("text", drafted), sent)
        assert (page.status_code, "Doch so." in text(page)) == (409, True)


def test_clause_taken_in_again_meanwhile_is_the_same_clause(drafted):
    one = clauses(drafted)[2]
    clause_actions.leave_out_clause(one, by=lead())
    clause_actions.include_clause(drafted, by=lead(), sample=one.template_clause)
    again = clauses(drafted)[2]
    edit(drafted, {one.pk: "Von mir."}, version=1)
    again.refresh_from_db()
    assert again.text == "Von mir."
    with pytest.raises(TextClash) as caught:
        wording.edit_text(drafted, by=caseworker(), texts={}, wanted={one.pk: "Doch so."}, version=2)
    clash = caught.value.clashes[0]
    assert (clash.clause_id, clash.theirs, clash.yours) == (again.pk, "Von mir.", "Doch so.")


# --- Steps and clauses of one's own -------------------------------------------------------------------------------


def test_step_chosen_on_an_older_page_is_shown_what_changed(client_of, sachbearbeitung, drafted):
    one, two = clauses(drafted)[1:3]
    clause_actions.leave_out_clause(two, by=lead())
    for step, clause in [("hoch", two), ("weglassen", one)]:
        page = client_of(sachbearbeitung).post(
            url("clauses", drafted), {"version": 1, "step": step, "clause": clause.pk}
        )
        assert (page.status_code, "Leitung der Geschäftsstelle" in text(page)) == (409, True)
        assert "Ihr Schritt ist nicht ausgeführt" in text(page)
        assert f"?von=1&amp;bis={fresh(drafted).version}#unterschied" in text(page)
    assert drafted.versions.count() == 2


def test_own_clause_written_on_an_older_page_is_sent_again(client_of, sachbearbeitung, drafted):
    edit(drafted, {clauses(drafted)[1].pk: "Von der Leitung."}, by=lead())
    typed = {"heading": "Jugend", "text": "Erster Absatz.\nZweiter Absatz."}
    page = client_of(sachbearbeitung).post(url("new_clause", drafted), {"version": 1, **typed})
    form = page.context["form"]
    assert (page.status_code, "Leitung der Geschäftsstelle" in text(page)) == (409, True)
    assert {name: form[name].value() for name in typed} == typed
    again = {name: form[name].value() for name in (*typed, "version")}
    assert client_of(sachbearbeitung).post(url("new_clause", drafted), again).status_code == 302
    assert clauses(drafted)[-1].text == typed["text"]


# --- The state meanwhile ------------------------------------------------------------------------------------------


def test_whoever_began_with_a_draft_is_told_that_the_parties_read(client_of, sachbearbeitung, drafted):
    clause = clauses(drafted)[1]
    review.open_consultation(drafted, by=lead())
    answer = client_of(sachbearbeitung).post(url("text", drafted), {"version": 1, f"clause-{clause.pk}": "Neu."})
    assert ("success", "Der Text ist gespeichert. Die Parteien lesen jetzt die Fassung 2.") in said(answer)


@pytest.mark.parametrize("name", ["text", "clauses", "new_clause"])
def test_fixed_meanwhile_gives_back_what_was_typed(client_of, sachbearbeitung, meerane, name):
    agreement = agreement_in("approved", towns=[meerane])
    clause = clauses(agreement)[1]
    fixing.finalise(agreement, by=caseworker())
    data = {
        "text": {f"clause-{clause.pk}": "Neu."},
        "clauses": {"step": "hoch", "clause": clause.pk},
        "new_clause": {"heading": "Jugend", "text": "Neu."},
    }[name] | {"version": 1}
    page = client_of(sachbearbeitung).post(url(name, agreement), data)
    assert (page.status_code, "lässt sich die Vereinbarung nicht mehr ändern" in text(page)) == (409, True)
    assert ("Neu." in text(page), "Das hatten Sie eingegeben" in text(page)) == (name != "clauses",) * 2
