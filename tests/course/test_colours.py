"""The colours of the homework's figures differ for whoever lacks one kind of cones, and without any colour at all."""

import itertools
import re

import matplotlib.colors
import numpy as np
import pytest

from grader.course import Course
from grader.notebooks import read_notebook

LEAST = 30  # of CIE 1976's difference between colours; 2.3 is just noticeable
# Machado, Oliveira and Fernandes (2009), for the whole loss of one kind of cones, in linear RGB.
LACKING = {
    "none": np.eye(3),
    "long": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "middle": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "short": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, lacking: np.ndarray) -> np.ndarray:
    """A colour of matplotlib's as CIE L*a*b*, as somebody sees it: (3,)."""
    encoded = np.array(matplotlib.colors.to_rgb(colour))
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    relative = TO_XYZ @ np.clip(lacking @ linear, 0, 1) / TO_XYZ.sum(axis=1)
    x, y, z = np.where(relative > (6 / 29) ** 3, np.cbrt(relative), relative / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.fixture(scope="module")
def colours(course: Course) -> list[str]:
    """What the settings of the notebook call its colours, and the paper."""
    cells = {cell.id: cell.source for cell in read_notebook(course.notebook("hw3", "source")).cells}
    line = next(line for line in cells["settings"].splitlines() if line.startswith("COLOUR_"))
    found = re.findall(r'"([^"]+)"', line)
    assert len(found) == 3
    elsewhere = [source for name, source in cells.items() if name != "settings"]
    named = set(re.findall(r'\bcolor="([^"]+)"', "\n".join(elsewhere)))
    assert named <= {"black", "0.6"}
    return [*found, "white"]


@pytest.mark.parametrize("lacking", LACKING)
def test_no_two_colours_are_alike(colours: list[str], lacking: str) -> None:
    for one, other in itertools.combinations(colours, 2):
        distance = np.linalg.norm(lab(one, LACKING[lacking]) - lab(other, LACKING[lacking]))
        assert distance > LEAST, (one, other, distance)


def test_in_grey_the_two_kinds_of_points_still_differ(colours: list[str]) -> None:
    lightness = sorted(lab(colour, LACKING["none"])[0] for colour in colours)
    assert min(np.diff(lightness)) > 15, lightness


def test_the_measure_tells_a_bad_pair() -> None:
    red, green = (lab(colour, LACKING["middle"]) for colour in ("#d62728", "#8c7a00"))
    assert np.linalg.norm(red - green) < LEAST < np.linalg.norm(lab("#d62728", np.eye(3)) - lab("#8c7a00", np.eye(3)))
