"""Beginning a document, and the editor: what it is, and its text in the notation of `composing`."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from liupan.capabilities.correspondence.forms.naming import SEPARATORS, UnitField, UnitsField
from liupan.capabilities.correspondence.forms.upkeep import FORMS, TYPES, lines_of
from liupan.capabilities.correspondence.operations.drafting import Particulars, To
from liupan.capabilities.correspondence.queries.drafting import (
    Choices,
    Editing,
    disclosures,
    find_reply,
    get_editing,
    levels,
    list_earlier,
    list_signers,
    own_units,
)
from liupan.capabilities.correspondence.queries.upkeep import (
    CircleView,
    circles_for,
    list_offered_codes,
    list_offered_templates,
)
from liupan.capabilities.correspondence.rules.composing import read_text, write_text
from liupan.foundation.design.facade import DateField, VersionField
from liupan.foundation.organisations.facade import list_tree
from liupan.kernel import clock
from liupan.kernel.authority import Actor

URGENCIES = [("", pgettext_lazy("urgency", "none")), ("加急", "加急"), ("特急", "特急")]
ADOPTED = ("决议", "决定", "公报")
MOST_ATTACHMENTS = 20
Fields = dict[str, str]


def text(rows: int, **kwargs: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class NewForm(forms.Form):
    """What a document begins with."""

    type = forms.ChoiceField(label=pgettext_lazy("document", "Type"), choices=TYPES, initial="通知")
    form = forms.ChoiceField(label=gettext_lazy("Layout"), choices=FORMS)
    title = forms.CharField(label=pgettext_lazy("document", "Title"), max_length=300)
    issuing_unit_id = UnitField(label=gettext_lazy("Issuing unit"))
    code_id = forms.TypedChoiceField(
        label=pgettext_lazy("document", "Code"), required=False, coerce=UUID, empty_value=None,
        help_text=gettext_lazy("What its number will begin with."),
    )  # fmt: skip
    drafting_unit_id = forms.TypedChoiceField(
        label=pgettext_lazy("document", "Drafted by"), coerce=UUID
    )
    template_id = forms.TypedChoiceField(
        label=gettext_lazy("Begin with a template"), required=False, coerce=UUID, empty_value=None
    )
    earlier_id = forms.TypedChoiceField(
        label=gettext_lazy("Or with an earlier document"), required=False, coerce=UUID,
        empty_value=None,
    )  # fmt: skip
    in_reply_to = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.actor, today = actor, clock.today()
        self.templates = {one.id: one for one in list_offered_templates()}
        units = own_units(actor, today)
        none = ("", "—")
        self._offer("code_id", [none, *((str(one.id), f"{one.text}（{one.unit_name}）")
                                        for one in list_offered_codes())])  # fmt: skip
        self._offer("drafting_unit_id", units)
        self._offer("template_id", [none, *self._by_type()])
        self._offer("earlier_id", [none, *list_earlier(actor)])
        if units:
            self.fields["issuing_unit_id"].initial = UUID(units[0][0])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("template_id") and said.get("earlier_id"):
            self.add_error("earlier_id", _("Begin with a template or with an earlier document."))
        return said

    def particulars(self) -> Particulars:
        """The document as it begins, with the addressees of what it begins with."""
        said = self.cleaned_data
        main, copies = self._addressees()
        circles = circles_for(said["issuing_unit_id"], said["drafting_unit_id"])
        return Particulars(
            type=said["type"], form=_form_of(said["type"], said["form"]), title=said["title"],
            issuing_unit_id=said["issuing_unit_id"], drafting_unit_id=said["drafting_unit_id"],
            code_id=said["code_id"], in_reply_to=said["in_reply_to"],
            secrecy=min(1, self.actor.clearance),
            addressees=tuple(addressed("\n".join(main), "\n".join(copies), circles)),
        )  # fmt: skip

    def _addressees(self) -> tuple[Sequence[str], Sequence[str]]:
        said = self.cleaned_data
        if said["in_reply_to"] and (reply := find_reply(self.actor, said["in_reply_to"])):
            return [reply.from_name], ()
        if said["earlier_id"]:
            earlier = get_editing(self.actor, said["earlier_id"])
            return earlier.main, earlier.copies
        if said["template_id"]:
            return self.templates[said["template_id"]].source.get("addressees", ()), ()
        return (), ()

    def _by_type(self) -> list[tuple[str, Choices]]:
        groups: dict[str, Choices] = {word: [] for word, _label in TYPES}
        for one in self.templates.values():
            groups.setdefault(one.type, []).append((str(one.id), one.name))
        return [(word, found) for word, found in groups.items() if found]

    def _offer(self, name: str, choices: Any) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


class EditorForm(forms.Form):
    """A document as it is being written. `version` is the revision of the working copy, `stand`
    the document's own."""

    version = VersionField(required=False)
    stand = forms.IntegerField(widget=forms.HiddenInput, required=False)
    attachments = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = text(2, label=pgettext_lazy("document", "Title"), max_length=300)
    body = forms.CharField(
        label=pgettext_lazy("document", "Text"), required=False, max_length=120_000,
        help_text=gettext_lazy(
            "A line is a paragraph; 一、 （一） 1. （1） begin headings, | the row of a table, and "
            "**words** are strong."
        ),
        widget=forms.Textarea(
            attrs={"rows": 24, "class": "lp-composer__plain", "data-lp-compose": ""}
        ),
    )  # fmt: skip
    main = text(
        3, label=gettext_lazy("Main addressees"), required=False, max_length=10_000,
        help_text=gettext_lazy("One on each line: a unit, a circle, or words as printed."),
    )  # fmt: skip
    copies = text(
        2, label=gettext_lazy("Copies to"), required=False, max_length=10_000,
        help_text=gettext_lazy("One on each line."),
    )  # fmt: skip
    type = forms.ChoiceField(label=pgettext_lazy("document", "Type"), choices=TYPES)
    form = forms.ChoiceField(label=gettext_lazy("Layout"), choices=FORMS)
    issuing_unit_id = UnitField(label=gettext_lazy("Issuing unit"), help_text="")
    issuers = UnitsField(
        label=gettext_lazy("Joint issuers"), required=False,
        help_text=gettext_lazy("Further units that issue it together, set apart by commas."),
    )  # fmt: skip
    code_id = forms.TypedChoiceField(
        label=pgettext_lazy("document", "Code"), required=False, coerce=UUID, empty_value=None
    )
    signer_id = forms.TypedChoiceField(
        label=gettext_lazy("Signed off by"), required=False, coerce=UUID, empty_value=None
    )
    cosigners = UnitsField(
        label=gettext_lazy("Units that sign jointly"), required=False,
        help_text=gettext_lazy("In their order, set apart by commas."),
    )  # fmt: skip
    due_on = DateField(label=gettext_lazy("To be issued by"), required=False)
    secrecy = forms.TypedChoiceField(label=gettext_lazy("Secrecy"), coerce=int)
    mark = forms.CharField(
        label=gettext_lazy("Secrecy mark"), required=False, max_length=60,
        help_text=gettext_lazy("Level and period, such as 秘密★1年."),
    )  # fmt: skip
    urgency = forms.ChoiceField(
        label=pgettext_lazy("document", "Urgency"), choices=URGENCIES, required=False
    )
    is_normative = forms.BooleanField(
        label=gettext_lazy("Normative document: its legality is reviewed"), required=False
    )
    disclosure = forms.ChoiceField(label=gettext_lazy("Disclosure"))
    disclosure_reason = forms.CharField(
        label=gettext_lazy("Why it is not disclosed"), required=False, max_length=500
    )
    adopted = forms.CharField(
        label=gettext_lazy("Adopted by and on"), required=False, max_length=200,
        help_text=gettext_lazy("Printed under the title, in brackets."),
    )  # fmt: skip
    attendance = text(
        3, label=gettext_lazy("Attendance"), required=False, max_length=5000,
        help_text=gettext_lazy("One group on each line, such as 出席：……"),
    )  # fmt: skip
    signed_post = forms.CharField(
        label=gettext_lazy("Post of who signs the order"), required=False, max_length=60
    )
    signed_name = forms.CharField(
        label=gettext_lazy("Name of who signs the order"), required=False, max_length=60
    )
    note = forms.CharField(
        label=pgettext_lazy("document", "Note"), required=False, max_length=300,
        help_text=gettext_lazy("Printed in brackets under the date, such as 此件公开发布."),
    )  # fmt: skip
    remark = forms.CharField(
        label=gettext_lazy("What was changed and why"), required=False, max_length=1000
    )

    def __init__(self, data: Any = None, *, view: Editing, actor: Actor, fields: Fields) -> None:
        self.view, self.said = view, fields
        super().__init__(data, initial=fields)
        today = clock.today()
        self.initial.update({"version": view.revision or "", "stand": view.version})
        self.circles = circles_for(view.issuing_unit_id, view.drafting_unit_id)
        codes = [(str(one.id), one.text) for one in list_offered_codes()
                 if one.unit_id == view.issuing_unit_id]  # fmt: skip
        offered = {
            "code_id": [("", "—"), *codes],
            "signer_id": [("", "—"), *list_signers(view.issuing_unit_id, today)],
            "secrecy": levels(actor),
            "disclosure": disclosures(),
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for n in range(1, attachments_in(data or fields) + 1):
            self.fields[f"attachment_{n}_title"] = forms.CharField(
                label=_("Title of attachment %(n)s") % {"n": n}, required=False, max_length=300
            )
            self.fields[f"attachment_{n}_body"] = text(
                8, label=_("Text of attachment %(n)s") % {"n": n}, required=False,
                max_length=120_000,
            )  # fmt: skip
        self._leave_out()

    def _leave_out(self) -> None:
        """What this type and layout has no room for is not asked, unless it was said already."""
        type_, layout = self.said.get("type", ""), self.said.get("form", "")
        out = {
            "adopted": type_ not in ADOPTED,
            "attendance": layout != "minutes",
            "signed_post": layout != "order",
            "signed_name": layout != "order",
            "mark": not any(int(value) > 1 for value, _label in self.fields["secrecy"].choices),  # type: ignore[attr-defined]
        }
        for name, is_out in out.items():
            if is_out and not self.said.get(name):
                del self.fields[name]

    def sections(self) -> Iterator[tuple[str | Promise, list[BoundField]]]:
        """The fields beside the text, in groups as they are looked through."""
        for words, names in SECTIONS:
            found = [self[name] for name in names if name in self.fields]
            if found:
                yield words, found

    def texts(self) -> list[BoundField]:
        """What stands in the text's own column below it."""
        names = ("adopted", "attendance", "signed_post", "signed_name", "note")
        return [self[name] for name in names if name in self.fields]

    def attached(self) -> list[tuple[int, list[BoundField]]]:
        """The attachments by number."""
        count = attachments_in(self.said)
        return [
            (n, [self[f"attachment_{n}_title"], self[f"attachment_{n}_body"]])
            for n in range(1, count + 1)
            if f"attachment_{n}_title" in self.fields
        ]

    def particulars(self) -> Particulars:
        """What was said beside the text, as operations take it."""
        said, view = self.cleaned_data, self.view
        return Particulars(
            type=said["type"], form=said["form"], title=_one_line(said["title"]),
            issuing_unit_id=said["issuing_unit_id"], drafting_unit_id=view.drafting_unit_id,
            issuers=said["issuers"], signer_id=said["signer_id"],
            cosigner_unit_ids=said["cosigners"], code_id=said["code_id"],
            addressees=tuple(addressed(said["main"], said["copies"], self.circles)),
            secrecy=said["secrecy"], mark=said.get("mark", ""), urgency=said["urgency"],
            is_normative=said["is_normative"], disclosure=said["disclosure"],
            disclosure_reason=said["disclosure_reason"], due_on=said["due_on"],
            in_reply_to=view.in_reply_to,
        )  # fmt: skip


SECTIONS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (pgettext_lazy("document", "To whom"), ("main", "copies")),
    (gettext_lazy("Who issues it"), (
        "type", "form", "issuing_unit_id", "issuers", "code_id", "signer_id", "cosigners", "due_on",
    )),
    (gettext_lazy("How it is handled"), (
        "secrecy", "mark", "urgency", "is_normative", "disclosure", "disclosure_reason",
    )),
)  # fmt: skip


