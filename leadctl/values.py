"""Classes of plain values: `dataclass` as in the standard library, at a fiftieth of its start-up.

The library's decorator writes and compiles seven methods of each class while it is imported, which
for the classes of one command takes longer than Python's own start. Here the methods are shared. A
value keeps what it was made of; what was not given is read from its class. `frozen` is held to by
the type checker; it is what makes values hashable. `slots` is for what a book has many of, and for
values that work out a field when it is asked for: such a class is made twice, and its values keep
every default.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")

_NONE = object()


class _Values(Protocol):
    """What a class of values has, once it is made one."""

    __told__: _Told


class _Field:
    """How a field is made where nothing is given for it."""

    __slots__ = ("compare", "default", "factory", "init")

    def __init__(
        self, default: object, factory: Callable[[], object] | None, init: bool, compare: bool
    ) -> None:
        self.default, self.factory, self.init, self.compare = default, factory, init, compare


@overload
def field(*, default: T, init: bool = True, compare: bool = True) -> T: ...
@overload
def field(*, default_factory: Callable[[], T], init: bool = True, compare: bool = True) -> T: ...
def field(
    *,
    default: object = _NONE,
    default_factory: Callable[[], object] | None = None,
    init: bool = True,
    compare: bool = True,
) -> object:
    """Say how a field is made where nothing is given for it.

    One that is not `init` cannot be given; one that is not `compare` has no part in equality, and
    is not shown.
    """
    return _Field(default, default_factory, init, compare)


@overload
def dataclass(cls: type[T], /) -> type[T]: ...
@overload
def dataclass(
    *, frozen: bool = False, slots: bool = False, kw_only: bool = False, order: bool = False
) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(field_specifiers=(field,))
def dataclass(
    cls: type[T] | None = None,
    /,
    *,
    frozen: bool = False,
    slots: bool = False,
    kw_only: bool = False,
    order: bool = False,
) -> object:
    """Make a class one of values: made from its annotated fields, equal where all of them are."""

    def made(plain: type[T]) -> type[T]:
        return _made(plain, frozen=frozen, slots=slots, kw_only=kw_only, order=order)

    return made if cls is None else made(cls)


def _made(cls: type[T], *, frozen: bool, slots: bool, kw_only: bool, order: bool) -> type[T]:
    own, body = cls.__annotations__, dict(cls.__dict__)
    found = {name: body.get(name, _NONE) for name in own}
    base: _Told | None = None if cls.__base__ is object else getattr(cls, "__told__", None)
    told = _Told({**base.fields, **found} if base else found, keywords=kw_only, slots=slots)
    told.finishes = "__post_init__" in body or (base is not None and base.finishes)
    methods: dict[str, object] = {
        "__init__": _init(told),
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": _hash if frozen else None,
        **({"__lt__": _lt} if order else {}),
    }
    added = {name: one for name, one in methods.items() if body.get(name) is None}
    added |= {"__told__": told, "__dataclass_fields__": _AS_FIELDS}
    if slots:
        cls = _slotted(cls, {**body, **added}, own)
    else:
        for name in [name for name, one in found.items() if isinstance(one, _Field)]:
            delattr(cls, name)
            added |= {name: told.defaults[name]} if name in told.defaults else {}
        for name, one in added.items():
            setattr(cls, name, one)
    told.cls = cls
    return cls


class _Told:
    """What is known of a class of values: its fields, and how they are given and made.

    `keeps` is what each value keeps where it is not given, for the class cannot hold it for all.
    """

    __slots__ = ("cls", "compared", "defaults", "fields", "finishes", "given", "keeps", "keywords",
                 "makes", "names", "needed", "slots")  # fmt: skip
    cls: type
    finishes: bool

    def __init__(self, fields: dict[str, object], *, keywords: bool, slots: bool) -> None:
        special = {name: one for name, one in fields.items() if isinstance(one, _Field)}
        plain = {**fields, **{name: one.default for name, one in special.items()}}
        self.fields, self.keywords, self.slots = fields, keywords, slots
        self.given = tuple([n for n in fields if n not in special or special[n].init])
        self.compared = tuple([n for n in fields if n not in special or special[n].compare])
        self.defaults = {name: one for name, one in plain.items() if one is not _NONE}
        self.makes = {name: one.factory for name, one in special.items() if one.factory}
        self.keeps = {n: one for n, one in self.defaults.items() if slots or callable(one)}
        self.names = frozenset(self.given)
        self.needed = self.names - self.defaults.keys() - self.makes.keys()


class _AsFields:
    """What the standard library's `replace` and `fields` look for, made when they do."""

    def __get__(self, value: object, cls: _Values) -> dict[str, object]:
        import dataclasses

        made, told = {}, cls.__told__
        for name in told.fields:
            made[name] = dataclasses.field(init=name in told.given, compare=name in told.compared)
            made[name].name, made[name]._field_type = name, dataclasses._FIELD  # type: ignore[attr-defined]  # not in the stubs
        return made


