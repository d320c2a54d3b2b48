"""``grader hand-back`` by mail: drafts in a folder, or sent by a server."""

import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from grader import console
from grader.commands.hand_back import named
from grader.course import Course
from grader.handback import drafts
from grader.handback.ledger import Ledger, State
from grader.handback.mail import Mail, envelope
from grader.handback.plan import Plan, make_plan
from grader.handback.selection import Selection
from grader.handback.sending import Fates, Sender, read_pause
from grader.handback.smtp_server import Server, read_server
from grader.handback.wording import read_wording
from grader.roster import Roster

Hand = Callable[[Course, Roster, Selection, Ledger, dict[str, Any]], bool]


def prepare(course: Course, options: dict[str, Any]) -> Hand:
    """Read settings and server, before anything else takes time; return what hands back.

    Raises:
        CourseError: one of them cannot be used.
    """
    wording, pause = read_wording(course), read_pause(course)
    server = read_server(os.environ) if options["send"] and not options["dry_run"] else None

    def hand(course: Course, roster: Roster, selection: Selection, ledger: Ledger, options: dict[str, Any]) -> bool:
        folder: Path | None = options["drafts"]
        plan = make_plan(selection.final, ledger, wording, again=options["again"], drafts=folder is not None)
        for impossible in plan.impossible:
            console.warn(impossible.student, impossible.why)
        if folder is not None:
            return _draft(plan, folder, ledger, options) and not plan.impossible
        _tell(plan, selection, ledger)
        if plan.mails:
            _show(plan.mails[0])
        if server is None or not plan.mails:
            return not (plan.impossible or plan.in_doubt)
        question = f"Send {len(plan.mails)} {'mail' if len(plan.mails) == 1 else 'mails'} by {server.shown}?"
        if not options["yes"] and not click.confirm(question):
            console.say("Nothing was sent.")
            return False
        return _send(plan, server, ledger, pause) and not (plan.impossible or plan.in_doubt)

    return hand


def _tell(plan: Plan, selection: Selection, ledger: Ledger) -> None:
    """Print the counts, and who gets no mail because of an earlier one."""
    new = len(plan.mails) - len(plan.corrections) - len(plan.again)
    counts = (
        *((new, "to send"), (len(plan.corrections), "to correct"), (len(plan.again), "to send again")),
        *((len(plan.done) + len(plan.page_only), "sent before"), (len(plan.in_doubt), "in doubt")),
        *((len(plan.impossible), "without a mail"), (len(selection.waiting), "waiting for a person")),
        (selection.nothing, "without a submission"),
    )
    console.say("Students: " + ", ".join(f"{count} {what}" for count, what in counts if count) + ".")
    if plan.in_doubt:
        _doubt(plan.in_doubt, selection.assignment)
    if plan.page_only:
        told = f"the pages of {named(plan.page_only)} have changed since they were sent, the marks have not"
        console.warn("Note", f"{told}. To send them: {_again(selection.assignment, plan.page_only)}")
    due = {mail.feedback.student.id for mail in plan.mails}
    drafted = [student for student in due if any(record.way == drafts.WAY for record in ledger.records(student))]
    if drafted:
        told = f"there are drafts for {named(sorted(drafted))}"
        console.warn("Note", f"{told}. Whoever was sent one by hand will get a second mail.")


def _doubt(students: Sequence[str], assignment: str) -> None:
    told = f"may have been sent, for the server's confirmation never came: {named(list(students))}"
    console.warn("In doubt", f"{told}. Ask them, or send again: {_again(assignment, students)}")


def _again(assignment: str, students: Sequence[str]) -> str:
    each = " ".join(f"--student {student}" for student in students)
    return f"grader hand-back {assignment} --send --again {each}"


def _show(mail: Mail) -> None:
    """Print one mail as a sample."""
    size = sum(page.path.stat().st_size for page in mail.feedback.pages)
    attached = ", ".join(page.name for page in mail.feedback.pages)
    console.say("")
    console.say(f"From:     {mail.sender}", style="dim")
    console.say(f"To:       {mail.recipient}", style="dim")
    console.say(f"Subject:  {mail.subject}", style="dim")
    console.say(f"Attached: {attached} ({size / 1024:,.0f} KiB)", style="dim")
    console.say("")
    for line in mail.text.split("\n"):
        console.say(f"  {line}" if line else "")


def _draft(plan: Plan, folder: Path, ledger: Ledger, options: dict[str, Any]) -> bool:
    """Write the drafts, and say what is in the folder."""
    number = len(plan.mails)
    if options["dry_run"]:
        console.say(f"Would write {number} drafts to {folder}.")
        for mail in plan.mails[:1]:
            _show(mail)
        return True
    try:
        written = drafts.write_drafts(plan.mails, folder, ledger)
    except OSError as error:
        raise click.UsageError(f"{folder} cannot be written to ({error.strerror}).") from error
    console.say(f"{number} {'draft' if number == 1 else 'drafts'} written: {folder}")
    if sent := sorted({*plan.done, *plan.page_only, *plan.in_doubt}):
        console.warn("Note", f"sent by --send before, with the same marks: {named(sent)}.")
    if old := drafts.left_over(folder, written):
        console.warn("Note", f"left there from before, and not of this run: {named(old)}.")
    return True


def _send(plan: Plan, server: Server, ledger: Ledger, pause: float) -> bool:
    """Send the mails, and say what became of them; also after Ctrl-C."""
    settled: set[str] = set()

    def waiting(number: int) -> None:
        console.say(f"{number} not taken for now: trying again in {pause:.0f} s.")

    def done(student: str) -> None:
        advance(0 if student in settled else 1, "", True)
        settled.add(student)

    sender = Sender(server, ledger, pause, waiting, done)
    try:
        with console.progress("sending", len(plan.mails)) as advance:
            sender.send(plan.mails)
    finally:
        _told(sender.fates, {mail.feedback.student.id: mail for mail in plan.mails})
    return len(sender.fates.of(State.SENT)) == len(plan.mails)


def _told(fates: Fates, mails: dict[str, Mail]) -> None:
    """Print what became of the mails."""
    total, sent = len(mails), len(fates.of(State.SENT))
    for state in (State.REFUSED, State.POSTPONED):
        for student in fates.of(state):
            console.warn(student, f"{envelope(mails[student].recipient)}: {fates.by_student[student].said}")
    console.say(f"Sent: {sent} of {total}.")
    refused, later = len(fates.of(State.REFUSED)), len(fates.of(State.POSTPONED))
    failed = [
        f"{number} of {total} {what}" for number, what in ((refused, "refused"), (later, "not taken for now")) if number
    ]
    if fates.stopped:
        console.warn("smtp", fates.stopped)
    failed += [f"{len(fates.untried)} of {total} not tried"] if fates.untried else []
    if failed:
        addresses = " (addresses above)" if refused or later else ""
        console.warn("smtp", f"{', '.join(failed)}{addresses}; the same command sends the rest.")
    if doubtful := fates.of(State.SENDING):
        _doubt(doubtful, next(iter(mails.values())).feedback.assignment)
