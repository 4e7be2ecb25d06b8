"""Pages of the tasks: the list, one task, and what can be done with it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.away import Away, away_today
from accounts.functions import MUNICIPAL, STATE_OFFICE, STATE_WRITERS
from accounts.requests import SignedInRequest
from core import dates, formats
from core.access import access
from tasks import actions, subjects
from tasks.forms import DUE, VIEWS, CompleteForm, DueForm, ReassignForm, ReopenForm, TaskFilter, TaskForm
from tasks.models import Task

READERS = (*STATE_OFFICE, *MUNICIPAL)
WRITERS = (*STATE_WRITERS, *MUNICIPAL)
PAGE_SIZE = 50


def task_or_404(request: SignedInRequest, task_id: int) -> Task:
    readable = Task.objects.visible_to(request.user, as_=request.functions)
    row: Task = get_object_or_404(readable.for_list().select_related("created_by"), pk=task_id)
    return row


def _posted(request: SignedInRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _may_write(request: SignedInRequest) -> bool:
    return bool(request.functions & set(WRITERS))


def _page(request: SignedInRequest, form: Any, title: str, task: Task | None = None) -> TemplateResponse:
    context = {"form": form, "title": title, "task": task}
    return TemplateResponse(request, "tasks/form.html", context, status=422 if form.is_bound else 200)


@require_safe
@access(*READERS)
def task_list(request: SignedInRequest) -> HttpResponse:
    readable = Task.objects.visible_to(request.user, as_=request.functions)
    form = TaskFilter(request.GET, user=request.user, as_=request.functions)
    found = form.apply(readable, dates.today())
    context = {
        "form": form,
        "page": Paginator(found.for_list(), PAGE_SIZE).get_page(request.GET.get("seite")),
        "views": [(word, label, _address(form, ansicht=word), word == form.view) for word, label in VIEWS.items()],
        "dues": [(label, _address(form, frist=word), word == form.due) for word, label in DUE.items()],
        "today": dates.today(),
        "may_write": _may_write(request),
    }
    return TemplateResponse(request, "tasks/list.html", context)


def _address(form: TaskFilter, **changed: str) -> str:
    """The present filters with one changed."""
    town = form.cleaned_data.get("kommune")
    chosen = {"ansicht": form.view, "frist": form.due, "kommune": str(town.pk) if town else ""} | changed
    return "?" + "&".join(f"{name}={value}" for name, value in chosen.items() if value)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def task_create(request: SignedInRequest) -> HttpResponse:
    initial: dict[str, Any] = {"person": str(request.user.pk)}
    if towns := request.GET.getlist("kommune"):
        initial["municipalities"] = towns
    form = TaskForm(_posted(request), user=request.user, as_=request.functions, initial=initial)
    if form.is_valid():
        task = actions.create(by=request.user, **form.values())
        messages.success(request, f"Die Aufgabe ist angelegt, fällig am {formats.day(task.due_on)}.")
        _tell_away(request, task)
        return redirect("tasks:list")
    return _page(request, form, "Neue Aufgabe")


@require_safe
@access(*READERS)
def task_detail(request: SignedInRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    context = {
        "task": task,
        "subject": subjects.readable(task, request.user, request.functions),
        "may_write": _may_write(request),
        "is_office": bool(request.functions & set(STATE_OFFICE)),
        "today": dates.today(),
        "away": _away(request, task),
    }
    return TemplateResponse(request, "tasks/detail.html", context)


def _away(request: SignedInRequest, task: Task) -> Away | None:
    """Whether whoever has an open task is away, for her colleagues."""
    if task.is_done or not task.person_id or not request.functions & set(STATE_OFFICE):
        return None
    return away_today([task.person_id]).get(task.person_id)


def _tell_away(request: SignedInRequest, task: Task) -> None:
    if away := _away(request, task):
        messages.warning(request, f"{task.person} ist {away.label}.")


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def task_complete(request: SignedInRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    form = CompleteForm(_posted(request), user=request.user, as_=request.functions)
    if form.is_valid():
        actions.complete(task, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, f"Erledigt: {task.title}.")
        return redirect("tasks:list")
    return _page(request, form, "Erledigt melden", task)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def task_reopen(request: SignedInRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    form = ReopenForm(_posted(request), user=request.user, as_=request.functions)
    if form.is_valid():
        actions.reopen(task, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, "Die Aufgabe ist wieder offen.")
        return redirect(task)
    return _page(request, form, "Wieder öffnen", task)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def task_due(request: SignedInRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    form = DueForm(_posted(request), user=request.user, as_=request.functions, initial={"due_on": task.due_on})
    if form.is_valid():
        row = actions.change_due(task, by=request.user, **form.cleaned_data)
        messages.success(request, f"Die Aufgabe ist jetzt fällig am {formats.day(row.due_on)}.")
        return redirect(task)
    return _page(request, form, "Frist ändern", task)


@require_http_methods(["GET", "POST"])
@access(*WRITERS)
def task_reassign(request: SignedInRequest, task_id: int) -> HttpResponse:
    task = task_or_404(request, task_id)
    form = ReassignForm(
        _posted(request),
        user=request.user,
        as_=request.functions,
        task=task,
        initial={"person": request.GET.get("an") or str(task.person_id or "")},
    )
    if form.is_valid():
        row = actions.reassign(task, by=request.user, person=form.cleaned_data["person"])
        messages.success(request, f"Die Aufgabe liegt jetzt bei: {row.whose}.")
        _tell_away(request, row)
        return redirect(task)
    return _page(request, form, "Aufgabe übergeben", task)
