"""`manage.py import_contacts FILE --by ADDRESS`: contact persons; a dry run unless told `--write`."""

from imports.commands import ImportCommand


class Command(ImportCommand):
    help = "Übernimmt Ansprechpersonen aus einer Arbeitsmappe oder CSV-Datei. Ohne --write ist es ein Probelauf."
    kind = "ansprechpersonen"