_AS_FIELDS = _AsFields()


def _slotted(cls: type[T], body: dict[str, object], names: Mapping[str, object]) -> type[T]:
    """Return the class with slots for its fields in place of a dictionary."""
    left = {key: value for key, value in body.items() if key not in names}
    for key in ("__dict__", "__weakref__"):
        left.pop(key, None)
    make: Callable[..., type[T]] = type(cls)
    left |= {"__slots__": tuple(names), "__qualname__": cls.__qualname__}
    return make(cls.__name__, cls.__bases__, left)


def _init(told: _Told) -> Callable[..., None]:
    """Return the `__init__` of a class of values. TypeError for anything but its fields."""

    def __init__(self: object, *given: object, **named: object) -> None:  # noqa: N807  # as shown
        if told.slots and len(given) == len(told.given) and not (named or told.keywords):
            for name, value in zip(told.given, given, strict=True):
                setattr(self, name, value)
            return
        known = {**dict(zip(told.given, given)), **named} if given else named  # noqa: B905  # below
        if (
            len(known) != len(given) + len(named)
            or not told.needed <= known.keys() <= told.names
            or (given and told.keywords)
        ):
            raise TypeError(f"{told.cls.__qualname__} is made of {told.given}, not {(*known,)}")
        known = {**told.keeps, **known} if told.keeps else known
        for name, make in told.makes.items():
            if name not in known:
                known[name] = make()
        if told.slots:
            for name, value in known.items():
                setattr(self, name, value)
        else:
            self.__dict__ = known
        if told.finishes:
            self.__post_init__()  # type: ignore[attr-defined]  # see `finishes`

    return __init__


def _content(self: _Values) -> tuple[object, ...]:
    return tuple([getattr(self, name) for name in self.__told__.compared])


def _repr(self: _Values) -> str:
    shown = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in self.__told__.compared)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: _Values, other: _Values) -> object:
    if self is other:
        return True
    return _content(self) == _content(other) if _are_alike(self, other) else NotImplemented


def _are_alike(self: _Values, other: _Values) -> bool:
    """Whether two values have the same fields, of one class or of one that only adds to it."""
    return self.__told__ is getattr(type(other), "__told__", None)


def _hash(self: _Values) -> int:
    return hash(_content(self))


def _lt(self: _Values, other: _Values) -> object:
    return _content(self) < _content(other) if _are_alike(self, other) else NotImplemented


def replace(value: T, /, **changes: object) -> T:
    """Return a value with some fields changed. TypeError for a name that is no field."""
    told = cast("_Values", value).__told__
    if told.slots or told.finishes:
        kept = {name: getattr(value, name) for name in told.given}
        return type(value)(**{**kept, **changes})
    if not changes.keys() <= told.names:
        raise TypeError(f"{told.cls.__qualname__} has no {(*(changes.keys() - told.names),)}")
    made = object.__new__(type(value))
    kept = {name: one for name, one in vars(value).items() if name in told.names}  # nothing cached
    made.__dict__ = {**kept, **changes}
    return made


def names_of(value: object) -> Iterator[str]:
    """Yield the names of a value's fields, or of a class's, in their order."""
    yield from cast("_Values", value).__told__.fields


def is_value(thing: object) -> bool:
    """Whether something is a value of such a class."""
    return not isinstance(thing, type) and hasattr(type(thing), "__told__")
