"""Tasks: who may read and do them, what is refused, and what happens when two people are first."""

import threading
from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from accounts.functions import MUNICIPAL, STATE_OFFICE
from core import dates
from core.exceptions import Conflict
from core.visibility import Visibility
from tasks import actions, subjects
from tasks.models import Task
from tests.factories import AgreementFactory, CallFactory, ConsultationFactory, TaskFactory, caseworker, coordinator_of
from tests.portal.page import Page

TODAY, TOMORROW, YESTERDAY = date(2023, 4, 25), date(2023, 4, 26), date(2023, 4, 24)


def create(town=None, **values):
    entered = {"by": caseworker(), "title": "Rückruf", "due_on": TOMORROW, "side": "state_office"} | values
    return actions.create(municipalities=[town] if town else [], **entered)


class TestActions:
    def test_a_day_that_has_passed_is_refused_today_is_not(self, meerane):
        with pytest.raises(Conflict, match="Frist ab heute"):
            create(meerane, due_on=YESTERDAY)
        assert create(meerane, due_on=TODAY).due_on == TODAY
        assert Task.objects.count() == 1

    def test_nobody_gets_a_task_he_cannot_read(self, meerane, koordination_werdau):
        with pytest.raises(Conflict, match="könnte diese Aufgabe nicht lesen"):
            create(meerane, side="municipality", person=koordination_werdau)
        assert not Task.objects.exists()

    def test_a_town_gets_no_task_of_the_office(self, meerane, koordination_meerane):
        with pytest.raises(Conflict, match="könnte diese Aufgabe nicht lesen"):
            create(meerane, person=koordination_meerane)
        assert create(meerane, side="municipality", person=koordination_meerane).person == koordination_meerane

    def test_a_task_is_about_something_on_the_list_only(self, meerane):
        with pytest.raises(TypeError, match="Municipality"):
            create(meerane, subject=meerane)

    def test_done_twice_by_the_same_person_changes_nothing(self, meerane):
        task = create(meerane)
        first = actions.complete(task, by=caseworker(), note="Angerufen.")
        again = actions.complete(task, by=caseworker(), note=" Angerufen. ")
        assert (first.done_on, again.done_on, again.done_note) == (TODAY, TODAY, "Angerufen.")

    def test_somebody_else_was_faster(self, meerane, leitung):
        task = create(meerane)
        actions.complete(task, by=leitung)
        with pytest.raises(Conflict, match=r"Leitung der Geschäftsstelle am 25\. April 2023 schon erledigt"):
            actions.complete(task, by=caseworker(), note="Angerufen.")

    def test_what_is_done_is_not_moved_or_given_away(self, meerane, leitung):
        task = create(meerane)
        actions.complete(task, by=leitung)
        for act in (
            lambda: actions.change_due(task, by=leitung, due_on=date(2023, 4, 28), reason="Warum auch immer."),
            lambda: actions.reassign(task, by=leitung, person=leitung),
        ):
            with pytest.raises(Conflict, match="erst wieder öffnen"):
                act()
        row = actions.reopen(task, by=leitung, reason="Es war doch noch etwas zu tun.")
        assert (row.done_on, row.done_by, row.done_note) == (None, None, "")

    def test_another_day_needs_a_reason(self, meerane):
        task = create(meerane)
        with pytest.raises(Conflict, match="braucht eine Begründung"):
            actions.change_due(task, by=caseworker(), due_on=date(2023, 5, 2), reason=" ")
        assert actions.change_due(task, by=caseworker(), due_on=TOMORROW, reason="").due_on == TOMORROW


def test_the_same_form_sent_twice_is_one_task(meerane, werdau):
    first = create(meerane)
    assert create(meerane) == first
    others = [create(meerane, title="Anders"), create(werdau), create(meerane, subject=ConsultationFactory())]
    actions.complete(first, by=caseworker())
    assert len({row.pk for row in [first, *others, create(meerane)]}) == 5


@pytest.mark.django_db(transaction=True)
def test_two_people_complete_the_same_task(meerane, leitung):
    task, office = create(meerane), caseworker()
    done, refused, start = [], [], threading.Barrier(2)

    def act(user):
        start.wait()
        try:
            done.append(actions.complete(task, by=user, note=user.name).done_note)
        except Conflict as refusal:
            refused.append(refusal.message)
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=[user]) for user in (leitung, office)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    task.refresh_from_db()
    assert done == [task.done_note]
    assert [f"Diese Aufgabe hat {task.done_by} am" in message for message in refused] == [True]


