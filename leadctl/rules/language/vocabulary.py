"""The words that every definition may use: moments, built-in events and fields, kinds, clocks."""

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
TOUCH_WORDS = ("touch", "call", "text", "email", "meeting", "letter")
BUILT_IN_EVENTS = {
    "received": "the lead came in",
    "call": "a telephone call",
    "text": "a text message",
    "email": "an e-mail",
    "meeting": "a meeting in person or by video",
    "letter": "a letter or postcard",
    "status": "a status was set",
    "confirm": "an unchanged status was confirmed",
    "note": "a note",
    "done": "a follow-up was marked done",
    "snooze": "a follow-up was put off, or a call-back asked for",
    "claim": "an agent took the lead",
    "release": "the lead went back to the pool",
    "pass": "an agent passed on the lead",
    "assign": "the lead was given to an agent",
    "ask": "approval was asked for",
    "approve": "approval was given",
    "role": "the lead's role changed",
    "migrate": "the lead moved to another definition",
    "message": "a message was queued to the outbox",
    "sent": "a queued message was sent",
    "credit": "a KPI was credited",
    "task": "a task was created",
    "taken-over": "the lead was somebody's before the book had it",
    "blocked": "something that could not happen by itself",
    "stop": "every automatic follow-up was stopped",
    "import": "an import added to the lead",
    "merge": "another lead was joined into this one",
    "forked": "git joined two moves from one status: one has to be confirmed",
}
CLOCKS = ("wall", "working")
