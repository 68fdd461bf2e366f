"""The exchange for programs."""

from ninja import Router

from liupan.capabilities.exchange.api import files, log, systems

PREFIX = "exchange/"
router = Router(tags=["exchange"])
router.add_router("", systems.router)
router.add_router("", files.router)
router.add_router("", log.router)
