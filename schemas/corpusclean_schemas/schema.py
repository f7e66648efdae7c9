"""The base of the models: pandera's, with a verdict that the environment cannot switch off.

pandera reads `PANDERA_VALIDATION_ENABLED` and `PANDERA_VALIDATION_DEPTH`, samples where it is asked to, and puts
whole values into its messages. What is validated through a model here goes to `verdict.py` instead, whoever
calls: `Model.validate`, `DataFrame[Model](...)`, `pandera.pandas.check_types`.
"""

from typing import Any

import pandas as pd
import pandera.pandas as pa

_NESTED = ("list<", "struct<", "map<")


class ContractSchema(pa.DataFrameSchema):
    """A pandera schema that validates with `corpusclean_schemas.validate`."""

    def validate(  # noqa: PLR0917  # pandera's signature
        self,
        check_obj: pd.DataFrame,
        head: int | None = None,
        tail: int | None = None,
        sample: int | None = None,
        random_state: int | None = None,
        lazy: bool = True,  # noqa: ARG002, FBT001, FBT002  # pandera's signature; every failure is always told
        inplace: bool = False,  # noqa: ARG002, FBT001, FBT002  # pandera's signature; the frame is never changed
    ) -> pd.DataFrame:
        """Return the frame in the contract's dtypes.

        Raises ContractBroken, a SchemaErrors, with every failure of every row; ValueError where only some rows
        are to be looked at.
        """
        from corpusclean_schemas.verdict import validate  # noqa: PLC0415  # which needs the models' description

        if any(part is not None for part in (head, tail, sample, random_state)):
            raise ValueError(
                "a contract holds for every row: validate the whole frame, without head, tail, sample"
            )
        return validate(check_obj, self)

    def strategy(self, *, size: int | None = None, n_regex_columns: int = 1) -> Any:  # noqa: ANN401  # pandera's
        """Return what pandera makes examples by, of a contract whose columns are all plain.

        Raises TypeError where one holds lists, structs or maps: pandera knows no type of theirs.
        """
        nested = [name for name, column in self.columns.items() if str(column.dtype).startswith(_NESTED)]
        if nested:
            raise TypeError(
                f"pandera makes no examples of lists, structs and maps, as in {', '.join(nested)}; take rows of a"
                " corpus, or none: arrow_schema(MODEL).empty_table()"
            )
        return super().strategy(size=size, n_regex_columns=n_regex_columns)


class ContractModel(pa.DataFrameModel):
    """The base of the contracts. Its subclasses, too, allow exactly their columns."""

    @classmethod
    def build_schema_(cls, **kwargs: Any) -> pa.DataFrameSchema:  # noqa: ANN401  # pandera's signature
        """Return what pandera makes of the model, as a schema that validates with ours."""
        made = super().build_schema_(**kwargs)
        schema = ContractSchema.__new__(ContractSchema)
        schema.__dict__.update(made.__dict__)
        schema.metadata = cls.__config__.metadata if cls.__config__ else None
        return schema

    class Config:
        """Exactly these columns; values that mean the same are brought to one dtype."""

        strict = True
        coerce = True
