"""Evals: golden questions, the judge, measures with intervals, baselines, ablations and their report.

Nothing here is imported on ``import eval``; take what you need from its module, as in ``from eval.run import evaluate``
(plain ``import eval.run`` would hide the builtin of that name).
"""
