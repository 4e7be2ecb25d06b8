"""Guards of the guards: for each that reads the whole house, a planted fault that it sees.

Guards whose faults are planted beside them: access rules, models, source reader, writers, today, history, operations.
"""

import ast
import shutil
import subprocess
import sys

import pytest
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from core.access import public
from tests import life
from tests.architecture import (
    states,
    test_actions,
    test_constraints,
    test_csrf,
    test_docs,
    test_isolation,
    test_markup,
    test_sizes,
    test_states,
)
from tests.architecture import world as worlds
from tests.architecture.marks import mark_of
from tests.architecture.sources import APPS, ROOT, parsed

caught = pytest.raises(AssertionError)


# --- Imports ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("module", "fault"),
    [
        ("municipalities/actions/contacts.py", "from agreements import models"),
        ("core/files.py", "def late():\n    from audit import models"),
        ("documents/models.py", "from documents import views"),
    ],
    ids=["upwards", "upwards, inside a function", "from models to views"],
)
def test_planted_import_breaks_the_contracts(module, fault, tmp_path):
    for app in APPS:
        shutil.copytree(ROOT / app, tmp_path / app, ignore=shutil.ignore_patterns("*.csv", "*.toml", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    place = tmp_path / module
    place.write_text(f"{place.read_text(encoding='utf-8')}\n\n{fault}\n", encoding="utf-8")
    command = "from importlinter.cli import lint_imports_command as c; c()"
    result = subprocess.run(
        [sys.executable, "-c", command, "--no-cache"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert result.returncode == 1, result.stdout
    assert "BROKEN" in result.stdout


# --- Sizes, states, actions, constraints --------------------------------------------------------------------------


def test_planted_long_file_is_found(tmp_path, monkeypatch):
    (tmp_path / "long.py").write_text("x = 1\n" * 401, encoding="utf-8")
    (tmp_path / "just.py").write_text("x = 1\n" * 400, encoding="utf-8")
    monkeypatch.setattr(test_sizes, "ROOT", tmp_path)
    with pytest.raises(AssertionError, match=r"long\.py"):
        test_sizes.test_no_file_is_longer_than_400_lines()


def test_planted_long_view_is_found(monkeypatch):
    module = parsed("def page(request):\n" + "    x = 1\n" * 25, "portal/views/planted.py")
    monkeypatch.setattr(test_sizes, "own_modules", lambda: (module,))
    with pytest.raises(AssertionError, match="planted"):
        test_sizes.test_no_view_is_longer_than_25_lines()


def test_module_without_a_word_is_found(monkeypatch):
    monkeypatch.setattr(test_sizes, "own_modules", lambda: (parsed("x = 1", "portal/planted.py"),))
    with pytest.raises(AssertionError, match="planted"):
        test_sizes.test_every_module_says_what_it_is_for()


def test_planted_move_is_not_in_the_drawing(monkeypatch):
    monkeypatch.setattr(states, "TRANSITIONS", list(states.TRANSITIONS)[1:])
    with caught:
        test_states.test_drawing_is_the_table()


@pytest.mark.parametrize(
    "fault", ["def act(row, *, by): ...", "@transaction.non_atomic\ndef act(row, *, by): ..."], ids=["bare", "other"]
)
def test_planted_action_without_transaction_is_found(fault, monkeypatch):
    (function,) = ast.parse(fault).body
    monkeypatch.setitem(test_actions.ACTIONS, "planted.act", function)
    with caught:
        test_actions.test_action_runs_in_one_transaction("planted.act")
    with caught:
        test_actions.test_every_action_has_a_call_here()


def test_planted_action_that_asks_nobody_is_found(monkeypatch):
    monkeypatch.setattr(test_actions, "implementation", lambda name: lambda row, by: None)
    with caught:
        test_actions.test_action_asks_by_whom("planted.act")
    with caught:
        test_actions.test_action_takes_the_object_first_and_the_rest_by_name("planted.act")


@pytest.mark.django_db
def test_planted_action_without_a_record_is_found(meerane, monkeypatch):
    """Before it the same person has done something that was recorded: the newest record is hers, and no proof."""
    name = "agreements.actions.proposals.settle_proposal"
    monkeypatch.setattr(name, lambda proposal, *, by, answer: None)
    with caught:
        test_actions.test_action_leaves_a_record_by_whom(name, meerane, monkeypatch)


def test_constraint_without_nonsense_is_found(monkeypatch):
    monkeypatch.setattr(test_constraints, "NONSENSE", {})
    with pytest.raises(AssertionError, match="Extra items"):
        test_constraints.test_every_constraint_has_its_nonsense()


# --- Markup -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guard", "fault"),
    [
        (test_markup.test_page_names_its_language_and_itself, '<html lang="en"><title>x</title></html>'),
        (test_markup.test_page_has_one_main_heading, "<h1>x</h1><h1>y</h1>"),
        (test_markup.test_headings_skip_no_level, "<h1>x</h1><h3>y</h3>"),
        (test_markup.test_nothing_stands_inline_that_the_policy_forbids, '<p style="color:red">x</p>'),
        (test_markup.test_nothing_stands_inline_that_the_policy_forbids, '<p onclick="x()">x</p>'),
        (test_markup.test_nothing_stands_inline_that_the_policy_forbids, "<script>x()</script>"),
        (test_markup.test_no_address_leaves_our_own_origin, '<img src="https://cdn.example/x.png" alt="">'),
        (test_markup.test_no_address_leaves_our_own_origin, '<a href="//cdn.example/">x</a>'),
    ],
)
def test_planted_markup_is_found(guard, fault):
    with caught:
        guard({"planted": test_markup.Page(fault)})


# --- Documents ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("guard", "fault"),
    [
        (test_docs.test_every_make_command_is_a_target, "`make nothing-of-this`"),
        (test_docs.test_every_management_command_exists, "manage.py gibt_es_nicht"),
        (test_docs.test_every_link_leads_somewhere, "[weg](gone.md)"),
        (test_docs.test_every_link_leads_somewhere, "# Da\n[weg](#dort)"),
        (test_docs.test_every_path_in_code_exists, "`core/gone.py`"),
    ],
)
def test_planted_untruth_is_found(guard, fault, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(fault, encoding="utf-8")
    with caught:
        guard(page)


# --- Walks --------------------------------------------------------------------------------------------------------


@csrf_exempt
@public(reason="A planted fault.")
def leaking(request):
    """Shows Meerane's draft to whoever comes, and takes forms from foreign pages."""
    return HttpResponse(f"Neu: {mark_of('ALPHA', 'ENTWURF')}")


@pytest.fixture
def house_with_a_leak(db, settings, monkeypatch):
    planted = path("geplant/", leaking, name="planted")
    settings.ROOT_URLCONF = type("Urls", (), {"urlpatterns": [planted, path("", include("asskomm.urls"))]})
    monkeypatch.setattr(test_isolation, "PATTERNS", [("planted", planted)])
    monkeypatch.setattr(test_csrf, "own_patterns", lambda: [("planted", planted)])
    with life.prints_once():
        return worlds.build()


@pytest.mark.parametrize("name", ["koordination_werdau", "coach", "frueher_leitung", "fremd"])
def test_walk_sees_a_planted_leak(name, house_with_a_leak):
    faults = test_isolation.Walker(house_with_a_leak, name).walk().faults
    assert [fault for fault in faults if "GET /geplant/" in fault and mark_of("ALPHA", "ENTWURF") in fault]


def test_walk_does_not_cry_where_the_reader_may_see_it(house_with_a_leak):
    assert test_isolation.Walker(house_with_a_leak, "leitung").walk().faults == []


def test_page_that_takes_foreign_forms_is_found(house_with_a_leak, monkeypatch):
    monkeypatch.setattr(worlds, "build", lambda: house_with_a_leak)
    with pytest.raises(AssertionError, match="planted"):
        test_csrf.test_post_without_token_is_refused_everywhere()
