"""The base of the models."""

from typing import Any

import pandera.pandas as pa


class ContractModel(pa.DataFrameModel):
    """The base of the contracts. Its subclasses, too, allow exactly their columns."""

    @classmethod
    def build_schema_(cls, **kwargs: Any) -> pa.DataFrameSchema:  # noqa: ANN401  # pandera's signature
        """Return what pandera makes of the model, with the contract's name and version."""
        schema = super().build_schema_(**kwargs)
        schema.metadata = cls.__config__.metadata if cls.__config__ else None
        return schema

    class Config:
        """Exactly these columns; values that mean the same are brought to one dtype."""

        strict = True
        coerce = True
