"""The measures of a run, each with its interval, over all questions and by kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from eval.intervals import Estimate, mean, share
from eval.outcomes import Outcome
from eval.questions import Task

#: Retrieval measures by the name that we print, in the words of ir-measures.
RETRIEVAL = {
    "evidence_recall@1": "R@1",
    "evidence_recall@3": "R@3",
    "evidence_recall@5": "R@5",
    "evidence_hit@1": "Success@1",
    "evidence_hit@3": "Success@3",
    "evidence_hit@5": "Success@5",
    "mrr": "RR",
    "ndcg@10": "nDCG@10",
}

#: Every measure, in the order in which it is printed, with what it says.
MEASURES = {
    "handled": "all questions that got what they want: right and cited words, the right letters, or a refusal",
    "right": "open questions answered with everything expected, nothing forbidden and no dump",
    "cited": "open questions of which one of the first three citations lies on an evidence line",
    "right_and_cited": "open questions that are both",
    "proved": "open questions answered with a path whose every step is cited",
    "path_validity": "answers with paths whose every step is a fact of the base, quoted from the lines it cites",
    "refusal_precision": "refused questions that had to be refused",
    "refusal_recall": "questions to be refused that were refused",
    "choices_right": "multiple-choice questions with exactly the right letters",
    "choices_right_and_cited": "multiple-choice questions with the right letters and an evidence line",
    **{name: f"{name.split('@')[0].replace('_', ' ')} of the passages cited, by ir-measures" for name in RETRIEVAL},
}


def measures(outcomes: Sequence[Outcome]) -> dict[str, Estimate]:
    """Every measure that these outcomes have a question for."""
    verdicts = [outcome.verdict for outcome in outcomes]
    opened = [outcome.verdict for outcome in outcomes if outcome.task is Task.ANSWER]
    chosen = [outcome.verdict for outcome in outcomes if outcome.task is Task.CHOOSE]
    refused = [outcome for outcome in outcomes if not outcome.verdict.answered]
    to_refuse = [outcome for outcome in outcomes if outcome.task is Task.REFUSE]
    found = {
        "handled": share([outcome.handled for outcome in outcomes]),
        "right": share([verdict.right for verdict in opened]),
        "cited": share([verdict.cited for verdict in opened]),
        "right_and_cited": share([verdict.right and verdict.cited for verdict in opened]),
        "proved": share([verdict.proved for verdict in opened]),
        "path_validity": share([verdict.sound for verdict in verdicts if verdict.sound is not None]),
        "refusal_precision": share([outcome.task is Task.REFUSE for outcome in refused]) if to_refuse else None,
        "refusal_recall": share([not outcome.verdict.answered for outcome in to_refuse]),
        "choices_right": share([verdict.right for verdict in chosen]),
        "choices_right_and_cited": share([verdict.right and verdict.cited for verdict in chosen]),
        **{name: mean(values) for name, values in retrieval(outcomes).items()},
    }
    return {name: estimate for name, estimate in found.items() if estimate is not None}


def retrieval(outcomes: Iterable[Outcome]) -> dict[str, list[float]]:
    """The retrieval measures of each question that has evidence, in the order of their ids."""
    import ir_measures

    with_evidence = [outcome for outcome in outcomes if outcome.relevant]
    if not with_evidence:
        return {}
    wanted = {ir_measures.parse_measure(words): name for name, words in RETRIEVAL.items()}
    per_question = ir_measures.iter_calc(list(wanted), qrels(with_evidence), run(with_evidence))
    values: dict[str, dict[str, float]] = {name: {} for name in RETRIEVAL}
    for metric in per_question:
        values[wanted[metric.measure]][metric.query_id] = float(metric.value)
    return {name: [by_id[key] for key in sorted(by_id)] for name, by_id in values.items()}


def qrels(outcomes: Iterable[Outcome]) -> dict[str, dict[str, int]]:
    """Judgements: by question, the passages that hold evidence."""
    return {outcome.question.id: dict.fromkeys(outcome.relevant, 1) for outcome in outcomes if outcome.relevant}


def run(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    """Rankings: by question, each passage cited with a score that falls with its rank, so that no two tie."""
    return {
        outcome.question.id: {name: 1 / rank for rank, name in enumerate(outcome.ranking, start=1)}
        for outcome in outcomes
        if outcome.relevant and outcome.ranking
    }


def by_kind(outcomes: Iterable[Outcome]) -> dict[str, Estimate]:
    """The share that got what it wants, for each kind of question in the order of its name."""
    kinds: dict[str, list[bool]] = {}
    for outcome in outcomes:
        kinds.setdefault(outcome.question.kind or outcome.task, []).append(outcome.handled)
    return {kind: estimate for kind in sorted(kinds) if (estimate := share(kinds[kind]))}


def wanted_of(outcomes: Iterable[Outcome]) -> Mapping[Task, int]:
    """How many questions want an answer, a choice, a refusal."""
    tasks = [outcome.task for outcome in outcomes]
    return {task: tasks.count(task) for task in Task}
