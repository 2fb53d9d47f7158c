"""Parts of a definition that are of one kind or another."""

from __future__ import annotations

from typing import ClassVar, NoReturn, Self

from leadctl.rules.language.keys import Key
from leadctl.rules.language.source import Source


class Part:
    """A part made of its table's keys; a key that was not given has the class's default.

    `subject` is the key that tells the kind, `example` is a line for the reference.
    """

    subject: ClassVar[str] = ""
    means: ClassVar[str] = ""
    example: ClassVar[str] = ""
    keys: ClassVar[dict[str, Key]] = {}
    source: Source = Source()

    def __init__(self, **values: object) -> None:
        self.__dict__.update(values)

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is not to be changed: {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and vars(self) == vars(other)

    def __hash__(self) -> int:
        return hash((type(self), self.source))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.given.items())})"

    @property
    def given(self) -> dict[str, object]:
        """The keys that it was given a value for, other than what holds without, and the values."""
        default = type(self)
        return {k: v for k, v in vars(self).items() if k != "source" and v != getattr(default, k)}

    def but(self, **values: object) -> Self:
        """Return the part with some keys given another value."""
        return type(self)(**{**vars(self), **values})
