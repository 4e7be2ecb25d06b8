"""`manage.py import_agreements FILE --by ADDRESS`: agreements signed earlier; a dry run unless told `--write`."""

from imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Übernimmt Altfälle aus einer Arbeitsmappe oder CSV-Datei. Ohne --write ist es ein Probelauf."
    kind = "vereinbarungen"
