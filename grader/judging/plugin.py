"""A pytest plugin that runs hidden tests directly: ``pytest tests/hw3 --submission PATH.ipynb -v``.

pytest loads this module wherever the package is installed; outside of a course it does nothing.
"""

from pathlib import Path

import pytest

from grader.course import CONFIG


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the notebook to test."""
    text = "notebook that the hidden tests run on (default: the reference solution)"
    parser.getgroup("grader").addoption("--submission", type=Path, metavar="PATH.ipynb", help=text)


def pytest_configure(config: pytest.Config) -> None:
    """Register the fixtures for the hidden tests of a course."""
    if any((folder / CONFIG).is_file() for folder in (config.rootpath, *config.rootpath.parents)):
        from grader.judging.session_fixtures import PlainFixtures

        config.pluginmanager.register(PlainFixtures(config), "grader-fixtures")
