"""Why an element cannot be executed, in words."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

OBJECTIONS: Mapping[str, str | Promise] = {
    "too_many": _("The process has %(detail)s elements; more than 500 are not executed."),
    "several_processes": _("The file holds several processes; one file executes one."),
    "no_start": _("The process has no start event."),
    "several_starts": _("The process has several start events; it can begin at one only."),
    "no_end": _("The process has no end event."),
    "repeated_id": _("Two elements have this id."),
    "bad_id": _("The id is missing, has a dot in it, or is one the engine uses itself."),
    "not_executed": _("Elements of kind “%(detail)s” are not executed."),
    "script": _("Scripts are never run. A condition or a service can take its place."),
    "plain_task": _("The task does not say what kind it is; make it a user task."),
    "send_task": _("Nothing is sent by a diagram; offices send when a step is completed."),
    "sub_process": _("Processes within processes are not executed yet."),
    "parallel_instances": _(
        "Parallel instances are fixed when they start. Make it one step with a joint sign."
    ),
    "loop_marker": _("Loop markers are not executed; draw the way back."),
    "unknown_extension": _("The extension “%(detail)s” is not known here."),
    "timer": _("Timers read the machine's clock. Let a time limit send a message instead."),
    "not_a_message": _("Only messages with a name can be waited for."),
    "event_kind": _("Events of kind “%(detail)s” are not executed."),
    "unknown_service": _("There is no service “%(detail)s”."),
    "no_table": _("The task does not say which decision table it asks."),
    "unknown_table": _("No decision table “%(detail)s” is deployed."),
    "no_result": _("The task does not say under which name the result stands."),
    "undeclared_result": _("The process does not declare the value “%(detail)s”."),
    "wrong_output": _("The table decides another kind of value than is declared: %(detail)s"),
    "unknown_input": _("The table reads “%(detail)s”, which this process does not have."),
    "work_elsewhere": _("Candidates, joint signs and fields belong to user tasks."),
    "no_name": _("The step has no name for people."),
    "nobody": _("Nobody is named who may do the step."),
    "unknown_candidates": _("“%(detail)s” is no kind of candidate."),
    "unknown_rule": _("There is no candidate rule “%(detail)s”."),
    "empty_candidates": _("Candidates of kind “%(detail)s” need a value."),
    "bad_expression": _("The expression cannot stand: %(detail)s"),
    "unknown_signing": _("“%(detail)s” is no kind of joint sign."),
    "bad_ratio": _("“%(detail)s” is no part of the whole: it lies above 0 and is at most 1."),
    "bad_field": _("The right of a field is read, edit or hide, not “%(detail)s”."),
    "loose_end": _("The flow begins or ends nowhere."),
    "not_one_way": _("Exactly one flow leaves a step; this one has %(detail)s. Draw a gateway."),
    "no_condition": _("The flow “%(detail)s” has no condition."),
    "no_default": _("The gateway has no default flow for when no condition holds."),
    "condition_elsewhere": _("Conditions belong to flows of a gateway that chooses."),
    "beyond_the_end": _("Nothing can follow the end."),
    "unreachable": _("No way leads here from the start."),
    "no_way_out": _("No way leads from here to an end."),
    "never_waits": _("Round and round without waiting for anybody: %(detail)s"),
    "engine": _("The engine refuses it: %(detail)s"),
}

NOT_BPMN: Mapping[str, str | Promise] = {
    "too_large": _("The file is larger than 4 MB."),
    "not_xml": _("The file is no well-formed XML: %(detail)s"),
    "has_doctype": _("The file declares a document type; that is not read, for safety."),
    "not_bpmn": _("The file is XML, but no BPMN 2.0."),
    "no_process": _("The file draws no process."),
}


def objection_in_words(reason: str, detail: str) -> str:
    """The sentence of an objection."""
    return str(OBJECTIONS[reason]) % {"detail": detail}


AILMENTS: Mapping[str, str | Promise] = {
    "no_step": _("“%(name)s” is due, but nobody's list has it."),
    "no_token": _("“%(name)s” is in lists, but not due any more."),
    "nobody": _("Nobody can do “%(name)s” today."),
    "deadlock": _("All that is left waits for each other; whoever steers the process can move it."),
}


def ailment_in_words(kind: str, name: str) -> str:
    """What is wrong with an instance."""
    return str(AILMENTS[kind]) % {"name": name}