class TestDoor:
    def test_a_town_reads_its_own_side_only(self, meerane, werdau, koordination_meerane):
        own = TaskFactory(towns=[meerane, werdau], side="municipality", title="Eigene")
        TaskFactory(towns=[meerane], title="Der Geschäftsstelle")
        TaskFactory(towns=[meerane], side="police", title="Der Polizei")
        TaskFactory(towns=[werdau], side="municipality", title="Der Nachbarn")
        TaskFactory(towns=[], side="municipality", title="Keiner Kommune")
        assert list(Task.objects.visible_to(koordination_meerane, as_=MUNICIPAL)) == [own]

    def test_the_office_does_not_read_what_a_town_keeps_inside(self, meerane, leitung, koordination_meerane):
        inside = TaskFactory(towns=[meerane], side="municipality", visibility=Visibility.OWN_PLACE)
        assert not Task.objects.visible_to(leitung, as_=STATE_OFFICE).exists()
        assert Task.objects.visible_to(koordination_meerane, as_=MUNICIPAL).get() == inside

    def test_a_coach_reads_nothing(self, meerane, coach):
        TaskFactory(towns=[meerane], side="municipality")
        assert not Task.objects.visible_to(coach, as_=coach.functions_held()).exists()

    def test_the_subject_is_told_to_its_readers_only(self, meerane, leitung, koordination_meerane):
        call = CallFactory(towns=[meerane])
        task = create(meerane, side="municipality", subject=call)
        assert subjects.readable(task, leitung, STATE_OFFICE) == call
        assert subjects.readable(task, koordination_meerane, MUNICIPAL) is None
        assert subjects.readable(create(meerane), leitung, STATE_OFFICE) is None


