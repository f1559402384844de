"""Words of indicators: kinds, sources, what is computed, reasons for a blank, groups of units."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.rules.indicators.spec import (
    EVERY_COMMUNE,
    EVERY_DEPARTMENT,
    EVERY_SERVICE_UNIT,
    Binding,
    Blank,
    Source,
    ValueKind,
)
from tracker.wording.sentence import words

KIND_WORDS: Mapping[ValueKind, str] = words(
    {
        ValueKind.HEADING: "Đề mục",
        ValueKind.COUNT: "Số đếm",
        ValueKind.PERCENT: "Tỷ lệ",
        ValueKind.CHOICE: "Lựa chọn",
        ValueKind.YES_NO: "Có hoặc không",
    }
)

SOURCE_WORDS: Mapping[Source, str] = words(
    {
        Source.NONE: "",
        Source.COMPUTED: "Hệ thống tính",
        Source.ENTERED: "Đơn vị nhập",
        Source.FORMULA: "Công thức",
    }
)

BINDING_WORDS: Mapping[Binding, str] = words(
    {
        Binding.PLAN_TOTAL: "Số nhiệm vụ của kế hoạch",
        Binding.PLAN_DONE: "Số nhiệm vụ của kế hoạch đã hoàn thành",
        Binding.PROVINCE_TOTAL: "Số nhiệm vụ cấp trên giao",
        Binding.PROVINCE_ON_TIME: "Số nhiệm vụ cấp trên giao hoàn thành trước và đúng hạn",
        Binding.PROVINCE_LATE: "Số nhiệm vụ cấp trên giao hoàn thành quá hạn",
        Binding.TOWN_TOTAL: "Số lượt giao các đơn vị",
        Binding.TOWN_ON_TIME: "Số lượt giao các đơn vị hoàn thành trước và đúng hạn",
        Binding.TOWN_LATE: "Số lượt giao các đơn vị hoàn thành quá hạn",
        Binding.STEERING_PAPERS: "Số văn bản chỉ đạo CCHC ban hành trong kỳ",
        Binding.INSPECTED_BODIES: "Số cơ quan, đơn vị đã kiểm tra",
        Binding.INSPECTION_FINDINGS: "Số vấn đề phát hiện qua kiểm tra",
        Binding.FINDINGS_SETTLED: "Số vấn đề phát hiện đã xử lý xong",
        Binding.DEPARTMENTS: "Số cơ quan chuyên môn",
        Binding.SERVICE_UNITS: "Số đơn vị sự nghiệp",
        Binding.COMMUNES: "Số xã, phường",
    }
)

BLANK_WORDS: Mapping[Blank, str] = words(
    {
        Blank.NOTHING_AROSE: "Không phát sinh (ghi 0)",
        Blank.NOT_OURS: "Không thuộc thẩm quyền",
        Blank.NO_FIGURES_YET: "Chưa có số liệu",
    }
)

GROUP_WORDS: Mapping[str, str] = words(
    {
        EVERY_COMMUNE: "các xã, phường",
        EVERY_DEPARTMENT: "các cơ quan chuyên môn",
        EVERY_SERVICE_UNIT: "các đơn vị sự nghiệp",
    }
)

RULE_WORDS: Mapping[str, str] = words(
    {
        "<=": "không lớn hơn",
        "=": "bằng",
        "excludes": "loại trừ với",
        "same": "cùng một nội dung với",
    }
)
"""How the verbs of rules are read aloud."""

SHIPPED_TITLE = "Chỉ tiêu thống kê công tác cải cách hành chính"
SHIPPED_SOURCES: Mapping[int, str] = MappingProxyType(
    {
        1: "Phụ lục dùng cho báo cáo quý, 6 tháng, năm, như bản in kèm báo cáo năm 2021.",
        2: "Như phiên bản 1, đã ghi đủ đơn vị tính và sửa lỗi chính tả.",
    }
)
