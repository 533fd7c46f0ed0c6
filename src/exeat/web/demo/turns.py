"""Whose turn it is in which story, and what the stories share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from exeat.web.accounts.models import User
from exeat.web.cases.models import Case
from exeat.web.demo.stories import Story
from exeat.web.registers.models import Exporter


@dataclass
class Stage:
    """What the stories share: the people, the companies, and the cases so far."""

    people: Mapping[str, User]
    exporters: Mapping[str, Exporter]
    cases: dict[str, Case] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """One person's turn in one story."""

    stage: Stage
    story: Story
    by: User
    now: datetime

    @property
    def case(self) -> Case:
        """The story's case as the turn finds it."""
        return Case.objects.get(pk=self.stage.cases[self.story.id].pk)
