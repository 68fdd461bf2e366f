"""What the public of the demo did with open data, and what it was answered."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from liupan.capabilities.opendata.demo.opening import Opening, Out
from liupan.capabilities.opendata.demo.pictures import bars
from liupan.capabilities.opendata.demo.said import AGREEMENT, GALLERY, REQUESTS, SAID
from liupan.capabilities.opendata.operations.applying import (
    accept_application,
    apply_for_data,
    extend_reply,
    refuse_application,
    revoke_permit,
    set_agreement,
    take_back_application,
    use_data,
)
from liupan.capabilities.opendata.operations.pictures import (
    PictureDrawn,
    PictureSaid,
    draw_picture,
)
from liupan.capabilities.opendata.operations.submitting import (
    Words,
    answer_submission,
    assign_submission,
    follow_dataset,
    hide_submission,
    show_submission,
    submit,
)
from liupan.capabilities.opendata.rules.acts import Kind
from liupan.foundation.access.facade import actor_for
from liupan.foundation.identity.facade import find_account_by_username
from liupan.kernel.authority import Actor

PUBLIC = ("citizen", "citizen2", "citizen3", "citizen4", "enterprise", "enterprise2")
"""Demo people of the public."""


class Acts:
    """Citizens and enterprises apply, ask, report and show."""

    def __init__(self, opening: Opening) -> None:
        self.opening, self.city = opening, opening.city
        found = (find_account_by_username(name) for name in PUBLIC)
        self.public = [actor_for(account.id) for account in found if account]

    def live(self) -> None:
        """Everything, in the order of time."""
        if not self.public or not self.opening.released:
            return
        set_agreement(text=AGREEMENT, actor=self.opening.authority, now=self._ago(200))
        self._applications()
        self._requests()
        self._about_datasets()
        self._gallery()
        for one in self.opening.released[:6]:
            follow_dataset(dataset_id=one.id, actor=self.public[0], now=self._ago(1))

    def _applications(self) -> None:
        ends: Sequence[Callable[[UUID, Out], object]] = (
            self._accept, self._refuse, self._revoke, self._extend, self._take_back,
            lambda _made, _out: None,
        )  # fmt: skip
        for number, end in enumerate(ends if self.opening.conditional else ()):
            out = self.opening.conditional[number % len(self.opening.conditional)]
            made = apply_for_data(
                dataset_id=out.id, purpose="示例：用于六盘山区生态旅游线路研究，成果公开。",
                agreement=1, actor=self._who(number), now=self._ago(1 if number > 2 else 1.5),
            )  # fmt: skip
            end(made, out)

    def _accept(self, made: UUID, out: Out) -> None:
        until = self.opening.today + timedelta(days=180)
        accept_application(
            application_id=made, until_on=until, words="示例：用途明确。", actor=out.editor,
            now=self._ago(1),
        )  # fmt: skip
        use_data(dataset_id=out.id, form="csv", actor=self._who(0), now=self._ago(0.5))

    def _refuse(self, made: UUID, out: Out) -> None:
        reason = "示例：所述用途不需要逐条数据，可使用汇总数据。"
        refuse_application(
            application_id=made, reason=reason, actor=out.editor, now=self._ago(1)
        )  # fmt: skip

    def _revoke(self, made: UUID, out: Out) -> None:
        until = self.opening.today + timedelta(days=90)
        accept_application(
            application_id=made, until_on=until, actor=out.editor, now=self._ago(1)
        )  # fmt: skip
        reason = "示例：超出申请所述用途。"
        revoke_permit(application_id=made, reason=reason, actor=out.editor, now=self._ago(0.2))

    def _extend(self, made: UUID, out: Out) -> None:
        reason = "示例：需要征求上级部门意见。"
        extend_reply(application_id=made, reason=reason, actor=out.editor, now=self._ago(0.5))

    def _take_back(self, made: UUID, _out: Out) -> None:
        take_back_application(application_id=made, actor=self._who(4), now=self._ago(0.5))

    def _requests(self) -> None:
        authority, first = self.opening.authority, self.opening.released[0]
        answers = (
            "已有开放数据可用，见所附数据集。",
            "计划明年上半年开放。",
            "涉及个人隐私，不予开放。",
        )
        for number, (title, text) in enumerate(REQUESTS):
            ago = 30 - number * 4
            words = Words(title=title, text=text)
            made = submit(
                kind=Kind.REQUEST, words=words, actor=self._who(number), now=self._ago(ago)
            )
            if number < len(answers):
                assign_submission(
                    submission_id=made, unit_id=first.unit_id, actor=authority,
                    now=self._ago(ago - 1),
                )  # fmt: skip
                answer_submission(
                    submission_id=made, answer=f"示例：{answers[number]}",
                    is_declined=number == 2, dataset_id=first.id if number == 0 else None,
                    actor=first.editor, now=self._ago(ago - 3),
                )  # fmt: skip
            self._moderate(number, made, len(REQUESTS))

    def _about_datasets(self) -> None:
        for number, (kind, title, text, answer) in enumerate(SAID):
            out = self.opening.released[(number * 3 + 1) % len(self.opening.released)]
            made = submit(
                kind=kind, words=Words(title=title, text=text), dataset_id=out.id,
                actor=self._who(number), now=self._ago(1.9 - number / 20),
            )  # fmt: skip
            if answer:
                answer_submission(
                    submission_id=made, answer=answer, is_declined="不属" in answer,
                    actor=out.editor, now=self._ago(1 - number / 20),
                )  # fmt: skip
            if kind is Kind.QUESTION and answer:
                show_submission(
                    submission_id=made, actor=self.opening.authority, now=self._ago(0.3)
                )

    def _gallery(self) -> None:
        for number, (title, text) in enumerate(GALLERY):
            some = self.opening.released[number * 2 : number * 2 + 2] or self.opening.released[:1]
            words = Words(
                title=title, text=text, address=f"https://example.org/guyuan/{number + 1}",
                uses=tuple(out.id for out in some),
            )  # fmt: skip
            made = submit(
                kind=Kind.REUSE, words=words, actor=self._who(number), now=self._ago(1.8),
                picture=self._picture(number),
            )  # fmt: skip
            self._moderate(number, made, len(GALLERY))

    def _picture(self, number: int) -> PictureDrawn | None:
        """Every other entry has one."""
        if number % 2:
            return None
        heights = [20 + (37 * n + 23 * number) % 75 for n in range(9)]
        return draw_picture(PictureSaid(content=bars(heights), words="示例：各类数据的柱状图。"))

    def _moderate(self, number: int, made: UUID, count: int) -> None:
        """The last waits, the one before was not shown."""
        authority = self.opening.authority
        if number == count - 2:
            hide_submission(
                submission_id=made, reason="示例：与开放数据无关。", actor=authority,
                now=self._ago(0.3),
            )  # fmt: skip
        elif number < count - 2:
            show_submission(submission_id=made, actor=authority, now=self._ago(0.3))

    def _who(self, number: int) -> Actor:
        return self.public[number % len(self.public)]

    def _ago(self, days: float) -> datetime:
        return self.city.now - timedelta(days=days)
