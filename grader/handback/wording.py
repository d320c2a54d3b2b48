"""What the mails of a course say: sender, subject and text, from its settings or as this module has them."""

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import getaddresses

from jinja2 import Environment, StrictUndefined, Template, TemplateError, TemplateSyntaxError

from grader.course import CONFIG, Course
from grader.errors import CourseError
from grader.handback.feedback import Feedback
from grader.text import number, one_line, plain

SUBJECT = "{{ course }}: your feedback on {{ assignment }}"
CORRECTION = "Correction: "
TEXT = """\
Hello {{ name }},

{% if correction %}
your marks have changed since our last mail, which this one replaces.

{% endif %}
these are your results of {{ assignment }}:

{{ table }}

{% if late_hours and penalty %}
It was handed in {{ late_hours | number }} hours late.

{% endif %}
{% for task in tasks if task.comment %}
{{ task.task }}
{{ task.comment | indent(2, first=true) }}

{% endfor %}
The attached page shows each test and your own cells; open it in a browser.

{{ course }}
"""
WIDTH = 40  # characters of a task's name in the table, beyond which it is cut
VALUES = (
    *("course", "assignment", "name", "first_name", "last_name", "student", "tasks", "table", "total", "max"),
    *("penalty", "late_hours", "correction"),
)
# What the code of a template may raise beside jinja2's own errors.
BROKEN = (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, RecursionError)


@dataclass(frozen=True)
class Wording:
    """How the mails of a course read.

    Attributes:
        course: what the course is called.
        sender: whom they come from.
        subject: the template of the subject.
        text: the template of the text.
    """

    course: str
    sender: Address
    subject: Template
    text: Template

    def written(self, feedback: Feedback, correction: bool = False) -> tuple[str, str]:
        """Return subject and text of one mail; a correction's subject always says so.

        Raises:
            CourseError: a template fails.
        """
        values = _values(self.course, feedback)
        subject = one_line(_rendered(self.subject, "subject", {**values, "correction": correction}), 200)
        if not subject:
            raise CourseError(CONFIG, "c.HandBack.subject gives an empty subject", "Write one, or leave it out.")
        if correction and subject == one_line(_rendered(self.subject, "subject", {**values, "correction": False}), 200):
            subject = f"{CORRECTION}{subject}"
        text = plain(_rendered(self.text, "text", {**values, "correction": correction}))
        return subject, text.rstrip("\n") + "\n"


def read_wording(course: Course) -> Wording:
    """Read the settings c.HandBack.sender, .subject and .text.

    Raises:
        CourseError: there is no sender, or one of them cannot be used.
    """
    settings = course.config.get("HandBack", {})
    return Wording(
        course_name(course),
        _sender(settings.get("sender")),
        _template(settings.get("subject", SUBJECT), "subject"),
        _template(settings.get("text", TEXT), "text"),
    )


def course_name(course: Course) -> str:
    """Return what the course is called in its notebooks, else its id for nbgrader, else its folder."""
    facts = course.config.get("FillFacts", {}).get("facts", {})
    named = facts.get("course") if isinstance(facts, dict) else None
    return one_line(named or course.config.get("CourseDirectory", {}).get("course_id") or course.root.name)


def points_table(feedback: Feedback) -> str:
    """Return tasks, late penalty and total as plain text, a line each, the points one below the other."""
    rows = [(one_line(task.task), number(task.points), number(task.max)) for task in feedback.tasks if task.max]
    extra = [(one_line(task.task), number(task.points), "") for task in feedback.tasks if not task.max and task.points]
    late = [("Late penalty", number(-feedback.penalty), "")] if feedback.penalty else []
    rows += [*extra, *late, ("Total", number(feedback.total), number(feedback.max))]
    rows = [(name if len(name) <= WIDTH else name[: WIDTH - 1] + "…", earned, most) for name, earned, most in rows]
    wide, points, best = (max(len(row[column]) for row in rows) for column in range(3))
    lines = [
        f"  {name:<{wide}}  {earned:>{points}}" + (f" of {most:>{best}}" if most else "") for name, earned, most in rows
    ]
    return "\n".join([*lines[:-1], f"  {'-' * (wide + points + best + 6)}", lines[-1]])


def _values(course: str, feedback: Feedback) -> dict[str, object]:
    student = feedback.student
    return {
        "course": course,
        "assignment": feedback.assignment,
        "name": one_line(student.name or student.id),
        "first_name": one_line(student.first_name),
        "last_name": one_line(student.last_name),
        "student": one_line(student.id),
        "tasks": feedback.tasks,
        "table": points_table(feedback),
        "total": feedback.total,
        "max": feedback.max,
        "penalty": feedback.penalty,
        "late_hours": feedback.late_hours,
    }


def _sender(text: object) -> Address:
    """Return the address of the setting.

    Raises:
        CourseError: it is none.
    """
    remedy = 'Write c.HandBack.sender = "The course\'s staff <staff@your-university.example>".'
    if not text:
        raise CourseError(CONFIG, "c.HandBack.sender is missing, the address that mails come from", remedy)
    try:
        [(name, address)] = getaddresses([str(text)])
        if not str(text).isprintable():
            raise ValueError(text)
        found = Address(display_name=name, addr_spec=address)
    except (ValueError, IndexError, AttributeError, MessageError) as error:
        raise CourseError(CONFIG, f"c.HandBack.sender is {str(text)[:100]!r}, not one address", remedy) from error
    if not (found.username and found.domain):
        raise CourseError(CONFIG, f"c.HandBack.sender is {str(text)[:100]!r}, not one address", remedy)
    return found


def _template(text: object, name: str) -> Template:
    environment = Environment(undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters |= {"number": number, "one_line": one_line}
    try:
        return environment.from_string(str(text))
    except TemplateSyntaxError as error:
        raise _unusable(name, f"line {error.lineno}: {error.message}") from error


def _rendered(template: Template, name: str, values: dict[str, object]) -> str:
    try:
        return template.render(values)
    except BROKEN as error:
        raise _unusable(name, str(error) or type(error).__name__) from error


def _unusable(name: str, why: str) -> CourseError:
    remedy = f"It may use: {', '.join(VALUES)}."
    return CourseError(CONFIG, f"c.HandBack.{name} cannot be used as a template ({one_line(why).rstrip('.')})", remedy)
