"""Words of indicators: kinds, sources, what is computed, reasons for a blank, groups of units."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.core.i18n import make_messages
from tracker.reports.indicators.spec import (
    EVERY_COMMUNE,
    EVERY_DEPARTMENT,
    EVERY_SERVICE_UNIT,
    BlankReason,
    CountedSource,
    ValueKind,
    ValueSource,
)

INDICATOR_KIND_WORDS: Mapping[ValueKind, str] = make_messages(
    {
        ValueKind.HEADING: "Đề mục",
        ValueKind.COUNT: "Số đếm",
        ValueKind.PERCENT: "Tỷ lệ",
        ValueKind.CHOICE: "Lựa chọn",
        ValueKind.YES_NO: "Có hoặc không",
    }
)

SOURCE_WORDS: Mapping[ValueSource, str] = make_messages(
    {
        ValueSource.NONE: "",
        ValueSource.COMPUTED: "Hệ thống tính",
        ValueSource.ENTERED: "Đơn vị nhập",
        ValueSource.FORMULA: "Công thức",
    }
)

BINDING_WORDS: Mapping[CountedSource, str] = make_messages(
    {
        CountedSource.PLAN_TOTAL: "Số nhiệm vụ của kế hoạch",
        CountedSource.PLAN_DONE: "Số nhiệm vụ của kế hoạch đã hoàn thành",
        CountedSource.PROVINCE_TOTAL: "Số nhiệm vụ cấp trên giao",
        CountedSource.PROVINCE_ON_TIME: "Số nhiệm vụ cấp trên giao hoàn thành trước và đúng hạn",
        CountedSource.PROVINCE_LATE: "Số nhiệm vụ cấp trên giao hoàn thành quá hạn",
        CountedSource.TOWN_TOTAL: "Số lượt giao các đơn vị",
        CountedSource.TOWN_ON_TIME: "Số lượt giao các đơn vị hoàn thành trước và đúng hạn",
        CountedSource.TOWN_LATE: "Số lượt giao các đơn vị hoàn thành quá hạn",
        CountedSource.STEERING_PAPERS: "Số văn bản chỉ đạo CCHC ban hành trong kỳ",
        CountedSource.INSPECTED_BODIES: "Số cơ quan, đơn vị đã kiểm tra",
        CountedSource.INSPECTION_FINDINGS: "Số vấn đề phát hiện qua kiểm tra",
        CountedSource.FINDINGS_SETTLED: "Số vấn đề phát hiện đã xử lý xong",
        CountedSource.DEPARTMENTS: "Số cơ quan chuyên môn",
        CountedSource.SERVICE_UNITS: "Số đơn vị sự nghiệp",
        CountedSource.COMMUNES: "Số xã, phường",
    }
)

BLANK_WORDS: Mapping[BlankReason, str] = make_messages(
    {
        BlankReason.NOTHING_AROSE: "Không phát sinh (ghi 0)",
        BlankReason.NOT_OURS: "Không thuộc thẩm quyền",
        BlankReason.NO_FIGURES_YET: "Chưa có số liệu",
    }
)

GROUP_WORDS: Mapping[str, str] = make_messages(
    {
        EVERY_COMMUNE: "các xã, phường",
        EVERY_DEPARTMENT: "các cơ quan chuyên môn",
        EVERY_SERVICE_UNIT: "các đơn vị sự nghiệp",
    }
)

ROW_RULE_WORDS: Mapping[str, str] = make_messages(
    {"<=": "không lớn hơn", "=": "bằng", "excludes": "loại trừ với", "same": "cùng một nội dung với"}
)
"""How the verbs of rules are read aloud."""

SHIPPED_FORM_TITLE = "Chỉ tiêu thống kê công tác cải cách hành chính"
SHIPPED_SOURCES: Mapping[int, str] = MappingProxyType(
    {
        1: "Phụ lục dùng cho báo cáo quý, 6 tháng, năm, như bản in kèm báo cáo năm 2021.",
        2: "Như phiên bản 1, đã ghi đủ đơn vị tính và sửa lỗi chính tả.",
    }
)
