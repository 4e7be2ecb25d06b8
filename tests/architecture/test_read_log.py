"""A page that hands out a file notes who was given it, or stands below with the reason why nobody need know."""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.sources import Module, own_modules, parsed

HANDING_OUT = frozenset({"file_response", "csv_response", "FileResponse", "StreamingHttpResponse"})
NOT_CONFIDENTIAL = {
    "accounts/views/terms.py:terms_pdf": "the Nutzungsvereinbarung as it is published; tells of nobody",
    "imports/views/files.py:template": "the workbook to fill in; tells of nobody",
    "advice/views/appointments.py:appointment_ics": "day, hour and place, as the reader's own page shows them",
    "agreements/views/signing_day.py:agreement_signing_ics": "the same of a signing",
}


def files_handed_out(module: Module) -> Iterator[tuple[str, bool]]:
    """Every function that answers with a file, and whether the read log is told of it."""
    for function in ast.walk(module.tree):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            called = {_name(node.func) for node in ast.walk(function) if isinstance(node, ast.Call)}
            declared = "logs_reads" in {_name(decorator) for decorator in function.decorator_list}
            if called & HANDING_OUT and function.name not in HANDING_OUT:
                yield f"{module.name}:{function.name}", declared and "record_read" in called


def _name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def handed_out_by_pages() -> dict[str, bool]:
    return {name: told for module in own_modules() if module.is_page for name, told in files_handed_out(module)}


def test_every_file_handed_out_is_noted():
    assert {name for name, told in handed_out_by_pages().items() if not told} == set(NOT_CONFIDENTIAL)


def test_pages_that_hand_out_files_are_found():
    noted = {name for name, told in handed_out_by_pages().items() if told}
    assert noted >= {"documents/views.py:download", "agreements/views/reading.py:agreement_export"}


RECORD = "    record_read('export', None, by=request.user, label='Liste')\n"
ANSWER = "    return file_response(b'', filename='x.csv', media_type='text/csv')"


@pytest.mark.parametrize(
    "fault",
    [
        f"@access(*READERS)\ndef export(request):\n{ANSWER}",
        f"@access(*READERS)\n@logs_reads\ndef export(request):\n{ANSWER}",
        f"@access(*READERS)\ndef export(request):\n{RECORD}{ANSWER}",
        "def export(request):\n    return exports.csv_response(head, rows, filename='x.csv')",
        "def export(request):\n    return FileResponse(document.file.open())",
    ],
    ids=["neither", "only declared", "only recorded", "as CSV", "Django's own"],
)
def test_planted_export_without_read_log_is_found(fault):
    assert [told for _, told in files_handed_out(parsed(fault))] == [False]


def test_noted_export_is_fine():
    good = f"@access(*READERS)\n@logs_reads\ndef export(request):\n{RECORD}{ANSWER}"
    assert [told for _, told in files_handed_out(parsed(good))] == [True]
