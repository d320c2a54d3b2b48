"""What of a page would run or reach out in a reader's browser, found by parsing it."""

import re
from collections.abc import Set
from pathlib import Path

from bs4 import BeautifulSoup, Tag

FRAMES = {"iframe", "frame", "object", "embed", "applet", "base", "form", "portal", "foreignobject", "animate", "set"}
REACHES = {"href", "src", "srcset", "data", "action", "formaction", "xlink:href", "poster", "background", "srcdoc"}
FEEDBACK = r"\.\./\.\./feedback/(?!.*\.\.)[\w%.~/-]+\.html$"  # the report's links to students' pages
HARMLESS = re.compile(rf"#|data:image/(png|gif|jpeg|svg\+xml);|https?://(?!example\.org)|{FEEDBACK}", re.IGNORECASE)
DIGEST = re.compile(r"\b[0-9a-f]{64}\b")
ALIVE = {"script", "style", "link", "meta"}  # of which a page has some of its own


def own(page: Path) -> set[str]:
    """The scripts, styles, links and meta tags of a page that holds nothing hostile."""
    return {_told(tag) for tag in _parsed(page).find_all(list(ALIVE))}


def _told(tag: Tag) -> str:
    """A tag without what differs from page to page: the digest of what the page was made from."""
    return DIGEST.sub("", str(tag))


def live(page: Path, allowed: Set[str]) -> list[str]:
    """Tags of a page that would run, load or lead somewhere, without those that every such page has."""
    found = []
    for tag in _parsed(page).find_all(True):
        text = str(tag)[:200]
        if tag.name in FRAMES or (tag.name in ALIVE and _told(tag) not in allowed):
            found.append(text)
        for name, value in tag.attrs.items():
            said = "".join(value) if isinstance(value, list) else value
            reaches = name in REACHES and tag.name not in ALIVE and not HARMLESS.match("".join(said.split()))
            if reaches or name.startswith("on"):
                found.append(text)
    return found


def _parsed(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
