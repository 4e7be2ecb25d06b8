"""„Wer sieht was?“: the page, that it covers every model, and that the ladder is told as it is obeyed."""

from itertools import pairwise

import pytest
from django.urls import reverse

from accounts.functions import FLOOR, REACH, Function
from core.checks import own_models
from core.scoping import ScopedQuerySet
from core.telling import Share
from core.visibility import Visibility
from municipalities.models import ContactPerson, Resolution
from portal.seeing import page
from portal.seeing.objects import AREAS, TECHNICAL, shown
from portal.seeing.rules import opened, rungs, sight, spoken
from tasks.models import Task
from tests.factories import (
    ContactFactory,
    MunicipalityFactory,
    NoticeFactory,
    ResolutionFactory,
    TaskFactory,
    UserFactory,
)
from tests.portal.page import Page

ADDRESS = reverse("portal:seeing")


def said(response):
    return " ".join(" ".join(Page(response).main.itertext()).split())


def line(function, title):
    (found,) = [line for area in page.areas(function) for line in area.lines if line.title == title]
    return found


def item_of(model):
    (found,) = [item for item in shown() if item.model is model]
    return found


class TestCompleteness:
    def test_every_model_is_an_object_a_part_or_technical(self):
        """A new model without a place on the page goes red here."""
        named = [item.model for item in shown()] + [part for item in shown() for part in item.parts] + list(TECHNICAL)
        assert sorted(model._meta.label for model in named) == sorted(model._meta.label for model in own_models())

    def test_technical_ones_say_why(self):
        assert [model for model, reason in TECHNICAL.items() if len(reason) < 20] == []

    @pytest.mark.parametrize("function", Function)
    def test_part_opens_nowhere_without_its_object(self, function):
        wrong = [
            part.__name__
            for item in shown()
            for part in item.parts
            if (opened(part, function).share is Share.NOTHING)
            is not (opened(item.model, function).share is Share.NOTHING)
        ]
        assert wrong == []

    def test_rule_of_its_own_has_words_of_its_own(self):
        """Inherited words would tell of the rule of another door."""
        doors = {door for model in own_models() for door in type(model.objects.all()).__mro__}
        silent = [
            door.__name__
            for door in doors
            if issubclass(door, ScopedQuerySet)
            and {"opened_by", "visible_to"} & set(vars(door))
            and "told" not in vars(door)
            and door.told
        ]
        assert silent == []

    def test_no_words_without_a_function_they_tell_of(self):
        idle = [
            f"{model.__name__}: {key}"
            for model in own_models()
            for key, told in model.objects.all().told.items()
            if not any(
                opened(model, function).words.startswith(told.words)
                for function in Function
                if key in {function.value, REACH[function]}
            )
        ]
        assert idle == []


class TestLadder:
    MODELS = {ContactPerson: ContactFactory, Resolution: ResolutionFactory}

    @pytest.mark.django_db
    @pytest.mark.parametrize("model", MODELS)
    @pytest.mark.parametrize("whose", ["leitung", "koordination_meerane", "mitarbeit_meerane", "beigeordnete_meerane"])
    def test_each_rung_is_read_as_told(self, model, whose, meerane, request):
        user = request.getfixturevalue(whose)
        (function,) = user.functions_held()
        own = {rung: self.MODELS[model](municipality=meerane, visibility=rung) for rung in rungs(model)}
        foreign = {
            rung: self.MODELS[model](municipality=MunicipalityFactory(), visibility=rung) for rung in rungs(model)
        }
        visible = set(model.objects.visible_to(user, as_={function}))
        read = {rung for rung, row in own.items() if row in visible}
        words = opened(model, function).words
        kept = [rung for rung in rungs(model) if rung not in read]
        assert (f"aber nicht, was für {spoken(kept)} bestimmt ist" in words) is bool(kept)
        if whose != "leitung":
            others = [rung for rung, row in foreign.items() if row in visible]
            assert (f"von anderen nur, was für {spoken(others)} bestimmt ist" in words) is bool(others)

    @pytest.mark.django_db
    def test_office_is_told_that_it_does_not_read_what_a_town_keeps(self, meerane, leitung):
        kept = TaskFactory(towns=[meerane], side="municipality", visibility=Visibility.OWN_PLACE)
        assert kept not in Task.objects.visible_to(leitung, as_=leitung.functions_held())
        for function in ("state_lead", "state_casework", "state_reader"):
            words = line(function, "Aufgaben und Wiedervorlagen").words
            assert words == "alle, aber nicht, was für „nur unsere Kommune“ bestimmt ist"
        assert page.office_reads_all_rungs() is False

    def test_readers_of_a_rung_include_those_of_the_rung_before(self):
        readers = [set(rung.readers.split(", ")) for rung in page.ladder() if "Ansprechpersonen" in rung.objects]
        assert all(inner < outer for inner, outer in pairwise(readers))
        assert "Leitung" not in readers[0]

    def test_office_that_could_read_everything_would_not_be_told_otherwise(self, monkeypatch):
        monkeypatch.setitem(FLOOR, Function.STATE_LEAD, Visibility.OWN_PLACE)
        assert page.office_reads_all_rungs() is True


