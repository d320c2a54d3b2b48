"""When an assignment is due, as the course's settings say it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from grader.course import CONFIG
from grader.errors import CourseError


def due_date(text: str) -> datetime:
    """A due date such as ``2024-04-17 23:55:00 Europe/Vienna``, in UTC without a zone, as nbgrader keeps it.

    Raises:
        CourseError: the text is no such date.
    """
    try:
        date, _, zone = text.rpartition(" ")
        local = datetime.fromisoformat(date).replace(tzinfo=ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError) as error:
        remedy = "Write it like '2024-04-17 23:55:00 Europe/Vienna'."
        raise CourseError(CONFIG, f"c.Course.due holds {text!r}, which is no date", remedy) from error
    return local.astimezone(UTC).replace(tzinfo=None)
