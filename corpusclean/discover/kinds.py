"""A guess at the kind of a notice, by its words."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, get_args

import re2

from corpusclean.boilerplate.rule import Kind

KINDS = get_args(Kind)
FALLBACK = "ui_junk"
"""What a notice is called whose words tell nothing."""


def guess_kind(text: str) -> str | None:
    """Return what kind of notice a text is by its words, None where they tell nothing.

    It may be one that no rule can have, a correction for one: KINDS has those that a rule can.

    >>> guess_kind("Sign up for our newsletter."), guess_kind("It rained in the hills.")
    ('newsletter_signup', None)
    """
    return next((kind for kind, cues in _cues().items() if cues.search(text)), None)


@cache
def _cues() -> Mapping[str, Any]:
    """Return the cues of each kind, in the order of the file."""
    text = (files(__package__) / "kinds.toml").read_text(encoding="utf-8")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    return {
        kind: re2.compile("|".join(f"(?:{cue})" for cue in cues), options)
        for kind, cues in tomllib.loads(text).items()
    }
