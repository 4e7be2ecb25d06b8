"""What every model owes: a scope, a door, keys that point down, and names that say what they hold."""

import re

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.core.checks import Tags, run_checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import camel_case_to_spaces

from core import checks
from core.checks import own_models
from core.scoping import ScopedQuerySet, Unscoped
from municipalities.models import Municipality
from tests.architecture.sources import APPS

# Days and instants whose names are words of their own.
NAMED_OTHERWISE = {
    "municipalities.Municipality.model_since": "„Modellkommune seit“ is what the programme calls it",
    "municipalities.Municipality.exists_from": "„besteht seit“; a `founded_on` would be a day in the Middle Ages",
    "audit.AuditEvent.programme_day": "a day of the programme's own calendar, not one in the world",
}
# Truth values whose names are words of their own.
BOOLEAN_OTHERWISE = {
    "agreements.TemplateClause.requires_police": "a demand on the agreement, not a state of the clause",
}
# Paths that are no foreign keys: a generic owner, and ids kept beyond the life of the rows.
SCOPE_OTHERWISE = {"documents.Document": "owner", "audit.AuditEvent": "municipality_ids",
                   "audit.ReadEvent": "municipality_ids", "audit.OutgoingMail": "recipient",
                   # Files of the office alone, whatever towns their lines name.
                   "imports.DataImport": "kind", "imports.ImportRow": "data_import",
                   "imports.ImportOutcome": "row", "imports.ColumnMapping": "kind",
                   # As readable as the Vorgang, and for whoever asked for the package.
                   "filing.Filing": "owner", "filing.Package": "requested_by"}  # fmt: skip
MODELS = own_models()


def fields(kind):
    return [
        (f"{model._meta.app_label}.{model.__name__}.{field.name}", field)
        for model in MODELS
        for field in model._meta.local_fields
        if isinstance(field, kind) and not field.remote_field
    ]


# --- Scope --------------------------------------------------------------------------------------------------------


def test_check_finds_nothing_to_say():
    assert checks.every_model_declares_its_scope(None) == []
    assert run_checks(tags=[Tags.models, Tags.urls]) == []


def planted(*, scope=None, queryset=ScopedQuerySet):
    """Something that looks like a model to the check."""
    manager = type("Manager", (), {"all": lambda self: queryset.__new__(queryset)})()
    meta = type("Meta", (), {"label": "planted.Fault"})
    return type("Fault", (), {"_meta": meta, "_default_manager": manager, **({"scope": scope} if scope else {})})


@pytest.mark.parametrize(
    "fault",
    [planted(), planted(scope=17), planted(scope="municipality", queryset=models.QuerySet)],
    ids=["no scope", "scope of no kind", "no door"],
)
def test_model_without_scope_or_door_stops_the_server(fault, monkeypatch):
    monkeypatch.setattr(checks, "own_models", lambda: [fault])
    (error,) = checks.every_model_declares_its_scope(None)
    assert (error.id, error.msg) == ("core.E002", "planted.Fault declares no scope or has no door.")
    assert error.is_serious()


@pytest.mark.parametrize("scope", ["municipality", Unscoped("Nobody minds.")])
def test_model_with_scope_and_door_is_fine(scope, monkeypatch):
    monkeypatch.setattr(checks, "own_models", lambda: [planted(scope=scope)])
    assert checks.every_model_declares_its_scope(None) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_scope_leads_to_the_municipality(model):
    """A path that leads elsewhere would guard nothing."""
    scope = model.scope
    if isinstance(scope, Unscoped):
        assert len(scope.reason) > 10
        return
    if model._meta.label in SCOPE_OTHERWISE:
        assert scope == SCOPE_OTHERWISE[model._meta.label]
        doors = model._default_manager._queryset_class.__mro__
        own = doors[: doors.index(ScopedQuerySet)]
        assert any(name in vars(door) for door in own for name in ("visible_to", "opened_by"))
        return
    target = model
    for step in [] if scope == "pk" else scope.split("__"):
        target = target._meta.get_field(step).related_model
    assert target is Municipality


def test_unscoped_says_why():
    with pytest.raises(ValueError, match="needs a reason"):
        Unscoped("  ")


# --- Keys ---------------------------------------------------------------------------------------------------------


def layer(model):
    return APPS.index(model._meta.app_label)


