"""What the facts of open data are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.opendata.events import datasets, public_acts
from liupan.kernel.facts import label_facts

label_facts(
    {
        datasets.DatasetDrawnUp: pgettext_lazy("act", "dataset drawn up"),
        datasets.DatasetRevised: pgettext_lazy("act", "dataset revised"),
        datasets.DatasetChecked: pgettext_lazy("act", "dataset checked"),
        datasets.DatasetHandedIn: pgettext_lazy("act", "dataset handed in"),
        datasets.DatasetReturned: pgettext_lazy("act", "dataset returned"),
        datasets.DatasetReleased: pgettext_lazy("act", "dataset released"),
        datasets.DatasetWithdrawn: pgettext_lazy("act", "dataset withdrawn"),
        datasets.VersionDropped: pgettext_lazy(
            "act", "rows of an earlier version not given any more"
        ),
        datasets.DataLoading: pgettext_lazy("act", "new data came in"),
        datasets.DataShown: pgettext_lazy("act", "new data shown"),
        datasets.DataBlocked: pgettext_lazy("act", "new data not shown"),
        datasets.DataMended: pgettext_lazy("act", "data mended"),
        public_acts.ApplicationMade: pgettext_lazy("act", "data applied for"),
        public_acts.ApplicationExtended: pgettext_lazy("act", "reply extended"),
        public_acts.ApplicationAccepted: pgettext_lazy("act", "application accepted"),
        public_acts.ApplicationRefused: pgettext_lazy("act", "application refused"),
        public_acts.ApplicationRevoked: pgettext_lazy("act", "permit revoked"),
        public_acts.ApplicationTakenBack: pgettext_lazy("act", "taken back"),
        public_acts.DataUsed: pgettext_lazy("act", "data used"),
        public_acts.AgreementSet: pgettext_lazy("act", "agreement set"),
        public_acts.SubmissionMade: pgettext_lazy("act", "sent in by the public"),
        public_acts.SubmissionAssigned: pgettext_lazy("act", "assigned to a unit"),
        public_acts.SubmissionAnswered: pgettext_lazy("act", "answered"),
        public_acts.SubmissionModerated: pgettext_lazy("act", "checked before showing"),
        public_acts.DatasetFollowed: pgettext_lazy("act", "dataset followed"),
        public_acts.DatasetUnfollowed: pgettext_lazy("act", "not followed any more"),
        public_acts.LinkDied: pgettext_lazy("act", "address elsewhere does not answer"),
        public_acts.LinkRecovered: pgettext_lazy("act", "address elsewhere answers again"),
        public_acts.DatasetFoundLate: pgettext_lazy("act", "dataset is late"),
    }
)
