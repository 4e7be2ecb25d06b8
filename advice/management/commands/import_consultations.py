"""`manage.py import_consultations FILE --by ADDRESS`: consultations; a dry run unless told `--write`."""

from imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Übernimmt Beratungen aus einer Arbeitsmappe oder CSV-Datei. Ohne --write ist es ein Probelauf."
    kind = "beratungen"
