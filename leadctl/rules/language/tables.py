"""The vocabulary of a pipeline definition: every table, every key, what it means.

The strict reader, the JSON schema and the reference page are all made from this one place.
"""

from __future__ import annotations

from typing import Any

from leadctl.rules.language import pipeline as p
from leadctl.rules.language.kinds import FOLLOW_UP_KINDS
from leadctl.values import dataclass

MOMENTS = {
    "entered": "the present status was set",
    "received": "the lead came in",
    "status update": "the status was last set or confirmed",
    "first touch out": "we first reached out to them",
    "last touch out": "we last reached out to them",
    "last touch in": "they last reached us (a reply)",
    "last touch": "the last contact either way",
    "unanswered": "the later of their last reply and our first touch since",
    "claimed": "the present owner took the lead",
}
TOUCH_WORDS = ("touch", "call", "text", "email", "meeting", "letter")
BUILT_IN_EVENTS = {
    "received": "the lead came in",
    "call": "a telephone call",
    "text": "a text message",
    "email": "an e-mail",
    "meeting": "a meeting in person or by video",
    "letter": "a letter or postcard",
    "status": "a status was set",
    "confirm": "an unchanged status was confirmed",
    "note": "a note",
    "done": "a follow-up was marked done",
    "snooze": "a follow-up was put off, or a call-back asked for",
    "claim": "an agent took the lead",
    "release": "the lead went back to the pool",
    "pass": "an agent passed on the lead",
    "assign": "the lead was given to an agent",
    "ask": "approval was asked for",
    "approve": "approval was given",
    "role": "the lead's role changed",
    "migrate": "the lead moved to another definition",
    "message": "a message was queued to the outbox",
    "sent": "a queued message was sent",
    "credit": "a KPI was credited",
    "task": "a task was created",
    "stop": "every automatic follow-up was stopped",
    "import": "an import added to the lead",
    "merge": "another lead was joined into this one",
}
FIELD_TYPES = (
    "text",
    "date",
    "datetime",
    "month-day",
    "money",
    "number",
    "choice",
    "flag",
    "phone",
    "email",
)
BUILT_IN_FIELDS = (
    "name",
    "role",
    "owner",
    "phone",
    "phones",
    "email",
    "emails",
    "source",
    "source_key",
    "tags",
    "address",
    "property_address",
    "mailing_address",
    "zip",
    "birthday",
    "do_not_contact",
    "archived",
    "value",
)
CLOCKS = ("wall", "working")
OWNERS = ("actor", "somebody", "nobody")


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a table: the kind of its value, what it means, the choices where closed.

    `kind` is a scalar ("text", "duration", ...), or refers to a table: "table:X" one,
    "tables:X" an array of them (a single one may stand without brackets), "named:X" tables by name.
    `store` is the attribute it becomes where that differs from the key.
    """

    kind: str
    means: str
    choices: tuple[str, ...] = ()
    required: bool = False
    store: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: what it is for, its keys, and the type it becomes."""

    means: str
    keys: dict[str, Key]
    make: Any = None
    one_of: tuple[str, ...] = ()


def _k(kind: str, means: str, *choices: str, required: bool = False, store: str = "") -> Key:
    return Key(kind, means, choices, required, store)


POLICY = {
    "closed": _k("text", "the journey ends here, won or lost; nothing falls due", "won", "lost"),
    "parked": _k("flag", "outside funnel and clocks"),
    "repeats": _k("flag", "may be set again while it holds, each time an event of its own"),
    "next": _k("texts", 'where a lead may go from here, with moves = "listed"'),
    "requires": _k("tables:clause", "what must hold before a lead enters; refuses the move"),
    "forbids": _k("tables:clause", "what must not hold; refuses the move"),
    "expects": _k("tables:clause", "what should hold; warns, and lets the move through"),
    "enter": _k("tables:effect", "what happens on entering"),
    "follow_up": _k("tables:follow_up", "the deadlines while a lead is here"),
    "cadence": _k("texts", "planned series of touches while a lead is here"),
    "color": _k("text", "a colour by name, for terminals and graphs"),
}

