"""The kinds of effects: the one list that the parser, the checker and the documentation read."""

from __future__ import annotations

from leadctl.rules.language.family import Family
from leadctl.rules.moves.effects.claim import ClaimEffect
from leadctl.rules.moves.effects.credit import CreditEffect
from leadctl.rules.moves.effects.kind import EffectKind
from leadctl.rules.moves.effects.message import MessageEffect
from leadctl.rules.moves.effects.release import ReleaseEffect
from leadctl.rules.moves.effects.set_fields import SetEffect
from leadctl.rules.moves.effects.status import StatusEffect
from leadctl.rules.moves.effects.stop import StopEffect
from leadctl.rules.moves.effects.task import TaskEffect

EFFECTS: Family[EffectKind] = Family(
    "What happens on entering a status, or when `tick` finds a deadline passed.", {}, several=True
)
EFFECTS.register(  # in the order in which the effects of one table are applied
    ClaimEffect,
    ReleaseEffect,
    StopEffect,
    CreditEffect,
    SetEffect,
    TaskEffect,
    MessageEffect,
    StatusEffect,
)
