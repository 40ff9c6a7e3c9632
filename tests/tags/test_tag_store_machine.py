"""Whatever an analyst, a second window, an editor and the end of a process do, in any order: see `store_machine`.

The same few examples each time: the search for others is the bench's.
"""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from store_machine import StoreMachine

TestStore = StoreMachine.TestCase
TestStore.settings = settings(
    max_examples=20,
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
