"""The rows of each report, made ready for every format."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from leadctl.render.listing import Column, Listing
from leadctl.render.relative_time import span_in_words

if TYPE_CHECKING:
    from leadctl.rules.reports.activity import Activity
    from leadctl.rules.reports.journey import Conversion, Moves
    from leadctl.rules.reports.response import Response, Tier
    from leadctl.rules.reports.standing import Standing


def _text(key: str, title: str) -> Column:
    return Column(key, title, weight=1)


def _figure(key: str, title: str, data: str = "") -> list[Column]:
    """Return the column of a figure: as people read it, and exactly under its data name."""
    if not data:
        return [Column(key, title, align="right")]
    human = Column(key, title, align="right", shown="human")
    return [human, Column(data, data, shown="data")]


def _pipeline(rows: Sequence[Any]) -> Column:
    """Return the column of pipelines; people see it only where there are several."""
    several = len({row.pipeline for row in rows}) > 1
    return Column("pipeline", "Pipeline", weight=1, shown="all" if several else "data")


def standing(rows: Sequence[Standing], by: str) -> Listing:
    """Return the leads by status, group, owner or source."""
    named = {"status": None, "group": None, "owner": None, "source": None}
    made = [
        {
            **named,
            "pipeline": row.pipeline,
            "group": row.group or None,
            "shown": row.key or "-",
            **({by: row.key or None} if by != "group" else {}),
            "leads": row.leads,
            "valued": row.valued,
            "value": row.value,
            "value_shown": f"{row.value:,.0f}" if row.valued else "",
            "median_age_seconds": _whole(row.median_age),
            "median_age": _span(row.median_age),
            "oldest_age_seconds": _whole(row.oldest_age),
            "oldest_age": _span(row.oldest_age),
        }
        for row in rows
    ]
    group = [Column("group", "Group", shown="human")] if by == "status" else []
    columns = [
        _pipeline(rows),
        *(Column(key, key, shown="data") for key in named),
        *group,
        Column("shown", by.capitalize(), weight=1, shown="human"),
        *_figure("leads", "Leads"),
        Column("valued", "valued", shown="data"),
        *_figure("value_shown", "Value", "value"),
        *_figure("median_age", "Median age", "median_age_seconds"),
        *_figure("oldest_age", "Oldest", "oldest_age_seconds"),
    ]
    return Listing(columns, made, title=f"Leads by {by}")


def moves(rows: Sequence[Moves]) -> Listing:
    """Return the changes of status."""
    columns = [
        _pipeline(rows),
        _text("from", "From"),
        _text("to", "To"),
        *_figure("moves", "Moves"),
        *_figure("leads", "Leads"),
        *_figure("forced", "Forced"),
    ]
    made = [
        {
            "pipeline": row.pipeline,
            "from": row.came_from,
            "to": row.to,
            "moves": row.moves,
            "leads": row.leads,
            "forced": row.forced,
        }
        for row in rows
    ]
    return Listing(columns, made, title="Moves")


def conversion(rows: Sequence[Conversion]) -> Listing:
    """Return how many got from one status to the next."""
    columns = [
        _pipeline(rows),
        _text("from", "From"),
        _text("to", "To"),
        *_figure("entered", "Entered"),
        *_figure("reached", "Reached"),
        *_figure("share_shown", "Share", "share"),
        *_figure("or_beyond", "Beyond"),
        *_figure("median", "Median", "median_seconds"),
    ]
    made = [
        {
            "pipeline": row.pipeline,
            "from": row.came_from,
            "to": row.to,
            "entered": row.entered,
            "reached": row.reached,
            "share": row.share,
            "share_shown": _percent(row.share),
            "or_beyond": row.or_beyond,
            "median_seconds": _whole(row.median_seconds),
            "median": _span(row.median_seconds),
        }
        for row in rows
    ]
    return Listing(columns, made, title="Conversion")


def response(rows: Sequence[Response], by: str) -> Listing:
    """Return how fast new leads were answered."""
    shown = [_text("key", by.capitalize())] if by else []
    columns = [
        _pipeline(rows),
        *([Column("key", by, shown="data")] if not by else shown),
        *_figure("leads", "Leads"),
        *_figure("answered", "Answered"),
        *_figure("wall_median", "Median", "wall_median_minutes"),
        *_figure("wall_p90", "90 %", "wall_p90_minutes"),
        *_figure("working_median", "Working", "working_median_minutes"),
        *_figure("working_p90", "90 %", "working_p90_minutes"),
        _tier_column("ideal_shown", "Ideal", [row.ideal for row in rows]),
        _tier_column("must_shown", "Promised", [row.must for row in rows]),
        *(Column(k, k, shown="data") for k in ("clock", "ideal", "ideal_share", "must")),
        Column("must_share", "must_share", shown="data"),
    ]
    made = [_response(row) for row in rows]
    for name in ("ideal", "must"):
        if len({one[name] for one in made}) == 1:  # the title says in what time
            made = [one | {f"{name}_shown": _percent(one[f"{name}_share"])} for one in made]
    return Listing(columns, made, title="Response to new leads")


def _tier_column(key: str, title: str, tiers: Sequence[Tier]) -> Column:
    """Return the column of a promise: "In 30 min" where all rows have the same, else its kind."""
    spans = {str(tier.within) for tier in tiers}
    words = f"In {_short(spans.pop())}" if len(spans) == 1 else title
    return Column(key, words, align="right", shown="human")


def _short(span: str) -> str:
    return span.replace("minutes", "min").replace("hours", "h")


def _response(row: Response) -> dict[str, Any]:
    minutes = {
        "wall_median": row.wall_median,
        "wall_p90": row.wall_p90,
        "working_median": row.working_median,
        "working_p90": row.working_p90,
    }
    return {
        "pipeline": row.pipeline,
        "key": row.key or None,
        "leads": row.leads,
        "answered": row.answered,
        **{f"{name}_minutes": value for name, value in minutes.items()},
        **{name: _span(value and value * 60) for name, value in minutes.items()},
        "clock": row.must.clock,
        "ideal": str(row.ideal.within),
        "ideal_share": row.ideal.share,
        "ideal_shown": _tier(row.ideal),
        "must": str(row.must.within),
        "must_share": row.must.share,
        "must_shown": _tier(row.must),
    }


def activity(rows: Sequence[Activity]) -> Listing:
    """Return what agents did."""
    columns = [
        _text("agent", "Agent"),
        _pipeline(rows),
        Column("kind", "Kind"),
        _text("what", "What"),
        *_figure("count", "Count"),
        *_figure("leads", "Leads"),
    ]
    made = [
        {
            "agent": row.agent,
            "pipeline": row.pipeline,
            "kind": row.kind,
            "what": row.what,
            "count": row.count,
            "leads": row.leads,
        }
        for row in rows
    ]
    return Listing(columns, made, title="Activity")


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else round(seconds)


def _span(seconds: float | None) -> str:
    return "" if seconds is None else span_in_words(timedelta(seconds=seconds))


def _percent(part: float | None) -> str:
    return "" if part is None else f"{part * 100:.0f} %"


def _tier(tier: Tier) -> str:
    """Return a tier in words: "67 % in 30 min"."""
    return f"{_percent(tier.share)} in {_short(str(tier.within))}" if tier.share is not None else ""