def addressed(main: str, copies: str, circles: Mapping[str, CircleView]) -> Iterator[To]:
    """Each line as a unit of today, a circle in use, or words. One query at most."""
    units = _units_by_name()
    for kind, lines in (("main", lines_of(main)), ("copy", lines_of(copies))):
        for line in lines:
            words = line.rstrip("，,：:。；;")
            circle = circles.get(words)
            yield To(
                kind=kind, text=words, circle_id=circle.id if circle else None,
                unit_id=None if circle else units.get(words),
            )  # fmt: skip


def _units_by_name() -> dict[str, UUID]:
    """The units of today by name, and by a short name where only one is called so."""
    units = [branch.unit for branch in list_tree(clock.today())]
    short = Counter(one.short_name for one in units)
    found = {one.short_name: one.id for one in units if short[one.short_name] == 1}
    return found | {one.name: one.id for one in units}


# --- Fields as they are typed --------------------------------------------------------------------


def attachments_in(fields: Any) -> int:
    """How many attachments the editor shows."""
    said = str(fields.get("attachments") or "0")
    return min(int(said), MOST_ATTACHMENTS) if said.isdecimal() and len(said) < 6 else 0


def fields_of(view: Editing) -> Fields:
    """The editor's fields as they stand: as this person left them, else as the document says."""
    if view.fields is not None:
        return dict(view.fields)
    source = view.source
    signed = source.get("signed_by") or {}
    listed = source.get("attachments", ())
    fields: dict[str, Any] = {
        "title": source.get("title") or view.title,
        "body": write_text(source.get("body", ())),
        # Who begins with a template sees its addressees; afterwards the document's own count.
        "main": "\n".join(view.main or source.get("addressees", ())),
        "copies": "\n".join(view.copies or source.get("copies_to", ())),
        "type": view.type, "form": view.form, "issuing_unit_id": view.issuing_unit_id,
        "issuers": view.issuers, "code_id": view.code_id or "", "signer_id": view.signer_id or "",
        "cosigners": view.cosigners, "due_on": view.due_on or "", "secrecy": str(view.secrecy),
        "mark": view.mark, "urgency": view.urgency, "is_normative": view.is_normative or "",
        "disclosure": view.disclosure, "disclosure_reason": view.disclosure_reason,
        "adopted": source.get("adopted", ""), "note": source.get("note", ""),
        "attendance": "\n".join(
            f"{one['word']}：{one['people']}" for one in source.get("attendance", ())
        ),
        "signed_post": signed.get("post", ""), "signed_name": signed.get("name", ""),
        "attachments": str(len(listed)),
    }  # fmt: skip
    for n, one in enumerate(listed, 1):
        fields[f"attachment_{n}_title"] = one["title"]
        fields[f"attachment_{n}_body"] = write_text(one["body"])
    return fields


