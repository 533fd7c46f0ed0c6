"""Facts against an entry: each paragraph weighed, the arithmetic shown, the missing facts named.

It advises. An entry is ruled out only when every alternative in it surely is; words that only an expert can weigh
("specially designed") leave it a candidate. Nothing here says that goods are free.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from exeat.domain.controls.edition import Edition
from exeat.domain.controls.errors import UnknownCodeError
from exeat.domain.controls.judging.derived import contradictions, derived
from exeat.domain.controls.judging.facts import Figures, by_dimension, stated
from exeat.domain.controls.judging.outline import Node, outline
from exeat.domain.controls.judging.weighing import OPEN, Status, Weight, all_of, any_of
from exeat.domain.controls.thresholds.algebra import Dimension

Verdict = Literal["candidate", "ruled_out", "ask"]
_VERDICTS: dict[Status, Verdict] = {"met": "candidate", "open": "candidate", "unknown": "ask", "unmet": "ruled_out"}
_FREES: dict[Status, Status] = {"met": "unmet", "unmet": "open", "unknown": "unknown", "open": "open"}
_DEPTH = 3  # references followed from one provision to the next


@dataclass(frozen=True, slots=True)
class Judged:
    """A provision that was weighed: its verdict, and the outcome that says why.

    `direct` when a stated figure bears on its own words, and not only on those above or beside it; `supposing` when a
    figure does that has no name.
    """

    path: str
    verdict: Verdict
    telling: Weight = OPEN
    direct: bool = False
    supposing: bool = False

    @property
    def arithmetic(self) -> str:
        """The stated figures against the thresholds; "" where none bears on the paragraph."""
        return "; ".join((*self.telling.arithmetic, *self.telling.supposed))

    @property
    def needs(self) -> tuple[str, ...]:
        """The facts that it lacks: "sample rate in MSPS"."""
        return tuple(dict.fromkeys(test.need for test in self.telling.needs))

    @property
    def questions(self) -> tuple[str, ...]:
        """What to ask for them."""
        return tuple(test.question for test in self.telling.needs)


@dataclass(frozen=True)
class EntryJudgement:
    """An entry that was weighed: every paragraph of it in order, and its own verdict."""

    entry: str
    verdict: Verdict
    provisions: tuple[Judged, ...]

    def at(self, path: str) -> Judged:
        """The judgement of the paragraph at a path, or of the one that a note at that path stands beside."""
        own = path.partition(":")[0]
        return self._at.get(own) or Judged(path, self.verdict)

    @cached_property
    def _at(self) -> dict[str, Judged]:
        return {judged.path: judged for judged in self.provisions}

    @property
    def decisive(self) -> tuple[Judged, ...]:
        """The paragraphs whose own words a stated figure bears on, those that hold first."""
        shown = [p for p in self.provisions if p.direct]
        return tuple(sorted(shown, key=lambda p: ("candidate", "ask", "ruled_out").index(p.verdict)))

    @property
    def supposing(self) -> tuple[Judged, ...]:
        """The paragraphs whose own words a figure without a name may bear on."""
        return tuple(p for p in self.provisions if p.supposing)


@dataclass(frozen=True, slots=True)
class Facts:
    """The figures of an application, stated and worked out, and where they contradict one another."""

    figures: Figures
    contradictions: tuple[str, ...]


def facts_of(*texts: str) -> Facts:
    """The figures in an applicant's texts. Whatever else the texts say is not heeded."""
    found = stated(*texts)
    worked_out = derived(found)
    return Facts(by_dimension((*found, *worked_out)), contradictions(found, worked_out))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """A paragraph's outcome by its own words, by those under it where all must hold, and as a whole."""

    own: Weight
    beside: Weight
    whole: Weight


_IN_WORDS = _Outcome(OPEN, OPEN, OPEN)


