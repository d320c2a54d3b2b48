"""A process is known by a descriptor: no other takes its place, and who sent a message is told by the system."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from grader.sandbox.processes import Process, name_senders, sender

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such descriptors")


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that waits."""
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()


def test_one_that_has_ended_is_not_alive_and_gets_no_signal(child: subprocess.Popen[bytes]) -> None:
    process = Process(child.pid)
    assert process.alive
    process.signal(signal.SIGKILL)
    child.wait()
    assert not process.alive
    process.signal(signal.SIGKILL)
    process.close()
    process.close()


def test_there_must_be_one() -> None:
    with subprocess.Popen(["true"]) as ended:
        ended.wait()
    with pytest.raises(ProcessLookupError):
        Process(ended.pid)


def test_processes_of_one_space_share_a_sandbox_while_both_live(child: subprocess.Popen[bytes]) -> None:
    own, other = Process(os.getpid()), Process(child.pid)
    assert own.shares_sandbox(other)
    child.kill()
    child.wait()
    assert not own.shares_sandbox(other)
    own.close()
    other.close()


def test_the_sender_of_what_waits_is_told_and_nothing_is_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        name_senders(ours)
        pid = os.fork()
        if pid == 0:
            theirs.send(b"from the fork")
            os._exit(0)
        os.waitpid(pid, 0)
        assert sender(ours) == pid
        assert ours.recv(100) == b"from the fork"
        theirs.send(b"from here")
        assert sender(ours) == os.getpid()
