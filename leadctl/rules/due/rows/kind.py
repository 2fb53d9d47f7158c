"""What a kind of row has to say of itself; most kinds are this and some of their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from leadctl.rules.due.rows.saying import Reading, plain_words
from leadctl.values import dataclass

if TYPE_CHECKING:
    from datetime import tzinfo

    from leadctl.rules.due.rows.row import Due
    from leadctl.rules.language.deadlines import FollowUp
    from leadctl.rules.language.names import Names
    from leadctl.rules.leads.lead import Event


@dataclass(frozen=True)
class RowKind:
    """One kind of row: where it stands, what puts it off, how it is said, settled and checked.

    How it stands in the list: `section`; `counted` as "booked" or "answer" in the heading. In a
    folded section so many leads are counted in words (`one`, `several`), and `does` them all; where
    it is "", the list of this kind alone shows them.

    What moves it: `stands`: nothing puts it off, for somebody else waits for it or the definition
    itself acts; `stays` says so in words of {name}, and `moves` is what is typed instead. `waits`:
    a call-back puts it off. `owed`: no stop of what is automatic ends it, for somebody waits.
    `taken_over`: of a lead that came in before the book knew it, it is owed from then on.
    `booked`: it is an appointment, due at its own time, in every open status.
    `to_the_minute`: it is due at a time, even where days are counted.
    `agreed`: somebody has chosen its time, so that no list leaves it out.

    Its ways: `elsewhere`: they do not lead to the lead (a claim is texted to the programme), so
    that what the lead has barred does not change them.

    What it says of a lead: `step`: there is something ahead, and the lead is not idle. `keeps`:
    where a status has such a rule, no lead in it goes silent. `absent`: it tells that something is
    missing, so that there is nothing to settle. `asks`: it asks whether another status is right,
    once the steps of a plan are made. `doubts`: the status is not confirmed unasked beside it.
    `planned`: it is one step of a plan; done, so is all of the plan that is past. `hears`: it
    tells their last word. `tries`: it asks for the next try to get in touch.

    How it is settled: `ends` is the command that settles it, of {lead} and {rule}; "" where what it
    is settled by says enough. `then` is what is typed after seeing to it, of {lead}; "" is a call.
    `told`: what settles it says so, and `named`: by its words.
    """

    name: str
    section: str
    means: str
    counted: str = ""
    one: str = ""
    several: str = ""
    does: str = ""
    stands: bool = False
    stays: str = ""
    moves: str = ""
    waits: bool = False
    owed: bool = False
    taken_over: bool = False
    booked: bool = False
    to_the_minute: bool = False
    agreed: bool = False
    elsewhere: bool = False
    step: bool = True
    keeps: bool = True
    absent: bool = False
    asks: bool = False
    doubts: bool = False
    planned: bool = False
    hears: bool = False
    tries: bool = False
    ends: str = ""
    then: str = ""
    told: bool = True
    named: bool = True

    def says(self, row: Due, reading: Reading) -> str:
        """Return what a row of this kind says after the lead's name, once it is read in its day."""
        return plain_words(row, reading)

    def is_asked_after(self, row: Due, reading: Reading) -> bool:  # noqa: ARG002  # one kind is
        """Whether its time is over, so that what is left to do is to say how it went."""
        return False

    def says_below(
        self,
        row: Due,
        reading: Reading,
        first: RowKind,  # noqa: ARG002  # an answer asks
    ) -> str:
        """Return what it says beneath what is `first` to be done about the same lead."""
        return self.says(row, reading)

    def typed(self, row: Due, reading: Reading) -> tuple[str, ...]:  # noqa: ARG002  # of its time
        """Return the commands that settle it, to be printed beside it, of {lead}."""
        return (row.types,) if row.types else ()

    def tells(self, row: Due) -> bool:  # noqa: ARG002  # one kind looks at the row
        """Whether what settles this row says so."""
        return self.told

    def answered(self, row: Due, event: Event, zone: tzinfo) -> str:  # noqa: ARG002  # answers do
        """Return how long the answer took that settled it; "" where that is none."""
        return ""

    def stands_in(self, rule: FollowUp) -> tuple[str, str]:  # noqa: ARG002  # a duty reads its rule
        """Return where a rule's rows stand in the list, and as what they are counted if folded."""
        return self.section, self.fold

    def check(self, rule: FollowUp, names: Names) -> None:
        """Note what a rule of this kind may not say; most may say anything."""

    @property
    def fold(self) -> str:
        """As what its rows are counted where they fold: its name, or "" where they never do."""
        return self.name if self.one else ""
