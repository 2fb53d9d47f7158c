"""The tables of a pipeline definition: every table, every key, what it means.

The strict reader, the JSON schema and the reference page are all made from this one place, and from
the families of clauses and effects, whose kinds each say their own keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from leadctl.rules.clauses.kinds import CLAUSES
from leadctl.rules.language import pipeline as p
from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import Table, key
from leadctl.rules.language.kinds import FOLLOW_UP_KINDS
from leadctl.rules.language.vocabulary import CLOCKS
from leadctl.rules.leads.field_types import TYPES
from leadctl.rules.moves.effects.kinds import EFFECTS

FAMILIES: Mapping[str, Family[Any]] = {"clause": CLAUSES, "effect": EFFECTS}

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

TABLES: dict[str, Table] = {
    "pipeline": Table(
        "The top of a definition.",
        {
            "schema": key("count", "the version of this language: 1", required=True),
            "id": key("text", "the file's name without .toml", required=True),
            "title": key("text", "the name people use", required=True),
            "version": key("text", "the version of the definition"),
            "description": key("text", "what the definition is for, where it comes from"),
            "decisions": key("texts", "what was decided where the source is silent"),
            "advice": key("texts", "advice that holds in every open status"),
            "initial": key("text", "the status of a new lead", required=True),
            "moves": key(
                "text", "open: what nothing refuses; listed: only `next`", "open", "listed"
            ),
            "default_role": key("text", "the role of a new lead"),
            "replaces": key("text", "the id of the definition this one follows"),
            "attempt": key("duration", "dials closer together than this are one attempt"),
            "status_map": key("map", "old status = new status, for `replaces`"),
            "calendar": key("table:calendar", "the working clock"),
            "field": key("named:field", "the fields of a lead", store="fields"),
            "event": key("named:event", "what may be logged beyond touches", store="events"),
            "record": key("named:record", "what a lead has several of", store="records"),
            "role": key("named:role", "what a lead can be to us", store="roles"),
            "group": key("named:group", "statuses that share a policy", store="groups"),
            "status": key("named:status", "the statuses", required=True, store="statuses"),
            "automatic": key("tables:automatic", "moves that an event makes by itself"),
            "follow_up": key("tables:follow_up", "deadlines in every open status"),
            "cadence": key("named:cadence", "planned series of touches", store="cadences"),
            "routing": key("table:routing", "who may take a lead, and when"),
            "visibility": key("table:visibility", "which fields and leads are shown"),
            "derive": key("named:derive", "fields computed from the lead's life"),
            "message": key("named:message", "texts that `enter` queues", store="messages"),
            "prompt": key("named:prompt", "advice shown while clauses hold", store="prompts"),
            "call_back": key("table:call_back", "what becomes of an asked-for call-back"),
            "idle": key("duration", "when an open lead with nothing ahead is listed; 7 days"),
        },
        p.Pipeline,
    ),
    "calendar": Table(
        "The working clock. Without it every clock is the wall clock in the book's timezone.",
        {
            "timezone": key("zone", "an IANA name", required=True),
            "hours": key(
                "hours",
                'hours by day: mon..sun, weekdays, weekend, every = "09:00-18:30"; '
                'of one date (2026-12-24) or day of each year ("*-12-24") too; [] is closed',
            ),
            "holidays": key("dates", 'days off: dates, or "*-12-25" for every year'),
        },
    ),
    "field": Table(
        "A field of a lead.",
        {
            "type": key("text", "the kind of value", *TYPES),
            "label": key("text", "what people call it"),
            "choices": key("texts", "the values of a choice, or of a list"),
            "default": key("value", "the value of a new lead"),
            "help": key("text", "what it is for"),
        },
        p.Field,
    ),
    "event": Table(
        "Something an agent may log beyond the built-in touches.",
        {
            "label": key("text", "what people call it"),
            "fields": key("named:field", "what the event carries"),
            "required": key("texts", "fields without which it cannot be logged"),
            "also": key("clearings", "further events that count as one: a call with an outcome"),
            "requires": key("tables:clause", "what must hold before one is logged; refuses it"),
            "forbids": key("tables:clause", "what must not hold; refuses it"),
        },
        p.EventType,
    ),
    "record": Table(
        "Something a lead has several of: the last value of each field, by id.",
        {
            "label": key("text", "what people call it"),
            "events": key("texts", "the events that speak of it", required=True),
            "begins": key("texts", "those of them that begin a new one; the first unless given"),
            "key": key("text", 'the event field that tells one from another, "id" unless given'),
            "closed": key(
                "scalars",
                "the values of a record that is closed: an event without an id then begins another",
            ),
        },
        p.RecordType,
    ),
    "role": Table(
        "What a lead can be to us, and the definition that means.",
        {
            "pipeline": key("text", "the definition leads of this role use"),
            "parked": key("flag", "no definition: outside funnel and clocks"),
            "status_map": key("map", "status here = status there, where names differ"),
        },
        p.Role,
    ),
    "group": Table(
        "Statuses that share a policy. Guards, effects, follow-ups and cadences of the group hold "
        "beside a status's own; of the other keys a status's own takes the place.",
        {"label": key("text", "what people call it"), **POLICY},
        p.Group,
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
                "what of the group's policy it leaves out: keys such as enter, or a follow-up or "
                "cadence by name",
            ),
            "rank": key(
                "count",
                "its place in the funnel; a move to a lower rank wants a reason, and what lower "
                "ranks require or expect of events and records is expected here too",
            ),
            "inferred": key("flag", "no source names it: it is our reading"),
            **POLICY,
        },
        p.Status,
    ),
    "share": Table(
        "A part of another field.",
        {
            "field": key("text", "the other field", required=True),
            "share": key("number", "which part of it: 0.3 is 30 %; all of it unless given"),
        },
        p.Share,
    ),
    "follow_up": Table(
        "One rule that gives a deadline.",
        {
            "id": key("text", "a short name, unique in the status; made from `do` unless given"),
            "kind": key("text", "what sort of row it makes", *FOLLOW_UP_KINDS),
            "do": key("text", "what to do"),
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
            "by": key("texts", "the channels to use"),
            "then": key(
                "tables:effect",
                "what `tick` does when it has passed; with `every`, which is then a day or more, "
                "at each occurrence, stamped at its time, and at most 366 times from one start",
            ),
            "suggest": key("text", "the status to consider when it has passed"),
            "when": key("tables:clause", "only while these hold"),
        },
        p.FollowUp,
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
        p.Cadence,
    ),
    "step": Table(
        "One touch of a cadence.",
        {
            "do": key("text", "what to do", required=True),
            "after": key("duration", "how long after the cadence's start", required=True),
            "by": key("texts", "the channels to use"),
        },
        p.Step,
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
        p.Repeat,
    ),
    "branch": Table(
        "Which further cadences a field's value starts.",
        {
            "field": key("text", "the field", required=True),
            "cases": key("lists", "value = the cadences", required=True),
        },
        p.Branch,
    ),
    "automatic": Table(
        "A move that an event makes by itself. Guards hold for it; the order of `next` does not.",
        {
            "on": key("clearings", "the events that start it", required=True),
            "when": key("tables:clause", "only while these hold"),
            "from": key("texts", "only from these statuses", store="from_"),
            "to": key("text", "the status"),
            "role": key("text", "the role, and with it the definition"),
        },
        p.Automatic,
        ("to", "role"),
    ),
    "routing": Table(
        "Who may take a lead nobody owns. Turns are computed from the lead, never stored.",
        {
            "pool": key("text", "what the pool is called"),
            "claim_window": key("duration", "how long each agent in the book's rank has"),
            "from": key("anchor", "what the windows are counted from; received", store="from_"),
            "clock": key("text", "wall or working", *CLOCKS),
            "offered": key("texts", "only in these statuses"),
            "do": key("text", "what to tell the agent whose turn it is"),
            "by": key("texts", "how the agent is told"),
            "assign": key("text", "only this role gives leads to other agents"),
        },
        p.Routing,
    ),
    "visibility": Table(
        "What an agent is shown. A courtesy: whoever holds the files can read them.",
        {
            "owner_only": key("flag", "a lead somebody owns is shown to the owner alone"),
            "mask": key("tables:mask", "fields that are not shown yet"),
        },
        p.Visibility,
    ),
    "mask": Table(
        "Fields that are not shown until the clauses hold.",
        {
            "fields": key("texts", "the fields", required=True),
            "until": key("tables:clause", "what must hold", required=True),
            "why": key("text", "the reason, shown instead"),
        },
        p.Mask,
    ),
    "derive": Table(
        "A value computed from the lead's life.",
        {
            "label": key("text", "what people call it"),
            "levels": key("texts", "the levels, lowest first"),
            "raise_only": key("flag", "once reached, a level is kept"),
            "cases": key("tables:case", "when each level holds"),
            "record": key("text", "the records a date is taken from"),
            "where": key("scalars", "only records with these values"),
            "latest": key("text", "the record field whose latest value is taken"),
        },
        p.Derivation,
    ),
    "case": Table(
        "One case of a derivation.",
        {
            "to": key("text", "the level", required=True),
            "when": key("tables:clause", "while all of these hold", required=True),
            "reset": key("flag", "takes the level down even where levels only rise"),
        },
        p.Level,
    ),
    "message": Table(
        "A template. {name}, {owner}, {status}, any field; {agent} is the acting agent.",
        {
            "to": key("text", 'the lead ("lead"), or a role or person of your own'),
            "by": key("text", "the channel", "text", "email", "letter", "form", "file"),
            "subject": key("text", "for e-mail"),
            "text": key("text", "the text", required=True),
            "file": key("text", "the name of the draft to write when it is sent"),
            "promise": key("text", "what it promises the lead we will do; a call out keeps it"),
            "within": key("duration", "how soon the promise is to be kept"),
            "while": key("tables:clause", "sent only while these hold", store="while_"),
            "expires": key("duration", "never sent later than this; a text to the lead: 1 day"),
        },
        p.Message,
    ),
    "prompt": Table(
        "Advice shown while its clauses hold.",
        {
            "say": key("text", "the advice", required=True),
            "when": key("tables:clause", "the clauses", required=True),
        },
        p.Prompt,
    ),
    "call_back": Table(
        'What a definition does with "call me back in ...".',
        {
            "factor": key(
                "number", "the part of the asked-for time after which we call: 0.5 halves"
            ),
            "why": key("text", "the reason"),
        },
        p.CallBack,
    ),
}
