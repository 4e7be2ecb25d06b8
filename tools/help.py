"""The list of make targets, read from the Makefile itself."""

import re

from tools.checkout import ROOT, run, say


def main() -> int:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for name, text in re.findall(r"^([a-z-]+):.*## (.+)$", makefile, re.MULTILINE):
        say(f"make {name:<12} {text}")
    return 0


if __name__ == "__main__":
    run(main)
