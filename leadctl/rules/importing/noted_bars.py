"""Notes that say whom not to contact, where nothing bars it: told, for words bar no channel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from leadctl.patterns import pattern
from leadctl.rules.importing.incoming import Incoming
from leadctl.rules.importing.languages import words_for
from leadctl.rules.leads.lead import listed
from leadctl.rules.leads.normal_text import plain_words

_SAID = pattern(
    r"(?i)\b(?:(?:do\s+not|don['’]?t|never|no\s+more|stop)\s+"
    r"(?:(?P<call>call|phone|ring)|(?P<text>text|sms)|(?P<email>e-?mail)"
    r"|(?P<all>contact|disturb|solicit))(?:s|ing)?\b|(?P<dnc>dnc)\b|(?P<mails>no\s+e-mails?)\b)"
)
_OR = pattern(
    r"(?i)(?:\s*[,/]\s*|\s+)(?:(?:or|nor|and)\s+)?"
    r"(?:(?P<call>call|phone|ring)|(?P<text>text|sms)|(?P<email>e-?mail))(?:s|ing)?\b"
)
"""What else is asked not to be used, right behind it: "do not text or call"."""
_SENT = frozenset({"text", "email"})
"""The channels by which a word comes that is all that they write."""
_CHANNELS = {"dnc": "call", "mails": "email"}
"""The groups that are not called as the channel that they bar."""
_ENTRIES = {
    "noted_call": "call",
    "noted_call_text": "call,text",
    "noted_email": "email",
    "noted_all": "all",
}
"""What the entries of the languages bar: phrases of notes, which may say more than a header."""


def noted_bars(one: Incoming) -> Iterator[tuple[str, str]]:
    """Yield (channels, words) of what a person's notes bar in words, and no field does.

    Channels are joined by commas, as a field of several is typed.
    """
    yield from asked_bars((text for _, text in one.notes), one.fields.get("do_not_contact"))


def asked_bars(texts: Iterable[str], known: object, by: str = "") -> Iterator[tuple[str, str]]:
    """Yield (channels, words) of what texts ask not to be used, and no bar that is `known` has.

    `by` is the channel by which they were sent, "" for notes.
    """
    barred = set(listed(known))
    for text in texts:
        for channels, words in _alone(text, by) or (*_english(text), *_phrases(text)):
            open_ = set(channels.split(",")) - barred
            if open_ and "all" not in barred:
                barred |= open_
                yield channels, words


def _alone(text: str, by: str) -> list[tuple[str, str]]:
    """Return what a word bars that people send by itself, as STOP: the channel by which it came."""
    alone = by in _SENT and plain_words(text) in _stops()
    return [(by, text.strip())] if alone else []


@cache
def _stops() -> frozenset[str]:
    return frozenset((*words_for("noted_stop"), *words_for("noted_email")))


def _english(text: str) -> Iterator[tuple[str, str]]:
    for found in _SAID.finditer(text):
        group = str(found.lastgroup)
        yield _CHANNELS.get(group, group), found[0]
        end = found.end()
        while also := _OR.match(text, end):
            yield str(also.lastgroup), also[0].strip(" ,/")
            end = also.end()


def _phrases(text: str) -> Iterator[tuple[str, str]]:
    """Yield the phrases of any language in a text, in its order, and what they bar."""
    words, known = plain_words(text).split(), _by_first()
    for at, word in enumerate(words):
        for channels, phrase in known.get(word, ()):
            if tuple(words[at : at + len(phrase)]) == phrase:
                yield channels, " ".join(phrase)


@cache
def _by_first() -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return what phrases bar, and their words, by the first of them; long ones first."""
    found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for entry, channels in _ENTRIES.items():
        for said in words_for(entry):
            phrase = tuple(said.split())
            found.setdefault(phrase[0], []).append((channels, phrase))
    return {first: sorted(ones, key=lambda one: -len(one[1])) for first, ones in found.items()}