TABLES: dict[str, Table] = {
    "pipeline": Table(
        "The top of a definition.",
        {
            "schema": _k("count", "the version of this language: 1", required=True),
            "id": _k("text", "the file's name without .toml", required=True),
            "title": _k("text", "the name people use", required=True),
            "version": _k("text", "the version of the definition"),
            "description": _k("text", "what the definition is for, where it comes from"),
            "decisions": _k("texts", "what was decided where the source is silent"),
            "advice": _k("texts", "advice that holds in every open status"),
            "initial": _k("text", "the status of a new lead", required=True),
            "moves": _k(
                "text", "open: what nothing refuses; listed: only `next`", "open", "listed"
            ),
            "default_role": _k("text", "the role of a new lead"),
            "replaces": _k("text", "the id of the definition this one follows"),
            "attempt": _k("duration", "dials closer together than this are one attempt"),
            "status_map": _k("map", "old status = new status, for `replaces`"),
            "calendar": _k("table:calendar", "the working clock"),
            "field": _k("named:field", "the fields of a lead", store="fields"),
            "event": _k("named:event", "what may be logged beyond touches", store="events"),
            "record": _k("named:record", "what a lead has several of", store="records"),
            "role": _k("named:role", "what a lead can be to us", store="roles"),
            "group": _k("named:group", "statuses that share a policy", store="groups"),
            "status": _k("named:status", "the statuses", required=True, store="statuses"),
            "automatic": _k("tables:automatic", "moves that an event makes by itself"),
            "follow_up": _k("tables:follow_up", "deadlines in every open status"),
            "cadence": _k("named:cadence", "planned series of touches", store="cadences"),
            "routing": _k("table:routing", "who may take a lead, and when"),
            "visibility": _k("table:visibility", "which fields and leads are shown"),
            "derive": _k("named:derive", "fields computed from the lead's life"),
            "message": _k("named:message", "texts that `enter` queues", store="messages"),
            "prompt": _k("named:prompt", "advice shown while clauses hold", store="prompts"),
            "call_back": _k("table:call_back", "what becomes of an asked-for call-back"),
        },
        p.Pipeline,
    ),
    "calendar": Table(
        "The working clock. Without it every clock is the wall clock in the book's timezone.",
        {
            "timezone": _k("zone", "an IANA name", required=True),
            "hours": _k(
                "hours", 'hours by day: mon..sun, weekdays, weekend, every = "09:00-18:30"'
            ),
            "holidays": _k("dates", "days on which the working clock stands still"),
        },
    ),
    "field": Table(
        "A field of a lead.",
        {
            "type": _k("text", "the kind of value", *FIELD_TYPES),
            "label": _k("text", "what people call it"),
            "choices": _k("texts", "the values of a choice"),
            "default": _k("value", "the value of a new lead"),
            "help": _k("text", "what it is for"),
        },
        p.Field,
    ),
    "event": Table(
        "Something an agent may log beyond the built-in touches.",
        {
            "label": _k("text", "what people call it"),
            "fields": _k("named:field", "what the event carries"),
            "required": _k("texts", "fields without which it cannot be logged"),
        },
        p.EventType,
    ),
    "record": Table(
        "Something a lead has several of: the last value of each field, by id.",
        {
            "label": _k("text", "what people call it"),
            "events": _k("texts", "the events that speak of it", required=True),
            "key": _k("text", 'the event field that tells one from another, "id" unless given'),
        },
        p.RecordType,
    ),
    "role": Table(
        "What a lead can be to us, and the definition that means.",
        {
            "pipeline": _k("text", "the definition leads of this role use"),
            "parked": _k("flag", "no definition: outside funnel and clocks"),
            "status_map": _k("map", "status here = status there, where names differ"),
        },
        p.Role,
    ),
    "group": Table(
        "Statuses that share a policy. Guards, effects, follow-ups and cadences of the group hold "
        "beside a status's own; of the other keys a status's own takes the place.",
        {"label": _k("text", "what people call it"), **POLICY},
        p.Group,
    ),
    "status": Table(
        "One status.",
        {
            "definition": _k("text", "when a lead is here", required=True),
            "advice": _k("texts", "how to work a lead that is here"),
            "aliases": _k("texts", "further names it answers to"),
            "group": _k("text", "the group whose policy it shares"),
            "without": _k(
                "texts",
                "what of the group's policy it leaves out: keys such as enter, or a follow-up or "
                "cadence by name",
            ),
            "rank": _k(
                "count",
                "its place in the funnel; a move to a lower rank wants a reason, and what lower "
                "ranks require or expect of events and records is expected here too",
            ),
            "inferred": _k("flag", "no source names it: it is our reading"),
            **POLICY,
        },
        p.Status,
    ),
    "clause": Table(
        "One condition: a subject and what qualifies it.",
        {
            "field": _k("text", "a field, record-derived or derived value of the lead"),
            "event": _k("texts", 'events that happened; "touch" is any touch'),
            "record": _k("text", "records of one kind"),
            "status": _k("texts", "the present status is one of these"),
            "owner": _k("text", "whose lead it is", *OWNERS),
            "approval": _k("text", "an agent of this role approved the move"),
            "actor": _k("text", "an attribute of the acting agent (with contains, or equals)"),
            "actor_tenure_below": _k("duration", "the acting agent started less than this ago"),
            "any": _k("tables:clause", "at least one of these holds"),
            "equals": _k("value", "the field has this value"),
            "one_of": _k("values", "the field has one of these values"),
            "at_least": _k("number", "no less than this: the field, or how many"),
            "at_most": _k("number", "no more than this: the field, or how many"),
            "more_than": _k("number", "more than this: the field, or how many"),
            "share_above": _k("number", "more than this part (0 to 1) of all touches that way"),
            "past": _k("flag", "the moment in the field has passed"),
            "future": _k("flag", "the moment in the field is still to come"),
            "absent": _k("flag", "the field is empty"),
            "way": _k("text", "touches out (ours) or in (theirs)", "out", "in"),
            "where": _k("scalars", "values that the event or record has; a list: one of them"),
            "every": _k("scalars", "values that every record has"),
            "since": _k("text", "count events since then only", "entered", "received", "claimed"),
            "spaced": _k("duration", "events closer together than this count once"),
            "contains": _k("text", "the lead's field whose value the attribute must contain"),
            "among": _k("tables:clause", "the field reaches the median of other leads like this"),
            "when": _k("tables:clause", "the condition is only asked for while these hold"),
            "why": _k("text", "the reason, shown where it refuses"),
        },
        p.Clause,
        (
            "field",
            "event",
            "record",
            "status",
            "owner",
            "approval",
            "actor",
            "actor_tenure_below",
            "any",
        ),
    ),
    "effect": Table(
        "What happens on entering a status, or when `tick` finds a deadline passed.",
        {
            "claim": _k("flag", "the acting agent owns the lead"),
            "release": _k("flag", "nobody owns the lead; it is in the pool"),
            "stop": _k("text", "stop every automatic follow-up and queued message", "follow-ups"),
            "credit": _k("text", "credit this KPI to the acting agent"),
            "message": _k("text", "queue this message to the outbox"),
            "task": _k("text", "create this task"),
            "after": _k("duration", "when the task is due, from now"),
            "status": _k("text", "set this status"),
            "set": _k("scalars", "set these fields"),
        },
        p.Effect,
        ("claim", "release", "stop", "credit", "message", "task", "status", "set"),
    ),
    "follow_up": Table(
        "One rule that gives a deadline.",
        {
            "id": _k("text", "a short name, unique in the status; made from `do` unless given"),
            "kind": _k("text", "what sort of row it makes", *FOLLOW_UP_KINDS),
            "do": _k("text", "what to do"),
            "after": _k("duration", "due this long after `from`"),
            "before": _k("duration", "due this long before `from`"),
            "every": _k("duration", "due again and again, counted from `from`"),
            "from": _k("anchor", "what it is counted from", store="from_"),
            "clock": _k("text", "wall or working", *CLOCKS),
            "ideal": _k("duration", "the better deadline, on the same clock"),
            "lapse": _k("duration", "let go this long after it was due"),
            "until": _k("clearings", "what settles it"),
            "by": _k("texts", "the channels to use"),
            "then": _k(
                "tables:effect",
                "what `tick` does when it has passed; with `every`, which is then a day or more, "
                "at each occurrence, stamped at its time, and at most 366 times from one start",
            ),
            "suggest": _k("text", "the status to consider when it has passed"),
            "when": _k("tables:clause", "only while these hold"),
        },
        p.FollowUp,
    ),
    "cadence": Table(
        "A planned series of touches. A step is settled by an `until` event on its day or later.",
        {
            "title": _k("text", "what people call it"),
            "note": _k("text", "where the plan comes from"),
            "verified": _k("flag", "false where the plan is only our reading"),
            "from": _k("anchor", "what the steps are counted from", store="from_"),
            "steps": _k("tables:step", "the touches"),
            "repeat": _k("tables:repeat", "how it goes on after the last step"),
            "until": _k("clearings", 'what settles a step; "touch out" and "done" unless given'),
            "stop": _k("clearings", "what ends the whole series"),
            "branch": _k("table:branch", "further cadences, chosen by a field"),
        },
        p.Cadence,
    ),
    "step": Table(
        "One touch of a cadence.",
        {
            "do": _k("text", "what to do", required=True),
            "after": _k("duration", "how long after the cadence's start", required=True),
            "by": _k("texts", "the channels to use"),
        },
        p.Step,
    ),
    "repeat": Table(
        "How a cadence goes on: again and again until `times`, `for`, or what stops it.",
        {
            "do": _k("text", "what to do", required=True),
            "every": _k("duration", "the interval", required=True),
            "times": _k("count", "how often at most"),
            "for": _k("duration", "how long, counted from the cadence's start", store="for_"),
            "by": _k("texts", "the channels to use"),
        },
        p.Repeat,
    ),
    "branch": Table(
        "Which further cadences a field's value starts.",
        {
            "field": _k("text", "the field", required=True),
            "cases": _k("lists", "value = the cadences", required=True),
        },
        p.Branch,
    ),
    "automatic": Table(
        "A move that an event makes by itself. Guards hold for it; the order of `next` does not.",
        {
            "on": _k("clearings", "the events that start it", required=True),
            "when": _k("tables:clause", "only while these hold"),
            "from": _k("texts", "only from these statuses", store="from_"),
            "to": _k("text", "the status"),
            "role": _k("text", "the role, and with it the definition"),
        },
        p.Automatic,
        ("to", "role"),
    ),
    "routing": Table(
        "Who may take a lead nobody owns. Turns are computed from the lead, never stored.",
        {
            "pool": _k("text", "what the pool is called"),
            "claim_window": _k("duration", "how long each agent in the book's rank has"),
            "from": _k("anchor", "what the windows are counted from; received", store="from_"),
            "clock": _k("text", "wall or working", *CLOCKS),
            "offered": _k("texts", "only in these statuses"),
            "do": _k("text", "what to tell the agent whose turn it is"),
            "by": _k("texts", "how the agent is told"),
            "assign": _k("text", "only this role gives leads to other agents"),
        },
        p.Routing,
    ),
    "visibility": Table(
        "What an agent is shown. A courtesy: whoever holds the files can read them.",
        {
            "owner_only": _k("flag", "a lead somebody owns is shown to the owner alone"),
            "mask": _k("tables:mask", "fields that are not shown yet"),
        },
        p.Visibility,
    ),
    "mask": Table(
        "Fields that are not shown until the clauses hold.",
        {
            "fields": _k("texts", "the fields", required=True),
            "until": _k("tables:clause", "what must hold", required=True),
            "why": _k("text", "the reason, shown instead"),
        },
        p.Mask,
    ),
    "derive": Table(
        "A value computed from the lead's life.",
        {
            "label": _k("text", "what people call it"),
            "levels": _k("texts", "the levels, lowest first"),
            "raise_only": _k("flag", "once reached, a level is kept"),
            "cases": _k("tables:case", "when each level holds"),
            "record": _k("text", "the records a date is taken from"),
            "where": _k("scalars", "only records with these values"),
            "latest": _k("text", "the record field whose latest value is taken"),
        },
        p.Derivation,
    ),
    "case": Table(
        "One case of a derivation.",
        {
            "to": _k("text", "the level", required=True),
            "when": _k("tables:clause", "while all of these hold", required=True),
            "reset": _k("flag", "takes the level down even where levels only rise"),
        },
        p.Level,
    ),
    "message": Table(
        "A template. {name}, {owner}, {status}, any field; {agent} is the acting agent.",
        {
            "to": _k("text", 'the lead ("lead"), or a role or person of your own'),
            "by": _k("text", "the channel", "text", "email", "letter", "form", "file"),
            "subject": _k("text", "for e-mail"),
            "text": _k("text", "the text", required=True),
            "file": _k("text", "the name of the draft to write when it is sent"),
            "promise": _k("text", "what it promises the lead we will do; a call out keeps it"),
            "within": _k("duration", "how soon the promise is to be kept"),
        },
        p.Message,
    ),
    "prompt": Table(
        "Advice shown while its clauses hold.",
        {
            "say": _k("text", "the advice", required=True),
            "when": _k("tables:clause", "the clauses", required=True),
        },
        p.Prompt,
    ),
    "call_back": Table(
        'What a definition does with "call me back in ...".',
        {
            "factor": _k(
                "number", "the part of the asked-for time after which we call: 0.5 halves"
            ),
            "why": _k("text", "the reason"),
        },
        p.CallBack,
    ),
}
