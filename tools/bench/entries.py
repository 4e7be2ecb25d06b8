"""Half a million notes for the search to look through, written by the database itself.

Runs as a process of its own: `python -m tools.bench.entries COUNT`; answers with the words to look for in JSON.
"""

import json
import sys

import django

django.setup()

# ruff: noqa: E402 -- models exist only once the settings are set up
from django.db import connection, transaction

from accounts.models import User

# Words of such notes from the common to the rare: the n-th stands in about every n-th note.
WORDS = [
    "Beratung",
    "Gespräch",
    "Rückruf",
    "Ordnungsamt",
    "Präventionsrat",
    "Vandalismus",
    "Jugendliche",
    "Bahnhof",
    "Sicherheit",
    "Termin",
    "Unterlagen",
    "Förderantrag",
    "Beschluss",
    "Stadtrat",
    "Polizeirevier",
    "Schulen",
    "Innenstadt",
    "Beleuchtung",
    "Graffiti",
    "Spielplatz",
    "Koordination",
    "Veranstaltung",
    "Bürgermeisterin",
    "Häuser",
    "Straßenfest",
    "Nachbarschaft",
    "Zuständigkeit",
    "Vereinbarung",
    "Sachbeschädigung",
    "Parkplatz",
]
# In one note of twenty thousand, in another form than it is looked for.
RARE, EVERY = "Löschwasserteiche", 20_000
ASKED = {
    "selten": "löschwasserteich",
    "häufig": "beratung",
    "halb getippt": "förd",
    "zwei Wörter": "graffiti haus",
    "nirgends": "zwiebelfisch",
    "Name einer Kommune": "mühldorf",
}

FILL = """
INSERT INTO advice_contact
       (happened_on, channel, caller_name, caller_office, text, file_reference, noted_at, noted_by_id)
SELECT date '2019-02-06' + n % 1500, 'phone', 'Anrufer ' || n, 'Ordnungsamt',
       (SELECT string_agg(word, ' ' ORDER BY place)
          FROM unnest(string_to_array('{words}', ' ')) WITH ORDINALITY AS given(word, place)
         WHERE abs(hashint8(n * 31 + place)) % place = 0)
       || ' Nummer ' || n || CASE WHEN n % {every} = 7 THEN ' {rare}' ELSE '' END,
       '', now(), {writer}
  FROM generate_series(1, {count}) AS n
"""
CONNECT = """
INSERT INTO advice_contact_municipalities (contact_id, municipality_id)
SELECT contact.id, town.id
  FROM advice_contact AS contact
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM municipalities_municipality) AS town
    ON town.place = contact.id % (SELECT count(*) FROM municipalities_municipality)
 WHERE NOT EXISTS (SELECT 1 FROM advice_contact_municipalities AS known WHERE known.contact_id = contact.id)
"""


def fill(count: int) -> dict[str, str]:
    writer = User.objects.order_by("pk").values_list("pk", flat=True)[0]
    with transaction.atomic(), connection.cursor() as cursor:
        # The history of half a million notes is not what is measured, and the keys are right by the way they are made.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(FILL.format(words=" ".join(WORDS), every=EVERY, rare=RARE, writer=int(writer), count=int(count)))
        cursor.execute(CONNECT)
    return ASKED


if __name__ == "__main__":
    sys.stdout.write(json.dumps(fill(int(sys.argv[1]))))
