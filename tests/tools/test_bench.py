"""The bench measures what it says; how fast the programme is, `make bench` says, not a test on a busy machine."""

import pytest

from tools.bench import __main__ as bench
from tools.bench.__main__ import QUICK, Ratio

LABELS = [
    "Kommunenliste: Abfragen mit 50 Zeilen zu einer",
    "Kommunenseite: Abfragen mit 50 Zeilen zu einer",
    "Kommunenliste zu leerer Seite",
    "Kommunenliste zur selben Liste in Djangos Verwaltung",
    "Kommunenseite zu leerer Seite",
    "Vereinbarungsliste zu leerer Seite",
    "festgeschriebenes PDF zu leerer Seite",
    "Übersicht der Geschäftsstelle zu leerer Seite",
    "Paket: zwei Prozesse zu einem Kern",
    "Kommunenseite, während gepackt wird, zu sonst",
    "erstes Papier zu WeasyPrint allein",
    "größter Speicher dabei",
    "Verzeichnis: Gewinn gegen update_or_create",
    "Übernahme von Ansprechpersonen zu bulk_create",
    "Suche zu leerer Seite",
]


@pytest.mark.enable_socket
def test_everything_is_measured_and_nothing_left_behind():
    folder = bench.VAR / "t" / "bench"
    ratios = bench.measure(QUICK, folder)
    assert [ratio.label for ratio in ratios] == LABELS
    assert all(ratio.value > 0 for ratio in ratios)
    # Queries are counted, not timed: these hold on every machine.
    assert [ratio.value for ratio in ratios[:2]] == [1, 1]
    assert not folder.exists()


@pytest.mark.parametrize(
    ("ratio", "holds"),
    [
        (Ratio("x", 6.0, 6), True),
        (Ratio("x", 6.01, 6), False),
        (Ratio("x", 10.0, 10, is_gain=True), True),
        (Ratio("x", 9.99, 10, is_gain=True), False),
    ],
)
def test_a_limit_is_a_limit(ratio, holds):
    assert ratio.holds is holds
    assert str(ratio).startswith("in Ordnung" if holds else "ZU LANGSAM")


def test_beyond_a_limit_the_run_fails(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(bench, "VAR", tmp_path)
    monkeypatch.setattr(bench, "measure", lambda size: [Ratio("schnell", 1, 2), Ratio("langsam", 3, 2)])
    monkeypatch.setattr("sys.argv", ["bench", "--quick"])
    assert bench.main() == 1
    assert "ZU LANGSAM langsam" in capsys.readouterr().out