def fields_sent(sent: Mapping[str, str]) -> Fields:
    """What was sent, without what only steers, and without NUL, which is kept nowhere."""
    left = ("csrfmiddlewaretoken", "act", "version", "stand")
    return {name.replace("\0", ""): value.replace("\0", "")
            for name, value in sent.items() if name not in left}  # fmt: skip


def source_from(fields: Mapping[str, str], kept: Mapping[str, Any]) -> dict[str, Any]:
    """The source that the fields stand for; what the editor does not show stays as it was kept."""
    post, name = fields.get("signed_post", ""), fields.get("signed_name", "")
    return {
        "issuers": [],
        **kept,
        "type": fields.get("type", ""),
        "form": fields.get("form", ""),
        "title": "\n".join(lines_of(str(fields.get("title", "")))),
        "body": read_text(str(fields.get("body", ""))),
        "adopted": fields.get("adopted", ""),
        "note": str(fields.get("note", "")).strip("（）()"),
        "attendance": [_attending(line) for line in lines_of(fields.get("attendance", ""))],
        "signed_by": {"post": post, "name": name} if post or name else None,
        "attachments": [
            {
                "title": fields.get(f"attachment_{n}_title", ""),
                "body": read_text(fields.get(f"attachment_{n}_body", "")),
            }
            for n in range(1, attachments_in(fields) + 1)
        ],
    }


