"""The log says what happened and never what somebody typed."""

import sys

import pytest
from django.db import IntegrityError

from asskomm.logs import describe_exception
from municipalities.models import Municipality
from tests.factories import MunicipalityFactory

pytestmark = pytest.mark.django_db


def lines(caplog):
    return [record.msg for record in caplog.records if record.name == "asskomm.request"]


def exception_line(error, level="error"):
    try:
        raise error
    except type(error):
        return describe_exception(None, level, {"exc_info": sys.exc_info(), "level": level})


def test_request_is_logged_without_what_was_asked(client_of, leserecht, caplog):
    caplog.set_level("INFO", logger="asskomm.request")
    response = client_of(leserecht).get("/vereinbarungen/?q=Geheimnis")
    (line,) = lines(caplog)
    assert (line["method"], line["path"], line["status"]) == ("GET", "/vereinbarungen/", 200)
    assert line["request_id"] == response["X-Request-ID"]
    assert "Geheimnis" not in str(caplog.records)


def test_what_was_typed_is_not_logged(client, caplog):
    client.post("/konto/anmelden/", {"login": "erika@stadt.example", "password": "Geheimnis"})
    assert "Geheimnis" not in caplog.text
    assert "erika@stadt.example" not in caplog.text


def test_exception_is_logged_by_kind_and_place_without_its_words():
    line = exception_line(ValueError("Geheimnis"))
    assert line["exception"] == "builtins.ValueError"
    assert any("exception_line" in frame for frame in line["frames"])
    assert "Geheimnis" not in str(line)


def test_refusal_is_logged_by_its_kind_alone():
    line = exception_line(ValueError("Geheimnis"), level="warning")
    assert line == {"level": "warning", "exception": "builtins.ValueError"}


def test_database_error_keeps_the_name_of_the_constraint_and_drops_the_values():
    MunicipalityFactory(ags="14524190")
    with pytest.raises(IntegrityError) as caught:
        Municipality.objects.create(ags="14524190", ars="1", name="Geheimnis", district_id=1)
    line = exception_line(caught.value)
    assert "municipalities_municipality_ags_key" in line["reason"]
    assert "14524190" not in str(line)


def test_line_without_an_error_stays_as_it_is():
    assert describe_exception(None, "info", {"event": "x"}) == {"event": "x"}
    assert describe_exception(None, "info", {"event": "x", "exc_info": (None, None, None)}) == {"event": "x"}
