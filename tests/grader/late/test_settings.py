"""The settings c.Late: what is read, and what is refused with a remedy."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.late.policy import DAY, HOUR, Policy, Rate, Steps
from grader.late.settings import extensions_file, read_policy
from grader.penalty import Basis

Settings = Callable[[str], Course]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Makes a course with the settings."""

    def course(text: str) -> Course:
        (tmp_path / CONFIG).write_text(f"c = get_config()\n{text}\n")
        return Course(tmp_path)

    return course


@pytest.mark.parametrize(
    ("text", "policy"),
    [
        ("", None),
        ("c.LateSubmissionPlugin.penalty_method = 'zero'", None),
        ("c.Late.per_day = 10", Policy(Rate(Decimal(10), DAY))),
        ("c.Late.per_hour = 0.1", Policy(Rate(Decimal("0.1"), HOUR))),
        ("c.Late.per_day = 0", Policy(Rate(Decimal(0), DAY))),
        (
            "c.Late.rule = [('1 day', 10), ('1.5 days', 20), ('2 weeks', 30)]; c.Late.after = 100",
            Policy(
                Steps(((DAY, Decimal(10)), (36 * HOUR, Decimal(20)), (14 * DAY, Decimal(30))), Decimal(100)),
            ),
        ),
        (
            "c.Late.per_day = 10; c.Late.of = 'maximum'; c.Late.most = 50; c.Late.grace_minutes = 10; "
            "c.Late.free_days = 4; c.Late.extensions = 'more.csv'",
            Policy(Rate(Decimal(10), DAY), Basis.MAXIMUM, Decimal(50), timedelta(minutes=10), 4),
        ),
        ("c.Late.per_day = 10; c.LateSubmissionPlugin.penalty_method = 'none'", Policy(Rate(Decimal(10), DAY))),
    ],
)
def test_a_rule_is_read_exactly_as_it_is_written(settings: Settings, text: str, policy: Policy | None) -> None:
    assert read_policy(settings(text)) == policy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("c.Late.perday = 10", "c.Late has no setting 'perday'.*Did you mean c.Late.per_day?"),
        ("c.Late.free_days = 2", "does not say what late work costs.*per_day = 0 costs nothing"),
        ("c.Late.per_day = 1; c.Late.per_hour = 1", "c.Late sets per_day and per_hour"),
        ("c.Late.per_day = 101", "c.Late.per_day cannot be 101. Write a number from 0 to 100"),
        ("c.Late.per_day = -1", "Write a number from 0 to 100"),
        ("c.Late.per_day = float('nan')", "Write a number from 0 to 100"),
        ("c.Late.per_day = '10 %'", "Write a number from 0 to 100"),
        ("c.Late.per_day = True", "Write a number from 0 to 100"),
        ("c.Late.per_day = 1; c.Late.most = 200", "c.Late.most cannot be 200"),
        ("c.Late.per_day = 1; c.Late.free_days = 1.5", "Write a whole number"),
        ("c.Late.per_day = 1; c.Late.grace_minutes = 1e9", "from 0 to 10080"),
        ("c.Late.per_day = 1; c.Late.of = 'all'", "Write 'earned'"),
        ("c.Late.per_day = 1; c.Late.of = ['earned']", "Write 'earned'"),
        ("c.Late.per_day = 1; c.Late.after = 5", "c.Late.after belongs to c.Late.rule"),
        ("c.Late.rule = [('1 day', 10)]", "c.Late.after does not say"),
        ("c.Late.rule = []; c.Late.after = 1", "Write steps like"),
        ("c.Late.rule = 10; c.Late.after = 1", "Write steps like"),
        ("c.Late.rule = ['1 day']; c.Late.after = 1", "Write steps like"),
        ("c.Late.rule = [('one day', 1)]; c.Late.after = 1", "Write a time like"),
        ("c.Late.rule = [(1, 1)]; c.Late.after = 1", "Write a time like"),
        ("c.Late.rule = [('0 days', 1)]; c.Late.after = 1", "Write a time like"),
        ("c.Late.rule = [('2 days', 1), ('1 day', 2)]; c.Late.after = 3", "both growing"),
        ("c.Late.rule = [('1 day', 5), ('2 days', 2)]; c.Late.after = 9", "both growing"),
        ("c.Late.rule = [('1 day', 5)]; c.Late.after = 1", "c.Late.after is not less than the last"),
        (
            "c.Late.per_day = 1; c.LateSubmissionPlugin.penalty_method = 'zero'",
            "both c.Late and c.LateSubmissionPlugin.penalty_method.*taken off twice. Remove one",
        ),
        (
            "c.Late.per_day = 1; c.AssignLatePenalties.plugin_class = 'ours.SubHalf'",
            r"both c.Late and c.AssignLatePenalties.plugin_class \(ours.SubHalf\)",
        ),
        (
            "c.Late.per_day = 1; c.ExportApp.plugin_class = 'grader.pipeline.export.FinalGrades'",
            "knows nothing of c.Late. Set it to 'grader.late.export.FinalGrades'",
        ),
        (
            "c.Late.per_day = 1\n"
            "c.GenerateFeedback.exporter_class = 'grader.pipeline.feedback_exporter.FeedbackExporter'",
            "Set it to 'grader.late.feedback_exporter.FeedbackExporter'",
        ),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_one_line(settings: Settings, text: str, told: str) -> None:
    with pytest.raises(CourseError, match=f"^{CONFIG}: .*{told}") as raised:
        read_policy(settings(text))
    assert "\n" not in str(raised.value)


def test_the_table_of_extensions_has_a_name_of_its_own(settings: Settings) -> None:
    assert extensions_file(settings("")) == "extensions.csv"
    assert extensions_file(settings("c.Late.extensions = 'more.csv'")) == "more.csv"
    with pytest.raises(CourseError, match="Write the name of a file"):
        extensions_file(settings("c.Late.extensions = 3"))
