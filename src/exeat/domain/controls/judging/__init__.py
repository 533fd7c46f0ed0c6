"""Stated facts against a control list's thresholds: verdict, arithmetic, and the facts that are missing."""

from exeat.domain.controls.judging.judge import EntryJudgement, Facts, Judge, Judged, Verdict, facts_of

__all__ = ["EntryJudgement", "Facts", "Judge", "Judged", "Verdict", "facts_of"]
