"""Notices that nobody has written a rule for: found by recurrence, proposed, reviewed, accepted."""

from corpusclean.discover.run import Discovered, discover_notices

__all__ = ["Discovered", "discover_notices"]
