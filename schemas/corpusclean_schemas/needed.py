"""What the contracts stand on, asked for before anything else: whoever installs them alone may not have it yet."""

try:
    import pandera.pandas  # noqa: F401
    import pyarrow as pa  # noqa: F401
except ModuleNotFoundError as error:
    raise ImportError(
        f'{error.name} is not installed, and the contracts need it: pip install "pandera[pandas]" pyarrow'
    ) from None