class Judge:
    """Weighs facts against the entries of one list; each entry's tree is built when it is first asked for."""

    def __init__(self, control_list: Edition, thresholds: Mapping[str, str] | None = None) -> None:
        """`thresholds` are those that an index keeps, by entry; the others are read when they are asked for."""
        self._list = control_list
        self._thresholds = thresholds or {}
        self._outlines: dict[str, Node] = {}
        self._nodes: dict[str, Node] = {}
        self._measured: dict[tuple[str, int], frozenset[Dimension]] = {}
        self._unstated: dict[tuple[str, int], _Outcome] = {}
        self._silent: dict[str, tuple[Judged, ...]] = {}
        self._judged: dict[str, EntryJudgement] = {}
        self._lock = threading.Lock()

    def judge(self, code: str, facts: Facts) -> EntryJudgement:
        """The judgement of one entry. Raises UnknownCodeError.

        Figures in whose dimension a paragraph measures nothing change nothing there, so that where there are no
        others its outcome is the one without any, which is kept.
        """
        root = self._outline(code)
        if self._bears(facts.figures, root, _DEPTH):
            return self._judgement(root, facts.figures)
        if root.path not in self._judged:
            self._judged[root.path] = self._judgement(root, {})
        return self._judged[root.path]

    def _judgement(self, root: Node, figures: Figures) -> EntryJudgement:
        outcomes: dict[str, _Outcome] = {}
        whole = self._weigh(root, figures, outcomes, _DEPTH)
        judged: list[Judged] = []
        self._settle(root, outcomes, OPEN, judged)
        return EntryJudgement(root.path, _VERDICTS[whole.status], tuple(judged))

    def spans(self, path: str) -> tuple[tuple[int, int], ...]:
        """Where the thresholds stand in the text of the record at a path. Raises UnknownCodeError."""
        own = self._node(path)
        return tuple((test.threshold.start, test.threshold.end) for test in own.tests) if own else ()

    def _outline(self, code: str) -> Node:
        entry = self._list.entry(code)
        with self._lock:
            if entry.code not in self._outlines:
                self._outlines[entry.code] = outline(self._list, entry, self._thresholds.get(entry.code))
                self._nodes.update((node.path, node) for node in self._outlines[entry.code].all())
            return self._outlines[entry.code]

    def _node(self, path: str) -> Node | None:
        """The paragraph at a path; None for a note. Raises UnknownCodeError."""
        self._outline(path)
        return self._nodes.get(path)

    def _weigh(self, node: Node, figures: Figures, outcomes: dict[str, _Outcome], depth: int) -> Weight:
        """A paragraph with all under it; `outcomes` takes every paragraph's that a stated figure bears on."""
        if node.in_words:
            return OPEN
        if self._bears(figures, node, depth):
            outcome = self._outcome(node, figures, outcomes, depth)
            outcomes[node.path] = outcome
            return outcome.whole
        if (node.path, depth) not in self._unstated:
            self._unstated[node.path, depth] = self._outcome(node, {}, {}, depth)
        return self._unstated[node.path, depth].whole

    def _outcome(self, node: Node, figures: Figures, outcomes: dict[str, _Outcome], depth: int) -> _Outcome:
        own = all_of((*_own(node, figures), self._referred(node, figures, depth)))
        weights = [self._weigh(child, figures, outcomes, depth) for child in node.children]
        below = all_of(weights) if node.all_children else any_of(weights)
        whole = all_of((own, below)) if weights else own
        return _Outcome(own, below if node.all_children else OPEN, whole)

    def _settle(self, node: Node, outcomes: dict[str, _Outcome], above: Weight, judged: list[Judged]) -> None:
        """Each paragraph's verdict in its place: with those above and under it, and beside it where all must hold."""
        if above is OPEN and node.path not in outcomes:
            judged += self._without_figures(node)
        else:
            self._settle_each(node, outcomes, above, judged)

    def _without_figures(self, node: Node) -> tuple[Judged, ...]:
        """A paragraph and those under it where no stated figure bears on them or on one above: always the same."""
        if node.path not in self._silent:
            judged: list[Judged] = []
            self._settle_each(node, {}, OPEN, judged)
            self._silent[node.path] = tuple(judged)
        return self._silent[node.path]

    def _settle_each(self, node: Node, outcomes: dict[str, _Outcome], above: Weight, judged: list[Judged]) -> None:
        outcome = outcomes.get(node.path) or self._unstated.get((node.path, _DEPTH), _IN_WORDS)
        line = whole = telling = above
        if outcome is not _IN_WORDS:
            line = all_of((above, outcome.own, outcome.beside))
            whole = all_of((line, outcome.whole))
            telling = outcome.own if outcome.own.status == "unmet" else whole if whole.status == "unmet" else line
        direct, supposing = bool(outcome.own.arithmetic), bool(outcome.own.supposed)
        judged.append(Judged(node.path, _VERDICTS[whole.status], telling, direct, supposing))
        for child in node.children:
            self._settle(child, outcomes, line, judged)

    def _bears(self, figures: Figures, node: Node, depth: int) -> bool:
        """Whether one of the figures is in the dimension of a threshold that `_weigh` may come to from a paragraph."""
        if not figures:
            return False
        if (node.path, depth) not in self._measured:
            self._measured[node.path, depth] = frozenset(self._dimensions(node, depth))
        measured = self._measured[node.path, depth]
        return not measured.isdisjoint(figures)

    def _referred(self, node: Node, figures: Figures, depth: int) -> Weight:
        """How the one provision that a paragraph refers to comes out."""
        target = self._target(node) if depth else None
        return self._weigh(target, figures, {}, depth - 1) if target else OPEN

    def _target(self, node: Node) -> Node | None:
        """The provision that a paragraph refers to, None when there is none."""
        if not node.refers_to:
            return None
        try:
            return self._node(node.refers_to)
        except UnknownCodeError:
            return None

    def _dimensions(self, node: Node, depth: int) -> Iterator[Dimension]:
        """Those of every threshold that `_weigh` may come to from a paragraph."""
        yield from (test.dimension for test in (*node.tests, *(release.test for release in node.releases)))
        target = self._target(node) if depth else None
        if target:
            yield from self._dimensions(target, depth - 1)
        for child in node.children:
            yield from self._dimensions(child, depth)


def _own(node: Node, figures: Figures) -> Iterable[Weight]:
    """The paragraph's own tests, those joined by "or" as one, and its releases turned round."""
    group: list[Weight] = []
    for test in node.tests:
        if test.threshold.scope == "and" and group:
            yield any_of(group)
            group = []
        group.append(test.weigh(figures))
    if group:
        yield any_of(group)
    for release in node.releases:
        weight = release.test.always_met(figures)
        if weight.arithmetic or weight.supposed:
            frees = _FREES[weight.status]
            does = "releases" if frees == "unmet" else "does not release" if frees == "open" else "may release"
            lines, guesses = (
                tuple(f"{line}: {release.note} {does}" for line in own) for own in (weight.arithmetic, weight.supposed)
            )
            yield Weight(frees, lines, weight.needs, guesses=guesses)
