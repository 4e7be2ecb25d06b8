"""`manage.py import_calls FILE --by ADDRESS`: contacts; a dry run unless told `--write`."""

from imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Übernimmt Kontakte und Telefonvermerke aus einer Datei. Ohne --write ist es ein Probelauf."
    kind = "kontakte"
