"""What a warm process does is read from the notebook that students are given."""

import os
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from grader.sandbox.warmth import Warmth

ROOT = Path(__file__).parents[3]


def released(folder: Path, *sources: str) -> Warmth:
    cells = [new_markdown_cell("import antigravity"), *map(new_code_cell, sources)]
    nbformat.write(new_notebook(cells=cells), folder / "hw.ipynb")
    return Warmth.of(str(folder))


@pytest.mark.parametrize(
    ("source", "imports"),
    [
        ("import numpy as np\nfrom torch import nn, optim", ("import numpy as np", "from torch import nn, optim")),
        ("%matplotlib inline\n!ls\nimport json", ("import json",)),
        ("def later():\n    import seaborn\nif True:\n    import pandas", ()),
        ("import (", ()),
        ("import json\nimport json", ("import json",)),
    ],
)
def test_imports_are_those_at_the_top_of_cells(tmp_path: Path, source: str, imports: tuple[str, ...]) -> None:
    assert released(tmp_path, source).imports == imports


def test_what_is_not_used_is_not_tried(tmp_path: Path) -> None:
    assert released(tmp_path, "import json", "x = 1") == Warmth(("import json",))
    assert released(tmp_path, "loss.backward()").train
    assert released(tmp_path, "import matplotlib.pyplot as plt").draw


def test_a_changed_release_is_read_again(tmp_path: Path) -> None:
    first = released(tmp_path, "import json")
    os.utime(tmp_path / "hw.ipynb", ns=(0, 0))
    second = released(tmp_path, "import csv")
    assert (first.imports, second.imports) == (("import json",), ("import csv",))


def test_without_a_release_there_is_nothing_to_do(tmp_path: Path) -> None:
    assert Warmth.of(None) == Warmth.of(str(tmp_path)) == Warmth()
    (tmp_path / "torn.ipynb").write_text('{"cells": [')
    assert Warmth.of(str(tmp_path)) == Warmth()


def test_homework_3_trains_and_draws() -> None:
    found = Warmth.of(str(ROOT / "release" / "hw3"))
    assert found.train
    assert found.draw
    assert {"import numpy as np", "import torch"} <= set(found.imports)
