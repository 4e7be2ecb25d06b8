"""The delivered sample texts; the Leitung fills in what stands in square brackets and publishes them."""

import tomllib
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


def sample_text(kind: str) -> str:
    """Headings and paragraphs as `Notice.text` keeps them."""
    sections = tomllib.loads((DATA / f"{kind}.toml").read_text(encoding="utf-8"))["section"]
    return "\n\n".join(f"## {section['heading']}\n\n{section['text'].strip()}" for section in sections)