def printed_from(fields: Mapping[str, Any], source: Mapping[str, Any]) -> dict[str, Any]:
    """The same with what is said beside the text, as far as it can be understood already."""
    joint = SEPARATORS.split(str(UnitsField().prepare_value(fields.get("issuers", ""))))
    host = str(UnitField().prepare_value(fields.get("issuing_unit_id", "")))
    issuers = [name.strip() for name in (host, *joint) if name.strip()]
    layout, (level, _star, period) = source["form"], fields.get("mark", "").partition("★")
    is_signed = layout not in ("order", "minutes") and not source["adopted"]
    return {
        **source,
        "issuers": issuers,
        "secrecy": {"level": level, "period": period} if level else None,
        "urgency": fields.get("urgency") or None,
        "addressees": [one.text for one in addressed(fields.get("main", ""), "", {})],
        "copies_to": [one.text for one in addressed(fields.get("copies", ""), "", {})],
        "signatures": [{"name": name} for name in issuers] if is_signed else [],
        "printer": "" if layout == "letter" or not issuers else issuers[0],
    }


def _attending(line: str) -> dict[str, str]:
    word, _colon, people = line.replace(":", "：").partition("：")
    return {"word": word.strip(), "people": people.strip()}


def _one_line(title: str) -> str:
    return "".join(title.splitlines()).strip()


def _form_of(type_: str, asked: str) -> str:
    return {"纪要": "minutes"}.get(type_, asked)
