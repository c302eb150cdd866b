"""What a change of the strategy would do before it counts: as a correction, or as a change of course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from rhumbline.reports.what_if import WhatIf, compare_loaded
from rhumbline.strategy.editing.edits import Edit, Put
from rhumbline.strategy.editing.file import StrategyText, read_strategy_text
from rhumbline.strategy.file import Change, Loaded, change
from rhumbline.strategy.versions import archived_versions
from rhumbline.workspace import Workspace


@dataclass(frozen=True)
class ChangePreview:
    """A change of strategy.yaml that nobody has saved yet, and what it would do."""

    before: StrategyText
    after: StrategyText
    loaded: Loaded
    is_new_version: bool  # a change of course: it judges from its own day on
    effect: WhatIf | None  # None where nothing is published that could be judged

    @property
    def diff(self) -> str:
        """The lines of the file that change."""
        return self.before.diff(self.after)

    @property
    def verdict(self) -> str:
        """What changes for the posts that fail, in one sentence."""
        if self.effect is None:
            return "No posts are judged yet, so nothing can be compared."
        before, after = self.effect.failing_before, self.effect.failing_after
        if before == after:
            return f"{before:,} post{'s' * (before != 1)} fail{'s' * (before == 1)}, as before."
        return f"{before:,} → {after:,} posts fail."


def preview_change(
    workspace: Workspace, edits: Sequence[Edit], from_day: date | None = None
) -> ChangePreview:
    """Judge what is published by the changed strategy, without writing anything.

    Without `from_day` the change is a correction: the version of the file is judged from its first
    day. With it, the change begins a version on that day, and posts before it stay as they are
    judged. Raises BadStrategy where the changed file has mistakes or the day lies before the last
    version's, UserError where a part cannot be edited.
    """
    before = read_strategy_text(workspace)
    after = before.edited([*edits, *_begin_on(from_day)])
    loaded = after.loaded()
    kind = change([v.loaded.version for v in archived_versions(workspace)], loaded.version)
    effect = compare_loaded(workspace, loaded) if workspace.published.is_file() else None
    return ChangePreview(before, after, loaded, kind is Change.NEW_VERSION, effect)


def _begin_on(day: date | None) -> list[Edit]:
    return [Put(("in_force_from",), day.isoformat())] if day else []