class TestSentences:
    @pytest.mark.parametrize(
        ("function", "title", "words"),
        [
            ("state_reader", "Kommunen", "alle"),
            ("coordination", "Kommunen", "nur die eigene"),
            ("coordination", "Kontakte", "nichts"),
            ("coordination", "Termine", "nur der eigenen Kommune"),
            ("police", "Vereinbarungen",
             "nur wenn die Polizeidirektion Partei ist, ab der Abstimmung oder nacherfasst; nie Entwürfe"),
            ("police", "Kommunen", "nichts"),
            ("coach", "Vereinbarungen", "nichts"),
            ("municipal_admin", "Einladungen", "nur zu Funktionen der eigenen Kommune"),
            ("coordination", "Einladungen", "nichts"),
            ("state_lead", "Lesevorgänge", "alle"),
        ],
    )  # fmt: skip
    def test_in_plain_words(self, function, title, words):
        assert line(function, title).words == words

    @pytest.mark.django_db
    def test_page_admits_fewer_than_the_door(self, sachbearbeitung, leserecht, client_of):
        """The door of the read log is open to the office, its pages to the Leitung alone; and so the words say."""
        assert line("state_casework", "Lesevorgänge").words == "nichts"
        assert client_of(sachbearbeitung).get(reverse("portal:mailing_uses")).status_code == 403
        assert line("state_reader", "Datenübernahmen").words == "nichts"
        assert client_of(leserecht).get(reverse("imports:list")).status_code == 403

    def test_titles_are_told_apart(self):
        titles = [item.title for items in AREAS.values() for item in items]
        assert len(titles) == len(set(titles))

    def test_matrix_says_the_same_as_the_lists(self):
        for title, cells in page.matrix():
            for function, cell in zip(Function, cells, strict=True):
                told = line(function.value, title)
                assert (cell.function, cell.words, cell.sees) == (function.label, told.words, told.sees)

    def test_sight_follows_from_the_door_where_no_page_is_named(self):
        assert sight(item_of(Task), "coordination") == opened(Task, "coordination")


@pytest.mark.django_db
class TestPage:
    @pytest.mark.parametrize(
        ("whose", "label"),
        [("koordination_meerane", "Koordination"), ("polizei_zwickau", "Polizeidirektion"), ("leserecht", "Leserecht")],
    )
    def test_begins_with_ones_own_function(self, whose, label, client_of, request):
        answer = client_of(request.getfixturevalue(whose)).get(ADDRESS)
        assert answer.status_code == 200
        assert [chip.text.strip() for chip in Page(answer).all(".//a[@aria-current='true']")] == [label]
        assert f"Sie haben heute: {label}." in said(answer)

    def test_another_function_can_be_looked_at(self, koordination_meerane, client_of):
        """What others may see is no secret: it is the point of the page."""
        answer = client_of(koordination_meerane).get(f"{ADDRESS}?funktion=state_lead")
        assert "Die Geschäftsstelle sieht nicht, was eine Kommune für sich behält:" in said(answer)
        assert [chip.text.strip() for chip in Page(answer).all(".//a[@aria-current='true']")] == ["Leitung"]

    @pytest.mark.parametrize("nonsense", ["x", "", "STATE_LEAD", "%00", "a" * 3000])
    def test_nonsense_shows_ones_own(self, nonsense, leserecht, client_of):
        answer = client_of(leserecht).get(f"{ADDRESS}?funktion={nonsense}")
        assert [chip.text.strip() for chip in Page(answer).all(".//a[@aria-current='true']")] == ["Leserecht"]

    def test_says_what_is_seen_and_what_is_not(self, polizei_zwickau, client_of):
        words = said(client_of(polizei_zwickau).get(ADDRESS))
        assert "Vereinbarungen nur wenn die Polizeidirektion Partei ist, ab der Abstimmung" in words
        assert "nichts Kontakte, Termine, Beratungen, Stände der Beratung, Infopakete" in words

    def test_without_function_it_says_so(self, client_of):
        answer = client_of(UserFactory()).get(ADDRESS)
        assert "Sie haben heute keine Funktion." in said(answer)

    def test_strangers_sign_in_first(self, client):
        assert client.get(ADDRESS).headers["Location"] == f"{reverse('account_login')}?next={ADDRESS}"

    def test_nothing_is_sent_to_it(self, leitung, client_of):
        assert client_of(leitung).post(ADDRESS).status_code == 405

    def test_asks_the_database_for_the_person_alone(self, leitung, meerane, client_of, count_queries):
        browser = client_of(leitung)
        before = count_queries(browser, ADDRESS)
        ContactFactory.create_batch(30, municipality=meerane)
        assert count_queries(browser, f"{ADDRESS}?funktion=police") == before
        # The session, the person and her functions, as on every page.
        assert before == count_queries(browser, reverse("notices:privacy")) - 1

    def test_names_no_place_and_nobody(self, leitung, meerane, client_of):
        ContactFactory(municipality=meerane, person__name="Erika Geheim")
        assert "Meerane" not in said(client_of(leitung).get(ADDRESS))

    @pytest.mark.parametrize("start", ["portal:home", "accounts:account", "notices:privacy"])
    def test_is_linked_where_one_looks_for_it(self, start, koordination_meerane, client_of):
        if start == "notices:privacy":
            # Whoever has not taken note of it is led there from every other page.
            NoticeFactory()
        answer = client_of(koordination_meerane).get(reverse(start))
        in_footer = answer.content.decode().partition("<footer")[2].count(f'href="{ADDRESS}"')
        in_main = len(Page(answer).all(f".//a[@href='{ADDRESS}']"))
        assert (in_footer, in_main) == (1, 0 if start == "portal:home" else 1)

    def test_is_not_offered_to_strangers(self, client):
        assert ADDRESS not in client.get(reverse("notices:privacy")).content.decode()
