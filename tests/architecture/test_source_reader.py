"""Pages cannot reach rows past the door: whoever writes `X.objects` in one has to go on with `.visible_to`."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, own_modules, parents, parsed

MANAGERS = frozenset({"objects", "_base_manager", "_default_manager", "base_manager", "default_manager"})
# `.none()` opens nothing: a form's field before the form knows who asks.
# `.own(request.user)` is what somebody did herself; with anybody else it would be a way round (see below).
DOORS = frozenset({"visible_to", "none", "own"})
OWN = ["request.user"]
SHORTCUTS = frozenset({"get_object_or_404", "get_list_or_404", "aget_object_or_404", "aget_list_or_404"})
AROUND = {
    "ModelForm": "a form that finds and saves rows by itself",
    "get_model": "a model found by its name",
    "model_class": "a model found by its content type",
    "connection": "raw SQL",
    "raw": "raw SQL",
}


def ways_past_the_door(module: Module) -> Iterator[str]:
    """Every place where a module reaches rows without asking who wants them."""
    above = parents(module.tree)
    models = set(_imported_models(module.tree))
    for node in ast.walk(module.tree):
        where = f"{module.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and node.attr in MANAGERS:
            onward = above[node]
            if not (isinstance(onward, ast.Attribute) and onward.attr in DOORS):
                yield f"{where} {ast.unparse(node)} without .visible_to()"
        elif isinstance(node, ast.Constant) and node.value in MANAGERS:
            yield f"{where} a manager by its name, „{node.value}“"
        elif isinstance(node, ast.Attribute | ast.Name | ast.alias) and _name(node) in AROUND:
            yield f"{where} {AROUND[_name(node)]}"
        elif isinstance(node, ast.Call) and _name(node.func) == "own" and list(map(ast.unparse, node.args)) != OWN:
            yield f"{where} {ast.unparse(node)}: own() is for whoever asks"
        elif isinstance(node, ast.Call) and _name(node.func) in SHORTCUTS and node.args:
            first = node.args[0]
            if _name(first) in models:
                yield f"{where} {ast.unparse(first)} without .visible_to()"


def _imported_models(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and "models" in (node.module or "").split("."):
            yield from (alias.asname or alias.name for alias in node.names)


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else node.name if isinstance(node, ast.alias) else ""


def test_no_page_reaches_past_the_door():
    assert [way for module in own_modules() if module.is_page for way in ways_past_the_door(module)] == []


def test_pages_are_read_at_all():
    names = {module.name for module in own_modules() if module.is_page}
    assert {"agreements/views/reading.py", "agreements/forms/drafting.py", "portal/context.py"} <= names
    assert {"core/templatetags/ui.py", "documents/views.py"} <= names
    assert not any(name.startswith("portal/demo/") for name in names)


@pytest.mark.parametrize(
    "fault",
    [
        "rows = Agreement.objects.all()",
        "rows = models.Agreement.objects.filter(pk=1)",
        "rows = AuditEvent.objects.own(person)",
        "rows = AuditEvent.objects.own(User.objects.visible_to(user, as_=f).get(pk=request.GET['person']))",
        "from agreements.models import CooperationAgreement as A\nrows = A.objects.all()",
        "door = Agreement.objects\nrows = door.all()",
        "rows = Agreement.objects.filter(pk=1).visible_to(user, as_=functions)",
        "rows = Agreement._base_manager.all()",
        "rows = Agreement._default_manager.all()",
        "rows = Agreement._meta.default_manager.all()",
        "rows = getattr(Agreement, 'objects').all()",
        "rows = type(agreement).objects.all()",
        "rows = apps.get_model('agreements', 'Agreement')",
        "rows = event.content_type.model_class()",
        "class AgreementForm(forms.ModelForm): pass",
        "from django.forms import ModelForm",
        "from django.db import connection",
        "rows = Municipality.objects.visible_to(user, as_=f).model.objects.all()",
        "from agreements.models import CooperationAgreement as A\nrow = get_object_or_404(A, pk=1)",
        "from agreements.models.party import Party\nrow = shortcuts.get_object_or_404(Party, pk=1)",
    ],
)
def test_planted_fault_is_found(fault):
    assert list(ways_past_the_door(parsed(fault)))


@pytest.mark.parametrize(
    "good",
    [
        "rows = Agreement.objects.visible_to(user, as_=functions).filter(pk=1)",
        "field.queryset = Municipality.objects.none()",
        "rows = AuditEvent.objects.own(request.user)",
        "from agreements.models import Agreement\n"
        "row = get_object_or_404(Agreement.objects.visible_to(user, as_=functions), pk=1)",
    ],
)
def test_way_through_the_door_is_fine(good):
    assert list(ways_past_the_door(parsed(good))) == []
