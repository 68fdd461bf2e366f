"""The door of `workflow`.

An office starts a process within an operation of its own and hears what becomes of it:

    start_process(code="correspondence.sending", about_thing=About(...), data={...}, actor=, now=)

    @hears(StepCompleted)
    def go_on(fact: StepCompleted, heard: Heard) -> None: ...
"""

from liupan.foundation.workflow.models import Instance
from liupan.foundation.workflow.operations.deploying import (
    AlreadyDeployed,
    Checked,
    NotExecutable,
    check,
    deploy_process,
    keep_process,
    ship_process,
)
from liupan.foundation.workflow.operations.holding import (
    claim_step,
    delegate_step,
    give_back_step,
    hand_over_step,
    release_step,
)
from liupan.foundation.workflow.operations.mending import mend_process
from liupan.foundation.workflow.operations.redrawing import redraw_process
from liupan.foundation.workflow.operations.returning import (
    PREVIOUS,
    STARTER,
    move_process,
    return_step,
    withdraw_step,
)
from liupan.foundation.workflow.operations.running import (
    About,
    complete_step,
    deliver_message,
    reword_opinion,
    start_process,
)
from liupan.foundation.workflow.operations.signing import add_signer, remove_signer, sign_step
from liupan.foundation.workflow.operations.steering import (
    cancel_process,
    resume_process,
    stop_process,
    suspend_process,
)
from liupan.foundation.workflow.operations.telling import copy_process, read_copy, urge_step
from liupan.foundation.workflow.policies import DEPLOY, MEND, STEER
from liupan.foundation.workflow.queries.lists import (
    DefinitionRef,
    InstanceLine,
    find_definition,
    list_definitions,
    list_instances,
    source_of,
)
from liupan.foundation.workflow.queries.reading import (
    CopyRef,
    Form,
    InstanceRef,
    OpinionRef,
    SignerRef,
    StepNow,
    StepRef,
    describe_instance,
    find_instance,
    find_step,
    form_of,
    inspect_instance,
    instances_of,
    open_steps,
    steps_for,
    takes_part,
)
from liupan.foundation.workflow.queries.stuck import Ailment, Stuck, list_stuck
from liupan.foundation.workflow.queries.work import (
    Waiting,
    count_waiting,
    list_own_steps,
    list_waiting,
)
from liupan.foundation.workflow.refusals import (
    AlreadyDone,
    AlreadySigned,
    FieldNotEditable,
    IsJoint,
    NextHasActed,
    NotForYou,
    NotJoint,
    NotRunning,
    NotStuck,
    NotVisited,
    SignersFirst,
    StateTooLarge,
)
from liupan.foundation.workflow.registry import (
    Particulars,
    Subject,
    candidate_rule,
    candidate_rules,
    describes,
    service,
    services,
)
from liupan.foundation.workflow.rules.checking import Objection
from liupan.foundation.workflow.showing import diagram_of, timeline_of
from liupan.foundation.workflow.wording import ailment_in_words, objection_in_words

STATES = tuple(Instance.State.choices)
"""States of an instance and their names for people."""

__all__ = [
    "DEPLOY",
    "MEND",
    "PREVIOUS",
    "STARTER",
    "STATES",
    "STEER",
    "About",
    "Ailment",
    "AlreadyDeployed",
    "AlreadyDone",
    "AlreadySigned",
    "Checked",
    "CopyRef",
    "DefinitionRef",
    "FieldNotEditable",
    "Form",
    "InstanceLine",
    "InstanceRef",
    "IsJoint",
    "NextHasActed",
    "NotExecutable",
    "NotForYou",
    "NotJoint",
    "NotRunning",
    "NotStuck",
    "NotVisited",
    "Objection",
    "OpinionRef",
    "Particulars",
    "SignerRef",
    "SignersFirst",
    "StateTooLarge",
    "StepNow",
    "StepRef",
    "Stuck",
    "Subject",
    "Waiting",
    "add_signer",
    "ailment_in_words",
    "cancel_process",
    "candidate_rule",
    "candidate_rules",
    "check",
    "claim_step",
    "complete_step",
    "copy_process",
    "count_waiting",
    "delegate_step",
    "deliver_message",
    "deploy_process",
    "describe_instance",
    "describes",
    "diagram_of",
    "find_definition",
    "find_instance",
    "find_step",
    "form_of",
    "give_back_step",
    "hand_over_step",
    "inspect_instance",
    "instances_of",
    "keep_process",
    "list_definitions",
    "list_instances",
    "list_own_steps",
    "list_stuck",
    "list_waiting",
    "mend_process",
    "move_process",
    "objection_in_words",
    "open_steps",
    "read_copy",
    "redraw_process",
    "release_step",
    "remove_signer",
    "resume_process",
    "return_step",
    "reword_opinion",
    "service",
    "services",
    "ship_process",
    "sign_step",
    "source_of",
    "start_process",
    "steps_for",
    "stop_process",
    "suspend_process",
    "takes_part",
    "timeline_of",
    "urge_step",
    "withdraw_step",
]
