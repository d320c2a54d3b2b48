"""A page in a browser that tells all that no page of ours may do."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request

from tests.support.lab_server import TOKEN

HURT = "() => Boolean(window.hurt) || document.title.includes('hurt')"


class Watched:
    """A page, and everything it did that no page of ours may do."""

    def __init__(self, context: BrowserContext, home: str) -> None:
        self.page: Page = context.new_page()
        self.home = home
        self.asked: list[str] = []
        self.wrote: list[str] = []
        self.dialogs: list[str] = []
        self.page.on("request", self._note)
        self.page.on("dialog", self._dismiss)

    def _dismiss(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _note(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", "about:")):
            self.asked.append(request.url)
        if request.method != "GET":
            self.wrote.append(f"{request.method} {request.url.removeprefix(self.home)}")

    def harm(self) -> list[str]:
        """What happened that must not."""
        self.page.wait_for_timeout(1500)
        hurt = [frame.url for frame in self.page.frames if frame.evaluate(HURT)]
        return [*self.asked, *self.dialogs, *(f"a script ran in {url}" for url in hurt)]


@contextmanager
def watched(browser: Browser, home: str) -> Iterator[Watched]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        if home.startswith("http"):
            context.new_page().goto(f"{home}/login?token={TOKEN}")
        yield Watched(context, home)
