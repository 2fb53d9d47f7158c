"""Which columns hold what of a person: worked out once, for all rows of a table."""

from __future__ import annotations

from datetime import UTC, tzinfo

from leadctl.rules.importing.dates import header_zone
from leadctl.rules.importing.guess import may_be_labelled, may_object
from leadctl.rules.importing.plan import Plan
from leadctl.rules.importing.reach_words import COUNTRY_CODES
from leadctl.rules.importing.reading import DATED, STEP, Reading
from leadctl.rules.leads.lead import OWN
from leadctl.rules.leads.normal_text import IN_UTC, normal


class RowColumns:
    """The columns of a plan by what they are read for; a place of -1 is a column there is not."""

    def __init__(self, plan: Plan, reading: Reading) -> None:
        self.plan = plan
        self.names = [one.name for one in plan.columns]
        self.emails = plan.using("email")
        self.phones = plan.using("phone")
        self.kinds = plan.kinds("phone")
        self.states = plan.kinds("phone", ("status",))
        self.country_code = next(
            (one.index for one in plan.columns if normal(one.name) in COUNTRY_CODES), -1
        )
        self.barring = {one.index: one.bars.split(",") for one in plan.columns if one.bars}
        self.extra = plan.using("extra")
        self.may_object = frozenset(at for at in self.extra if may_object(normal(self.names[at])))
        self.notes = plan.using("note")
        self.tags = plan.using("tags")
        self.flags = [
            (one.index, (one.use.partition(":")[0], one.use.partition(":")[2]), one.number > 0)
            for one in plan.columns
            if one.use.startswith(("bar:", "allow:", "words:"))
        ]
        self.labelled = [
            one.index
            for one in plan.columns
            if one.use == "status"
            or (one.use.startswith(("extra", "field:")) and may_be_labelled(normal(one.name)))
        ]
        self.name_parts = [
            self._only(f"name.{part}") for part in ("full", "first", "middle", "last", "suffix")
        ]
        self.company = self._only("company")
        self.owners = plan.is_of_properties
        self.of_calls = bool(plan.own_numbers)
        self.places = self._compile_places()
        self.further = [
            (one.index, one.use[6:]) for one in plan.columns if one.use.startswith("field:")
        ]
        self.further_at = dict(self.further)
        self.rest = {use: self._only(use) for use in ("source", "status", "zip", *DATED)}
        self.steps = plan.using(STEP)
        self.marks = plan.marks
        self.joins = plan.joins
        self.sets = plan.layout.sets if plan.layout else {}
        self.own = plan.slug == OWN
        named = (one.index for one in plan.columns if one.name == "pipeline")
        self.pipeline = next(named, -1) if self.own else -1
        self.zones = [_zone_of(name, reading.zone) for name in self.names]

    @property
    def field_names(self) -> list[str]:
        """Return the further fields that a row may have, in the order in which it has them."""
        return [name for _, name in self.further]

    @property
    def extra_names(self) -> list[str]:
        """Return all that a row may have under [extra], in the order in which it has it."""
        flags, further = [at for at, *_ in self.flags], [at for at, _ in self.further]
        dates = [self.rest[use] for use in DATED]
        order = [*self.emails, *self.phones, *flags, *dates, *further, *self.extra]
        named = [self.names[at] for at in [*order, self.company] if at >= 0]
        return list(dict.fromkeys([*named, *self.names]))

    def _only(self, use: str) -> int:
        return next(iter(self.plan.using(use)), -1)

    def _compile_places(self) -> list[tuple[str, list[int], bool]]:
        """Return each place with the columns of its parts, and whether its zip stands before its
        town: a table has its columns in the order in which its people write addresses.
        """
        parts = ("whole", "street", "street2", "street3", "city", "state", "zip", "country")
        found = [
            (place, [self._only(f"{place}.{part}") for part in parts])
            for place in ("address", "property_address", "mailing_address")
        ]
        return [
            (place, places, 0 <= places[6] == places[4] - 1)
            for place, places in found
            if any(at >= 0 for at in places)
        ]


def _zone_of(header: str, otherwise: tzinfo) -> tzinfo:
    """Return the zone of the moments below a header, which may name one."""
    if IN_UTC.search(normal(header)):
        return UTC
    return header_zone(header)[1] or otherwise
