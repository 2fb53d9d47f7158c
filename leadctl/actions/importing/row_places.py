"""In which pipeline a row stands, and which status it has there: each by its own pipeline."""

from __future__ import annotations

from collections.abc import Mapping

from leadctl.actions.importing.result import ImportOptions, Prepared, RoleMeant
from leadctl.rules.clauses.words import with_article
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.plan import ROLE
from leadctl.rules.leads.lead import OWN, Lead

_NO_STATUS = "is of no status of ours; kept as it is"


class RowPlaces:
    """Places the rows of one import. `statuses` are ours by every word that means one."""

    def __init__(self, prepared: Prepared, options: ImportOptions) -> None:
        self.options, self.plan = options, prepared.plan
        self.mapped = {word.casefold(): ours for word, ours in options.statuses.items()}
        self.ours = {word.casefold(): name for word, name in options.ours.items()}
        self.statuses = {**self.ours, **self.mapped}
        self.status_column = next(iter(self.plan.names("status")), "")

    def place(self, one: Incoming, lead: Lead | None) -> None:
        """Put a row into its pipeline, or that of the `lead` that it joins, and into its status. A
        status that is none there stays under [extra], and so does the date of one that is not
        recorded as past, as that of a new lead is.
        """
        if one.pipeline and not self._names(one.pipeline):
            one.pipeline = ""
        self._by_role(one, lead.pipeline if lead else "")
        is_own = one.key.startswith(f"{OWN}:")
        if lead and is_own and self._names(lead.pipeline):
            one.pipeline = lead.pipeline
        one.ours = self._status(one)
        if one.status and not one.ours:
            one.extra[self.status_column] = one.status
            self._tell_no_status(one, is_own=is_own)
        if lead or not one.ours:
            one.extra.update(one.since)
            one.remarks += [(name, _NO_STATUS) for name in one.since]

    def known_words(self) -> set[str]:
        """Return the words that mean a status to some row, in lower case. Of our own files each
        word does, or is told with its row.
        """
        roles = self.options.roles(self.options.pipeline) if self.options.roles else {}
        there = {name for role in roles.values() for name in self._names(role.pipeline)}
        return {*self.statuses, *(there if self.plan.names(ROLE) else ())}

    def _by_role(self, one: Incoming, pipeline: str) -> None:
        """Put a row into the pipeline of its role, as its own or its lead's `pipeline` has it; a
        role that is none there stays a word.
        """
        typed = one.fields.get("role")
        if typed is None or self.options.roles is None:
            return
        known = self.options.roles(one.pipeline or pipeline or self.options.pipeline)
        if role := known.get(str(typed).casefold()):
            one.fields["role"] = role.name
            if role.pipeline != self.options.pipeline:
                one.pipeline, one.initial = role.pipeline, role.initial
            return
        column = next(iter(self.plan.names(ROLE)), "role")
        one.extra[column] = one.fields.pop("role")
        one.remarks.append((column, self._no_role(str(typed), known)))

    def _no_role(self, word: str, known: Mapping[str, RoleMeant]) -> str:
        """Return of a word that is no role what becomes of whoever has it, and how to say which."""
        if not known:
            return "is no role of ours; kept as it is"
        given = f": who is new is {with_article(self.options.role)}" if self.options.role else ""
        there = ", ".join(role.name for role in known.values())
        which = "leadctl set NAME role=ROLE, or mend the word in the file and import with --update"
        return f"“{word}” is no role here, and kept{given}. Roles: {there}. To say which: {which}"

    def _status(self, one: Incoming) -> str:
        """Return our status for a row's word, or "": one of the row's own pipeline."""
        word = one.status.casefold()
        names = self._names(one.pipeline) if one.pipeline else self.ours
        if not names:
            return "" if one.pipeline else self.statuses.get(word, "")
        return names.get(self.mapped.get(word, "").casefold()) or names.get(word, "")

    def _tell_no_status(self, one: Incoming, *, is_own: bool) -> None:
        """Tell of a word that means a status elsewhere, but none in the pipeline of its row."""
        word, pipeline = one.status.casefold(), one.pipeline or self.options.pipeline
        if not is_own and word not in self.known_words():
            return  # told once, for the whole file
        meant = self.mapped.get(word, one.status)
        there = ", ".join(dict.fromkeys(self._names(pipeline).values()))
        said = f"“{meant}” is no status of {pipeline}, and the word is kept. There are: {there}"
        one.remarks.append((self.status_column, said))

    def _names(self, pipeline: str) -> Mapping[str, str]:
        return self.options.named(pipeline) if self.options.named else {}
