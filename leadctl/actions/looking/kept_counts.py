"""What reports ask of all leads, counted part by part: only the parts in which one has changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from leadctl.actions.guarding import Guarding
from leadctl.actions.looking.all_seen import from_kept, sightings
from leadctl.actions.looking.counting import Question, add_to
from leadctl.actions.looking.entries import entry_of
from leadctl.actions.looking.seen import Seen
from leadctl.book.index.day_rows import EVER, NEVER, microseconds
from leadctl.book.index.figures import WHOLE, Span
from leadctl.book.index.index import unwatched
from leadctl.book.text.broken import Broken
from leadctl.rules.reports.adding_up import add_up, in_order
from leadctl.rules.reports.report import AHEAD

if TYPE_CHECKING:
    from leadctl.actions.desk import Desk
    from leadctl.book.index.figures import Figures
    from leadctl.book.index.sightings import Sightings
    from leadctl.errors import Problem
    from leadctl.rules.reports.report import KeptCounter


_DOING = "Counting leads"
FEW = 2
"""So many parts are counted in no time."""


def kept_counts(
    desk: Desk, questions: Sequence[Question]
) -> tuple[list[KeptCounter], list[Problem]] | None:
    """Return a counter for each question that has counted all leads shown to the acting agent,
    archived ones too, and what is wrong with files.

    None where the leads are to be counted one by one: there is no index, or some of them are odd.
    """
    counting: _Counting | None = None
    try:
        with sightings(desk) as kept:
            if kept is None:
                return None
            odd = list(from_kept(kept.of(())))
            if any(not one.usable for one in odd if isinstance(one, Seen)):
                return None
            counting = _Counting(desk, kept, questions)
            if not counting.all():
                return None
    finally:
        if counting is not None:  # what was counted before an interruption is not counted again
            counting.figures.keep()
    problems = [problem for one in odd if isinstance(one, Broken) for problem in one.problems]
    return counting.counters, list(dict.fromkeys(problems))


class _Counting:
    """Counters, and the figures of the index that they add up."""

    def __init__(self, desk: Desk, kept: Sightings, questions: Sequence[Question]) -> None:
        self.desk, self.kept, self.questions = desk, kept, questions
        self.counters = [cast("KeptCounter", one.counter()) for one in questions]
        self.spans = [(NEVER, EVER) for _ in questions]
        self.figures: Figures = kept.figures(desk.now)

    def all(self) -> bool:
        """Count all leads; False where one of them cannot be counted."""
        places = [place for place in range(len(self.questions)) if not self._known(WHOLE, place)]
        parts, leads = self.figures.parts() if places else [], self.figures.leads()
        tell = self.desk.book.progress if len(parts) > FEW else unwatched
        for number, part in enumerate(parts):
            missing = [place for place in places if not self._known(part, place)]
            if missing:
                tell(_DOING, number * leads // len(parts), leads)
                if not self._anew(part, missing):
                    return False
        for place in places:
            name, found = _name(self.questions[place]), self.counters[place].found
            in_order(found)
            self.figures.note(WHOLE, name, self.spans[place], found)
        tell(_DOING, leads, leads)
        return True

    def _known(self, part: int, place: int) -> bool:
        """Add what was counted before of a part, for a question; False where nothing was."""
        known = self.figures.known(part, _name(self.questions[place]))
        if known is not None:
            self._add(place, *known)
        return known is not None

    def _add(self, place: int, found: object, span: Span) -> None:
        add_up(self.counters[place].found, found)
        known = self.spans[place]
        self.spans[place] = max(known[0], span[0]), min(known[1], span[1])

    def _anew(self, part: int, places: Sequence[int]) -> bool:
        """Have the leads of a part counted for some of the questions, by the rules; False where one
        of them cannot be counted.
        """
        made = [cast("KeptCounter", self.questions[place].counter()) for place in places]
        problems: list[Problem] = []
        for seen in from_kept(self.kept.in_part(part)):
            if isinstance(seen, Seen):
                with Guarding(seen.lead.id, problems):
                    add_to(made, entry_of(self.desk, seen))
        if problems:
            return False
        for place, counter in zip(places, made, strict=True):
            question = self.questions[place]
            span = self._span(question)
            self.figures.note(part, _name(question), span, counter.found)
            self._add(place, counter.found, span)
        return True

    def _span(self, question: Question) -> Span:
        """Return from when until before when what is counted now holds."""
        if question.part.holds == "ever":
            return NEVER, EVER
        return microseconds(self.desk.now), microseconds(self.desk.now + AHEAD)


def _name(question: Question) -> str:
    """Return what tells a question from others; days and months are those of a zone."""
    return f"{question.kind} {question.part.by} {question.asked.zone}"
