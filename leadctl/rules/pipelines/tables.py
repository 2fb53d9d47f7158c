"""The tables of a pipeline definition: every table, every key, what it means.

The strict reader, the JSON schema and the reference page are all made from this one place, and from
the families of clauses and effects, whose kinds each say their own keys.
"""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.rules.clauses.kind import ClauseKind
from leadctl.rules.clauses.kinds import CLAUSES
from leadctl.rules.language.contents import Derivation, EventType, Field, Level, RecordType
from leadctl.rules.language.family import Family
from leadctl.rules.language.keys import Table, key
from leadctl.rules.language.messages import CallBack, Constant, Message, Prompt
from leadctl.rules.language.pipeline import Pipeline
from leadctl.rules.language.routing import Mask, Routing, Visibility
from leadctl.rules.language.statuses import Automatic
from leadctl.rules.language.vocabulary import CLOCKS, CONSTANT_TYPES
from leadctl.rules.leads.field_types import TYPES
from leadctl.rules.moves.effects.kind import EffectKind
from leadctl.rules.moves.effects.kinds import EFFECTS
from leadctl.rules.pipelines.deadline_tables import DEADLINE_TABLES
from leadctl.rules.pipelines.status_tables import STATUS_TABLES

AnyFamily = Family[ClauseKind] | Family[EffectKind]

FAMILIES: Mapping[str, AnyFamily] = {
    "clause": CLAUSES,
    "effect": EFFECTS,
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
            "force": key(
                "texts",
                "the roles of agents who may move a lead against the rules; unless given, all",
            ),
            "default_role": key("text", "the role of a new lead"),
            "extends": key("text", "the id of the definition that this one builds on"),
            "without": key(
                "texts",
                "what of the extended definition is left out: keys such as status_map, or parts by "
                'name: "status.Nurture", "follow_up.weekly"',
            ),
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
            "constant": key("named:constant", "what a book's settings say once", store="constants"),
            "message": key("named:message", "texts that `enter` queues", store="messages"),
            "prompt": key("named:prompt", "advice shown while clauses hold", store="prompts"),
            "call_back": key("table:call_back", "what becomes of an asked-for call-back"),
            "idle": key("duration", "when an open lead with nothing ahead is listed; 7 days"),
        },
        Pipeline,
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
            "holidays": key(
                "dates",
                'days off: dates, "*-12-25" for every year, or all of a place, "US-NY" (with the '
                "extra leadctl[holidays])",
            ),
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
        Field,
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
        EventType,
    ),
    "record": Table(
        "Something a lead has several of: the last value of each field, by id.",
        {
            "label": key("text", "what people call it"),
            "events": key("texts", "the events that speak of it", required=True),
            "begins": key("texts", "those of them that begin a new one; the first unless given"),
            "key": key("text", 'the event field that tells one from another, "id" unless given'),
            "closed": key(
                "wanted",
                "the values of a record that is closed: an event without an id then begins another",
            ),
        },
        RecordType,
    ),
    **STATUS_TABLES,
    **DEADLINE_TABLES,
    "automatic": Table(
        "A move that an event makes by itself. Guards hold for it; the order of `next` does not.",
        {
            "on": key("clearings", "the events that start it", required=True),
            "when": key("tables:clause", "only while these hold"),
            "from": key("texts", "only from these statuses", store="from_"),
            "to": key("text", "the status"),
            "role": key("text", "the role, and with it the definition"),
        },
        Automatic,
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
            "requires": key(
                "tables:clause",
                "what must hold for an agent to take the lead, or be given it; asked as if it were "
                "theirs already",
            ),
            "forbids": key("tables:clause", "what must not hold; refuses it"),
        },
        Routing,
    ),
    "visibility": Table(
        "What an agent is shown. A courtesy: whoever holds the files can read them.",
        {
            "owner_only": key("flag", "a lead somebody owns is shown to the owner alone"),
            "mask": key("tables:mask", "fields that are not shown yet"),
        },
        Visibility,
    ),
    "mask": Table(
        "Fields that are not shown until the clauses hold.",
        {
            "fields": key("texts", "the fields", required=True),
            "until": key("tables:clause", "what must hold", required=True),
            "why": key("text", "the reason, shown instead"),
        },
        Mask,
    ),
    "derive": Table(
        "A value computed from the lead's life.",
        {
            "label": key("text", "what people call it"),
            "levels": key("texts", "the levels, lowest first"),
            "raise_only": key("flag", "once reached, a level is kept"),
            "cases": key("tables:case", "when each level holds"),
            "record": key("text", "the records it is taken from"),
            "event": key("text", "the events it is taken from, each for itself"),
            "where": key("wanted", "only records, or events, with these values"),
            "latest": key("text", "their field whose latest date, or last value, is taken"),
            "sum": key("text", "their field whose values are added up"),
        },
        Derivation,
    ),
    "case": Table(
        "One case of a derivation.",
        {
            "to": key("text", "the level", required=True),
            "when": key("tables:clause", "while all of these hold; always, unless given"),
            "reset": key("flag", "takes the level down even where levels only rise"),
        },
        Level,
    ),
    "message": Table(
        "A template. {name}, {owner}, {status}, a field, a constant; {agent} is the acting agent.",
        {
            "to": key(
                "text",
                'the lead ("lead"), or a role or person of your own: a constant of that name says '
                "where they are reached",
            ),
            "by": key("text", "the channel", "text", "email", "letter", "form", "file"),
            "subject": key("text", "for e-mail"),
            "text": key("text", "the text", required=True),
            "file": key("text", "the name of the draft to write when it is sent"),
            "promise": key("text", "what it promises the lead we will do; a call out keeps it"),
            "within": key("duration", "how soon the promise is to be kept"),
            "while": key("tables:clause", "sent only while these hold", store="while_"),
            "expires": key("duration", "never sent later than this; a text to the lead: 1 day"),
        },
        Message,
    ),
    "constant": Table(
        "Something that a book says once, under [constants] in its leadctl.toml, for all leads: a "
        "form's address, the end of a term. It stands wherever a field may; a message that names "
        "one waits until it is set.",
        {
            "type": key("text", "the kind of value; text unless given", *CONSTANT_TYPES),
            "label": key("text", "what people call it"),
            "help": key("text", "what it is for"),
        },
        Constant,
    ),
    "prompt": Table(
        "Advice shown while its clauses hold.",
        {
            "say": key("text", "the advice", required=True),
            "by": key("texts", "the channels it speaks of: not shown where none of them is open"),
            "when": key("tables:clause", "the clauses", required=True),
        },
        Prompt,
    ),
    "call_back": Table(
        'What a definition does with "call me back in ...".',
        {
            "factor": key(
                "number", "the part of the asked-for time after which we call: 0.5 halves"
            ),
            "why": key("text", "the reason"),
        },
        CallBack,
    ),
}
