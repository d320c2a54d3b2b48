"""What a student's code writes is kept back a while, sent in order, and belongs to the process that wrote it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.inside import streams
from grader.inside.streams import Captured, LineStream

Sent = list[tuple[str, str]]


@pytest.fixture
def sent() -> Sent:
    """What was sent: the stream, and the text."""
    return []


@pytest.fixture
def captured(sent: Sent, tmp_path: Path) -> Iterator[tuple[Captured, int]]:
    """What looks at what programs write, and the descriptor to which they do."""
    reads, writes = os.pipe()
    captured = Captured("stderr", writes, str(tmp_path), lambda _, content: sent.append(("stderr", content["text"])))
    yield captured, writes
    captured._kept.close()
    os.close(reads)
    os.close(writes)


def stream(sent: Sent, *, own: bool = True, descriptor: int = 1) -> LineStream:
    def send(kind: str, content: dict[str, str]) -> None:
        assert kind == "stream"
        sent.append((content["name"], content["text"]))

    return LineStream("stdout", descriptor, send, lambda: own)


def test_short_texts_go_together(sent: Sent) -> None:
    out = stream(sent)
    for text in ("a", "", "b\n"):
        assert out.write(text) == len(text)
    assert sent == []
    out.flush()
    out.flush()
    assert sent == [("stdout", "ab\n")]


def test_what_is_long_or_was_kept_back_long_goes_at_once(sent: Sent, monkeypatch: pytest.MonkeyPatch) -> None:
    out = stream(sent)
    out.write("x" * (streams.LONGEST + 1))
    assert [len(text) for _, text in sent] == [streams.LONGEST + 1]
    monkeypatch.setattr(streams, "SECONDS", -1.0)
    out.write("y")
    assert sent[-1] == ("stdout", "y")


def test_no_message_is_larger_than_it_may_be(sent: Sent) -> None:
    out = stream(sent)
    out.write("x" * (2 * streams.LARGEST + 1))
    assert [len(text) for _, text in sent] == [streams.LARGEST, streams.LARGEST, 1]


def test_what_is_no_text_is_refused(sent: Sent) -> None:
    with pytest.raises(TypeError, match="must be str, not <class 'bytes'>"):
        stream(sent).write(b"bytes")  # type: ignore[arg-type]


def test_others_are_sent_first_where_nothing_was_kept_back(sent: Sent) -> None:
    out, order = stream(sent), list[str]()
    out.before = lambda: order.append("others")
    for text in ("a", "b"):
        out.write(text)
    assert order == ["others"]


def test_a_fork_of_the_student_s_writes_whole_lines_to_its_descriptor(sent: Sent) -> None:
    reads, writes = os.pipe()
    out = stream(sent, own=False, descriptor=writes)
    out.write("half")
    os.set_blocking(reads, False)
    with pytest.raises(BlockingIOError):
        os.read(reads, 100)
    out.write(" a line\n")
    assert os.read(reads, 100) == b"half a line\n"
    assert sent == []
    os.close(reads)
    os.close(writes)


def test_a_fork_does_not_send_what_its_parent_keeps_back(sent: Sent) -> None:
    reads, writes = os.pipe()
    out = stream(sent, own=False, descriptor=writes)
    out.write("parent's")
    pid = os.fork()
    if pid == 0:
        out.write("child's\n")
        os._exit(0)
    os.waitpid(pid, 0)
    assert os.read(reads, 100) == b"child's\n"
    os.close(reads)
    os.close(writes)


def test_what_programs_write_is_read_from_where_the_last_look_ended(sent: Sent, captured: tuple[Captured, int]) -> None:
    looks, written = captured
    for text in (b"one", b"two \xff"):
        os.write(written, text)
        looks.flush()
    looks.flush()
    assert sent == [("stderr", "one"), ("stderr", "two \ufffd")]
    os.ftruncate(written, 0)
    os.write(written, b"new")
    looks.flush()
    assert sent[-1] == ("stderr", "new")


def test_of_a_flood_the_beginning_is_sent(sent: Sent, captured: tuple[Captured, int]) -> None:
    looks, written = captured
    os.ftruncate(written, 2 * streams.MOST_CAPTURED)
    looks.flush()
    looks.flush()
    assert [len(text) for _, text in sent] == [streams.MOST_CAPTURED]
