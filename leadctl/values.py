"""Classes of plain values: `dataclass` as in the standard library, at a fiftieth of its start-up.

The library's decorator writes and compiles seven methods of each class while it is imported, which
for the classes of one command takes longer than Python's own start. Here the methods are shared,
and `__init__` alone is compiled, once FEW values of a class were made without. `frozen` is held to
by the type checker; it is what makes values hashable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import attrgetter
from types import FunctionType
from typing import Protocol, TypeVar, cast, dataclass_transform, overload

T = TypeVar("T")

_NONE = object()
FEW = 4
"""So many values of a class are made field by field: compiling takes as long as making these."""


class _Values(Protocol):
    """What a class of values has, once it is made one."""

    __values__: Mapping[str, object]
    __compared__: tuple[str, ...]
    __given__: tuple[str, ...]
    __read_all__: Callable[[object], tuple[object, ...]]
    __keywords__: bool
    __few__: int
    __dataclass_fields__: object


class _Field:
    """How a field is made where nothing is given for it."""

    __slots__ = ("compare", "default", "default_factory", "init")

    def __init__(self, default: object, default_factory: object, init: bool, compare: bool) -> None:
        self.default, self.default_factory = default, default_factory
        self.init, self.compare = init, compare


@overload
def field(*, default: T, init: bool = True, compare: bool = True) -> T: ...
@overload
def field(*, default_factory: Callable[[], T], init: bool = True, compare: bool = True) -> T: ...
def field(
    *,
    default: object = _NONE,
    default_factory: object = _NONE,
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
    own = cls.__annotations__
    inherited: dict[str, object] = getattr(cls, "__values__", {})
    body = dict(cls.__dict__)
    found = {name: body.get(name, _NONE) for name in own}
    if slots:
        cls = _slotted(cls, body, own)
    else:
        for name in [name for name, default in found.items() if isinstance(default, _Field)]:
            delattr(cls, name)
    all_fields, told = {**inherited, **found}, cast("_Values", cls)
    told.__values__ = all_fields
    told.__compared__ = tuple(n for n, default in all_fields.items() if _counts(default))
    told.__given__ = tuple(n for n, default in all_fields.items() if _is_given(default))
    told.__read_all__ = staticmethod(_reader(told.__given__))
    told.__keywords__ = kw_only
    told.__few__ = FEW
    told.__dataclass_fields__ = _AsFields()
    methods: dict[str, object] = {
        "__init__": _first,
        "__repr__": _repr,
        "__eq__": _eq,
        "__hash__": None,
    }
    if frozen:
        methods["__hash__"] = _hash
    if order:
        methods["__lt__"] = _lt
    for name, method in methods.items():
        if name not in body or (name == "__hash__" and body[name] is None):
            setattr(cls, name, method)
    return cls


class _AsFields:
    """What the standard library's `replace` and `fields` look for, made when they do."""

    def __get__(self, value: object, cls: _Values) -> dict[str, object]:
        import dataclasses

        made = {}
        for name, default in cls.__values__.items():
            made[name] = dataclasses.field(init=_is_given(default), compare=_counts(default))
            made[name].name, made[name]._field_type = name, dataclasses._FIELD  # type: ignore[attr-defined]  # not in the stubs
        return made


def _slotted(cls: type[T], body: dict[str, object], names: Mapping[str, object]) -> type[T]:
    """Return the class with slots for its fields in place of a dictionary."""
    left = {key: value for key, value in body.items() if key not in names}
    for key in ("__dict__", "__weakref__"):
        left.pop(key, None)
    make: Callable[..., type[T]] = type(cls)
    made = make(cls.__name__, cls.__bases__, {**left, "__slots__": tuple(names)})
    made.__qualname__ = cls.__qualname__
    return made


def _reader(names: tuple[str, ...]) -> Callable[[object], tuple[object, ...]]:
    """Return what reads all fields of a value that can be given, in one go."""
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple([getattr(value, name) for name in names])


def _counts(default: object) -> bool:
    return not isinstance(default, _Field) or default.compare


def _is_given(default: object) -> bool:
    return not isinstance(default, _Field) or default.init


