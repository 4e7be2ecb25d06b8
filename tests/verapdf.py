"""veraPDF for the tests: all files of a call in one JVM, PDF/A-3a and PDF/UA-1 each unless told otherwise."""

import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tools import capabilities

PROGRAM = Path(__file__).with_name("VeraPdf.java")
FLAVOURS = ("3a", "ua1")


@dataclass
class Report:
    """What veraPDF said of one file and one flavour: how many checks it made, and which rules are broken."""

    checks: int = 0
    broken: list[str] = field(default_factory=list)


def examine(files: Iterable[Path], flavours: Iterable[str] = FLAVOURS) -> dict[tuple[str, str], Report]:
    """Reports by file stem and flavour; needs the capability „verapdf“."""
    chosen = [f"-Dflavours={','.join(flavours)}"]
    command = [capabilities.java_command(), "-cp", capabilities.verapdf_classpath(), *chosen, PROGRAM, *files]
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stderr
    reports: dict[tuple[str, str], Report] = {}
    for line in result.stdout.splitlines():
        path, flavour, *rest = line.split("\t")
        report = reports.setdefault((Path(path).stem, flavour), Report())
        if len(rest) == 1:
            report.checks = int(rest[0])
        else:
            report.broken.append(": ".join(rest))
    return reports
