"""Texts in known languages, and frames of them."""

import pandas as pd

from corpusclean.read import parse

ENGLISH = "The committee will meet again on Thursday to discuss the budget for the coming year."
GERMAN = "Der Ausschuss wird am Donnerstag erneut über den Haushalt des nächsten Jahres beraten."
FRENCH = "La commission se réunira de nouveau jeudi pour discuter du budget de l'année prochaine."


def frame_of(*texts: str, header: str = "date: 2021-12-13\n") -> pd.DataFrame:
    """Return a working frame of texts under a header, as far as the languages' step looks at it."""
    fields = parse(header).fields
    declared = next((field.value for field in fields if field.name == "language"), None)
    return pd.DataFrame(
        {
            "text": pd.Series(texts, dtype="str"),
            "declared_language": pd.Series([declared] * len(texts), dtype="str"),
            "field_lines": [[(field.name, field.line) for field in fields]] * len(texts),
            "warnings": pd.Series([[] for _ in texts], dtype=object),
        }
    )