class TestPages:
    def test_list_by_whom_and_when(self, client_of, meerane, sachbearbeitung, leitung):
        TaskFactory(towns=[meerane], title="Meine", person=sachbearbeitung)
        TaskFactory(towns=[meerane], title="Ohne Person", due_on=YESTERDAY)
        TaskFactory(towns=[meerane], title="Der Stadt", side="municipality")
        TaskFactory(towns=[meerane], title="Getan", person=sachbearbeitung, done=True)

        def titles(query):
            page = Page(client_of(sachbearbeitung).get(f"/aufgaben/{query}"))
            links = page.links(page.panel("liste"))
            return [words for words, url in links if url.startswith("/aufgaben/") and url.count("/") == 3]

        assert titles("") == ["Meine"]
        assert titles("?ansicht=stelle") == ["Ohne Person", "Meine"]
        assert titles("?ansicht=alle") == ["Ohne Person", "Meine", "Der Stadt"]
        assert titles("?ansicht=alle&frist=ueberfaellig") == ["Ohne Person"]
        assert titles("?frist=erledigt") == ["Getan"]
        assert titles("?ansicht=unsinn&frist=nie&kommune=999999") == ["Meine"]

    def test_whoever_acts_for_one_town_writes_for_it(self, client_of, meerane, koordination_meerane):
        form = client_of(koordination_meerane).get(reverse("tasks:create")).context["form"]
        assert form["municipalities"].value() == [meerane.pk]

    def test_a_town_begins_with_what_lies_with_the_town(self, client_of, meerane, koordination_meerane):
        task = TaskFactory(towns=[meerane], side="municipality", title="Der Stadt")
        page = Page(client_of(koordination_meerane).get("/aufgaben/"))
        assert page.links(page.panel("liste"))[4] == ("Der Stadt", task.get_absolute_url())

    def test_queries_do_not_grow_with_the_rows(self, client_of, count_queries, meerane, sachbearbeitung):
        TaskFactory(towns=[meerane], person=sachbearbeitung)
        few = count_queries(client_of(sachbearbeitung), "/aufgaben/")
        for _ in range(29):
            TaskFactory(towns=[meerane], person=sachbearbeitung)
        assert count_queries(client_of(sachbearbeitung), "/aufgaben/") == few

    def test_completed_with_a_note(self, client_of, meerane, koordination_meerane):
        task = TaskFactory(towns=[meerane], side="municipality")
        response = client_of(koordination_meerane).post(reverse("tasks:complete", args=[task.pk]), {"note": "Ist da."})
        assert (response.status_code, response["Location"]) == (302, "/aufgaben/")
        task.refresh_from_db()
        assert (task.done_on, task.done_by, task.done_note) == (TODAY, koordination_meerane, "Ist da.")

    def test_faster_colleague_is_told_with_what_was_typed(self, client_of, meerane, leitung, sachbearbeitung):
        task = TaskFactory(towns=[meerane])
        actions.complete(task, by=leitung)
        response = client_of(sachbearbeitung).post(reverse("tasks:complete", args=[task.pk]), {"note": "Mein Vermerk"})
        assert response.status_code == 409
        assert "Mein Vermerk" in response.content.decode()

    def test_a_town_writes_tasks_of_its_own_side(self, client_of, meerane, werdau, koordination_meerane):
        values = {"title": "Arbeitskreis einladen", "due_on": "2023-05-02", "person": "", "side": "state_office"}
        values |= {"municipalities": [meerane.pk], "visibility": "1"}
        assert client_of(koordination_meerane).post("/aufgaben/neu/", values).status_code == 302
        task = Task.objects.get()
        assert (task.side, task.visibility, task.towns) == ("municipality", Visibility.OWN_PLACE, [meerane])
        other = client_of(koordination_meerane).post("/aufgaben/neu/", values | {"municipalities": [werdau.pk]})
        assert (other.status_code, Task.objects.count()) == (422, 1)

    def test_a_person_of_the_wrong_side_is_asked_for_anew(
        self, client_of, meerane, sachbearbeitung, koordination_meerane, koordination_werdau
    ):
        unreadable = "könnte diese Aufgabe nicht lesen. Bitte eine Person der richtigen Seite wählen."
        typed = {"title": "Rückruf", "due_on": "2023-05-02", "municipalities": [meerane.pk]}
        office = client_of(sachbearbeitung)
        for person, side in (
            (koordination_meerane, "state_office"), (koordination_werdau, "municipality"),
        ):  # fmt: skip
            answer = office.post("/aufgaben/neu/", typed | {"person": person.pk, "side": side})
            assert (answer.status_code, Page(answer).errors()) == (422, [f"{person} {unreadable}"])
        for person in (koordination_meerane, sachbearbeitung):
            answer = office.post("/aufgaben/neu/", typed | {"person": person.pk, "side": "municipality"})
            assert answer.status_code == 302
        task = Task.objects.get(person=sachbearbeitung)
        answer = office.post(reverse("tasks:reassign", args=[task.pk]), {"person": koordination_werdau.pk})
        assert (answer.status_code, Page(answer).errors()) == (422, [f"{koordination_werdau} {unreadable}"])

    def test_nothing_typed_is_lost(self, client_of, meerane, sachbearbeitung):
        values = {"title": "Anrufen", "due_on": "24.04.2023", "side": "municipality"}
        response = client_of(sachbearbeitung).post("/aufgaben/neu/", values)
        assert response.status_code == 422
        page = Page(response)
        assert page.errors() == [
            "Bitte eine Frist ab heute wählen.", "Bitte auswählen, welche Kommune am Zug ist.",
        ]  # fmt: skip
        assert page.main.find(".//input[@name='title']").get("value") == "Anrufen"

    @pytest.mark.parametrize("name", ["detail", "complete", "reopen", "due", "reassign"])
    def test_strangers_find_nothing(self, client_of, meerane, koordination_werdau, name):
        task = TaskFactory(towns=[meerane], side="municipality")
        address = reverse(f"tasks:{name}", args=[task.pk])
        assert client_of(koordination_werdau).get(address).status_code == 404

    def test_reading_office_does_not_write(self, client_of, meerane, leserecht):
        task = TaskFactory(towns=[meerane])
        assert client_of(leserecht).get(task.get_absolute_url()).status_code == 200
        assert client_of(leserecht).post(reverse("tasks:complete", args=[task.pk])).status_code == 403


def test_start_page_keeps_what_is_written_down_apart_from_what_is_computed(client_of, meerane, leitung):
    TaskFactory(towns=[meerane], person=leitung, title="Meine Aufgabe")
    TaskFactory(towns=[meerane], title="In drei Wochen", due_on=date(2023, 5, 16))
    AgreementFactory(consultation=True, towns=[meerane])
    page = Page(client_of(leitung).get("/"))
    assert [row.split(" ", 2)[:2] for row in page.rows("wiedervorlagen")] == [["Meine", "Aufgabe"]]
    assert not any("Meine Aufgabe" in row for row in page.rows("aufmerksamkeit"))
    assert any("Meerane: Kooperationsvereinbarung" in row for row in page.rows("aufmerksamkeit"))


def test_steps_of_a_consultation_stay_with_their_town(meerane, werdau):
    user = coordinator_of(meerane)
    row = ConsultationFactory(towns=[meerane, werdau], shared=True)
    for town in (meerane, werdau):
        actions.create(
            by=caseworker(), title=f"Für {town}", due_on=dates.today(), side="municipality", municipalities=[town],
            subject=row,
        )  # fmt: skip
    assert [task.title for task in Task.objects.visible_to(user, as_=MUNICIPAL).of(row)] == ["Für Meerane"]
