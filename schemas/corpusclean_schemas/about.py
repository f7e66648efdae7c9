"""What a column's documentation must say, so that it is said once: in the model."""

NEVER = "never"


def about(obtained: str, *, unit: str, null: str = NEVER) -> dict[str, str]:
    """Return what goes into a field's `metadata`, beside its `description`, which says what it means.

    `obtained`: how the value is come by; `unit`: what it is counted or written in; `null`: when there is none.

    >>> about("Counted.", unit="bytes")
    {'obtained': 'Counted.', 'unit': 'bytes', 'null': 'never'}
    """
    return {"obtained": obtained, "unit": unit, "null": null}
