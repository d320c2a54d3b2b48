"""Git repositories made for tests, with commits at given times."""

import os
import subprocess
from pathlib import Path


def git(folder: Path, *arguments: str, at: str = "2024-04-01T12:00:00Z") -> str:
    """Run git in a folder, as somebody made up, and return what it prints."""
    environment = {
        **{
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        },
        **{"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@x.org", "GIT_COMMITTER_NAME": "A"},
        **{"GIT_COMMITTER_EMAIL": "a@x.org", "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at},
    }
    done = subprocess.run(["git", *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def repository(folder: Path, **commits: str) -> Path:
    """Make a repository with one commit for each text of hw3.ipynb.

    Args:
        folder: where; it is made.
        commits: texts by time: ``_2024_04_17T21_50="{}"``.
    """
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "-b", "main")
    for time, text in commits.items():
        commit(folder, time, text)
    return folder


def commit(folder: Path, time: str, text: str) -> str:
    """Commit hw3.ipynb with a text, and return the commit's hash."""
    (folder / "hw3.ipynb").write_text(text)
    date, _, clock = time.strip("_").partition("T")
    git(folder, "add", "-A")
    git(
        folder,
        "commit",
        "-q",
        "-m",
        time,
        "--allow-empty",
        at=f"{date.replace('_', '-')}T{clock.replace('_', ':')}:00Z",
    )
    return git(folder, "rev-parse", "HEAD")
