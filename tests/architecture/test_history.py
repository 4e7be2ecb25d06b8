"""Every row that changes leaves a trace, whoever changes it; models without history say why."""

import ast
import re
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, models

from audit import history
from core.checks import own_models
from tests.architecture.sources import own_modules, parents, parsed

# Fields with such names tell of a person, unless they stand below.
PERSONAL = re.compile(r"^(name|email|phone|mobile|title|salutation|office|.*_name|.*_phone|.*_email)$")
NO_PERSON = {
    "agreements.AgreementTemplate.name": "a sample text",
    "municipalities.PoliceDirectorate.name": "a public body",
    "municipalities.PoliceDirectorate.short_name": "a public body",
    "municipalities.District.name": "a public body",
    "municipalities.District.display_name": "a public body",
    "municipalities.Municipality.name": "a public body",
    "municipalities.Association.name": "a public body",
    "municipalities.ActionField.name": "a field of work",
    "municipalities.TerritorialChange.from_name": "a public body",
    "municipalities.TerritorialChange.to_name": "a public body",
    "municipalities.ImportRun.file_name": "a file of the statistical offices",
    "imports.DataImport.file_name": "a list of the office",
    "tasks.Task.title": "what is to be done",
}
# Many-to-many tables without a model of their own are not tracked.
ABOUT_TOWNS = "which towns a row is about stands in every record of an action on it"
BARE_TABLES = {
    "accounts.User.groups": "Django's own, unused: rights come from assignments",
    "accounts.User.user_permissions": "Django's own, unused: rights come from assignments",
    "advice.Contact.municipalities": ABOUT_TOWNS,
    "advice.Appointment.municipalities": ABOUT_TOWNS,
    "advice.Consultation.municipalities": ABOUT_TOWNS,
    "advice.Consultation.topics": "chosen from a short list; tells of nobody",
    "tasks.Task.municipalities": ABOUT_TOWNS,
}


def untraced(candidates):
    """Labels of models that have neither a history nor a reason why not."""
    return [
        model._meta.label
        for model in candidates
        if history.event_model(model) is None and len(getattr(model, "untracked", "")) < 10
    ]


def undeclared(candidates):
    """Fields that look like a person's and are not among their model's personal fields."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in candidates
        if not getattr(model, "untracked", "")
        for field in model._meta.local_fields
        if isinstance(field, models.CharField | models.TextField) and PERSONAL.match(field.name)
        if field.name not in history.personal_fields(model)
    ]


def context_traps(module):
    """Statements that raise inside the context of the history, or go past it: they carry no person."""
    above = parents(module.tree)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"executemany", "copy_expert", "copy_from"}:
            yield f"{module.name}:{node.lineno} {node.attr}"
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "execute"
        if is_call and len(node.args) == 1 and not node.keywords and any("%" in text for text in _texts(node.args[0])):
            yield f"{module.name}:{node.lineno} a literal % without parameters"
        is_text = (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and not isinstance(above[node], ast.Expr)
        )
        if is_text and re.match(r"\s*COPY\s+\w", node.value):
            yield f"{module.name}:{node.lineno} COPY"


def _texts(node):
    return [item.value for item in ast.walk(node) if isinstance(item, ast.Constant) and isinstance(item.value, str)]


# --- The house ----------------------------------------------------------------------------------------------------


def test_every_model_is_tracked_or_says_why_not():
    assert untraced(own_models()) == []


def test_personal_fields_are_declared_and_can_be_blanked():
    assert [name for name in undeclared(own_models()) if name not in NO_PERSON] == []
    for model in own_models():
        for name in history.personal_fields(model):
            field = model._meta.get_field(name)
            assert field.null or isinstance(field, models.CharField | models.TextField), f"{model._meta.label}.{name}"


def test_exceptions_are_still_needed():
    assert set(NO_PERSON) <= set(undeclared(own_models()))
    assert set(BARE_TABLES) == {
        f"{model._meta.label}.{field.name}"
        for model in own_models()
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    }


@pytest.mark.django_db
def test_the_database_has_all_three_triggers_of_every_model():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE %s", ["pgtrigger_%"])
        found = {(table, name.split("_")[1]) for table, name in cursor.fetchall()}
    tracked = [model for model in own_models() if history.event_model(model)]
    assert len(tracked) > 10
    wanted = {(model._meta.db_table, kind) for model in tracked for kind in ("insert", "update", "delete")}
    wanted |= {(history.event_model(model)._meta.db_table, "append") for model in tracked}
    assert wanted - found == set()


def test_history_is_no_model_of_the_house():
    """No page reads it: it has no door, so it must not look as if it had."""
    assert not [model for model in own_models() if hasattr(model, "pgh_tracked_model")]


def test_the_person_is_known_when_the_context_begins():
    order = settings.MIDDLEWARE
    authentication = order.index("django.contrib.auth.middleware.AuthenticationMiddleware")
    assert authentication < order.index("audit.middleware.HistoryContextMiddleware")


def test_no_statement_falls_into_the_traps_of_the_context():
    assert [way for module in own_modules() for way in context_traps(module)] == []


# --- Planted faults -----------------------------------------------------------------------------------------------


def planted(*, untracked=None, personal=(), field=None):
    meta = SimpleNamespace(label="planted.Fault", local_fields=[field] if field else [])
    values = {"_meta": meta, "personal_fields": personal}
    return type("Fault", (), values | ({"untracked": untracked} if untracked is not None else {}))


def char(name):
    field = models.CharField()
    field.name = name
    return field


@pytest.mark.parametrize("fault", [planted(), planted(untracked=""), planted(untracked="no need")])
def test_planted_model_without_history_is_found(fault):
    assert untraced([fault]) == ["planted.Fault"]


def test_model_with_a_reason_is_fine():
    assert untraced([planted(untracked="never changed: a trigger refuses it")]) == []


@pytest.mark.parametrize("name", ["name", "email", "phone", "office", "last_name"])
def test_planted_field_of_a_person_is_found(name):
    assert undeclared([planted(field=char(name))]) == [f"planted.Fault.{name}"]
    assert undeclared([planted(field=char(name), personal=(name,))]) == []


@pytest.mark.parametrize(
    "fault",
    [
        "cursor.executemany('INSERT INTO x VALUES (%s)', rows)",
        "cursor.copy_expert(sql, file)",
        "cursor.execute('SELECT 1 WHERE name LIKE \\'a%\\'')",
        "cursor.execute(f'DELETE FROM {table} WHERE name LIKE \\'a%\\'')",
        "sql = 'COPY town FROM STDIN'",
    ],
)
def test_planted_trap_is_found(fault):
    assert list(context_traps(parsed(fault)))


@pytest.mark.parametrize(
    "fine",
    ["cursor.execute('x LIKE %s', ['a%'])", "cursor.execute('SELECT 1')", '"""COPY is."""'],
)
def test_other_statements_are_fine(fine):
    assert list(context_traps(parsed(fine))) == []
