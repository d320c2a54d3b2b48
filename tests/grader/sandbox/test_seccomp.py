"""The filter of system calls, run here on made-up calls by the rules of the kernel's own machine."""

import errno
import platform
import struct

import pytest

from grader.sandbox import seccomp

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


MACHINES = pytest.mark.parametrize("machine", seccomp.MACHINES.values(), ids=seccomp.MACHINES)


@MACHINES
def test_ordinary_calls_pass_and_dangerous_ones_do_not(machine: seccomp.Machine) -> None:
    program, architecture = seccomp.program(machine), machine.architecture
    for call in (0, 1, 60, 63, 64, 93, 436, 449):
        assert verdict(program, call, architecture) == ALLOWED
    for call in (*machine.refused.values(), *seccomp.SAME_EVERYWHERE.values()):
        assert verdict(program, call, architecture) == REFUSED
    assert verdict(program, seccomp.CLONE3, architecture) == seccomp.ERRNO | errno.ENOSYS
    assert verdict(program, machine.clone, architecture, 0x003D0F00) == ALLOWED  # what starts a thread
    assert verdict(program, machine.clone, architecture, 0x003D0F00 | seccomp.CLONE_NEWUSER) == REFUSED
    for family in range(50):
        expected = ALLOWED if family in seccomp.FAMILIES else seccomp.ERRNO | errno.EAFNOSUPPORT
        assert verdict(program, machine.socket, architecture, family) == expected


@MACHINES
def test_calls_by_another_numbering_are_refused(machine: seccomp.Machine) -> None:
    program = seccomp.program(machine)
    assert verdict(program, 1, machine.architecture ^ 1) == REFUSED
    assert verdict(program, seccomp.X32 + 1, machine.architecture) == REFUSED


@MACHINES
def test_the_reporting_filter_refuses_the_same_calls(machine: seccomp.Machine) -> None:
    silent, reporting = (seccomp.program(machine, report=report) for report in (False, True))
    for call in range(460):
        for argument in (*range(50), seccomp.CLONE_NEWUSER):
            before, after = (verdict(code, call, machine.architecture, argument) for code in (silent, reporting))
            if call == seccomp.CLONE3 or before == ALLOWED:
                assert after == before
            else:
                assert after == seccomp.REPORT
                assert before == seccomp.ERRNO | seccomp.error(machine, call)
                assert not machine.name(call).startswith("number")


def test_this_machine_is_known_or_there_is_no_filter() -> None:
    assert seccomp.machine() == seccomp.MACHINES.get(platform.machine())
