"""How RE2 is asked: quietly, and with a bound on its memory."""

from typing import Any

import re2


def options(memory: int, *, case_sensitive: bool = True) -> Any:  # noqa: ANN401  # re2 ships no types
    """Return options of RE2 that let it use so many bytes at most, and say nothing on standard error."""
    chosen = re2.Options()
    chosen.max_mem = memory
    chosen.log_errors = False
    chosen.case_sensitive = case_sensitive
    return chosen
