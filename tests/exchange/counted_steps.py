"""How much the interpreter does for a call, counted, whatever the machine."""

from __future__ import annotations

import sys


def steps(call):
    """How many operations a call takes; what is done within functions of C counts as one."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        frame.f_trace_opcodes = True
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys._getframe().f_trace_opcodes = True  # Python 3.12 counts none the first time unless it is set beforehand
    sys.settrace(trace)
    try:
        call()
    finally:
        sys.settrace(before)
    return count
