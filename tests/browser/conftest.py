"""The browser that tests of pages share; without one they are skipped, and say so."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.support.browsing import ARGUMENTS, DESKTOP, Visit, program


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's Chromium; it ends with the file, for while Playwright runs no other event loop can be started.

    What a test needs of grading must therefore be made before the browser is asked for, or in another process.
    """
    found = program()
    if found is None:
        pytest.skip("there is no Chromium here: apt install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Callable[..., Visit]]:
    """Opens windows; each tells its page's requests, errors and dialogs.

    The window has a ``width``, is ``dark`` or not, and runs ``scripts`` or not; more options are those of Playwright's
    ``new_context``.
    """
    contexts: list[BrowserContext] = []

    def opened(
        address: str, *, width: int = DESKTOP, dark: bool = False, scripts: bool = True, **options: object
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        visit = Visit(context.new_page())
        visit.page.on("request", lambda request: visit.requests.append(request.url))
        visit.page.on("console", lambda said: visit.errors.append(said.text) if said.type == "error" else None)
        visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))

        def refuse(dialog: object) -> None:
            visit.dialogs.append(dialog.message)  # type: ignore[attr-defined]
            dialog.dismiss()  # type: ignore[attr-defined]

        visit.page.on("dialog", refuse)
        visit.page.goto(address)
        return visit

    yield opened
    for context in contexts:
        context.close()
