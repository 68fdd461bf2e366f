"""What the facts of `exchange` are called."""

from django.utils.translation import pgettext_lazy

from liupan.capabilities.exchange import events
from liupan.capabilities.exchange.events import feeds, files, log, pulling, trying, uploads
from liupan.kernel.facts import label_facts

label_facts(
    {
        events.ServiceSetUp: pgettext_lazy("act", "shared service set up"),
        events.ServiceChanged: pgettext_lazy("act", "shared service changed"),
        events.ItemsMapped: pgettext_lazy("act", "items of a shared service mapped"),
        events.ServiceOpened: pgettext_lazy("act", "shared service opened"),
        events.ServicePaused: pgettext_lazy("act", "shared service paused"),
        events.ServiceResumed: pgettext_lazy("act", "shared service resumed"),
        events.ServiceEnded: pgettext_lazy("act", "shared service ended"),
        events.SystemRegistered: pgettext_lazy("act", "system registered"),
        events.SystemChanged: pgettext_lazy("act", "system changed"),
        events.SystemClosed: pgettext_lazy("act", "system closed"),
        events.CredentialMade: pgettext_lazy("act", "credential of a system made"),
        events.CredentialRevoked: pgettext_lazy("act", "credential of a system revoked"),
        files.FileAsked: pgettext_lazy("act", "file of shared data asked for"),
        files.FileMade: pgettext_lazy("act", "file of shared data made"),
        files.FileStopped: pgettext_lazy("act", "file of shared data stopped"),
        files.FileTaken: pgettext_lazy("act", "file of shared data taken"),
        files.FileRemoved: pgettext_lazy("act", "file of shared data removed"),
        feeds.SubscriptionMade: pgettext_lazy("act", "push of changes set up"),
        feeds.SubscriptionPaused: pgettext_lazy("act", "push of changes paused"),
        feeds.SubscriptionResumed: pgettext_lazy("act", "push of changes resumed"),
        feeds.SubscriptionEnded: pgettext_lazy("act", "push of changes ended"),
        feeds.BatchTaken: pgettext_lazy("act", "batch of changes taken"),
        feeds.BatchDied: pgettext_lazy("act", "batch of changes given up"),
        feeds.BatchesReplayed: pgettext_lazy("act", "batches of changes sent again"),
        log.LogExported: pgettext_lazy("act", "message log written out"),
        log.LogArchived: pgettext_lazy("act", "month of the message log archived"),
        log.LogDropped: pgettext_lazy("act", "archived month of the message log removed"),
        log.LogHeld: pgettext_lazy("act", "days of the message log held"),
        log.HoldLifted: pgettext_lazy("act", "hold of the message log lifted"),
        log.AlarmRaised: pgettext_lazy("act", "alarm of a shared service raised"),
        uploads.FileUploaded: pgettext_lazy("act", "file for a shared service uploaded"),
        uploads.UploadLoaded: pgettext_lazy("act", "uploaded file loaded"),
        uploads.UploadDropped: pgettext_lazy("act", "uploaded file thrown away"),
        pulling.SourceSet: pgettext_lazy("act", "provider's database named as a source"),
        pulling.SourceMapped: pgettext_lazy("act", "columns of a provider's database mapped"),
        pulling.SourceStarted: pgettext_lazy("act", "reading of a provider's database started"),
        pulling.SourceStopped: pgettext_lazy("act", "reading of a provider's database stopped"),
        pulling.PullBegun: pgettext_lazy("act", "reading of a provider's database begun"),
        pulling.PullRead: pgettext_lazy("act", "rows of a provider's database read"),
        pulling.PullEnded: pgettext_lazy("act", "rows of a provider's database published"),
        pulling.PullFailed: pgettext_lazy("act", "reading of a provider's database failed"),
        trying.ServiceTried: pgettext_lazy("act", "shared service tried out"),
        log.AlarmEnded: pgettext_lazy("act", "alarm of a shared service ended"),
    }
)
