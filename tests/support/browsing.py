"""A real browser, and all that a page does in it: the system's own Chromium, driven by Playwright."""

import shutil
from dataclasses import dataclass, field

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
DESKTOP, PHONE = 1280, 390  # pixels


@dataclass
class Visit:
    """A page in the browser, every request that it makes, its errors, and the dialogs that a script of its opens."""

    page: Page
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)

    @property
    def overflow(self) -> int:
        """By how many pixels the page is wider than its window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


def program() -> str | None:
    """Where the system's browser is, None if there is none."""
    return next((found for name in PROGRAMS if (found := shutil.which(name))), None)


def violations(page: Page) -> list[str]:
    """What axe finds on a page that is serious or critical, with the first places of each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{each['id']}: {each['help']}: {[(node['html'][:200], node['any'][:1]) for node in each['nodes'][:3]]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
