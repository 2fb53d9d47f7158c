"""Reports out of the index: what has not changed is not counted again."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from desk_maker import NOW, added, asked, desk_in, stored

from leadctl.actions.looking import kept_counts
from leadctl.actions.looking.counting import Question
from leadctl.actions.looking.lead_filter import LeadFilter
from leadctl.actions.looking.report import answers
from leadctl.actions.recording.fields import set_fields
from leadctl.book.index.figures import Figures
from leadctl.rules.reports.report import Asked, Row, report_of

EVERYONE = LeadFilter(archived=True)


def told(folder: Path, kind: str, days: int = 0) -> list[Row]:
    """Return what a report says to Sam so many days on."""
    desk = desk_in(folder, now=NOW + timedelta(days=days))
    question = Question(kind, report_of(kind).part(), Asked(desk.now, desk.zone))
    [rows], problems = answers(desk, EVERYONE, [question])
    assert problems == []
    return rows


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the leads that are counted by the rules, as they are."""
    names: list[str] = []
    before = kept_counts.add_to

    def noted(counters: object, entry: object) -> None:
        names.append(entry.lead.name)  # type: ignore[attr-defined]  # an entry
        before(counters, entry)  # type: ignore[arg-type]  # as given

    monkeypatch.setattr(kept_counts, "add_to", noted)
    return names


@pytest.mark.parametrize("kind", ["funnel", "duties", "forecast"])
def test_leads_are_counted_once(tmp_path: Path, counted: list[str], kind: str) -> None:
    """The next time all is known, on the next day as well; after a change it is not."""
    desk = desk_in(tmp_path)
    ana, _ = added(desk, "Ana"), added(desk, "Ben")
    first = told(tmp_path, kind)
    assert sorted(counted) == ["Ana", "Ben"]
    counted.clear()
    assert told(tmp_path, kind) == first
    told(tmp_path, kind, days=1)
    assert counted == []
    set_fields(desk, asked(stored(desk, ana)), {"phone": "+12125550100"})
    told(tmp_path, kind)
    assert sorted(counted) == ["Ana", "Ben"]


def test_duties_to_come_are_known_for_a_week(tmp_path: Path, counted: list[str]) -> None:
    """Then they are counted anew; and before they were counted nothing was known."""
    added(desk_in(tmp_path), "Ana")
    told(tmp_path, "duties")
    counted.clear()
    told(tmp_path, "duties", days=8)
    assert counted == ["Ana"]
    told(tmp_path, "duties", days=7)
    assert counted == ["Ana", "Ana"]


def test_what_somebody_else_has_written_meanwhile_is_not_written_over(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted of leads as they were is an answer, and is not kept."""
    desk = desk_in(tmp_path)
    added(desk, "Ana")
    told(tmp_path, "funnel")
    added(desk, "Ben")
    before = Figures.keep

    def keep(figures: Figures) -> None:
        monkeypatch.setattr(Figures, "keep", before)
        told(tmp_path, "sources")  # another process, as it were, writes the index first
        before(figures)

    monkeypatch.setattr(Figures, "keep", keep)
    told(tmp_path, "funnel")
    counted.clear()
    told(tmp_path, "funnel")
    assert sorted(counted) == ["Ana", "Ben"]


def test_what_was_counted_before_an_interruption_is_not_counted_again(
    tmp_path: Path, counted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever was tired of waiting waits for the rest alone."""
    added(desk_in(tmp_path), "Ana")
    before = kept_counts._Counting.all

    def interrupted(counting: kept_counts._Counting) -> bool:
        monkeypatch.setattr(kept_counts._Counting, "all", before)
        before(counting)
        raise KeyboardInterrupt

    monkeypatch.setattr(kept_counts._Counting, "all", interrupted)
    with pytest.raises(KeyboardInterrupt):
        told(tmp_path, "funnel")
    assert counted == ["Ana"]
    told(tmp_path, "funnel")
    assert counted == ["Ana"]
