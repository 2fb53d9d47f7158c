"""Values made in a second process: the same ones, in order, whatever happens to that process."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from multiprocessing import active_children

import pytest

from leadctl.book.side_process import made_ahead

HERE = os.getpid()


def pairs(count: int) -> Iterator[tuple[int, int]]:
    """Yield numbers, each with the process that made it."""
    for number in range(count):
        yield number, os.getpid()


def test_values_come_in_order_and_from_elsewhere() -> None:
    """All of them arrive, none was made here, and the process is gone at the end."""
    with made_ahead(pairs(1000)) as values:
        made = list(values)
    assert [number for number, _ in made] == list(range(1000))
    assert HERE not in {pid for _, pid in made}
    assert active_children() == []


def test_nothing_at_all() -> None:
    """No values are no values."""
    with made_ahead(iter([])) as values:
        assert list(values) == []


def test_texts_that_are_not_unicode_pass() -> None:
    """Bytes that did not decode stand in a text as lone surrogates; they come through."""
    odd = ("a\udcff", ["\0", ""], (1, -2.5, None, True))
    with made_ahead(iter([odd])) as values:
        assert list(values) == [odd]


def test_the_process_is_gone_as_soon_as_nobody_listens() -> None:
    """Closed in the middle, it is not left behind: it would keep the book's lock."""
    with made_ahead(pairs(10**9)) as values:
        assert next(values)[0] == 0
        assert len(active_children()) == 1
    assert active_children() == []


def killed() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def failed() -> None:
    raise RuntimeError("only there")


@pytest.mark.parametrize("fate", [killed, failed])
@pytest.mark.parametrize("at", [0, 63, 64, 500])
def test_what_it_does_not_make_is_made_here(fate: object, at: int) -> None:
    """A process that is killed, or fails, costs nothing but time: no value is lost or doubled."""

    def values() -> Iterator[tuple[int]]:
        for number in range(1000):
            if number == at and os.getpid() != HERE:
                assert callable(fate)
                fate()
            yield (number,)

    with made_ahead(values()) as made:
        assert list(made) == [(number,) for number in range(1000)]


def test_a_failure_comes_as_it_would_without_it() -> None:
    """What cannot be made here either raises its own error, after all values before it."""

    def values() -> Iterator[tuple[int]]:
        yield from ((number,) for number in range(100))
        raise ValueError("nowhere")

    seen = []
    with pytest.raises(ValueError, match="nowhere"), made_ahead(values()) as made:
        for value in made:
            seen.append(value)  # noqa: PERF402  # what came before the error counts
    assert seen == [(number,) for number in range(100)]
