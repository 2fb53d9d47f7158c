"""The tables of what gives deadlines: follow-ups, shares of a field, and cadences."""

from __future__ import annotations

from leadctl.rules.due.rows.kinds import FOLLOW_UP_KINDS
from leadctl.rules.language.contents import Share
from leadctl.rules.language.deadlines import Branch, Cadence, FollowUp, Repeat, Step
from leadctl.rules.language.keys import Table, key
from leadctl.rules.language.vocabulary import CLOCKS

DEADLINE_TABLES: dict[str, Table] = {
    "share": Table(
        "A part of another field.",
        {
            "field": key("text", "the other field", required=True),
            "share": key("number", "which part of it: 0.3 is 30 %; all of it unless given"),
        },
        Share,
    ),
    "follow_up": Table(
        "One rule that gives a deadline.",
        {
            "id": key("text", "a short name, unique in the status; made from `do` unless given"),
            "kind": key("text", "what sort of row it makes", *FOLLOW_UP_KINDS),
            "do": key(
                "text",
                "what to do; `{by}` in it stands for the way that is open to us: text, call",
            ),
            "after": key("duration", "due this long after `from`"),
            "before": key("duration", "due this long before `from`"),
            "every": key("duration", "due again and again, counted from `from`"),
            "from": key("anchor", "what it is counted from", store="from_"),
            "clock": key("text", "wall or working", *CLOCKS),
            "at": key("time", 'at this time of the day, such as "18:00", where days are counted'),
            "ideal": key("duration", "the better deadline, on the same clock"),
            "lapse": key("duration", "let go this long after it was due"),
            "until": key("clearings", "what settles it"),
            "stop": key("clearings", "with `every`: what ends it, and not this time alone"),
            "early": key(
                "flag",
                "true: what settles it counts since the lead came in; false: only on its day or "
                "later; unless given, see How definitions work",
            ),
            "by": key(
                "texts",
                "the channels to use; where the lead has barred them all, or no number or address "
                "is known for them, another that is open is named instead, and settles it",
            ),
            "then": key(
                "tables:effect",
                "what `tick` does when it has passed; with `every`, which is then a day or more, "
                "at each occurrence, stamped at its time, and at most 366 times from one start",
            ),
            "suggest": key("text", "the status to consider when it has passed"),
            "when": key("tables:clause", "only while these hold"),
        },
        FollowUp,
    ),
    "cadence": Table(
        "A planned series of touches. A step is settled by an `until` event on its day or later.",
        {
            "title": key("text", "what people call it"),
            "note": key("text", "where the plan comes from"),
            "verified": key("flag", "false where the plan is only our reading"),
            "from": key("anchor", "what the steps are counted from", store="from_"),
            "steps": key("tables:step", "the touches"),
            "repeat": key("tables:repeat", "how it goes on after the last step"),
            "until": key("clearings", 'what settles a step; "touch out" and "done" unless given'),
            "stop": key("clearings", "what ends the whole series"),
            "branch": key("table:branch", "further cadences, chosen by a field"),
        },
        Cadence,
    ),
    "step": Table(
        "One touch of a cadence.",
        {
            "do": key("text", "what to do", required=True),
            "after": key("duration", "how long after the cadence's start", required=True),
            "by": key("texts", "the channels to use"),
        },
        Step,
    ),
    "repeat": Table(
        "How a cadence goes on: again and again until `times`, `for`, or what stops it.",
        {
            "do": key("text", "what to do", required=True),
            "every": key("duration", "the interval", required=True),
            "times": key("count", "how often at most"),
            "for": key("duration", "how long, counted from the cadence's start", store="for_"),
            "by": key("texts", "the channels to use"),
        },
        Repeat,
    ),
    "branch": Table(
        "Which further cadences a field's value starts.",
        {
            "field": key("text", "the field", required=True),
            "cases": key("lists", "value = the cadences", required=True),
        },
        Branch,
    ),
}
