"""Lines that break: what had come along them is read to its end, whatever was being read."""

import subprocess
import sys
from contextlib import suppress

import pytest

HALF_READ = """
import tempfile, time, zmq
from grader.sandbox import wire

wire.ONE_DAY = {interval}
with tempfile.TemporaryDirectory() as folder:
    theirs, ours = zmq.Context(), wire.harden(zmq.Context())
    student, grader = theirs.socket(zmq.DEALER), ours.socket(zmq.DEALER)
    student.bind(f"ipc://{{folder}}/k")
    grader.connect(f"ipc://{{folder}}/k")
    for parts in (150, 7):  # every hundredth part, ZeroMQ looks whether the line still stands
        student.send_multipart([b"part"] * parts)
    first = grader.recv()
    student.close(linger=1000)
    theirs.term()
    time.sleep(0.2)
    print([len(grader.recv_multipart()) if grader.poll(1000) else 0 for _ in range(2)], flush=True)
    ours.destroy(linger=0)
"""


@pytest.mark.parametrize("interval", ["wire.ONE_DAY", "-1"])
def test_a_message_that_is_half_read_when_its_sender_dies_is_read_to_the_end(interval: str) -> None:
    command = [sys.executable, "-c", HALF_READ.format(interval=interval)]
    if interval == "-1":  # the test of the test: with it, ZeroMQ ends the process or waits for what it has dropped
        with suppress(subprocess.TimeoutExpired):
            done = subprocess.run(command, capture_output=True, text=True, timeout=10)
            assert (done.returncode, done.stdout) != (0, "[149, 7]\n")
    else:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
        assert (done.returncode, done.stdout) == (0, "[149, 7]\n"), done
