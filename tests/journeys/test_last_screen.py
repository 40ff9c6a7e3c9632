"""The last screen of a corpus is on the terminal before the program: a picture that keeps keys and goes when something fails."""

from __future__ import annotations

import os
import pty
import termios

FIRST = "Erdogan to visit Moscow on March 5"
ALTERNATE = b"\x1b[?1049h"


def left(start) -> None:
    """Open and leave once, so that there is a screen to paint."""
    terminal = start("seeds")
    terminal.see(FIRST)
    assert FIRST.encode() not in terminal.output.split(b"\x1b[?1000h")[0], "nothing was kept yet"
    terminal.press("enter", "q", "q")
    assert terminal.leave() == 0


def test_it_is_painted_before_the_program_takes_the_terminal_and_keys_wait(start):
    left(start)
    terminal = start("seeds")
    terminal.see(FIRST)
    terminal.press("enter", "s")
    before_the_mouse = terminal.output.split(b"\x1b[?1000h")[0]
    assert FIRST.encode() in before_the_mouse
    terminal.until(lambda: "words held" in terminal.text, "the keys that were typed over the picture")
    assert terminal.output.count(ALTERNATE) == 1, "a second one would clear it"
    terminal.press("q", "q")
    assert terminal.leave() == 0


def test_another_size_has_none(start):
    left(start)
    terminal = start("seeds", columns=100)
    terminal.see(FIRST)
    assert FIRST.encode() not in terminal.output.split(b"\x1b[?1000h")[0]


def test_what_is_wrong_is_said_on_the_plain_terminal(start, project):
    left(start)
    (project / "annotations/labels.yaml").write_text("format: reader-labels/1\nlabels: [", encoding="utf-8")
    terminal = start("seeds")
    assert terminal.leave() != 0
    assert "labels.yaml" in terminal.text
    assert terminal.output.index(b"\x1b[?1049l") < terminal.output.index(b"labels.yaml:")


def test_the_terminal_echoes_again_afterwards(program, project, home):
    from reader import kept_screen

    master, slave = pty.openpty()
    before = termios.tcgetattr(slave)
    kept = (os.dup(0), os.dup(1))
    try:
        os.dup2(slave, 0)
        os.dup2(slave, 1)
        termios.tcsetwinsize(slave, (24, 80))
        kept_screen.keep(project / "seeds", 80, 24, ["one row"])
        kept_screen.paint(str(project / "seeds"))
        assert kept_screen.painted
        assert not termios.tcgetattr(slave)[3] & termios.ECHO
        kept_screen.leave()
    finally:
        os.dup2(kept[0], 0)
        os.dup2(kept[1], 1)
    assert b"one row" in os.read(master, 4096)
    assert termios.tcgetattr(slave) == before
    for descriptor in (*kept, master, slave):
        os.close(descriptor)


def test_a_program_that_is_told_to_end_keeps_its_place_and_leaves_the_terminal(start, project):
    import signal

    terminal = start("seeds")
    terminal.see(FIRST)
    terminal.press("enter", "s", "s", "s", "4")
    terminal.see("1 tag")
    terminal.process.send_signal(signal.SIGTERM)
    terminal.leave()
    assert b"\x1b[?1049l" in terminal.output
    assert list((project / "annotations").glob("*/seeds/*.yaml"))
