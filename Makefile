# Every target makes what it needs first; that takes no time when nothing changed.
PYTHON ?= python3
RUN := .venv/bin/python

.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test check screenshots bench lock

help: ## zeigt diese Liste
	@$(PYTHON) -m tools.help

demo: ## startet die Vorführung (PORT und DEMO_PASSWORD werden beachtet)
	@$(PYTHON) -m tools.setup demo
	@$(RUN) -m tools.demo

demo-reset: ## wirft die Daten der Vorführung weg und beginnt neu
	@$(PYTHON) -m tools.setup demo
	@$(RUN) -m tools.demo --reset

test: ## führt alle Tests aus (ARGS="-k name" wählt aus)
	@$(PYTHON) -m tools.setup dev
	@$(RUN) -m pytest -n 2 --dist worksteal $(ARGS)

check: ## prüft Stil, Typen, Vorlagen, Importe, Migrationen, Einstellungen und Pakete
	@$(PYTHON) -m tools.setup dev
	@$(RUN) -m tools.check

screenshots: ## fotografiert jede Seite nach var/screenshots/
	@$(PYTHON) -m tools.setup dev
	@$(RUN) -m tools.screenshots

bench: ## misst Seiten, Papiere und das Einlesen des Verzeichnisses (ARGS=--quick prüft nur die Messung)
	@$(PYTHON) -m tools.setup dev
	@$(RUN) -m tools.bench $(ARGS)

lock: ## schreibt die Paketlisten neu, nach einer Änderung in pyproject.toml oder package.json
	@$(PYTHON) -m tools.setup dev
	@$(RUN) -m tools.lock
