"""Playing scenarios: a book for each, the real command line, and a look at what must hold."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from leadctl.actions.desk import Desk
from leadctl.actions.pipelines.expectations import mismatches
from leadctl.actions.pipelines.explain import explained
from leadctl.book.book import Book
from leadctl.book.own_files.places import SETTINGS, id_of
from leadctl.book.own_files.scenario_files import ScenarioFile
from leadctl.book.scratch import scratch_book
from leadctl.errors import Invalid, LeadctlError, Problem
from leadctl.rules.leads.agents import Agent
from leadctl.rules.pipelines.scenario import Added, Scenario, Step
from leadctl.values import dataclass

Run = Callable[[Sequence[str]], tuple[int, str]]
"""Runs the words after `leadctl` and returns the exit code and all that was printed."""


@dataclass(frozen=True)
class Failure:
    """What did not hold: at which step (0: adding the lead), where, in words."""

    step: int
    place: str
    words: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Played:
    """One scenario after it was run; it passed where there are no failures."""

    scenario: Scenario
    failures: tuple[Failure, ...]


def play(found: ScenarioFile, scenario: Scenario, run: Run) -> Played:
    """Play one scenario up to the first step that fails; one with problems cannot be played."""
    if scenario.problems:
        return Played(scenario, tuple(map(_unplayed, scenario.problems)))
    settings = {"pipeline": found.pipeline, **found.found.book}
    try:
        with scratch_book(settings, found.texts) as book:
            failures = tuple(_Play(book, scenario, run).failures())
    except Invalid as error:
        raise Invalid([_placed(problem, found.file) for problem in error.problems]) from None
    return Played(scenario, failures)


def _unplayed(problem: Problem) -> Failure:
    mend = f" ({problem.suggestion})" if problem.suggestion else ""
    return Failure(0, problem.place, f"{problem.path}: {problem.message}{mend}")


def _placed(problem: Problem, file: str) -> Problem:
    """Name the scenarios' file where the settings it gives are wrong."""
    if problem.file != SETTINGS:
        return problem
    return Problem(file, 0, f"book.{problem.path}", problem.message, problem.suggestion)


class _Play:
    def __init__(self, book: Book, scenario: Scenario, run: Run) -> None:
        self.book, self.scenario, self.run = book, scenario, run
        self.team = book.settings.team
        self.actor = scenario.actor or next(iter(self.team.agents), "")
        self.ids: dict[str, str] = {}

    def failures(self) -> Iterator[Failure]:
        """Yield what fails in the first step that does."""
        for found in self.steps():
            if found:
                yield from found
                return

    def steps(self) -> Iterator[list[Failure]]:
        for number, lead in enumerate(self.scenario.leads):
            yield self.add(f"OTHER{number}" if number else "LEAD", lead)
        for number, step in enumerate(self.scenario.steps, 1):
            said = list(self.play(step))
            why = self.explain(step) if said and step.expected else ()
            place = f"{self.scenario.file}:{step.line}"
            yield [Failure(number, place, words, why) for words in said]

    def add(self, name: str, lead: Added) -> list[Failure]:
        """Add a lead as one would type it, at the moment it is received."""
        fields = [f"{key}={_typed(value)}" for key, value in lead.fields.items()]
        pipeline = ["--pipeline", lead.pipeline] if lead.pipeline else []
        words = ["add", lead.name, *pipeline, *fields]
        code, said = self.type(words, lead.received, self.actor)
        if code:
            place = f"{self.scenario.file}:{self.scenario.line}"
            return [Failure(0, place, f"{name} could not be added: exit {code}\n{said.strip()}")]
        known_ids = set(self.ids.values())
        found = [lead_id for path in self.book.lead_paths() if (lead_id := id_of(path))]
        self.ids[name] = next(lead_id for lead_id in found if lead_id not in known_ids)
        return []

    def type(self, words: Sequence[str], at: datetime, actor: str) -> tuple[int, str]:
        """Type a command at a moment, as an agent."""
        as_agent = ["--as", actor] if actor else []
        moment = at.isoformat()
        options = ["-C", str(self.book.root), "--now", moment, *as_agent, "--no-color"]
        return self.run([*options, *words])

    def play(self, step: Step) -> Iterator[str]:
        """Yield what fails in a step; what should hold is not asked where the typing failed."""
        actor = step.actor or self.actor
        failed = list(self.typed(step, actor)) if step.run else []
        yield from failed
        if step.expected and not failed:
            try:
                desk = self.desk(step.at, actor)
                yield from mismatches(desk, desk.book.load(self.ids["LEAD"]), step.expected)
            except LeadctlError as error:
                yield f"the lead cannot be looked at: {error.sentence}"

    def explain(self, step: Step) -> tuple[str, ...]:
        """Return what held instead of what a step expects, and why."""
        try:
            desk = self.desk(step.at, step.actor or self.actor)
            return tuple(explained(desk, desk.book.load(self.ids["LEAD"]), step.expected))
        except LeadctlError as error:
            return (error.sentence,)

    def desk(self, at: datetime, actor: str) -> Desk:
        book = Book(self.book.root, {})
        agent = self.team.agents.get(actor) or (Agent(actor) if actor else Agent("me"))
        return Desk(book, at, agent)

    def typed(self, step: Step, actor: str) -> Iterator[str]:
        """Type a step's commands; the last one ends as the step says, those before in success."""
        printed = ""
        for number, line in enumerate(step.run, 1):
            words = [self.named(word) for word in shlex.split(line)]
            code, said = self.type(words, step.at, actor)
            printed += said
            wanted = step.exit if number == len(step.run) else 0
            if code != wanted:
                yield f"leadctl {line}\nexpected: exit {wanted}\nfound: exit {code}\n{said.strip()}"
                return
        for text in map(self.named, (*step.refused, *step.prints)):
            if text.lower() not in printed.lower():
                yield f"expected to be printed: {text}\nfound:\n{printed.strip()}"
        for text in map(self.named, step.hides):
            if text.lower() in printed.lower():
                yield f"expected not to be printed: {text}\nfound:\n{printed.strip()}"

    def named(self, word: str) -> str:
        """Put the ids of the scenario's leads for LEAD, OTHER1, ..."""
        return re.sub(r"\b(LEAD|OTHER\d+)\b", lambda m: self.ids.get(m[1], m[1]), word)


def _typed(value: object) -> str:
    """Return a value as one would type it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list):
        return ",".join(map(str, value))
    return str(value)
