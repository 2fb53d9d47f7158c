"""A definition as a page that somebody who has never seen it understands."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from leadctl.render.safe import safe
from leadctl.render.screen import Screen
from leadctl.rules.pipelines import describe

if TYPE_CHECKING:
    from leadctl.rules.language.deadlines import FollowUp
    from leadctl.rules.language.pipeline import Pipeline
    from leadctl.rules.language.statuses import Status

Section = tuple[str, Iterable[str]]


Examples = Callable[["FollowUp"], str]
"""Gives an example with dates for a follow-up, or ""."""


def pipeline_page(pipeline: Pipeline, screen: Screen, example: Examples) -> str:
    """Return the whole definition in words; `example` adds dates to each deadline."""
    lines = [*_head(pipeline, screen)]
    for heading, statuses in _by_group(pipeline):
        lines += ["", screen.paint(safe(heading), "title")]
        for status in statuses:
            lines += _indented(_status(pipeline, status, example), screen, "  ")
    for title, items in _sections(pipeline, example):
        lines += _section(title, items, screen)
    return "\n".join(lines) + "\n"


def status_page(pipeline: Pipeline, name: str, screen: Screen, example: Examples) -> str:
    """Return one status in words, with what holds in every open status."""
    status = pipeline.status(name)
    title = screen.paint(safe(f"{pipeline.title}: {name}"), "title")
    lines = [title, *_indented(_status(pipeline, status, example), screen, "")]
    everywhere = [_deadline(rule, pipeline, example) for rule in pipeline.follow_up]
    if not (status.closed or status.parked):
        lines += _section("In every open status", [*everywhere, *pipeline.advice], screen)
    used = [item for item in _cadences(pipeline) if item.partition(" ")[0] in status.cadence]
    lines += _section("Planned touches", used, screen)
    return "\n".join(lines) + "\n"


def _head(pipeline: Pipeline, screen: Screen) -> Iterator[str]:
    version = f", version {pipeline.version}" if pipeline.version else ""
    title = f"{pipeline.title} ({pipeline.id}{version})"
    yield from (screen.paint(line, "title") for line in _wrapped(title, screen, ""))
    yield from _wrapped(pipeline.description, screen, "")
    yield ""
    yield from _wrapped(f"A new lead is in {pipeline.initial}. {_moves(pipeline)}", screen, "")
    hours = "runs day and night, in the book's timezone: no working hours are set"
    clock = describe.calendar_words(pipeline.calendar) if pipeline.calendar else hours
    yield from _wrapped(f"The working clock: {clock}.", screen, "")
    if pipeline.replaces:
        see = f"leadctl pipeline migrate {pipeline.replaces} {pipeline.id}"
        yield from _wrapped(f"It follows {pipeline.replaces}: {see}", screen, "")
    builds = f", which extends {pipeline.extends}" if pipeline.extends else ""
    yield from _wrapped(f"Defined in {pipeline.source.file}{builds}.", screen, "")


def _moves(pipeline: Pipeline) -> str:
    if pipeline.moves == "listed":
        return "A status leads only where it says so."
    return "Any status may follow any other, unless something is required or forbidden."


def _by_group(pipeline: Pipeline) -> Iterator[tuple[str, list[Status]]]:
    """Yield the statuses under the headings of their groups, in the definition's order."""
    for group in dict.fromkeys(status.group for status in pipeline.statuses.values()):
        known = pipeline.groups.get(group)
        color = f" ({known.color})" if known and known.color else ""
        label = f"{known.label or group}{color}" if known else "Statuses of no group"
        statuses = [status for status in pipeline.statuses.values() if status.group == group]
        yield label if pipeline.groups else "Statuses", statuses


def _status(pipeline: Pipeline, status: Status, example: Examples) -> Iterator[str]:
    """Yield one status: its name and definition, then labelled lines."""
    state = "; ".join(describe.state_words(status))
    yield f"{status.name}" + (f"  [{state}]" if state else "")
    yield f"  {status.definition}"
    for label, items in _parts(pipeline, status, example).items():
        for item in items:
            yield f"  {label}: {item}"


def _deadline(rule: FollowUp, pipeline: Pipeline, example: Examples) -> str:
    dates = example(rule)
    words = describe.follow_up_words(rule, pipeline)
    return f"{words} (example: {dates})" if dates else words


def _parts(pipeline: Pipeline, status: Status, example: Examples) -> Mapping[str, list[str]]:
    words = describe.guard_words
    return {
        "advice": list(status.advice),
        "required": [words(clause, pipeline) for clause in status.requires],
        "never while": [words(clause, pipeline) for clause in status.forbids],
        "expected": [words(clause, pipeline) for clause in (*status.expects, *status.implied)],
        "on entering": [describe.effect_words(effect) for effect in status.enter],
        "due": [_deadline(rule, pipeline, example) for rule in status.follow_up],
        "planned": [_cadence_title(pipeline, name) for name in status.cadence],
        **_ways(pipeline, status),
    }


