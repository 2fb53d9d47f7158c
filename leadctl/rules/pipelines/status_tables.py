"""The tables of roles, groups and statuses, and of the policy that groups and statuses share."""

from __future__ import annotations

from leadctl.rules.language.keys import Table, key
from leadctl.rules.language.statuses import Group, Role, Status

POLICY = {
    "closed": key("text", "the journey ends here, won or lost; nothing falls due", "won", "lost"),
    "parked": key("flag", "outside funnel and clocks"),
    "repeats": key("flag", "may be set again while it holds, each time an event of its own"),
    "next": key("texts", 'where a lead may go from here, with moves = "listed"'),
    "back": key("texts", 'where it may go back to, with moves = "listed" and a reason'),
    "requires": key("tables:clause", "what must hold before a lead enters; refuses the move"),
    "forbids": key("tables:clause", "what must not hold; refuses the move"),
    "expects": key("tables:clause", "what should hold; warns, and lets the move through"),
    "enter": key("tables:effect", "what happens on entering"),
    "follow_up": key("tables:follow_up", "the deadlines while a lead is here"),
    "cadence": key("texts", "planned series of touches while a lead is here"),
    "color": key("text", "a colour by name, for terminals and graphs"),
}

STATUS_TABLES: dict[str, Table] = {
    "role": Table(
        "What a lead can be to us, and the definition that means.",
        {
            "pipeline": key("text", "the definition leads of this role use"),
            "parked": key("flag", "no definition: outside funnel and clocks"),
            "status_map": key("map", "status here = status there, where names differ"),
        },
        Role,
    ),
    "group": Table(
        "Statuses that share a policy. Guards, effects, follow-ups and cadences of the group hold "
        "beside a status's own; of the other keys a status's own takes the place.",
        {"label": key("text", "what people call it"), **POLICY},
        Group,
    ),
    "status": Table(
        "One status.",
        {
            "definition": key("text", "when a lead is here", required=True),
            "advice": key("texts", "how to work a lead that is here"),
            "aliases": key("texts", "further names it answers to"),
            "group": key("text", "the group whose policy it shares"),
            "without": key(
                "texts",
                "what it leaves out of its group's policy, or of what an extended definition says "
                "of it: keys such as enter, or a follow-up or cadence by name",
            ),
            "rank": key(
                "count",
                "its place in the funnel; a move to a lower rank wants a reason, and what lower "
                "ranks require or expect of events and records is expected here too",
            ),
            "inferred": key("flag", "no source names it: it is our reading"),
            **POLICY,
        },
        Status,
    ),
}
