"""A page looked at in headless Chromium: what is cut, what overlaps, how large its letters are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from html import escape, unescape
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium here: pages are not looked at"
)
_FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
_LOOK = """
<script>
function boxes(doc, what) {
  return [...doc.querySelectorAll(what)].map(e => [e, e.getBoundingClientRect()])
    .filter(([e, b]) => b.width && b.height);
}
onload = () => {
  const frame = document.querySelector('iframe'), doc = frame.contentDocument;
  const wide = doc.documentElement.clientWidth, found = {cut: [], overlap: [], small: []};
  for (const [e, b] of boxes(doc, 'h1,h2,h3,p,td,th,li,svg text,footer')) {
    const said = e.textContent.slice(0, 40);
    if (b.right > wide + 1 || b.left < -1) found.cut.push(said);
    const svg = e.closest('svg');
    if (svg) {
      const s = svg.getBoundingClientRect();
      if (b.right > s.right + 1 || b.left < s.left - 1 || b.bottom > s.bottom + 1)
        found.cut.push('picture: ' + said);
      if (b.height < 9) found.small.push(said);
    }
  }
  for (const [svg] of boxes(doc, 'svg')) {
    const texts = boxes(svg, 'text');
    texts.forEach(([e, a], i) => texts.slice(i + 1).forEach(([f, b]) => {
      if (a.left < b.right - 1 && b.left < a.right - 1
          && a.top < b.bottom - 2 && b.top < a.bottom - 2)
        found.overlap.push(e.textContent + ' / ' + f.textContent);
    }));
  }
  found.wide = boxes(doc, '*').filter(([e, b]) => b.right > wide + 1)
    .map(([e]) => e.tagName + '.' + e.className + ': ' + e.textContent.slice(0, 30));
  found.scrolls = doc.documentElement.scrollWidth > wide + 1;
  found.pictures = doc.querySelectorAll('svg').length;
  document.body.dataset.found = JSON.stringify(found);
};
</script>
"""


def looked_at(page: str, width: int, folder: Path, *, paper: bool = False) -> dict[str, Any]:
    """Return what is cut, overlapping or too small on a page at a width; `paper` as printed."""
    if paper:
        page = page.replace("@media print", "@media all")
    wrapper = folder / f"look-{width}-{paper}.html"
    frame = (
        f'<iframe style="width:{width}px;height:900px;border:0" srcdoc="{escape(page)}"></iframe>'
    )
    wrapper.write_text(f"<!doctype html><meta charset=utf-8>{_LOOK}<body>{frame}</body>")
    done = subprocess.run(
        [
            str(CHROMIUM),
            *_FLAGS,
            f"--user-data-dir={folder / 'profile'}",
            "--virtual-time-budget=4000",
            "--window-size=1400,1000",
            "--dump-dom",
            wrapper.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    said = re.search(r'<body data-found="(.*?)">', done.stdout, re.DOTALL)
    assert said, done.stdout[:300] + done.stderr[-300:]
    found: dict[str, Any] = json.loads(unescape(said[1]))
    return found
