"""The nbgrader preprocessors that turn the master notebook into the one that students receive."""

import re
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined
from jinja2.exceptions import TemplateError
from nbconvert.exporters.exporter import ResourcesDict
from nbformat import NotebookNode, from_dict
from nbgrader.preprocessors import ClearSolutions, NbGraderPreprocessor
from traitlets import Dict, Unicode

from grader.errors import CourseError
from grader.repair.references import used

BEGIN = re.compile(r"^(?P<indent>[ \t]*)(?P<mark>.*?)BEGIN SOLUTION[ \t]*(?P<stub>.*)$")
COLAB = "https://colab.research.google.com"
PUBLIC = re.compile(r"[\w-]+/[\w.-]+/blob/[\w.-]+(?:/[\w .-]+)*")
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


class PlainMetadata(NbGraderPreprocessor):
    """Replace a notebook's metadata by those of an ordinary Python kernel, which hold on every machine.

    The master names the environment that its author happens to use, and may hold the state of widgets.
    """

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Replace the notebook's metadata, in place.

        Raises:
            CourseError: the notebook is not in Python.
        """
        stated = (nb.metadata.get("kernelspec", {}).get("language"), nb.metadata.get("language_info", {}).get("name"))
        language = str(next(filter(None, stated), "python"))
        if "python" not in language.lower():
            where = f"{resources['nbgrader']['notebook']}.ipynb"
            raise CourseError(where, f"its kernel is for {language}", "Choose a Python kernel in JupyterLab.")
        nb.metadata = plain_metadata()
        return nb, resources


def plain_metadata() -> NotebookNode:
    """Return the metadata of a notebook for an ordinary Python kernel."""
    return from_dict({"kernelspec": KERNELSPEC, "language_info": {"name": "python"}})


class FillFacts(NbGraderPreprocessor):
    """Fill the course's facts into the text cells: ``<< deadline >>`` becomes the deadline.

    A fact that differs between assignments is a dictionary, by the assignment's name.
    """

    facts = Dict(help="What the notebooks may quote of the course, by name.").tag(config=True)
    repository = Unicode(
        help="Where a public copy of release/ is: owner/name/blob/branch/release. Empty: no badge that opens Colab."
    ).tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Fill in every Markdown cell, in place.

        Raises:
            CourseError: a cell quotes a fact that the course does not state, or not for this assignment.
        """
        language = Environment(
            variable_start_string="<<",
            variable_end_string=">>",
            block_start_string="<%%",
            block_end_string="%%>",
            comment_start_string="<##",
            comment_end_string="##>",
            undefined=StrictUndefined,
            keep_trailing_newline=True,
            autoescape=False,
        )
        assignment = resources["nbgrader"].get("assignment")
        facts = self._facts_of(assignment)
        facts["open_in_colab"] = self._badge(f"{assignment}/{resources['nbgrader']['notebook']}.ipynb")
        for cell in nb.cells:
            if cell.cell_type == "markdown" and "<<" in cell.source:
                try:
                    cell.source = language.from_string(cell.source).render(facts)
                except TemplateError as error:
                    where = f"{resources['nbgrader']['notebook']}.ipynb, cell {cell.get('id', '?')}"
                    raise CourseError(where, str(error), "State it in c.FillFacts.facts.") from error
        return nb, resources

    def _badge(self, notebook: str) -> str:
        """Return the badge that opens a notebook in Colab; empty where no public copy is named.

        Raises:
            CourseError: the setting is no place on GitHub.
        """
        place = str(self.repository).strip("/")
        if not place:
            return ""
        if not PUBLIC.fullmatch(place):
            remedy = "Write owner/name/blob/branch and the folder, 'someone/course/blob/main/release' for instance."
            raise CourseError("c.FillFacts.repository", f"{place!r} is no folder on GitHub", remedy)
        return f"[![Open In Colab]({COLAB}/assets/colab-badge.svg)]({COLAB}/github/{quote(f'{place}/{notebook}')})"

    def _facts_of(self, assignment: str | None) -> dict[str, object]:
        """Return the facts as they are for one assignment."""
        by_name = {name: fact if isinstance(fact, dict) else {assignment: fact} for name, fact in self.facts.items()}
        return {name: fact[assignment] for name, fact in by_name.items() if assignment in fact}


class ClearTaskSolutions(ClearSolutions):
    """Replace each solution region by the stub that its first line carries.

    In code, ``### BEGIN SOLUTION Task 2: sampler`` leaves ``raise NotImplementedError("Task 2: sampler")``;
    in text, the words behind BEGIN SOLUTION themselves. Without such words, nbgrader's own stub stands there.
    """

    def _replace_solution_region(self, cell: NotebookNode, language: str) -> bool:
        begins = [match for line in cell.source.split("\n") if (match := BEGIN.match(line))]
        stubs = [match["stub"].strip() for match in begins]
        if not any(stubs):
            return bool(super()._replace_solution_region(cell, language))
        if len(set(stubs)) > 1:
            raise CourseError(f"cell {cell.get('id', '?')}", "regions with different stubs", "Split the cell.")
        kept_code: dict[str, str] = self.code_stub  # type: ignore[has-type]
        kept_text: str = self.text_stub  # type: ignore[has-type]
        self.code_stub = {**kept_code, language: f'raise NotImplementedError("{stubs[0]}")'}
        self.text_stub = stubs[0]
        try:
            return bool(super()._replace_solution_region(cell, language))
        finally:
            self.code_stub, self.text_stub = kept_code, kept_text


class GoOnAfterErrors(NbGraderPreprocessor):
    """Have *Run All* go on after a cell that fails: from the first answer on, a task that is open stops no other.

    JupyterLab and nbclient obey the tag; the master has none, so that whatever executes it still stops at an error.
    """

    TAG = "raises-exception"

    def preprocess(self, nb: NotebookNode, resources: ResourcesDict) -> tuple[NotebookNode, ResourcesDict]:
        """Tag the code cells from the first answer on, in place."""
        code = [cell for cell in nb.cells if cell.cell_type == "code"]
        answers = [place for place, cell in enumerate(code) if cell.metadata.get("nbgrader", {}).get("solution")]
        for cell in code[answers[0] :] if answers else ():
            cell.metadata["tags"] = sorted({*cell.metadata.get("tags", ()), self.TAG})
        return nb, resources


class DropUnusedAttachments(NbGraderPreprocessor):
    """Take away the pictures that a cell does not show once its solution is gone."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Keep only the attachments that the cell's text refers to, in place."""
        attachments = cell.pop("attachments", {})
        if kept := used(cell.source, attachments):
            cell["attachments"] = NotebookNode({name: attachments[name] for name in attachments if name in kept})
        return cell, resources


class StripMarks(NbGraderPreprocessor):
    """Take the lines that mark solution regions out of the solution; a text cell would show them as headings."""

    def preprocess_cell(
        self, cell: NotebookNode, resources: ResourcesDict, cell_index: int
    ) -> tuple[NotebookNode, ResourcesDict]:
        """Strip one cell, in place."""
        lines = cell.source.split("\n")
        cell.source = "\n".join(line for line in lines if not re.search(r"### (BEGIN|END) SOLUTION\b", line))
        return cell, resources
