"""The roles that come with the exchange."""

from django.utils.translation import gettext_lazy as _

from liupan.capabilities.exchange.policies import (
    EXPORT_LOG,
    HOLD_LOG,
    KEEP_SERVICES,
    KEEP_SYSTEMS,
    MANAGE_FEEDS,
    OVERSEE,
    READ,
    READ_MESSAGES,
    SUPERVISE,
    TAKE_FILES,
    TRACE_FILES,
    TRY,
    WATCH_SERVICES,
)
from liupan.foundation.access.facade import BuiltInRole, declare_role
from liupan.foundation.tables.facade import DEFINE_TABLES, LOAD_TABLES
from liupan.kernel.authority import Duty

SERVICE_KEEPER = BuiltInRole(
    "exchange-service-keeper", _("Keeper of shared services"), Duty.BUSINESS
)
SYSTEM_KEEPER = BuiltInRole("exchange-system-keeper", _("Keeper of systems"), Duty.BUSINESS)
SUPERVISOR = BuiltInRole("exchange-supervisor", _("Supervisor of the exchange"), Duty.BUSINESS)

KEEPS = (READ, READ_MESSAGES, WATCH_SERVICES)
declare_role(SERVICE_KEEPER, *KEEPS, KEEP_SERVICES, DEFINE_TABLES, LOAD_TABLES)
declare_role(SYSTEM_KEEPER, *KEEPS, KEEP_SYSTEMS, TRY)
declare_role(SUPERVISOR, READ, SUPERVISE)

LOG_READER = BuiltInRole("exchange-log-reader", _("Reader of the message log"), Duty.BUSINESS)
OVERSEER = BuiltInRole("exchange-overseer", _("Overseer of the exchange"), Duty.BUSINESS)

declare_role(LOG_READER, READ_MESSAGES, WATCH_SERVICES)
declare_role(OVERSEER, READ_MESSAGES, OVERSEE, WATCH_SERVICES, EXPORT_LOG, HOLD_LOG)

TAKER = BuiltInRole("exchange-taker", _("Taker of shared data"), Duty.BUSINESS)
TRACER = BuiltInRole("exchange-tracer", _("Tracer of shared data"), Duty.BUSINESS)

declare_role(TAKER, TAKE_FILES, MANAGE_FEEDS, TRY)
declare_role(TRACER, TRACE_FILES)
