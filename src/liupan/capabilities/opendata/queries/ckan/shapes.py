"""Datasets, organisations, groups and tags as CKAN's dictionaries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from liupan.capabilities.opendata.queries.public.linked import Here, licence_of
from liupan.capabilities.opendata.queries.public.shapes import Shown, Used
from liupan.capabilities.opendata.rules.ckan import STRUCTURE, resource_id
from liupan.capabilities.opendata.rules.vocabulary import FORMS, FileForm
from liupan.foundation.organisations.facade import UnitRef
from liupan.kernel.work import place

Dictionary = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What the dictionaries of many datasets have in common: where we are, the units by id."""

    here: Here
    units: Mapping[UUID, UnitRef]


def package(shown: Shown, around: Around) -> Dictionary:
    """A dataset (package)."""
    line, here = shown.line, around.here
    unit = around.units.get(line.unit_id)
    resources = resources_of(shown, here)
    return {
        "id": str(line.id),
        "name": line.code,
        "title": line.title,
        "notes": line.abstract,
        "url": here.whole(place("opendata:dataset", line.code)),
        "version": str(shown.version),
        "author": line.unit,
        "author_email": None,
        "maintainer": shown.contact or None,
        "maintainer_email": None,
        "license_id": shown.licence,
        "license_title": shown.licence_label,
        "license_url": licence_of(shown, here).address,
        "isopen": line.is_open,
        "private": False,
        "state": "active",
        "type": "dataset",
        "creator_user_id": None,
        "metadata_created": moment(shown.published_at),
        "metadata_modified": moment(modified(shown)),
        "owner_org": str(line.unit_id),
        "organization": organization(unit) if unit else None,
        "groups": [group(line.theme, line.theme_label)],
        "tags": [tag(word) for word in line.keywords],
        "num_tags": len(line.keywords),
        "resources": resources,
        "num_resources": len(resources),
        "extras": _extras(shown),
        "tracking_summary": {"total": total_of(line.used), "recent": line.used.recent},
        "relationships_as_object": [],
        "relationships_as_subject": [],
    }


def resources_of(shown: Shown, here: Here) -> list[Dictionary]:
    """The forms of a dataset; of one that is open on conditions how it is built."""
    code = shown.line.code
    if shown.table_id is None:
        path = place("opendata:structure", code)
        return [_resource(shown, here, FORMS["csv"], STRUCTURE, path, 0)]
    return [
        _resource(shown, here, form, key, place("opendata:download", code, form.ending), n)
        for n, (key, form) in enumerate(FORMS.items())
    ]


def organization(unit: UnitRef) -> Dictionary:
    """A unit (organization)."""
    return {
        "id": str(unit.id),
        "name": name_of(unit),
        "title": unit.name,
        "display_name": unit.name,
        "type": "organization",
        "description": "",
        "image_url": "",
        "image_display_url": "",
        "created": moment(datetime.combine(unit.valid_from, datetime.min.time(), UTC)),
        "is_organization": True,
        "approval_status": "approved",
        "state": "active",
    }


def name_of(unit: UnitRef) -> str:
    """A unit's name in addresses."""
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in unit.code)
    return f"u-{plain.lower()}"


def group(code: str, label: str) -> Dictionary:
    """A theme (group)."""
    return {
        "id": code,
        "name": code,
        "title": label,
        "display_name": label,
        "description": "",
        "image_display_url": "",
        "type": "group",
        "is_organization": False,
        "state": "active",
    }


def tag(word: str) -> Dictionary:
    """A keyword (tag)."""
    return {
        "id": word, "name": word, "display_name": word, "state": "active", "vocabulary_id": None,
    }  # fmt: skip


def moment(at: datetime | None) -> str | None:
    """A moment as CKAN writes it: UTC, without saying so."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f") if at else None


def modified(shown: Shown) -> datetime:
    """When the dataset or its data last changed."""
    return max(filter(None, (shown.changed_at, shown.data_at)))


def total_of(used: Used) -> int:
    """Every request that was counted."""
    return used.views + used.downloads + used.calls


def _resource(
    shown: Shown, here: Here, form: FileForm, key: str, path: str, position: int
) -> Dictionary:
    return {
        "id": str(resource_id(shown.line.id, key)),
        "package_id": str(shown.line.id),
        "name": f"{shown.line.title} ({form.name if key != STRUCTURE else '数据结构'})",
        "description": "",
        "url": here.whole(path),
        "url_type": "datastore" if key == "csv" else None,
        "format": form.name,
        "mimetype": form.media_type,
        "mimetype_inner": None,
        "size": None,
        "hash": "",
        "position": position,
        "state": "active",
        "resource_type": None,
        "datastore_active": key == "csv",
        "created": moment(shown.published_at),
        "last_modified": moment(modified(shown)),
        "metadata_modified": moment(modified(shown)),
    }


def _extras(shown: Shown) -> list[Dictionary]:
    said = {
        "openness": shown.line.openness,
        "update_cycle": shown.line.cycle_label,
        "conditions": shown.conditions,
        "division": shown.division,
        "covers_from": shown.covers_from.isoformat() if shown.covers_from else "",
        "covers_until": shown.covers_until.isoformat() if shown.covers_until else "",
        "name_en": shown.name_en,
    }
    return [{"key": key, "value": value} for key, value in said.items() if value]
