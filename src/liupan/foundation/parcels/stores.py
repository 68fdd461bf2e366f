"""Where parcels lie while they wait: parts before they are packed, files until acknowledged."""

from liupan.foundation.crypto.facade import SealedFolder

PARCELS = SealedFolder("parcels")
