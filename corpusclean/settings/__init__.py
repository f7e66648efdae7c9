"""Settings: one frozen object, from `corpusclean.toml` or `[tool.corpusclean]` in `pyproject.toml`.

Unknown keys are refused. All but `[run]` and `[drift]` decides what comes out, and is stored in the manifest.
"""

from corpusclean.settings.load import given_settings, load_settings, settings_file, settings_from
from corpusclean.settings.sections import (
    FTFY_DEFAULTS,
    Boilerplate,
    Card,
    Dates,
    Drifting,
    Duplicates,
    Fix,
    Language,
    Output,
    Run,
    Settings,
    Tidy,
)
from corpusclean.settings.values import (
    FILE_NAME,
    NEWS_POLICY,
    DateSource,
    MonthLanguage,
    Percentage,
    Policy,
    RequiredField,
)

__all__ = [
    "FILE_NAME",
    "FTFY_DEFAULTS",
    "NEWS_POLICY",
    "Boilerplate",
    "Card",
    "DateSource",
    "Dates",
    "Drifting",
    "Duplicates",
    "Fix",
    "Language",
    "MonthLanguage",
    "Output",
    "Percentage",
    "Policy",
    "RequiredField",
    "Run",
    "Settings",
    "Tidy",
    "given_settings",
    "load_settings",
    "settings_file",
    "settings_from",
]