def test_foreign_keys_point_down():
    """A key upwards would be an import upwards in the database."""
    upwards = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in MODELS
        for field in model._meta.local_fields + model._meta.local_many_to_many
        if field.related_model in MODELS and layer(field.related_model) < layer(model)
    ]
    # AUTH_USER_MODEL is how the audit record, below the accounts, names who acted.
    assert upwards == [
        "audit.AuditEvent.actor → accounts.User", "audit.AuditEvent.on_behalf_of → accounts.User",
        "audit.ReadEvent.actor → accounts.User",
    ]  # fmt: skip


def test_nothing_is_deleted_with_something_of_another_record():
    """CASCADE only inside one record: parties and clauses go with their agreement, nothing else goes with anything."""
    cascading = {
        f"{model._meta.label}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.remote_field and field.remote_field.on_delete is models.CASCADE
    }
    assert cascading == {
        "agreements.AgreementVersion.agreement", "agreements.CarriedConsent.party", "agreements.ChangeProposal.party",
        "agreements.Clause.agreement",
        "agreements.ChecklistTick.agreement", "agreements.Original.agreement", "agreements.SignedFile.agreement",
        "agreements.SigningDay.agreement", "agreements.Whereabouts.original",
        "agreements.Coverage.agreement", "agreements.Coverage.party", "agreements.Party.agreement",
        "agreements.ReceivedPaper.party", "agreements.Station.agreement", "agreements.Station.party",
        "agreements.ReplacedCopy.agreement", "agreements.Signatory.party", "agreements.SigningGuest.agreement",
        "agreements.TemplateClause.template",
        "advice.ConsultationParticipant.consultation", "imports.ImportRow.data_import",
    }  # fmt: skip


# --- Names --------------------------------------------------------------------------------------------------------


def test_days_end_on_and_instants_at():
    wrong = [
        name
        for kind, pattern in ((models.DateField, r"_on$"), (models.DateTimeField, r"(^|_)at$"))
        for name, field in fields(kind)
        if type(field) is kind and not re.search(pattern, field.name) and name not in NAMED_OTHERWISE
    ]
    assert [name for name in wrong if not name.startswith("accounts.User.last_login")] == []


def test_only_days_end_on_and_only_instants_at():
    names = [(name, field) for name, field in fields(models.Field) if re.search(r"_(on|at)$", field.name)]
    assert [name for name, field in names if not isinstance(field, models.DateField)] == []


def test_who_did_it_ends_by():
    people = [
        f"{model.__name__}.{field.name}"
        for model in MODELS
        for field in model._meta.local_fields
        if field.related_model and field.related_model._meta.label == "accounts.User" and not field.name.endswith("_by")
    ]
    # Whom the record is about, who acted, and in whose stead: none is a „by“.
    assert people == [
        "CooperationAgreement.edited_for", "Responsibility.user", "Task.person", "Acknowledgement.user", "Absence.user",
        "Absence.deputy",
        "TownMark.user", "Arrival.user", "Assignment.user", "AuditEvent.actor", "AuditEvent.on_behalf_of",
        "ReadEvent.actor",
    ]  # fmt: skip


def test_truth_values_begin_with_is_or_has():
    wrong = [name for name, field in fields(models.BooleanField) if not re.match(r"is_|has_", field.name)]
    assert [name for name in wrong if name not in BOOLEAN_OTHERWISE] == []


def test_exceptions_from_the_names_exist():
    for name in [*NAMED_OTHERWISE, *BOOLEAN_OTHERWISE]:
        label, _, field = name.rpartition(".")
        try:
            apps.get_model(label)._meta.get_field(field)
        except FieldDoesNotExist:
            pytest.fail(f"{name} is gone; take it from the list")


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_model_is_called_something_in_german(model):
    default = camel_case_to_spaces(model.__name__)
    assert str(model._meta.verbose_name) != default
    assert str(model._meta.verbose_name_plural) != f"{default}s"


def test_what_people_see_is_called_something_in_german():
    """Every field that a form, a list or the audit record can show."""
    shown = (
        models.CharField,
        models.TextField,
        models.DateField,
        models.BooleanField,
        models.IntegerField,
        models.DecimalField,
    )
    unnamed = [
        name
        for name, field in fields(shown)
        if field.editable
        and not isinstance(field, ArrayField | models.AutoField)
        and str(field.verbose_name) == field.name.replace("_", " ")
        # Generic keys and Django's own account fields are never shown.
        and field.name not in {"object_id", "name", "is_superuser"}
    ]
    assert unnamed == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_row_says_what_it_is(model):
    assert "__str__" in vars(model)
