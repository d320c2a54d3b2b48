"""What the README and docs/ tell people to type exists."""

import re
from pathlib import Path

import pytest

from grader.cli import main

ROOT = Path(__file__).parents[2]
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.is_file()]


def code(text: str) -> str:
    """The parts of a Markdown text that are set as code: spans, fences and indented blocks."""
    fences = re.findall(r"^```.*?\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    spans = re.findall(r"`([^`\n]+)`", text)
    blocks = re.findall(r"^(?: {4}|\t)(.*)$", text, flags=re.MULTILINE)
    return "\n".join([*fences, *spans, *blocks])


def commands(program: str, text: str) -> set[str]:
    """The first words that follow a program's name where a command begins."""
    text = re.sub(r"(?m)^\s*(?:from|import) .*$", "", text)
    return set(re.findall(rf"(?:^|[\s;&|/$]){program} ([a-z][a-z-]*)", code(text), flags=re.MULTILINE))


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))


def test_when_a_text_holds_commands_then_they_are_found_in_code_only():
    spans = "We make no promise: `grader grade hw3`, `nbgrader autograde`."
    text = f"{spans}\n\n    $ make demo  # x\n\n```\nmake test\n```\n"
    assert commands("make", text) == {"demo", "test"}
    assert commands("grader", text) == {"grade"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_when_a_page_names_a_make_target_then_it_exists(page):
    assert commands("make", page.read_text(encoding="utf-8")) <= targets()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_when_a_page_names_a_command_of_grader_then_it_exists(page):
    assert commands("grader", page.read_text(encoding="utf-8")) <= set(main.commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_when_a_page_links_to_a_file_then_it_exists(page):
    links = re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_when_the_readme_is_there_then_it_names_the_two_commands():
    assert PAGES[0].name == "README.md"
    assert {"demo", "test"} <= commands("make", PAGES[0].read_text(encoding="utf-8"))


def test_when_the_makefile_is_read_then_every_target_is_phony_and_explained():
    text = (ROOT / "Makefile").read_text()
    phony = set(next(line for line in text.splitlines() if line.startswith(".PHONY:")).split()[1:])
    assert phony == targets() == set(re.findall(r"^([a-z-]+):.*## ", text, flags=re.MULTILINE))
