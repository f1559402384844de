"""The deadline phrases of the office, one line each, for a plan of 2021 issued on 22/12/2020."""

from __future__ import annotations

import datetime as dt

from tracker.law.calendar import DayKind, WorkCalendar

ISSUED = dt.date(2020, 12, 22)
TET = {dt.date(2021, 2, day): DayKind.PUBLIC_HOLIDAY for day in range(10, 17)}
OTHER = {
    dt.date(2021, 1, 1): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 4, 21): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 4, 30): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 5, 1): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 5, 3): DayKind.COMPENSATORY,
    dt.date(2021, 9, 2): DayKind.PUBLIC_HOLIDAY,
    dt.date(2021, 9, 3): DayKind.PUBLIC_HOLIDAY,
}
CALENDAR = WorkCalendar.of(TET | OTHER, [2020, 2021])

TABLE = """
D1  | trước ngày 15/3/2021              | once        | 15/3  | 14/3
D1  | Trước ngày 01/7/2021              | once        | 01/7  | 30/6
D2  | trước 30/11                       | once        | 30/11 | 29/11
D2  | trước 30-11                       | once        | 30/11 | 29/11
D2  | xong trước 30.11                  | once        | 30/11 | 29/11
D3  | trước tháng 6/2021                | once        | 31/5  | 31/5
D3  | trước quý II                      | once        | 31/3  | 31/3
D4  | chậm nhất là ngày 20/6            | once        | 20/6  | 20/6
D4  | muộn nhất 20/6                    | once        | 20/6  | 20/6
D4  | không quá ngày 20/6               | once        | 20/6  | 20/6
D4  | hạn cuối 20/6                     | once        | 20/6  | 20/6
D4  | hạn chót ngày 20/6                | once        | 20/6  | 20/6
D5  | đến hết ngày 25/11/2021           | once        | 25/11 | 25/11
D5  | đến 25/11                         | once        | 25/11 | 25/11
D6  | ngày 10/10/2021                   | once        | 10/10 | 10/10
D6  | ngày 30 tháng 6 năm 2021          | once        | 30/6  | 30/6
D7  | từ ngày 01/3 đến ngày 30/9/2021   | range       | 30/9  | 30/9
D8  | trước 17 giờ 00 ngày 20/11/2021   | once        | 20/11 | 20/11
D9  | trong ngày 12/4                   | once        | 12/4  | 12/4
D10 | trong tháng 6                     | once        | 30/6  | 30/6
D10 | tháng 6/2021                      | once        | 30/6  | 30/6
D10 | T6/2021                           | once        | 30/6  | 30/6
D10 | Trong tháng 02/2021               | once        | 28/2  | 28/2
D11 | tháng 3 và tháng 9                | recurring   | 30/9  | 30/9
D11 | tháng 3, 6, 9, 12                 | recurring   | 31/12 | 31/12
D11 | trước ngày 15/3, 15/6 và 15/12    | recurring   | 15/12 | 14/12
D11 | 30/6/2021 và 31/12/2021           | recurring   | 31/12 | 31/12
D20 | trong 6 tháng đầu năm 2021        | once        | 30/6  | 30/6
D22 | đến hết năm 2021                  | once        | 31/12 | 31/12
D30 | Hằng quý, trước ngày 15 của tháng cuối quý | recurring | 15/12 | 14/12
D27 | 1 tháng 1 lần                     | recurring   | 31/12 | 31/12
D29 | 03 tháng/lần                      | recurring   | 31/12 | 31/12
D1  | trước thứ Sáu ngày 26/11/2021     | once        | 26/11 | 25/11
D10 | 06/2021                           | once        | 30/6  | 30/6
D15 | Quý IV.2021                       | once        | 31/12 | 31/12
D38 | khi Trung ương ban hành           | conditional | -     | -
D12 | từ tháng 3 đến tháng 10           | range       | 31/10 | 31/10
D12 | tháng 3-10/2021                   | range       | 31/10 | 31/10
D13 | đầu tháng 5                       | once        | 10/5  | 10/5
D13 | giữa tháng 5                      | once        | 20/5  | 20/5
D13 | cuối tháng 5                      | once        | 31/5  | 31/5
D14 | tuần thứ hai tháng 3              | once        | 12/3  | 12/3
D15 | Quý II/2021                       | once        | 30/6  | 30/6
D15 | quý 2                             | once        | 30/6  | 30/6
D15 | Q.II                              | once        | 30/6  | 30/6
D15 | Quí II                            | once        | 30/6  | 30/6
D16 | trong quý III                     | once        | 30/9  | 30/9
D16 | Hoàn thành trong quý III/2021     | once        | 30/9  | 30/9
D17 | đầu quý IV                        | once        | 31/10 | 31/10
D17 | giữa quý IV                       | once        | 30/11 | 30/11
D17 | cuối quý IV                       | once        | 31/12 | 31/12
D18 | Quý I, II/2021                    | range       | 30/6  | 30/6
D18 | Quý II - Quý III/2021             | range       | 30/9  | 30/9
D19 | Quý I–IV                          | recurring   | 31/12 | 31/12
D19 | các quý trong năm                 | recurring   | 31/12 | 31/12
D20 | 6 tháng đầu năm                   | once        | 30/6  | 30/6
D20 | 6 tháng cuối năm                  | once        | 31/12 | 31/12
D21 | 9 tháng đầu năm                   | once        | 30/9  | 30/9
D22 | Năm 2021                          | once        | 31/12 | 31/12
D22 | trong năm 2021                    | once        | 31/12 | 31/12
D22 | 2021                              | once        | 31/12 | 31/12
D23 | cả năm                            | continuous  | 31/12 | 31/12
D23 | suốt năm                          | continuous  | 31/12 | 31/12
D24 | thường xuyên, liên tục            | continuous  | 31/12 | 31/12
D24 | thường xuyên trong năm            | continuous  | 31/12 | 31/12
D25 | hằng ngày                         | continuous  | 31/12 | 31/12
D26 | thứ Sáu hằng tuần                 | recurring   | 31/12 | 31/12
D26 | trước 16h thứ Năm hàng tuần       | recurring   | 30/12 | 30/12
D26 | trước thứ Năm hằng tuần           | recurring   | 30/12 | 29/12
D27 | hằng tháng                        | recurring   | 31/12 | 31/12
D27 | 01 lần/tháng                      | recurring   | 31/12 | 31/12
D28 | chậm nhất ngày 20 hằng tháng      | recurring   | 20/12 | 20/12
D28 | trước ngày 20 của tháng           | recurring   | 20/12 | 19/12
D29 | định kỳ hằng quý                  | recurring   | 31/12 | 31/12
D29 | 01 lần/quý                        | recurring   | 31/12 | 31/12
D29 | quý một lần                       | recurring   | 31/12 | 31/12
D29 | Định kỳ hằng quý, 6 tháng, năm    | recurring   | 31/12 | 31/12
D30 | trước ngày 10 của tháng cuối quý  | recurring   | 10/12 | 09/12
D30 | ngày 15 tháng cuối kỳ báo cáo     | recurring   | 15/12 | 15/12
D31 | định kỳ 6 tháng, năm              | recurring   | 31/12 | 31/12
D31 | sơ kết 6 tháng, tổng kết năm      | recurring   | 31/12 | 31/12
D31 | 6 tháng đầu năm và cả năm         | recurring   | 31/12 | 31/12
D32 | ít nhất 02 lần/năm                | quantity    | 31/12 | 31/12
D33 | trong vòng 05 ngày làm việc kể từ ngày nhận được văn bản | relative | - | -
D34 | trong thời hạn 10 ngày kể từ ngày ký       | relative    | 01/01 | 01/01
D35 | sau 15 ngày kể từ ngày ban hành            | relative    | -     | -
D35 | 20 ngày sau khi Tỉnh ủy ban hành           | relative    | -     | -
D36 | trong vòng 24 giờ                          | relative    | -     | -
D36 | 48 giờ                                     | relative    | -     | -
D37 | trước 05 ngày so với ngày họp              | relative    | -     | -
D37 | 03 ngày trước kỳ họp                       | relative    | -     | -
D38 | sau khi có hướng dẫn của Bộ, ngành         | conditional | -     | -
D38 | khi có văn bản hướng dẫn                   | conditional | -     | -
D38 | Sau khi có Thông tư hướng dẫn của Bộ       | conditional | -     | -
D39 | theo tiến độ                               | conditional | -     | -
D39 | theo Kế hoạch của UBND tỉnh                | conditional | -     | -
D40 | khi có yêu cầu                             | conditional | -     | -
D40 | đột xuất                                   | conditional | -     | -
D41 | theo quy định                              | none        | -     | -
D42 | kịp thời                                   | none        | -     | -
D42 | ngay                                       | none        | -     | -
D42 | trong thời gian sớm nhất                   | none        | -     | -
D43 | tại kỳ họp thứ ba HĐND thị xã              | conditional | -     | -
D43 | Tại kỳ họp HĐND thị xã giữa năm            | conditional | -     | -
D44 | trước khi nghỉ Tết                         | once        | 09/02 | 09/02
D45 | đầu năm                                    | once        | 31/01 | 31/01
D45 | giữa năm                                   | once        | 30/6  | 30/6
D45 | cuối năm                                   | once        | 31/12 | 31/12
D46 | giai đoạn 2021–2025                        | recurring   | 31/12/2025 | 31/12/2025
D46 | đến năm 2025                               | recurring   | 31/12/2025 | 31/12/2025
D47 | 12/2026 hoặc 1/2027 (tuỳ thời điểm tổ chức kỳ họp) | conditional | 31/01/2027 | 31/01/2027
D48 | Quý II: xây dựng; Quý IV: tổng kết         | composite   | 31/12 | 31/12
D49 | Thường xuyên; báo cáo trước 15/12          | composite   | 31/12 | 31/12
D50 | Hàng tuần / Hàng tháng                     | composite   | 31/12 | 31/12
D51 | Hoàn thành (năm trước chuyển sang)         | none        | -     | -
D51 | đã thực hiện                               | none        | -     | -
D52 | -                                          | none        | -     | -
D52 | như trên                                   | none        | -     | -
D53 | Thời gian: 2021; Sản phẩm: Báo cáo         | composite   | 31/12 | 31/12
D6  | 2021/03/15                                 | once        | 15/3  | 15/3
D6  | 15/3/21                                    | once        | 15/3  | 15/3
D55 | 01/01/1970                                 | none        | -     | -
"""
"""Pattern, phrase, kind, last good day when «trước» includes the day named, and when it does not."""

ROWS = [[cell.strip() for cell in line.split("|")] for line in TABLE.strip().splitlines()]
