"""A new lead as people type one: a name, and behind it a telephone number or an e-mail address."""

from __future__ import annotations

from collections.abc import Sequence

_OF_NUMBERS = frozenset("0123456789()+-./")
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
"""How many digits a telephone number has; fewer belong to a name, as in "Unit 7"."""


def parted(words: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the name, and what stands behind it of how to reach them, by its field.

    >>> parted(["Paul", "Stone", "(212)", "555-0101"])
    ('Paul Stone', {'phone': '(212) 555-0101'})
    """
    left, reach = " ".join(words).split(), dict[str, str]()
    while len(left) > 1:
        if "email" not in reach and _is_email(left[-1]):
            reach["email"] = left.pop()
        elif "phone" not in reach and (size := _number_at_end(left)):
            reach["phone"] = " ".join(left[-size:])
            del left[-size:]
        else:
            break
    return " ".join(left), reach


def reach_within(words: str) -> tuple[str, str, str] | None:
    """Return what stands before a number or an address in the middle of a name, it, and the rest.

    >>> reach_within("Ana Torres 917-555-0101 wants two rooms")
    ('Ana Torres', 'phone=917-555-0101', 'wants two rooms')
    """
    typed = words.split()
    for end in range(2, len(typed)):
        name, reach = parted(typed[:end])
        if reach and not set(typed[end]) <= _OF_NUMBERS:
            (field, value), *_ = reach.items()
            return name, f"{field}={value}", " ".join(typed[end:])
    return None


def _is_email(word: str) -> bool:
    name, _, host = word.rpartition("@")
    return bool(name) and "." in host.strip(".")


def _number_at_end(words: Sequence[str]) -> int:
    """Return how many words at the end make a telephone number; 0 where they make none."""
    size = 0
    while size < len(words) - 1 and set(words[-size - 1]) <= _OF_NUMBERS:
        size += 1
    digits = sum(letter.isdigit() for word in words[len(words) - size :] for letter in word)
    return size if _LEAST_DIGITS <= digits <= _MOST_DIGITS else 0
