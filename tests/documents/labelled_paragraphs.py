"""Paragraphs of reports, written for this project in many shapes, with the errors a careful clerk would find.

Each is the text and the totals whose parts, or shares, do not hold: «8282» says that a finding about this total is
right. An empty set says that everything holds and nothing may be reported as wrong.
"""

from __future__ import annotations

RIGHT: frozenset[int] = frozenset()

PARAGRAPHS: tuple[tuple[str, frozenset[int]], ...] = (
    ("Tổng số 8.282 nhiệm vụ, hoàn thành 6.932 (83,70%), trong đó đúng hạn 5.361, quá hạn 1.111.", frozenset({6932})),
    ("Tổng số 8.282 nhiệm vụ, hoàn thành 6.932 (83,70%), trong đó đúng hạn 5.821, quá hạn 1.111.", RIGHT),
    ("Tổng số 8.282 nhiệm vụ, hoàn thành 6.932 (84,70%), trong đó đúng hạn 5.821, quá hạn 1.111.", frozenset({6932})),
    ("Đến ngày 31/8/2016 có 3.726 nhiệm vụ; đã hoàn thành 1.739 nhiệm vụ (đúng hạn 1.310, quá hạn 429).", RIGHT),
    ("Đã giao 556 nhiệm vụ, gồm 249 nhiệm vụ đã hoàn thành và 307 nhiệm vụ đang thực hiện.", RIGHT),
    ("Đã giao 556 nhiệm vụ, gồm 249 nhiệm vụ đã hoàn thành và 317 nhiệm vụ đang thực hiện.", frozenset({556})),
    ("Toàn thị xã có 23 trường học, trong đó có 9 trường mầm non, 9 trường tiểu học và 5 trường trung học.", RIGHT),
    (
        "Toàn thị xã có 23 trường học, trong đó có 9 trường mầm non, 8 trường tiểu học và 5 trường trung học.",
        frozenset({23}),
    ),
    ("Bộ phận một cửa tiếp nhận 1.204 hồ sơ, đã giải quyết 1.150 hồ sơ, đang giải quyết 54 hồ sơ.", RIGHT),
    ("Bộ phận một cửa tiếp nhận 1.204 hồ sơ, đã giải quyết 1.150 hồ sơ, đang giải quyết 45 hồ sơ.", frozenset({1204})),
    ("Đã tiếp nhận 85 đơn (kiến nghị 60, khiếu nại 15, tố cáo 10).", RIGHT),
    ("Đã tiếp nhận 85 đơn (kiến nghị 60, khiếu nại 15, tố cáo 12).", frozenset({85})),
    ("Trong năm 2021 đã tổ chức 04 hội nghị, 12 cuộc họp và ban hành 35 văn bản.", RIGHT),
    ("Thực hiện Quyết định số 1822/QĐ-UBND ngày 22/12/2020, đến nay đã xong 34/34 nhiệm vụ (đạt 100%).", RIGHT),
    ("Các xã, phường đã hoàn thành 66/85 nhiệm vụ (77,6%), trong đó đúng hạn 56, quá hạn 10.", RIGHT),
    ("Các xã, phường đã hoàn thành 66/85 nhiệm vụ (78,6%), trong đó đúng hạn 56, quá hạn 10.", frozenset({66})),
    ("Các xã, phường đã hoàn thành 66/85 nhiệm vụ, trong đó đúng hạn 58, quá hạn 10.", frozenset({66})),
    ("Số người tham gia tập huấn là 129 người, tăng 12% so với năm 2020.", RIGHT),
    ("Kinh phí bố trí 350 triệu đồng, trong đó ngân sách thị xã 200 triệu đồng, ngân sách tỉnh 150 triệu đồng.", RIGHT),
    (
        "Kinh phí bố trí 350 triệu đồng, trong đó ngân sách thị xã 200 triệu đồng, ngân sách tỉnh 120 triệu đồng.",
        frozenset({350}),
    ),
    ("Có 6/9 xã, phường đã lắp camera; 3 xã còn lại lắp trong quý I/2022.", RIGHT),
    ("Thu được 6.648 phiếu khảo sát, trong đó 6.120 phiếu hài lòng (92,1%).", RIGHT),
    ("Thu được 6.648 phiếu khảo sát, trong đó 6.720 phiếu hài lòng.", frozenset({6648})),
    ("Đã rà soát 12 văn bản, đề nghị bãi bỏ 2 văn bản, sửa đổi 3 văn bản; các văn bản khác giữ nguyên.", RIGHT),
    ("Nhận 13 người (giáo dục: 8; cấp thị xã: 3; cấp xã: 2).", RIGHT),
    ("Nhận 13 người (giáo dục: 8; cấp thị xã: 3; cấp xã: 3).", frozenset({13})),
    ("Trả trước hẹn 4.509 hồ sơ, đúng hẹn 2.571 hồ sơ và trễ hẹn 1.152 hồ sơ.", RIGHT),
    ("Giai đoạn 2021-2025 phấn đấu 100% thủ tục mức 3, 4 và 50% hồ sơ nộp qua mạng.", RIGHT),
    ("Từ 01/01 đến 10/11/2021 đăng 75 tin bài, trong đó trang của thị xã 40 bài, trang của xã, phường 35 bài.", RIGHT),
    (
        "Từ 01/01 đến 10/11/2021 đăng 75 tin bài, trong đó trang của thị xã 40 bài, trang của xã, phường 25 bài.",
        frozenset({75}),
    ),
    ("Hiện có 12 phòng, ban; 6 đơn vị sự nghiệp; 9 xã, phường.", RIGHT),
    ("Đoàn kiểm tra phát hiện 12 vấn đề, đã khắc phục 10 vấn đề (83,3%), còn 2 vấn đề.", RIGHT),
    ("Đoàn kiểm tra phát hiện 12 vấn đề, đã khắc phục 10 vấn đề (88,3%), còn 2 vấn đề.", frozenset({10})),
    ("Đã cấp 471 chữ ký số, chia ra: lãnh đạo 151, công chức 320.", RIGHT),
    ("Đã cấp 471 chữ ký số, chia ra: lãnh đạo 151, công chức 310.", frozenset({471})),
    ("Theo Nghị định số 30/2020/NĐ-CP và Thông tư số 07/2021/TT-BNV, báo cáo gửi trước ngày 20 tháng cuối quý.", RIGHT),
    ("Số văn bản đi là 6.553, văn bản đến là 11.391; 100% được ký số.", RIGHT),
    ("Xử lý 190 phản ánh: đã trả lời 172 (đúng hạn 103, quá hạn 69), đang xử lý 18 (trong hạn 12, quá hạn 6).", RIGHT),
    (
        "Xử lý 190 phản ánh: đã trả lời 172 (đúng hạn 103, quá hạn 59), đang xử lý 18 (trong hạn 12, quá hạn 6).",
        frozenset({172}),
    ),
    ("Đào tạo 129 lượt người, gồm lý luận chính trị 20, quản lý nhà nước 39, chuyên môn 70.", RIGHT),
    ("Bầu 32 đại biểu cấp thị xã và 338 đại biểu cấp xã, tỷ lệ cử tri đi bầu đạt 99,8%.", RIGHT),
    ("Hoàn thành 95 nhiệm vụ, chiếm 86,4% trong tổng số 110 nhiệm vụ được giao.", RIGHT),
)
