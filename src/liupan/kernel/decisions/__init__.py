"""Decision tables: read, checked, analysed and worked out; no tables of a database."""

from liupan.kernel.decisions.analysis import Analysis, Case, analyse, told_apart
from liupan.kernel.decisions.deciding import Decision, Hit, Outcome, compile_table
from liupan.kernel.decisions.dmn import DecisionGraph, decide_all, read_dmn
from liupan.kernel.decisions.model import (
    Aggregator,
    DecisionTable,
    HitPolicy,
    Input,
    Output,
    Rule,
)
from liupan.kernel.decisions.refusals import TableRefused

__all__ = [
    "Aggregator",
    "Analysis",
    "Case",
    "Decision",
    "DecisionGraph",
    "DecisionTable",
    "Hit",
    "HitPolicy",
    "Input",
    "Outcome",
    "Output",
    "Rule",
    "TableRefused",
    "analyse",
    "compile_table",
    "decide_all",
    "read_dmn",
    "told_apart",
]
