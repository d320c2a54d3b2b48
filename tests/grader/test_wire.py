"""Lines that break: what had come along them is read to its end, whatever was being read."""

import subprocess
import sys

import pytest

HALF_READ = """
import tempfile, time, zmq
from grader import wire

wire.NEVER = {interval}
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


@pytest.mark.parametrize("interval", ["wire.NEVER", "-1"])
def test_a_message_that_is_half_read_when_its_sender_dies_is_read_to_the_end(interval: str) -> None:
    command = [sys.executable, "-c", HALF_READ.format(interval=interval)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if interval == "-1":  # the test of the test: with it, ZeroMQ ends the process
        assert done.returncode == -6, done
        assert "!_more" in done.stderr
    else:
        assert (done.returncode, done.stdout) == (0, "[149, 7]\n"), done
