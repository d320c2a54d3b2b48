"""Made-up students for measuring: each hands in a right or a wrong answer to each task, always the same ones."""

import random
from collections.abc import Iterable, Mapping
from pathlib import Path

import nbformat

from grader.bank.answers import Answer, compose, read_answer, read_bank
from grader.course import Course

RIGHT_SHARE = 2 / 3
# Of homework 3, answers that print nothing while they are judged: what a grade cell writes to stderr, a warning or
# a progress bar for instance, costs all its points with stock nbgrader. None runs into a time limit.
HOMEWORK = {
    "score": (
        ("score_inverse", "score_einsum", "score_closed_form", "score_cholesky", "score_loop_over_rows"),
        ("score_sign", "score_no_inverse", "score_factor_2", "score_gradient_of_p", "score_transposed"),
    ),
    "langevin": (
        ("langevin_accumulate", "langevin_generator_function", "langevin_transposed_storage", "langevin_while_loop"),
        ("langevin_no_half", "langevin_tau_for_sqrt", "langevin_one_noise_for_all", "langevin_reversed_schedule"),
    ),
    "scorenet": (
        ("scorenet_sequential", "scorenet_nested", "scorenet_own_blocks", "scorenet_ordered_dict"),
        ("scorenet_relu", "scorenet_softplus_at_end", "scorenet_width_64", "scorenet_two_layers"),
    ),
    "loss": (
        ("loss_mse", "loss_norm_squared", "loss_from_noise", "loss_sum_and_mean", "loss_helper_functions"),
        ("loss_no_half", "loss_target_sign", "loss_sigma_ignored", "loss_norm_not_squared", "loss_detached_scores"),
    ),
    "sampler": (
        ("sampler_as_batch", "sampler_no_grad", "sampler_plain_add", "sampler_preallocated", "sampler_detach"),
        ("sampler_sign", "sampler_no_eps", "sampler_noisy", "sampler_score_of_start", "sampler_no_start"),
    ),
}
Kinds = dict[str, tuple[tuple[str, ...], tuple[str, ...]]]


def kinds(course: Course, assignment: str) -> Kinds:
    """The names of right and of wrong answers to each task that students choose from."""
    if assignment == "hw3":
        return HOMEWORK
    right, wrong = (read_bank(course, assignment, kind) for kind in ("right", "wrong"))
    tasks = dict.fromkeys(answer.task for answer in right)
    return {task: (_of(right, task), _of(wrong, task)) for task in tasks}


def _of(answers: Iterable[Answer], task: str) -> tuple[str, ...]:
    return tuple(answer.path.stem for answer in answers if answer.task == task)


def named(number: int) -> str:
    """What the student of a number is called."""
    return f"student-{number:04}"


def answers_of(known: Kinds, number: int) -> dict[str, str]:
    """What a student answers to each task, as the bank names it: ``right/score_einsum`` for instance."""
    chance = random.Random(number)
    chosen = {}
    for task, (right, wrong) in known.items():
        is_right = chance.random() < RIGHT_SHARE
        chosen[task] = f"{'right' if is_right else 'wrong'}/{chance.choice(right if is_right else wrong)}"
    return chosen


def hand_in(course: Course, folder: Path, assignment: str, numbers: Iterable[int]) -> None:
    """Put the notebooks of students under submitted/ of a course folder, on its own release."""
    released = nbformat.read(folder / "release" / assignment / f"{assignment}.ipynb", as_version=4)
    bank, known = course.root / "tests" / "answers" / assignment, kinds(course, assignment)
    for number in numbers:
        answers = answers_of(known, number)
        sources = {task: read_answer(bank / f"{name}.py").source for task, name in answers.items()}
        path = folder / "submitted" / named(number) / assignment / f"{assignment}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(compose(released, sources), path)


def misjudged(
    answers: Mapping[str, str], points: Mapping[str, float | None], best: Mapping[str, float], partial: bool
) -> list[str]:
    """The tasks for which a grader's points are not what the answers are worth, a line each.

    Args:
        answers: as `answers_of`.
        points: what the grader gave for each task.
        best: what each task is worth.
        partial: whether a wrong answer may earn a part of the points.
    """
    found = []
    for task, name in answers.items():
        given = points.get(task)
        if name.startswith("right/"):
            fair = given == best[task]
        else:
            fair = given is not None and (0 <= given < best[task] if partial else given == 0)
        if not fair:
            found.append(f"{name}: {given} of {best[task]:g} points")
    return found
