"""The course: its facts, its folders, and the steps that nbgrader runs."""

from pathlib import Path

from grader.errors import CourseError
from grader.names import require_folder
from grader.pipeline.marking_templates import TEMPLATE, TEMPLATE_FOLDERS

c = get_config()  # noqa: F821  (given by traitlets)
root = Path(__file__).resolve().parent
try:
    require_folder(root)
except CourseError as error:
    raise SystemExit(f"Error: {error}") from error  # after any other exception nbgrader would go on without settings

# ---- the course: edit here -------------------------------------------------------------------------

c.CourseDirectory.course_id = "adl"
c.FillFacts.repository = ""  # of a public copy, someone/course/blob/main/release: adds a badge that opens Colab
c.FillFacts.facts = {
    "course": "Applied Deep Learning for Scientists",
    "deadline": {"warmup": "March 13, 2024, 11:55 PM", "hw3": "April 17, 2024, 11:55 PM"},
    "teaching_assistants": "TA One (ta-one@example.org), TA Two (ta-two@example.org), TA Three (ta-three@example.org)",
    "versions": "Python 3.11, NumPy 2 and PyTorch 2",
    "training_time": "about three and a half minutes",  # 10,000 steps of 20 ms each
    "part_3_points": "0",
    "part_3_credit": "This part is optional: it gives no points, and asks for nothing but curiosity.",
}
c.Course.time_zone = "Europe/Vienna"  # of every time that names none, and of the pages
c.Course.due = {
    "warmup": "2024-03-13 23:55:00 Europe/Vienna",
    "hw3": "2024-04-17 23:55:00 Europe/Vienna",
}
# c.Late says what late work costs: docs/late-work.md

# ---- from the mailbox, and back --------------------------------------------------------------------

c.Collect.subject = {"warmup": "[ADL Warm-up]", "hw3": "[ADL HW3]"}
c.Collect.staff = ["ta-one@example.org", "ta-two@example.org", "ta-three@example.org"]
c.Collect.trusted_receiver = "mx.example.org"  # our own mail server, whose word on times is believed
c.HandBack.sender = "Applied Deep Learning <ta-one@example.org>"

# ---- limits of one submission ----------------------------------------------------------------------

c.ExecuteAndJudge.timeout = 30  # seconds a cell may take
c.ExecuteAndJudge.submission_seconds = 300  # seconds a submission may take in all
c.SandboxProvisioner.memory_mib = 4096
c.SandboxProvisioner.environment = {"HW3_TRAINING_STEPS": "2"}  # nobody trains at full length while grading

# ---- folders ---------------------------------------------------------------------------------------

c.CourseDirectory.root = str(root)
c.CourseDirectory.solution_directory = "solutions"
c.CourseDirectory.db_url = f"sqlite:///{root}/gradebook.db?timeout=60"

# ---- from master to release ------------------------------------------------------------------------

c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "grader.pipeline.release_steps.PlainMetadata",
    "grader.pipeline.release_steps.FillFacts",
    "nbgrader.preprocessors.LockCells",
    "grader.pipeline.release_steps.ClearTaskSolutions",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ClearMarkScheme",
    "grader.pipeline.release_steps.DropUnusedAttachments",
    "grader.pipeline.release_steps.GoOnAfterErrors",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateSolution.preprocessors = [
    "nbgrader.preprocessors.IncludeHeaderFooter",
    "grader.pipeline.release_steps.PlainMetadata",
    "grader.pipeline.release_steps.FillFacts",
    "grader.pipeline.release_steps.StripMarks",
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
]

# ---- from submission to grade ----------------------------------------------------------------------

c.Autograde.pre_convert_hook = "grader.pipeline.exporter.prepare"
c.Autograde.exporter_class = "grader.pipeline.exporter.SubmissionExporter"
c.Autograde.sanitize_preprocessors = [
    "grader.pipeline.steps.Repair",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.DeduplicateIds",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = [
    "grader.pipeline.steps.ExecuteAndJudge",
    "nbgrader.preprocessors.IgnorePattern",
    "nbgrader.preprocessors.LimitOutput",
    "grader.pipeline.save_results.SaveResults",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.GenerateFeedback.exporter_class = "grader.late.feedback_exporter.FeedbackExporter"  # a page of our own
c.GenerateFeedback.preprocessors = []  # it reads result and gradebook itself

# ---- the formgrader's page of one submission -------------------------------------------------------

c.HTMLExporter.template_name = TEMPLATE
c.HTMLExporter.extra_template_basedirs = TEMPLATE_FOLDERS
c.HTMLExporter.preprocessors = ["grader.pipeline.marking_view.ShowModelAnswers"]
c.HTMLExporter.filters = {  # ours take no longer for a text than its length allows
    "markdown2html": "grader.pages.markdown.markdown2html",
    "highlight_code": "grader.pages.filters.highlight_code",
    "strip_files_prefix": "grader.pages.filters.unchanged",
}
c.HighlightMagicsPreprocessor.enabled = False  # a cell cannot choose what it is coloured as
c.HTMLExporter.sanitize_html = True

# ---- from grade to table ---------------------------------------------------------------------------

c.ExportApp.plugin_class = (
    "grader.late.export.FinalGrades"  # empty where nbgrader would write 0 for what is not known yet
)
