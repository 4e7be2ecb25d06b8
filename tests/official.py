"""Small official files in their own formats, with the traps of the real ones; names of places are from the register."""

import io
from datetime import datetime

import openpyxl

DISTRICTS = {"14524": ("Zwickau", "44"), "14521": ("Erzgebirgskreis", "44"), "14522": ("Mittelsachsen", "44")}
EDITION = "20251130"
COLUMNS = (
    "kennziffer", "regionaleinheit", "ars_alt", "ags_alt", "name_alt", "aenderungsart", "flaeche_qm", "einwohner",
    "ars_neu", "ags_neu", "name_neu", "wirksam_juristisch", "wirksam_statistisch",
)  # fmt: skip


def place(ags, name, *, code="63", group=None, hectares=1234, inhabitants=5000, group_code="50", group_name=None):
    """One municipality; without `group` it stands alone, in an association of its own as the register has it."""
    return {
        "ags": ags, "name": name, "code": code, "group": group or f"0{ags[5:]}", "hectares": hectares,
        "inhabitants": inhabitants, "group_code": group_code, "group_name": group_name or name,
    }  # fmt: skip


def gv100ad(places, *, edition=EDITION, line_end="\n", districts=None):
    """The text file: 220 characters a line, the district's record before its associations, these before the places."""
    lines = [_line("10", edition, "14", name="Sachsen", seat="Dresden")]
    for key in sorted({item["ags"][:5] for item in places} if districts is None else districts):
        name, code = DISTRICTS.get(key, (f"Kreis {key}", "44"))
        lines.append(_line("40", edition, key, name=name, seat=name, code=code))
        inside = [item for item in places if item["ags"][:5] == key]
        groups = {item["group"]: item for item in inside}
        lines += [
            _line("50", edition, key, group=group, name=item["group_name"], code=item["group_code"])
            for group, item in groups.items()
        ]
        lines += [
            _line("60", edition, item["ags"], group=item["group"], name=item["name"], code=item["code"],
                  numbers=(item["hectares"], item["inhabitants"]))
            for item in inside
        ]  # fmt: skip
    return "".join(f"{line}{line_end}" for line in lines).encode()


def _line(record, edition, key, *, group="", name="", seat="", code="", numbers=None):
    text = f"{record}{edition}{key:<8}{group:<4}{name[:50]:<50}{seat[:50]:<50}{code:<2}".ljust(128)
    if numbers:
        text += f"{numbers[0]:011d}{numbers[1]:011d}{numbers[1] // 2:011d}    01234"
    return text.ljust(220)


def workbook(places, *, day="30.11.2025", census="Zensus 2022", sheet="Onlineprodukt_Gemeinden30112025"):
    """The same as a workbook: three rows of headings, keys as text, coordinates with a decimal comma, footnotes."""
    book = openpyxl.Workbook()
    book.active.title = "Inhalt"
    rows = book.create_sheet(sheet)
    rows.append([f"Gemeinden in Deutschland, Gebietsstand: {day} ({census})"])
    for words in ([], ["Satz-\nart"], ["", "Land"], [f"Bevölkerung auf Grundlage des {census}"], []):
        rows.append(words)
    for key in sorted({item["ags"][:5] for item in places}):
        rows.append(["40", "44", key[:2], key[2], key[3:], None, None, DISTRICTS[key][0]])
        for item in (item for item in places if item["ags"][:5] == key):
            head = [key[:2], key[2], key[3:], item["group"]]
            rows.append(["50", item["group_code"], *head, None, item["group_name"]])
            numbers = [item["hectares"] / 100, item["inhabitants"], 1, 1, 1, "08393", "12,468000", "50,848000"]
            rows.append(["60", item["code"], *head, item["ags"][5:], item["name"], *numbers])
    rows.append(["© Statistisches Bundesamt"])
    return _bytes(book)


def change(code, old, old_name, new, new_name, **values):
    """One line of the list of changes for two municipalities by AGS."""
    row = {
        "kennziffer": "14/2023/0001-R", "regionaleinheit": "Gemeinde", "ars_alt": ars(old), "ags_alt": old,
        "name_alt": old_name, "aenderungsart": code, "flaeche_qm": "", "einwohner": "", "ars_neu": ars(new),
        "ags_neu": new, "name_neu": new_name, "wirksam_juristisch": "01.01.2023", "wirksam_statistisch": "01.01.2023",
    }  # fmt: skip
    return row | values


def ars(ags):
    return f"{ags[:5]}0{ags[5:]}{ags[5:]}"


MERGER = [
    change("1", "14522450", "Ostrau", "14522275", "Jahnatal", flaeche_qm="52698396", einwohner="3500"),
    change("1", "14522620", "Zschaitz-Ottewig", "14522275", "Jahnatal", flaeche_qm="18260611", einwohner="1313"),
]


def changes(rows, *, delimiter=","):
    lines = [delimiter.join(COLUMNS), *(delimiter.join(f'"{row[name]}"' for name in COLUMNS) for row in rows)]
    return "\n".join(lines).encode()


def changes_workbook(rows):
    """As it is published: a cover, three rows of headings, numbers now as number and now as text, empty columns."""
    book = openpyxl.Workbook()
    book.active.title = "Deckblatt"
    sheet = book.create_sheet("Gebietsaenderungen")
    for words in (["Namens-, Grenz- und Schlüsseländerungen"], ["lfd."], list(COLUMNS)):
        sheet.append(words)
    for row in rows:
        sheet.append([*(row[name] or None for name in COLUMNS)])
    sheet["F4"] = int(rows[0]["aenderungsart"])
    sheet.cell(row=4, column=300, value=" ")
    return _bytes(book)


def _bytes(book):
    book.properties.created = book.properties.modified = datetime(2025, 1, 1)  # noqa: DTZ001 -- openpyxl wants it naive
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
