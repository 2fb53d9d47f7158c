"""The words that every definition may use: moments to count from, and clocks."""

from __future__ import annotations

MOMENTS = {
    "entered": "the present status was set",
    "received": "the lead came in",
    "status update": "the status was last set or confirmed",
    "first touch out": "we first reached out to them",
    "last touch out": "we last reached out to them, or talked",
    "last touch in": "they last reached us, or we talked (a reply)",
    "last touch": "the last contact either way",
    "unanswered": "our first touch since their last word, while it is their turn",
    "their word": "their last word, while it waits for our answer",
    "claimed": "the present owner took the lead",
}
CLOCKS = ("wall", "working")