def _ways(pipeline: Pipeline, status: Status) -> Mapping[str, list[str]]:
    ways = {"leads to": status.next, "with a reason back to": status.back}
    listed = pipeline.moves == "listed"
    return {label: [", ".join(names)] for label, names in ways.items() if listed and names}


def _cadence_title(pipeline: Pipeline, name: str) -> str:
    cadence = pipeline.cadences[name]
    return cadence.title + ("" if cadence.verified else f" ({describe.OUR_READING})")


def _sections(pipeline: Pipeline, example: Examples) -> Iterator[Section]:
    p = pipeline
    yield "In every open status", [_deadline(rule, p, example) for rule in p.follow_up]
    yield "Advice for every open status", p.advice
    yield "Moves that happen by themselves", [describe.automatic_words(a, p) for a in p.automatic]
    yield "Planned touches", _cadences(p)
    roles = [f"{name}: {describe.role_words(role, p)}" for name, role in p.roles.items()]
    yield "Roles", roles
    yield "Who may take a lead", list(describe.routing_words(p.routing, p)) if p.routing else []
    yield "Who is shown what", list(_visibility(p))
    yield "Computed values", _derived(p)
    yield "Prompts", [describe.prompt_words(prompt, p) for prompt in p.prompts.values()]
    yield "Messages", [f"{n}: {describe.message_words(m)}" for n, m in p.messages.items()]
    constants = [describe.constant_words(n, c) for n, c in p.constants.items()]
    yield "Said once in a book's settings", constants
    yield "Call-backs", list(_call_back(p))
    yield "Fields", [f"{name}: {describe.field_words(f)}" for name, f in p.fields.items()]
    yield "Events to log", list(_events(p))
    yield "Decided where the source is silent", p.decisions


def _cadences(pipeline: Pipeline) -> list[str]:
    found = []
    for name, cadence in pipeline.cadences.items():
        note = f" - {cadence.note}" if cadence.note else ""
        title = "" if cadence.title == name else f" {_cadence_title(pipeline, name)}"
        ours = f" ({describe.OUR_READING})" if not title and not cadence.verified else ""
        found.append(f"{name}{ours}{title}{note}")
        found += [f"  {line}" for line in describe.cadence_words(cadence)]
    return found


def _visibility(pipeline: Pipeline) -> Iterator[str]:
    if pipeline.visibility is None:
        return
    if pipeline.visibility.owner_only:
        yield "a lead that somebody owns is shown to its owner, and to who oversees the book, only"
    for mask in pipeline.visibility.mask:
        yield describe.mask_words(mask, pipeline)
    yield "this is a courtesy of the display: whoever holds the files can read them"


def _derived(pipeline: Pipeline) -> list[str]:
    found = []
    for name, derivation in pipeline.derive.items():
        found.append(f"{name}" + (f": {derivation.label}" if derivation.label else ""))
        found += [f"  {line}" for line in describe.derivation_words(derivation, pipeline)]
    return found


def _call_back(pipeline: Pipeline) -> Iterator[str]:
    rule = pipeline.call_back
    if rule:
        why = f": {rule.why}" if rule.why else ""
        yield f"whoever asks to be called back is called after {rule.factor:g} of the time{why}"


def _events(pipeline: Pipeline) -> Iterator[str]:
    for name, event in pipeline.events.items():
        fields = [
            f"{key}={'|'.join(field.choices) or '...'}" + ("" if key in event.required else "?")
            for key, field in event.fields.items()
        ]
        label = f"  ({event.label})" if event.label else ""
        yield " ".join([f"leadctl log LEAD {name}", *fields]) + label
        if event.requires:
            yield f"  only when {describe.clause_words(event.requires, pipeline)}"
        if event.forbids:
            said = [describe.clause_words([clause], pipeline) for clause in event.forbids]
            yield f"  not while {' or '.join(said)}"


def _section(title: str, items: Iterable[str], screen: Screen) -> list[str]:
    listed = list(items)
    if not listed:
        return []
    return ["", screen.paint(title, "title"), *_indented(listed, screen, "  ")]


def _indented(lines: Iterable[str], screen: Screen, indent: str) -> Iterator[str]:
    for line in lines:
        inner = len(line) - len(line.lstrip())
        yield from _wrapped(line.strip(), screen, indent + " " * inner)


def _wrapped(text: str, screen: Screen, indent: str) -> Iterator[str]:
    """Yield a text below an indent, folded only where a terminal has an edge."""
    plain = safe(" ".join(text.split()))
    if not plain:
        return
    if screen.width is None:
        yield indent + plain
    else:
        width = max(screen.width, 40)
        deeper = f"{indent}  "
        yield from textwrap.wrap(plain, width, initial_indent=indent, subsequent_indent=deeper)
