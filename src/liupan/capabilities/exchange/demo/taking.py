"""Files that consumers had made, and who takes them."""

from uuid import UUID

from liupan.capabilities.catalogue.facade import Mode
from liupan.capabilities.exchange.demo.providing import SUPERVISOR, Providing
from liupan.capabilities.exchange.operations.files import start_file
from liupan.capabilities.exchange.queries.files import list_open
from liupan.capabilities.exchange.queries.refusals import CallRefused, ServiceMissing
from liupan.capabilities.exchange.rules.calls import Call, Way
from liupan.capabilities.exchange.rules.files import Form
from liupan.foundation.access.facade import grant_role
from liupan.foundation.identity.facade import find_account_by_username
from liupan.foundation.organisations.facade import find_root

FILES = 12


class Taking(Providing):
    """Has small files made by the grants for files; the data authority's planner traces."""

    def take(self) -> None:
        """By whoever of the consumer keeps things."""
        forms = list(Form)
        codes = list_open({grant.resource_id for grant in self.grants})
        mine = [g for g in self.grants if Mode.FILE in g.modes and g.resource_id in codes]
        for n, grant in enumerate(mine[:FILES]):
            call = Call(
                request_id=f"示例-{n + 1:02}", system_id=None, service=codes[grant.resource_id],
                way=Way.FILE, grant=grant.number, case=f"示例办件〔2017〕{n + 1}号",
                unit_id=grant.consumer_id,
            )  # fmt: skip
            self._ask(call, forms[n % len(forms)], grant.consumer_id)

    def trace(self) -> None:
        """Somebody who finds out whose file rows are from."""
        account, root = find_account_by_username(SUPERVISOR), find_root()
        if account and root:
            grant_role(
                role_code="exchange-tracer", account_id=account.id, unit_id=root.id,
                valid_from=self.day, actor=self.city.installer, now=self.at,
            )  # fmt: skip

    def _ask(self, call: Call, form: Form, unit_id: UUID) -> None:
        actor = self._keeper(unit_id, "exchange-taker")
        try:
            start_file(call=call, form=form.value, actor=actor, now=self.city.now)
        except (CallRefused, ServiceMissing):
            return  # asked of the provider's system, or not for this network
