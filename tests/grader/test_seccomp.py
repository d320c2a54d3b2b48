"""The filter of system calls, run here on made-up calls by the rules of the kernel's own machine."""

import errno
import platform
import struct

import pytest

from grader import seccomp

ALLOWED = seccomp.ALLOW
REFUSED = seccomp.ERRNO | errno.EPERM


def verdict(program: bytes, call: int, architecture: int, argument: int = 0) -> int:
    """What a filter says of a call."""
    data = struct.pack("<IIQQ", call, architecture, 0, argument)
    code = [struct.unpack_from("HBBI", program, place) for place in range(0, len(program), 8)]
    value = at = 0
    while True:
        operation, yes, no, operand = code[at]
        at += 1
        if operation == seccomp.RETURN:
            return int(operand)
        if operation == seccomp.LOAD:
            (value,) = struct.unpack_from("<I", data, operand)
            continue
        holds = {
            seccomp.EQUAL: value == operand,
            seccomp.AT_LEAST: value >= operand,
            seccomp.BITS: bool(value & operand),
        }[operation]
        at += yes if holds else no


@pytest.mark.parametrize("machine", seccomp.CALLS)
def test_ordinary_calls_pass_and_dangerous_ones_do_not(machine: str) -> None:
    architecture, clone, socket, refused = seccomp.CALLS[machine]
    program = seccomp.program(machine)
    assert program is not None
    for call in (0, 1, 60, 63, 64, 93, 436, 449):
        assert verdict(program, call, architecture) == ALLOWED
    for call in (*refused, *seccomp.SAME_EVERYWHERE):
        assert verdict(program, call, architecture) == REFUSED
    assert verdict(program, seccomp.CLONE3, architecture) == seccomp.ERRNO | errno.ENOSYS
    assert verdict(program, clone, architecture, 0x003D0F00) == ALLOWED  # what starts a thread
    assert verdict(program, clone, architecture, 0x003D0F00 | seccomp.CLONE_NEWUSER) == REFUSED
    for family in range(50):
        expected = ALLOWED if family in seccomp.FAMILIES else seccomp.ERRNO | errno.EAFNOSUPPORT
        assert verdict(program, socket, architecture, family) == expected


@pytest.mark.parametrize("machine", seccomp.CALLS)
def test_calls_by_another_numbering_are_refused(machine: str) -> None:
    program = seccomp.program(machine)
    assert program is not None
    architecture = seccomp.CALLS[machine][0]
    assert verdict(program, 1, architecture ^ 1) == REFUSED
    assert verdict(program, seccomp.X32 + 1, architecture) == REFUSED


def test_this_machine_is_known_or_there_is_no_filter() -> None:
    assert (seccomp.program() is not None) == (platform.machine() in seccomp.CALLS)
    assert seccomp.program("z80") is None
