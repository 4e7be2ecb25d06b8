"""The delivered sample of the letter of Art. 14 DSGVO; the office fills its gaps and publishes it as a version."""

import tomllib
from pathlib import Path

SAMPLE = Path(__file__).resolve().parent / "data/informationsschreiben.toml"


def sample_notice() -> dict[str, str]:
    """The words by the field of `NoticeText` they belong to."""
    return {name: text.strip() for name, text in tomllib.loads(SAMPLE.read_text(encoding="utf-8")).items()}
