"""The types that fields have: what a file holds of each, and what can be asked of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from leadctl.values import dataclass, field

_TEXT: Mapping[str, object] = {"type": "string"}


@dataclass(frozen=True)
class FieldType:
    """One type: its name, what it is for, the values it compares with, and what it is.

    `sample` is what one would type, `schema` what a lead's file holds, for editors; their dates
    are texts. An `ordered` one has bounds, one `in_time` has passed or is still to come.
    """

    name: str
    means: str
    compared: tuple[type, ...] = (str,)
    sample: str = ""
    schema: Mapping[str, object] = field(default_factory=lambda: _TEXT)
    ordered: bool = False
    in_time: bool = False
    several: bool = False

    def fits(self, value: object) -> bool:
        """Whether a value is one that a field of this type, or an item of its list, can have."""
        if isinstance(value, bool):
            return bool in self.compared
        if isinstance(value, datetime) and datetime not in self.compared:
            return False
        return isinstance(value, self.compared)


_ALL = (
    FieldType("text", "any text"),
    FieldType("date", "a day", (date,), "tomorrow", in_time=True),
    FieldType(
        "datetime",
        "a day, and a time if one is known",
        (datetime, date),
        '"tomorrow 14:00"',
        in_time=True,
    ),
    FieldType("month-day", "a day of the year, with or without the year", (str, date), "--03-07"),
    FieldType(
        "money",
        "an amount, exact to the cent",
        (int, float),
        "AMOUNT",
        {"type": ["number", "string"]},
        ordered=True,
    ),
    FieldType("number", "a number", (int, float), "N", {"type": "number"}, ordered=True),
    FieldType("choice", "one of its choices"),
    FieldType("flag", "yes or no", (bool,), "yes", {"type": ["boolean", "string"]}),
    FieldType("phone", "a telephone number", sample="+14155550132"),
    FieldType("email", "an e-mail address", sample="ana@example.com"),
    FieldType("lead", "another lead, such as a spouse or a referrer", sample="LEAD"),
    FieldType(
        "list",
        "several texts, out of its choices where it has some",
        schema={"type": "array", "items": _TEXT},
        several=True,
    ),
)
TYPES: Mapping[str, FieldType] = {one.name: one for one in _ALL}
