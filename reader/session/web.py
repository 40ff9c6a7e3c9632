"""The page that an article is from, in the browser of this computer: started apart from the terminal, and never waited for.

A URL comes from the open web. It is given to the program that opens pages as one argument, never to a shell, and only when it is
plainly one of the web.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from urllib.parse import urlsplit

from reader.patterns import lazy
from reader.session.messages import PageRefused, Post
from reader.text.safe_chars import safe

_LONGEST = 4096
_PLAIN = lazy("[!-~\xa1-\ud7ff\ue000-\U0010ffff]+")  # no blanks, no controls, no surrogates


class NoPage(Exception):
    """There is no page to open; the message says why."""


def page_of(url: str) -> str:
    """The URL of a web page, when it is one.

    Raises:
        NoPage: it is empty, of another kind than http and https, or holds what no URL holds.
    """
    url = url.strip(" ")
    if not url:
        raise NoPage("this article names no URL")
    shown = safe(" ".join(url.split()))[:60]
    if len(url) > _LONGEST:
        raise NoPage(f"this article's URL is too long to be one: {shown}…")
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in ("http", "https") and parts.hostname is not None and parts.port != 0
    except ValueError:
        good = False
    # urlsplit itself drops line breaks and tabs: what it says is of another text then.
    if not good or not _PLAIN.fullmatch(url) or safe(url) != url or not url.lower().startswith(("http://", "https://")):
        raise NoPage(f"this is no URL of the web: {shown}")
    return url


def opener(environment: Mapping[str, str] = os.environ) -> tuple[str, ...]:
    """The command that opens a page in a browser here; () where there is none, or where it would open on another computer."""
    if environment.get("SSH_CONNECTION") or environment.get("SSH_TTY"):
        return ()
    if sys.platform == "darwin":
        return ("open",)
    if sys.platform == "win32":
        return ("rundll32", "url.dll,FileProtocolHandler")
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY") or environment.get("WSL_DISTRO_NAME")):
        return ()
    for command in (("xdg-open",), ("wslview",), ("gio", "open")):
        if shutil.which(command[0], path=environment.get("PATH")):
            return command
    return ()


def open_page(command: tuple[str, ...], url: str, post: Post) -> None:
    """Start the browser; returns at once. `PageRefused` follows when it cannot be started, or says that it failed."""

    def run() -> None:
        try:
            done = subprocess.run(
                [*command, url],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                check=False,
            )
        except OSError as error:
            post(PageRefused(url, f"{command[0]}: {error.strerror or error}"))
        else:
            if done.returncode:
                post(PageRefused(url, f"{command[0]} ended with {done.returncode}"))

    threading.Thread(target=run, name="browser", daemon=True).start()
