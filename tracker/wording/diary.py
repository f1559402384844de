"""The sentences of the diary: what somebody did to a task, with what stood before and what stands now."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.lifecycle import Action
from tracker.wording.sentence import say, words

SENTENCES: Mapping[Action, str] = words(
    {
        Action.ASSIGN: "giao nhiệm vụ cho {unit}, hạn xử lý {due_on}",
        Action.ACCEPT: "tiếp nhận nhiệm vụ",
        Action.DECLINE: "đề nghị trả lại vì không đúng thẩm quyền",
        Action.REFUSE_DECLINE: "không đồng ý trả lại; {unit} tiếp tục thực hiện",
        Action.REASSIGN: "chuyển nhiệm vụ từ {unit_id_old} sang {unit_id_new}; hạn xử lý vẫn là {due_on}",
        Action.ENTRUST: "phân công người thực hiện",
        Action.DIVIDE: "giao phần việc phối hợp cho {unit}, hạn nội bộ {due_on}",
        Action.REPORT_PROGRESS: "cập nhật tiến độ",
        Action.SUBMIT: "báo cáo hoàn thành ngày {effective_on}",
        Action.CONFIRM: "xác nhận hoàn thành ngày {effective_on}",
        Action.SEND_BACK: "trả lại báo cáo, chưa đạt",
        Action.REQUEST_EXTENSION: "xin gia hạn từ {due_on} đến {asked_due_on}",
        Action.GRANT_EXTENSION: "đồng ý gia hạn từ {due_on_old} đến {due_on_new}",
        Action.REFUSE_EXTENSION: "không đồng ý gia hạn; hạn xử lý vẫn là {due_on}",
        Action.SET_DEADLINE: "điều chỉnh hạn từ {due_on_old} thành {due_on_new}",
        Action.DEMAND_EVIDENCE: "đặt quy định về minh chứng",
        Action.CORRECT: "đính chính nội dung đã ghi",
        Action.REDATE: "đính chính ngày hoàn thành từ {done_on_old} thành {done_on_new}",
        Action.ATTEST: "đánh dấu đạt yêu cầu đến thời điểm báo cáo, ngày {effective_on}",
        Action.SUSPEND: "tạm dừng nhiệm vụ từ ngày {effective_on}",
        Action.RESUME: "cho tiếp tục sau {days_suspended} ngày tạm dừng, hạn xử lý {due_on}",
        Action.WITHDRAW: "thu hồi nhiệm vụ từ ngày {effective_on}",
        Action.CANCEL: "quyết định không tiếp tục thực hiện từ ngày {effective_on}",
        Action.TRANSFER: "bàn giao cho {body} từ ngày {effective_on}",
        Action.MERGE: "nhập vào nhiệm vụ số {merged_into_old}",
        Action.REOPEN: "mở lại nhiệm vụ đã hoàn thành",
        Action.REPORT_OCCURRENCE: "báo cáo kỳ {occurrence} (hạn {occurrence_due_on}), xong ngày {effective_on}",
        Action.ACCEPT_OCCURRENCE: "xác nhận kỳ {occurrence} (hạn {occurrence_due_on}) xong ngày {effective_on}",
        Action.RETURN_OCCURRENCE: "trả lại báo cáo kỳ {occurrence} (hạn {occurrence_due_on})",
        Action.SKIP_OCCURRENCE: "bỏ kỳ {occurrence} (hạn {occurrence_due_on})",
        Action.PAUSE_OCCURRENCES: "tạm ngừng các kỳ từ {pause_from} đến {pause_to}: bỏ {skipped} kỳ",
        Action.END_OCCURRENCES: "kết thúc các kỳ từ ngày {ends_on}: bỏ {skipped} kỳ còn lại",
        Action.COMPLETE: "ghi nhận các kỳ đã xong, nhiệm vụ hoàn thành ngày {effective_on}",
        Action.URGE: "đôn đốc {unit} thực hiện nhiệm vụ",
        Action.TAG: "đổi nhãn của nhiệm vụ",
    }
)
"""What follows the name in the timeline. A detail with an old and a new value gives `…_old` and `…_new`."""

WITH_REASON = frozenset(
    {
        Action.DECLINE,
        Action.REFUSE_DECLINE,
        Action.REASSIGN,
        Action.SEND_BACK,
        Action.REQUEST_EXTENSION,
        Action.REFUSE_EXTENSION,
        Action.SET_DEADLINE,
        Action.REDATE,
        Action.CORRECT,
        Action.SUSPEND,
        Action.WITHDRAW,
        Action.CANCEL,
        Action.TRANSFER,
        Action.MERGE,
        Action.REOPEN,
        Action.RETURN_OCCURRENCE,
        Action.SKIP_OCCURRENCE,
        Action.PAUSE_OCCURRENCES,
        Action.END_OCCURRENCES,
    }
)
"""The lines whose note is a reason and ends the sentence."""

ACTOR_OF_UNIT = "{who} ({unit})"
REASON_WORDS = say("{sentence} – lý do: {reason}")
ENDS_WITH = "; "
