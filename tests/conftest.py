"""What holds for all tests: none is timed, so a busy machine fails none."""

from __future__ import annotations

import os

from hypothesis import settings

# Pages are spoken only where a test asks for it, also on a machine with the voice.
os.environ["AUDIO"] = "0"
# In CI, a build makes all PDFs whatever PDF says; tests that leave them out mean it there, too.
os.environ.pop("CI", None)

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

pytest_plugins = ["support.browser", "support.handouts", "support.wheels"]
