"""Where the files of jobs lie."""

from liupan.foundation.crypto.facade import SealedFolder

FILES = SealedFolder("jobs")
