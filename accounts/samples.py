"""The delivered sample text of the Nutzungsvereinbarung; the office publishes it, or a better one, as a version."""

import tomllib
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent / "data/nutzungsvereinbarung.toml"


def sample_text() -> str:
    """Headings and paragraphs as `UsageAgreement.text` keeps them."""
    sections = tomllib.loads(SAMPLE.read_text(encoding="utf-8"))["section"]
    return "\n\n".join(f"## {section['heading']}\n\n{section['text'].strip()}" for section in sections)
