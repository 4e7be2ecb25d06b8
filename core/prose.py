"""Longer texts that people of the office write: „## “ begins a heading, an empty line divides paragraphs."""

import re

# „[Name]“: something whoever uses the sample still has to fill in.
OPEN_BRACKET = re.compile(r"\[[^\[\]\n]+\]")


def sections(text: str) -> list[tuple[str, list[str]]]:
    """Heading and paragraphs, as pages and papers print them; what stands before the first heading has none."""
    found: list[tuple[str, list[str]]] = []
    for block in filter(None, (part.strip() for part in text.replace("\r\n", "\n").split("\n\n"))):
        if block.startswith("## "):
            heading, _, rest = block.partition("\n")
            found.append((heading.removeprefix("## ").strip(), [rest.strip()] if rest.strip() else []))
        elif found:
            found[-1][1].append(block)
        else:
            found.append(("", [block]))
    return found


def gaps(text: str) -> list[str]:
    """What is still to be filled in, each once, in the order of the text."""
    return list(dict.fromkeys(OPEN_BRACKET.findall(text)))
