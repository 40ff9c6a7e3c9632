"""Whatever an analyst, a second window, an editor and the end of a process do, in any order: see `store_machine`."""

from __future__ import annotations

from hypothesis import HealthCheck, settings
from store_machine import StoreMachine

TestStore = StoreMachine.TestCase
TestStore.settings = settings(
    max_examples=15, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
