"""Who may define hosted tables and load them. Who may read is the office's to say."""

from django.utils.translation import gettext_lazy as _

from liupan.kernel.authority import declare

DEFINE_TABLES = declare("tables.table.define", _("define, index and close hosted tables"))
LOAD_TABLES = declare("tables.table.load", _("load files into hosted tables"))
SWEEP_TABLES = declare("tables.content.sweep", _("remove replaced content of hosted tables"))
