"""Made-up students to measure with: each answers each task rightly or wrongly, always in the same way."""

import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat

from grader.bank.answers import compose, find_answer, read_bank
from grader.course import Course
from grader.notebooks import automatic_tasks, read_notebook

RIGHT_SHARE = 2 / 3
# Of homework 3, answers that print nothing while they are graded: stock nbgrader gives no points to a grade cell that
# writes to stderr, a warning or a progress bar for instance. None runs into a time limit.
QUIET = {
    "score": """score_inverse score_einsum score_closed_form score_cholesky score_loop_over_rows
        score_sign score_no_inverse score_factor_2 score_gradient_of_p score_transposed""",
    "langevin": """langevin_accumulate langevin_generator_function langevin_transposed_storage langevin_while_loop
        langevin_no_half langevin_tau_for_sqrt langevin_one_noise_for_all langevin_reversed_schedule""",
    "scorenet": """scorenet_sequential scorenet_nested scorenet_own_blocks scorenet_ordered_dict
        scorenet_relu scorenet_softplus_at_end scorenet_width_64 scorenet_two_layers""",
    "loss": """loss_mse loss_norm_squared loss_from_noise loss_sum_and_mean loss_helper_functions
        loss_no_half loss_target_sign loss_sigma_ignored loss_norm_not_squared loss_detached_scores""",
    "sampler": """sampler_as_batch sampler_no_grad sampler_plain_add sampler_preallocated sampler_detach
        sampler_sign sampler_no_eps sampler_noisy sampler_score_of_start sampler_no_start""",
}
Choices = dict[str, dict[str, list[str]]]  # of each task, the names of answers by "right" and "wrong"


def choices(course: Course, assignment: str) -> Choices:
    """List the answers of the bank that students choose from."""
    found: Choices = {}
    for kind in ("right", "wrong"):
        for answer in read_bank(course, assignment, kind):
            if assignment != "hw3" or answer.path.stem in QUIET[answer.task].split():
                found.setdefault(answer.task, {"right": [], "wrong": []})[kind].append(answer.name)
    return found


def name(number: int) -> str:
    """Name the student of a number."""
    return f"student-{number:04}"


def answers(known: Choices, number: int) -> dict[str, str]:
    """Choose a student's answer to each task, ``right/score_einsum`` for instance."""
    chance = random.Random(number)
    return {
        task: chance.choice(kinds["right" if chance.random() < RIGHT_SHARE else "wrong"])
        for task, kinds in known.items()
    }


def hand_in(course: Course, folder: Path, assignment: str, numbers: Iterable[int], *, figures: bool = True) -> None:
    """Write the notebooks of students under submitted/ of a course folder, made from its own release.

    Args:
        course: the course whose bank they choose from.
        folder: the course folder.
        assignment: what they hand in.
        numbers: the students.
        figures: whether they hand in the figures of the solution as well, as students do who save what they ran.
    """
    known = choices(course, assignment)
    for number in numbers:
        write(course, folder, assignment, name(number), answers(known, number), figures=figures)


def write(
    course: Course, folder: Path, assignment: str, student: str, chosen: Mapping[str, str], *, figures: bool = False
) -> None:
    """Write a released notebook with answers of the bank under submitted/ of a course folder."""
    released = read_notebook(folder / "release" / assignment / f"{assignment}.ipynb")
    if figures:
        _draw(released, read_notebook(course.notebook(assignment, "solutions")))
    sources = {task: find_answer(course, assignment, answer).source for task, answer in chosen.items()}
    path = folder / "submitted" / student / assignment / f"{assignment}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(compose(released, sources), path)


def _draw(notebook: nbformat.NotebookNode, solution: nbformat.NotebookNode) -> None:
    """Put the pictures of the executed solution below the same cells of a notebook."""
    shown = {cell.id: pictures(cell) for cell in solution.cells}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = shown.get(cell.id, [])


def pictures(cell: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    """List the outputs of a cell that are pictures."""
    return [output for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]


def drawn(course: Course, folder: Path, assignment: str, numbers: Iterable[int]) -> float:
    """Return how many of the solution's pictures the graded notebooks of students show, as a share of all.

    A wrong answer may keep a figure from being drawn, but not half of the class from having any.
    """
    paths = [folder / "autograded" / name(number) / assignment / f"{assignment}.ipynb" for number in numbers]
    counts = [sum(len(pictures(cell)) for cell in read_notebook(path).cells) for path in paths]
    solved = read_notebook(course.notebook(assignment, "solutions"))
    return sum(counts) / len(counts) / sum(len(pictures(cell)) for cell in solved.cells)


def misgraded(
    course: Course,
    assignment: str,
    numbers: Iterable[int],
    points: Mapping[str, Mapping[str, float | None]],
    partial: bool,
) -> list[str]:
    """List the answers whose points are not what they are worth, a line each.

    Args:
        course: the course whose bank the students chose from.
        assignment: what they handed in.
        numbers: the students.
        points: what a grader gave, by student and task.
        partial: whether a wrong answer may earn a part of the points.
    """
    best, known = automatic_tasks(read_notebook(course.notebook(assignment))), choices(course, assignment)
    return [
        f"{name(number)}, {answer}: {given} of {best[task]:g} points"
        for number in numbers
        for task, answer in answers(known, number).items()
        if not fair(answer, given := points.get(name(number), {}).get(task), best[task], partial)
    ]


def fair(answer: str, given: float | None, best: float, partial: bool) -> bool:
    """Tell whether points are what an answer is worth."""
    if given is None or answer.startswith("right/"):
        return given == best
    return 0 <= given < best if partial else given == 0
