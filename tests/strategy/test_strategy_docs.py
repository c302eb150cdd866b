"""docs/strategy.md: every key and code is in it, and every example in it is read."""

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from rhumbline.lint import RULES, has_errors, lint
from rhumbline.strategy.file import loads
from rhumbline.strategy.mistakes import PARTS, keys_of

PAGE = (Path(__file__).parents[2] / "docs" / "strategy.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)


def test_every_key_is_documented() -> None:
    keys = {key for model in PARTS.values() for key in keys_of(model)}
    written = set(re.findall(r"`(\w+)`|^ *-? *\{?(\w+):", PAGE, re.MULTILINE))
    assert keys - {word for pair in written for word in pair} == set()


def test_every_finding_is_documented() -> None:
    assert [rule.code for rule in RULES] == re.findall(r"^\| (RL\d+) \|", PAGE, re.MULTILINE)


def test_the_whole_example_has_no_findings_that_fail() -> None:
    findings = lint(loads(EXAMPLES[0], check_references=False))
    assert not has_errors(findings)
    assert findings == []


@pytest.mark.parametrize("example", EXAMPLES[1:], ids=lambda text: text.split(":")[0])
def test_every_example_is_read_within_the_whole_one(example: str) -> None:
    yaml: Any = YAML(typ="safe", pure=True)
    whole, part = loads(EXAMPLES[0]), yaml.load(example)
    kept = [
        section
        for section in re.split(r"(?m)^(?=\w)", whole.text)
        if section.split(":")[0] not in part
    ]
    strategy = loads("".join(kept) + example, check_references=False).strategy
    assert all(getattr(strategy, key) for key in part)
