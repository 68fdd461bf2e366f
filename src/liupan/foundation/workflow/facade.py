"""The door of `workflow`.

An office starts a process within an operation of its own and hears what becomes of it:

    start_process(code="correspondence.sending", about_thing=About(...), data={...}, actor=, now=)

    @hears(StepCompleted)
    def go_on(fact: StepCompleted, heard: Heard) -> None: ...
"""

from liupan.foundation.workflow.checked import Checked, check
from liupan.foundation.workflow.conditions import stored
from liupan.foundation.workflow.measures import StepHours
from liupan.foundation.workflow.models import Instance
from liupan.foundation.workflow.operations.deploying import (
    AlreadyDeployed,
    NotExecutable,
    deploy_process,
    keep_process,
    ship_process,
)
from liupan.foundation.workflow.operations.holding import (
    claim_step,
    delegate_step,
    give_back_step,
    hand_over_step,
    put_off_step,
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
    remark_process,
    reword_opinion,
    start_process,
)
from liupan.foundation.workflow.operations.signing import (
    add_signer,
    remove_signer,
    set_signers,
    sign_step,
)
from liupan.foundation.workflow.operations.sketching import (
    PROCESS,
    TABLE,
    drop_sketch,
    keep_sketch,
)
from liupan.foundation.workflow.operations.steering import (
    cancel_process,
    resume_process,
    stop_process,
    suspend_process,
)
from liupan.foundation.workflow.operations.tabling import (
    TableNotFit,
    deploy_table,
    keep_table,
    redraw_table,
)
from liupan.foundation.workflow.operations.telling import copy_process, read_copy, urge_step
from liupan.foundation.workflow.operations.trialling import record_trial
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
    Involvement,
    OpinionRef,
    SignerRef,
    StepNow,
    StepRef,
    VerdictRef,
    describe_instance,
    find_instance,
    find_step,
    form_of,
    inspect_instance,
    instances_of,
    involvement_in,
    open_steps,
    parts_taken,
    takes_part,
)
from liupan.foundation.workflow.queries.sketches import SketchRef, find_sketch
from liupan.foundation.workflow.queries.stuck import Ailment, Stuck, list_stuck
from liupan.foundation.workflow.queries.tables import (
    TablePage,
    TableRef,
    ask_table,
    describe_table,
    find_table,
    list_tables,
    table_source_of,
)
from liupan.foundation.workflow.queries.trying import (
    OpenStep,
    Started,
    TrialField,
    TrialPage,
    TrialRef,
    try_process,
)
from liupan.foundation.workflow.queries.work import (
    Part,
    Waiting,
    count_waiting,
    count_work,
    list_own_steps,
    list_put_off,
    list_things_waiting,
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
from liupan.foundation.workflow.rules.branches import Branch
from liupan.foundation.workflow.rules.checking import Objection
from liupan.foundation.workflow.showing import diagram_of, timeline_of
from liupan.foundation.workflow.sources import list_work
from liupan.foundation.workflow.tables import Said
from liupan.foundation.workflow.trials import Move, NotPossible
from liupan.foundation.workflow.wording import ailment_in_words, objection_in_words

STATES = tuple(Instance.State.choices)
"""States of an instance and their names for people."""

__all__ = [
    "DEPLOY",
    "MEND",
    "PREVIOUS",
    "PROCESS",
    "STARTER",
    "STATES",
    "STEER",
    "TABLE",
    "About",
    "Ailment",
    "AlreadyDeployed",
    "AlreadyDone",
    "AlreadySigned",
    "Branch",
    "Checked",
    "CopyRef",
    "DefinitionRef",
    "FieldNotEditable",
    "Form",
    "InstanceLine",
    "InstanceRef",
    "Involvement",
    "IsJoint",
    "Move",
    "NextHasActed",
    "NotExecutable",
    "NotForYou",
    "NotJoint",
    "NotPossible",
    "NotRunning",
    "NotStuck",
    "NotVisited",
    "Objection",
    "OpenStep",
    "OpinionRef",
    "Part",
    "Particulars",
    "Said",
    "SignerRef",
    "SignersFirst",
    "SketchRef",
    "Started",
    "StateTooLarge",
    "StepHours",
    "StepNow",
    "StepRef",
    "Stuck",
    "Subject",
    "TableNotFit",
    "TablePage",
    "TableRef",
    "TrialField",
    "TrialPage",
    "TrialRef",
    "VerdictRef",
    "Waiting",
    "add_signer",
    "ailment_in_words",
    "ask_table",
    "cancel_process",
    "candidate_rule",
    "candidate_rules",
    "check",
    "claim_step",
    "complete_step",
    "copy_process",
    "count_waiting",
    "count_work",
    "delegate_step",
    "deliver_message",
    "deploy_process",
    "deploy_table",
    "describe_instance",
    "describe_table",
    "describes",
    "diagram_of",
    "drop_sketch",
    "find_definition",
    "find_instance",
    "find_sketch",
    "find_step",
    "find_table",
    "form_of",
    "give_back_step",
    "hand_over_step",
    "inspect_instance",
    "instances_of",
    "involvement_in",
    "keep_process",
    "keep_sketch",
    "keep_table",
    "list_definitions",
    "list_instances",
    "list_own_steps",
    "list_put_off",
    "list_stuck",
    "list_tables",
    "list_things_waiting",
    "list_waiting",
    "list_work",
    "mend_process",
    "move_process",
    "objection_in_words",
    "open_steps",
    "parts_taken",
    "put_off_step",
    "read_copy",
    "record_trial",
    "redraw_process",
    "redraw_table",
    "release_step",
    "remark_process",
    "remove_signer",
    "resume_process",
    "return_step",
    "reword_opinion",
    "service",
    "services",
    "set_signers",
    "ship_process",
    "sign_step",
    "source_of",
    "start_process",
    "stop_process",
    "stored",
    "suspend_process",
    "table_source_of",
    "takes_part",
    "timeline_of",
    "try_process",
    "urge_step",
    "withdraw_step",
]