def _first(self: object, *given: object, **named: object) -> None:
    """Stand in for `__init__` while few values of a class are made, then have it compiled.

    What a value cannot be made of is left to the compiled one to refuse.
    """
    cls = next(cls for cls in type(self).__mro__ if cls.__dict__.get("__init__") is _first)
    told = cast("_Values", cls)
    told.__few__ -= 1
    if told.__few__ > 0 and _filled(self, told, given, named):
        return
    setattr(cls, "__init__", _compiled(cls))  # noqa: B010  # mypy takes the other for a slip
    type(self).__init__(self, *given, **named)


def _filled(
    self: object, told: _Values, given: tuple[object, ...], named: Mapping[str, object]
) -> bool:
    """Set every field of a value; False where what is given are not the fields it is made of."""
    values = {**dict(zip(told.__given__, given, strict=False)), **named}
    once = len(values) == len(given) + len(named) and not (given and told.__keywords__)
    if not once or not values.keys() <= {*told.__given__}:
        return False
    for name, default in told.__values__.items():
        value = values[name] if name in values else _default(default)
        if value is not _NONE:
            setattr(self, name, value)
        elif _is_given(default):
            return False
    if hasattr(self, "__post_init__"):
        self.__post_init__()
    return True


def _default(default: object) -> object:
    """Return what a field is where nothing is given for it; _NONE for one that has no default."""
    if not isinstance(default, _Field):
        return default
    if default.default_factory is not _NONE:
        return cast("Callable[[], object]", default.default_factory)()
    return default.default


def _compiled(cls: type) -> FunctionType:
    """Return the `__init__` of a class of values."""
    known: dict[str, object] = {"_none": _NONE}
    given, lines, told = [], [], cast("_Values", cls)
    for name, default in told.__values__.items():
        argument, line = _assigned(name, default, known)
        given += [argument] if argument else []
        lines += [line] if line else []
    if "__post_init__" in dir(cls):
        lines.append("self.__post_init__()")
    head = ", ".join(["self", *(["*"] if told.__keywords__ and given else []), *given])
    exec(f"def __init__({head}):\n " + "\n ".join(lines or ["pass"]), known)
    made = known["__init__"]
    assert isinstance(made, FunctionType)
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _assigned(name: str, default: object, known: dict[str, object]) -> tuple[str, str]:
    """Return a field's argument and the line that sets it; what they name is put into `known`."""
    plain = f"self.{name} = {name}"
    if not isinstance(default, _Field):
        known[f"_{name}"] = default
        return (name if default is _NONE else f"{name}=_{name}"), plain
    if default.default_factory is not _NONE:
        known[f"_{name}"] = default.default_factory
        if not default.init:
            return "", f"self.{name} = _{name}()"
        return f"{name}=_none", f"self.{name} = _{name}() if {name} is _none else {name}"
    if default.default is not _NONE:
        known[f"_{name}"] = default.default
        return f"{name}=_{name}", plain
    return (name, plain) if default.init else ("", "")


def _content(self: _Values) -> tuple[object, ...]:
    return tuple([getattr(self, name) for name in self.__compared__])


def _repr(self: _Values) -> str:
    shown = ", ".join(f"{name}={getattr(self, name, None)!r}" for name in self.__compared__)
    return f"{type(self).__qualname__}({shown})"


def _eq(self: _Values, other: _Values) -> object:
    if self is other:
        return True
    return _content(self) == _content(other) if _are_alike(self, other) else NotImplemented


def _are_alike(self: _Values, other: _Values) -> bool:
    """Whether two values have the same fields, of one class or of one that only adds to it."""
    return self.__values__ is getattr(type(other), "__values__", None)


def _hash(self: _Values) -> int:
    return hash(_content(self))


def _lt(self: _Values, other: _Values) -> object:
    return _content(self) < _content(other) if _are_alike(self, other) else NotImplemented


def replace(value: T, /, **changes: object) -> T:
    """Return a value with some fields changed. TypeError for a name that is no field."""
    told = cast("_Values", value)
    kept = dict(zip(told.__given__, told.__read_all__(value), strict=True))
    kept.update(changes)
    return type(value)(**kept)


def names_of(value: object) -> Iterator[str]:
    """Yield the names of a value's fields, or of a class's, in their order."""
    yield from cast("_Values", value).__values__


def is_value(thing: object) -> bool:
    """Whether something is a value of such a class."""
    return not isinstance(thing, type) and hasattr(type(thing), "__values__")
