"""One first rendering in a fresh process: `python -m tools.bench.rendering ours|plain`; seconds and memory in JSON.

Both print the same HTML with the same stylesheets and fonts to PDF/A-3a; both processes have everything imported and
nothing warmed up. Ours also renders the template, looks at every character, attaches the data and finishes the file
for PDF/UA; that is what the limit allows for. The fonts were prepared by an earlier process, as after the
installation's first paper. Without a database: the paper is made by hand.
"""

import json
import resource
import sys
import time
from datetime import date

import django

django.setup()

# ruff: noqa: E402 -- the apps exist only once the settings are set up
import weasyprint
from django.template.loader import render_to_string
from weasyprint.text.fonts import FontConfiguration

from agreements import papers
from core import pdf

CLAUSES = 12


def paper() -> papers.AgreementPaper:
    text = (
        "Die Parteien arbeiten vertrauensvoll zusammen und unterrichten einander rechtzeitig über ihre Vorhaben. " * 4
    )
    towns = ("Stadt Beispielhausen",)
    parties = [papers.PaperParty(**_party(name)) for name in ("Landespräventionsrat Sachsen", *towns)]
    return papers.AgreementPaper(
        kind_label="Kooperationsvereinbarung",
        subtitle="",
        file_reference="LPR-0144.5/1/2023",
        towns_label=towns[0],
        parties=tuple(parties),
        clauses=tuple(
            papers.PaperClause(number or None, f"Regelung {number}", (text, text)) for number in range(CLAUSES)
        ),
        signatories=(),
        is_draft=False,
        text_from=date(2023, 4, 25),
    )


def _party(name: str) -> dict[str, str]:
    fields = papers.PaperParty.__dataclass_fields__
    return {field: name if field == "name" else "" for field in fields}


class PlainFetcher(pdf.StaticFilesFetcher):
    """The static files as they are; what we do to fonts is our own expense."""

    def _content(self, url: str) -> bytes:
        return pdf.static_file(url.removeprefix(pdf.BASE_URL))


def plain(markup: str) -> bytes:
    """WeasyPrint as its manual shows it."""
    fonts, fetcher = FontConfiguration(), PlainFetcher()
    names = (pdf.FONT_STYLESHEET, *papers.STYLESHEETS)
    sheets = [weasyprint.CSS(url=pdf.BASE_URL + name, url_fetcher=fetcher, font_config=fonts) for name in names]
    document = weasyprint.HTML(string=markup, base_url=pdf.BASE_URL, url_fetcher=fetcher)
    content: bytes = document.write_pdf(font_config=fonts, stylesheets=sheets, pdf_variant="pdf/a-3a")
    return content


def main(way: str) -> dict[str, float]:
    sheet = paper()
    markup = "" if way == "ours" else render_to_string(papers.TEMPLATE, papers.sheet_context(sheet, title_level=1))
    began = time.perf_counter()
    content = papers.render(sheet) if way == "ours" else plain(markup)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "peak_mib": peak, "bytes": len(content)}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(sys.argv[1])))
