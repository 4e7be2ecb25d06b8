"""Data is changed by actions and by nothing else, and `status` by the actions of its own app."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, own_modules, parsed, root_name

SAVING = frozenset({
    "save", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "delete", "abulk_create",
    "asave", "acreate", "adelete", "aupdate",
})  # fmt: skip
# `update` is a method of dictionaries, too: it writes where the value before it is a queryset.
QUERYSETS = frozenset({"objects", "filter", "exclude", "all", "visible_to", "_base_manager", "_default_manager"})
ALLOWED = {
    "municipalities/register/__init__.py": "the loader of the official tables, with an audit row for each change",
    "municipalities/membership_register.py": "the same for associations, with an audit row for each change",
    "portal/demo/people.py": "the passwords of the demo's accounts, with an audit row for each change",
    "core/pdf.py": "a font in memory, no row",
    "core/tables.py": "a workbook in memory, no row",
    "agreements/docx.py": "a document in memory, no row",
    "portal/demo/places.py": "the demo's invented places, which no page may create, with an audit row for each",
}
OTHER_STATUS = {"audit/actions/jobs.py": "of a job in django-tasks, which has no state of ours"}
# Names that a status is set by when a row is written.
WRITING_STATUS = frozenset({"create", "update", "get_or_create", "update_or_create", "bulk_create", "dict"})


def writes(module: Module) -> Iterator[str]:
    """Calls that change rows; `drafting.create(...)` asks an action to do it."""
    actions = set(_imported_actions(module.tree))
    for node in ast.walk(module.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        name, receiver = node.func.attr, node.func.value
        if root_name(receiver) in actions or ast.unparse(receiver) == "super()":
            continue
        if name in SAVING or (name == "update" and QUERYSETS.intersection(_attributes(receiver))):
            yield f"{module.name}:{node.lineno} {ast.unparse(node.func)}"


def _imported_actions(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            inside = "actions" in (node.module or "").split(".")
            yield from (alias.asname or alias.name for alias in node.names if inside or alias.name == "actions")


def status_writes(
    module: Module, models: frozenset[str] = frozenset({"CooperationAgreement", "Appointment", "DataImport"})
) -> Iterator[str]:
    """Every way to set `status`: by attribute, by setattr, by a keyword of a writing call or of a model."""
    for node in ast.walk(module.tree):
        where = f"{module.name}:{getattr(node, 'lineno', 0)}"
        if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store):
            yield where
        elif isinstance(node, ast.Call):
            callee = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if callee in WRITING_STATUS | models and any(keyword.arg == "status" for keyword in node.keywords):
                yield where
            if callee == "setattr" and _names_status(node.args[1]):
                yield where
            if callee in SAVING and any(
                keyword.arg == "update_fields" and _names_status(keyword.value) for keyword in node.keywords
            ):
                yield where


def _names_status(node: ast.AST) -> bool:
    return any(isinstance(item, ast.Constant) and item.value == "status" for item in ast.walk(node))


def _attributes(node: ast.AST) -> set[str]:
    return {item.attr for item in ast.walk(node) if isinstance(item, ast.Attribute)}


def test_only_actions_change_rows():
    found = [
        way for module in own_modules() if not module.is_action and module.name not in ALLOWED for way in writes(module)
    ]
    assert found == []


def test_exceptions_are_still_needed():
    assert {module.name for module in own_modules() if module.name in ALLOWED and list(writes(module))} == set(ALLOWED)


def test_only_actions_write_status():
    found = [
        way
        for module in own_modules()
        if not module.name.startswith(("agreements/actions/", "advice/actions/", "imports/actions/"))
        and module.name not in OTHER_STATUS
        for way in status_writes(module)
    ]
    assert found == []


def test_other_status_is_still_written():
    assert {module.name for module in own_modules() if list(status_writes(module))} >= set(OTHER_STATUS)


def test_status_is_written_in_one_place():
    """One function moves each kind of record, so that no move can go past the table or the audit row."""
    writers = {
        (module.name, function.name)
        for module in own_modules()
        for function in ast.walk(module.tree)
        if isinstance(function, ast.FunctionDef) and '"status": target' in ast.unparse(function).replace("'", '"')
    }
    assert writers == {
        ("agreements/actions/moves.py", "move"), ("advice/actions/appointments.py", "_move"),
        ("imports/actions/moves.py", "move"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "fault",
    [
        "agreement.status = Status.SIGNED",
        "agreement.status, other = Status.SIGNED, 1",
        "setattr(agreement, 'status', 'signed')",
        "rows.update(status='signed')",
        "CooperationAgreement(status='signed')",
        "CooperationAgreement.objects.create(status='signed')",
        "agreement.save(update_fields=['status'])",
    ],
)
def test_planted_writer_of_status_is_found(fault):
    assert list(status_writes(parsed(fault)))


@pytest.mark.parametrize(
    "fine",
    ["TemplateResponse(request, 'x.html', {}, status=422)", "rows.filter(status='signed')", "if row.status == 1: pass"],
)
def test_reading_or_answering_a_status_is_fine(fine):
    assert list(status_writes(parsed(fine))) == []


@pytest.mark.parametrize(
    "fault",
    [
        "agreement.save()",
        "Agreement.objects.create(kind='x')",
        "Agreement.objects.visible_to(user, as_=f).update(kind='x')",
        "agreement.parties.all().delete()",
        "Agreement.objects.filter(pk=1).update(kind='x')",
    ],
)
def test_planted_writer_is_found(fault):
    assert list(writes(parsed(fault)))


def test_dictionary_may_be_updated():
    assert list(writes(parsed("context.update(form=form)"))) == []
