"""Words of other catalogues for ours: themes and licences of the EU's lists, forms of files."""

from collections.abc import Mapping
from dataclasses import dataclass

from liupan.kernel.dcat import LICENCE

EU_LICENCES: Mapping[str, str] = {
    "https://creativecommons.org/licenses/by/4.0/": "CC_BY_4_0",
    "https://creativecommons.org/licenses/by-sa/4.0/": "CC_BYSA_4_0",
    "https://creativecommons.org/licenses/by-nc/4.0/": "CC_BYNC_4_0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0",
}
"""Address of a licence to its word in the EU's list."""
OFTEN: Mapping[str, str] = {
    "realtime": "UPDATE_CONT", "daily": "DAILY", "weekly": "WEEKLY", "monthly": "MONTHLY",
    "quarterly": "QUARTERLY", "half_yearly": "ANNUAL_2", "yearly": "ANNUAL",
}  # fmt: skip
"""Update cycle to the word of the EU's list of frequencies."""


@dataclass(frozen=True, slots=True)
class FileForm:
    """A form in which a dataset can be had: in addresses, for people, for the EU, for IANA."""

    key: str
    name: str
    file_type: str
    media_type: str
    ending: str


FORMS: Mapping[str, FileForm] = {
    form.key: form
    for form in (
        FileForm("csv", "CSV", "CSV", "text/csv", "csv"),
        FileForm("xlsx", "XLSX", "XLSX",
                 "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
        FileForm("jsonl", "JSON Lines", "JSON", "application/json", "jsonl"),
        FileForm("parquet", "Parquet", "PARQUET", "application/vnd.apache.parquet", "parquet"),
    )
}  # fmt: skip


def eu_licence(address: str) -> str:
    """The licence's address in the EU's list; "" for one of the city's own."""
    word = EU_LICENCES.get(address)
    return f"{LICENCE}{word}" if word else ""
