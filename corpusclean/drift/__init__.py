"""Drift: how one corpus differs from another, and whether that is more than a corpus should."""

from corpusclean.drift.compare import Compared, compare
from corpusclean.drift.profile import Profile, load_profile, profile_bytes, profile_of
from corpusclean.drift.share import Drift

__all__ = ["Compared", "Drift", "Profile", "compare", "load_profile", "profile_bytes", "profile_of"]
