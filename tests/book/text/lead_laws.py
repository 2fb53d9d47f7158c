"""What hypothesis draws leads, and files of leads written by hand, from."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

from hypothesis import strategies as st

from leadctl.book.text.lead_file import FIRST, KNOWN, LAST
from leadctl.rules.leads.lead import Event, Lead

_CHARACTERS = st.characters(exclude_categories=["Cs"])
texts = st.text(_CHARACTERS, max_size=12) | st.sampled_from(
    ["", "Ana López", "a\nb", 'say "hi"', "\\", "'''", '"""', "#x", "\x1b[31m", "\u2028", "x" * 150]
)
keys = st.sampled_from(["to", "way", "until", "a b", "é", "", 'q"q', "note", "with.dot", "#"])
zones = st.just(UTC) | st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))
moments = st.datetimes(datetime(1000, 1, 2), datetime(8999, 12, 30), timezones=zones)  # noqa: DTZ001  # the zone is drawn
plain = (
    texts
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | moments
    | st.dates(date(1000, 1, 1))
)
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=4,
)
events = st.builds(
    Event,
    at=moments,
    name=st.sampled_from(["call", "text", "status", "received", "told-wrong-number"]),
    by=texts,
    data=st.dictionaries(keys, values, max_size=3),
)
histories = st.lists(events, max_size=4).map(tuple)
extras = st.dictionaries(texts, values, max_size=3)


def _known(data: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
    return {**more, **data}


known = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("role", "owner", "phone", "email", "source", "zip", "address"), texts),
        **{key: st.lists(texts, max_size=3) for key in ("phones", "emails", "tags")},
        "do_not_contact": st.lists(st.sampled_from(["call", "text", "all"]), max_size=2),
        "birthday": st.dates(date(1900, 1, 1)),
        "archived": st.booleans(),
    },
)
own_keys = keys.filter(lambda key: key not in {*FIRST, *KNOWN, *LAST})
fields = st.builds(_known, known, st.dictionaries(own_keys, values, max_size=3))
leads = st.builds(
    Lead,
    id=st.text("0123456789abcdefghjkmnpqrstvwxyz", min_size=8, max_size=8),
    name=texts,
    pipeline=texts,
    status=texts,
    fields=fields,
    history=histories,
    extra=extras,
)
