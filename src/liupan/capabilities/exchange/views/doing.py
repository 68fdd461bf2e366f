"""The entrance of acts that are a form and one operation: sent, they are carried out once."""

from functools import partial

from liupan.foundation.design.facade import do_act, sent

__all__ = ["do", "sent"]

do = partial(do_act, template="exchange/do.html")
