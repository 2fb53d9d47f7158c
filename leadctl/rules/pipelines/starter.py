"""A small sound definition with comments, and one scenario, to start a pipeline of one's own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_DEFINITION = """\
# {title}: a pipeline to start from. Change it, then: leadctl pipeline check {id}
# What every key means: docs/pipeline-language.md. What it says in words: leadctl pipeline show {id}
schema = 1
id = "{id}"
title = "{title}"
version = "1"
initial = "New"                     # the status of a new lead

[calendar]                          # the working clock
timezone = "{timezone}"
hours = {{ weekdays = "09:00-17:00" }}
holidays = ["*-12-25", "*-01-01"]    # or a date: 2027-04-02

[field.meeting]                     # what you keep of a lead
type = "datetime"
label = "meeting"

[event.quote]                       # what happens, beyond calls, texts, e-mails, meetings, letters
label = "quote"
required = ["amount"]
fields.amount = {{ type = "money" }}

[status.New]
definition = "Somebody asked, and waits for an answer."
advice = ["Ask what they need, and by when."]
rank = 1                            # the place in the funnel

[[status.New.follow_up]]            # a deadline
id = "answer"
do = "Answer"
after = "4 hours"
clock = "working"
from = "received"
until = ["touch out"]               # what settles it: a call, text, e-mail ... from you

[status.Talking]
definition = "You and they are talking."
rank = 2
expects = [{{ event = "touch", way = "in" }}]            # warns where it is not so

[[status.Talking.follow_up]]
id = "confirm"
do = "Confirm the meeting"
before = "1 day"
from = {{ field = "meeting" }}
by = ["text"]
until = ["text out"]

[[status.Talking.follow_up]]
id = "silence"
do = "Get in touch again"
every = "2 weeks"                   # counted from the entering
until = ["touch out"]

[status.Quoted]
definition = "They have a quote."
rank = 3
requires = [{{ event = "quote", why = "a quote names an amount" }}]   # refuses where it is not so

[[status.Quoted.follow_up]]
id = "chase"
do = "Ask about the quote"
after = "5 days"
from = {{ event = "quote", last = true }}
until = ["touch out"]

[[status.Quoted.follow_up]]         # what happens by itself, once it has passed
id = "lapses"
after = "30 days"
from = {{ event = "quote", last = true }}
until = ["reply"]
then = [{{ status = "Lost" }}]

[status.Won]
definition = "They said yes."
rank = 4
closed = "won"

[status.Lost]
definition = "It came to nothing."
closed = "lost"
"""

_SCENARIOS = """\
# Stories of what {id} should do, played with the real command line: leadctl pipeline test {id}
# What failed, and why: leadctl pipeline test {id} --explain

[[scenario]]
name = "An enquiry on Friday afternoon is answered by Monday, and a quote lapses by itself"
lead = {{ name = "Ada Moss", received = {received} }}

[[scenario.steps]]
at = {received}
due = [{{ rule = "answer", at = {answer} }}]

[[scenario.steps]]
at = {later}
run = ["log LEAD call --out", "status set LEAD Quoted"]
refused = ["a quote names an amount"]
not_due = ["answer"]

[[scenario.steps]]
at = {later}
run = ["log LEAD quote amount=900", "status set LEAD Quoted"]
status = "Quoted"
due = [{{ rule = "chase", at = {chase} }}]

[[scenario.steps]]
at = {month}
run = "tick"
status = "Lost"
"""


def starter(pipeline_id: str, title: str, timezone: str) -> str:
    """Return the text of a new definition."""
    return _DEFINITION.format(id=pipeline_id, title=title, timezone=timezone)


def starter_scenarios(pipeline_id: str, timezone: str) -> str:
    """Return the text of the scenarios beside a new definition, its times in a timezone."""
    from leadctl.rules.time.wall_clock import at_wall, load_zone

    zone = load_zone(timezone)
    moments = {
        "received": (6, 15),  # a Friday in November 2026, and three in the afternoon
        "answer": (9, 11),
        "later": (9, 10),
        "chase": (14, 10),
        "month": (39, 11),
    }
    start = datetime.combine(date(2026, 11, 1), time())
    spans = {name: timedelta(days=day - 1, hours=hour) for name, (day, hour) in moments.items()}
    said = {n: at_wall(start + s, zone).astimezone(zone).isoformat() for n, s in spans.items()}
    return _SCENARIOS.format(id=pipeline_id, **said)
