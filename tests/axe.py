"""Asks axe-core whether a page that a browser shows can be used by everybody."""

from functools import cache
from typing import Any

from playwright.sync_api import Page

from tabard.config.places import PROJECT

LEVEL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """
async (level) => {
  const found = await axe.run(document, {
    runOnly: { type: "tag", values: level },
    resultTypes: ["violations"],
  });
  return found.violations;
}
"""


@cache
def _axe() -> str:
    return (PROJECT / "frontend/node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


def assert_accessible(page: Page) -> None:
    """Fail with rule, place and cure unless the page meets WCAG 2.2 AA as far as axe can see."""
    # Asked through the browser's debugger: the page's own policy allows no foreign script.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_axe())
    violations = page.evaluate(RUN, LEVEL)
    assert not violations, f"{page.url}\n" + "\n".join(map(_in_words, violations))


def _in_words(violation: dict[str, Any]) -> str:
    places = (
        f"    {' '.join(map(str, node['target']))}\n      {node['html']}\n"
        f"      {node['failureSummary'].replace('\n', '\n      ')}"
        for node in violation["nodes"]
    )
    return "\n".join(
        [f"  {violation['id']}: {violation['help']} ({violation['helpUrl']})", *places]
    )
