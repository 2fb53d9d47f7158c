"""What cells say that is no value: yes, no, nothing, no date. Data only."""

from __future__ import annotations

from leadctl.rules.importing.languages import named

NO = frozenset(named("f|0|unchecked|never", "no"))

YES = frozenset(named("t|1|checked", "yes"))

NOT_BARRED = (
    NO
    | {
        *("not on dnc", "not listed", "not registered", "not on list", "callable", "safe to call"),
        *("ok to call", "safe"),
    }
    | {"clean", "subscribed", "allow", "allowed", "opted in", "opted-in", "opt-in"}
)
"""What says below "Do not email" that e-mails are welcome; of a consent only NO denies it."""

NO_DATE = frozenset(
    named("0|0/0/00|0/0/0000|00/00/00|00/00/0000|0000-00-00|0000-00-00 00:00:00|1/0/1900|0/0/0")
)
"""What some systems write where there is no date."""

EMPTY = frozenset(
    named(
        "|-|--|—|null|NULL|(null)|N/A|n/a|#N/A|#REF!|#VALUE!|#NAME?|#DIV/0!|#NULL!|#NUM!|#ERROR!"
        "|#NV|#BEZUG!|#WERT!|#REF|NaN|nan|None|undefined|[]|{}"
    )
)
"""Cells that say nothing. "Null" and "Na" with one capital are people's names and stay."""
