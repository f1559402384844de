"""More ways of writing a deadline, beside the catalogue: issued 22/12/2020, plan of 2021, as in that file."""

from __future__ import annotations

TABLE = """
trước 15/3                                   | once | 15/3 | 14/3
trước 15/3/2021                              | once | 15/3 | 14/3
Trước ngày 05 tháng 7 năm 2021               | once | 05/7 | 04/7
xong trước ngày 31/3/2021                    | once | 31/3 | 30/3
hoàn thành trước ngày 31/3                   | once | 31/3 | 30/3
phải hoàn thành trước ngày 15-5-2021         | once | 15/5 | 14/5
gửi trước 10.6                               | once | 10/6 | 09/6
báo cáo trước ngày 10/6/2021                 | once | 10/6 | 09/6
trình trước ngày 20/8/2021                   | once | 20/8 | 19/8
nộp trước 25/12                              | once | 25/12 | 24/12
ban hành trước ngày 28/02/2021               | once | 28/2 | 27/2
Thời gian hoàn thành: trước ngày 30/9/2021   | once | 30/9 | 29/9
Thời hạn: trước 30/9                         | once | 30/9 | 29/9
TRƯỚC NGÀY 30/4/2021                         | once | 30/4 | 29/4
truoc ngay 30/4/2021                         | once | 30/4 | 29/4
trước ngày 1/7                               | once | 01/7 | 30/6
trước ngày 01/03/2021                        | once | 01/3 | 28/2
trước thứ Hai ngày 15/3/2021                 | once | 15/3 | 14/3
chậm nhất ngày 30/6/2021                     | once | 30/6 | 30/6
chậm nhất vào ngày 30/6/2021                 | once | 30/6 | 30/6
chậm nhất đến ngày 30/6                      | once | 30/6 | 30/6
Chậm nhất là 30/6/2021                       | once | 30/6 | 30/6
chậm nhất trong tháng 8                      | once | 31/8 | 31/8
muộn nhất là ngày 15/10/2021                 | once | 15/10 | 15/10
muộn nhất vào 15/10                          | once | 15/10 | 15/10
không muộn hơn ngày 15/10/2021               | once | 15/10 | 15/10
không chậm hơn 15/10                         | once | 15/10 | 15/10
không quá 15/10/2021                         | once | 15/10 | 15/10
hạn cuối: 15/10/2021                         | once | 15/10 | 15/10
hạn cuối cùng là ngày 15/10                  | once | 15/10 | 15/10
hạn chót 15/10                               | once | 15/10 | 15/10
đến hết ngày 31/8/2021                       | once | 31/8 | 31/8
đến hết 31/8                                 | once | 31/8 | 31/8
đến ngày 31/8/2021                           | once | 31/8 | 31/8
từ nay đến hết ngày 31/8                     | once | 31/8 | 31/8
từ nay đến 31/8/2021                         | once | 31/8 | 31/8
đến hết tháng 8                              | once | 31/8 | 31/8
đến hết quý III                              | once | 30/9 | 30/9
đến cuối năm 2021                            | once | 31/12 | 31/12
đến hết năm                                  | once | 31/12 | 31/12
hết tháng 6/2021                             | once | 30/6 | 30/6
ngày 20/11                                   | once | 20/11 | 20/11
20/11/2021                                   | once | 20/11 | 20/11
20-11-2021                                   | once | 20/11 | 20/11
20.11.2021                                   | once | 20/11 | 20/11
vào ngày 20/11                               | once | 20/11 | 20/11
2021-11-20                                   | once | 20/11 | 20/11
2021-11-20T00:00:00                          | once | 20/11 | 20/11
2021-11-20 00:00:00                          | once | 20/11 | 20/11
20/11/21                                     | once | 20/11 | 20/11
ngày 20 tháng 11                             | once | 20/11 | 20/11
20 tháng 11 năm 2021                         | once | 20/11 | 20/11
trong ngày 20/11/2021                        | once | 20/11 | 20/11
trước 10h00 ngày 20/11/2021                  | once | 20/11 | 20/11
trước 10 giờ ngày 20/11                      | once | 20/11 | 20/11
trước 10g ngày 20/11/2021                    | once | 20/11 | 20/11
trước 16:30 ngày 20/11/2021                  | once | 20/11 | 20/11
chậm nhất 17h ngày 20/11                     | once | 20/11 | 20/11
ngày 20/11/2021, trước 11h00                 | once | 20/11 | 20/11
đến 17 giờ 00 ngày 20/11/2021                | once | 20/11 | 20/11
tháng 2                                      | once | 28/2 | 28/2
Tháng 02                                     | once | 28/2 | 28/2
Tháng 2/2021                                 | once | 28/2 | 28/2
tháng 2 năm 2021                             | once | 28/2 | 28/2
Tháng 12 năm 2021                            | once | 31/12 | 31/12
trong tháng 4/2021                           | once | 30/4 | 30/4
T4                                           | once | 30/4 | 30/4
T.4/2021                                     | once | 30/4 | 30/4
4/2021                                       | once | 30/4 | 30/4
hoàn thành trong tháng 4                     | once | 30/4 | 30/4
trước tháng 7                                | once | 30/6 | 30/6
trước tháng 1/2021                           | once | 31/12/2020 | 31/12/2020
đầu tháng 10                                 | once | 10/10 | 10/10
giữa tháng 02/2021                           | once | 20/2 | 20/2
cuối tháng 2                                 | once | 28/2 | 28/2
trước cuối tháng 5                           | once | 20/5 | 20/5
tuần đầu tháng 3                             | once | 05/3 | 05/3
tuần cuối tháng 3                            | once | 26/3 | 26/3
tuần 3/5                                     | once | 21/5 | 21/5
tuần thứ 2 của tháng 3/2021                  | once | 12/3 | 12/3
Quý I                                        | once | 31/3 | 31/3
Quý I/2021                                   | once | 31/3 | 31/3
quý I năm 2021                               | once | 31/3 | 31/3
Quý 1/2021                                   | once | 31/3 | 31/3
Q1/2021                                      | once | 31/3 | 31/3
Q.I/2021                                     | once | 31/3 | 31/3
quý một                                      | once | 31/3 | 31/3
quý thứ nhất                                 | once | 31/3 | 31/3
Quý II                                       | once | 30/6 | 30/6
quý hai năm 2021                             | once | 30/6 | 30/6
QUÝ III/2021                                 | once | 30/9 | 30/9
Quí III/2021                                 | once | 30/9 | 30/9
quý 3                                        | once | 30/9 | 30/9
Quý IV                                       | once | 31/12 | 31/12
quý tư                                       | once | 31/12 | 31/12
quy IV nam 2021                              | once | 31/12 | 31/12
Trong Quý IV/2021                            | once | 31/12 | 31/12
hoàn thành trong quý II năm 2021             | once | 30/6 | 30/6
trước quý IV                                 | once | 30/9 | 30/9
đầu quý II                                   | once | 30/4 | 30/4
giữa quý I/2021                              | once | 28/2 | 28/2
cuối quý III/2021                            | once | 30/9 | 30/9
6 tháng đầu năm 2021                         | once | 30/6 | 30/6
06 tháng đầu năm                             | once | 30/6 | 30/6
sáu tháng đầu năm                            | once | 30/6 | 30/6
trong 6 tháng cuối năm                       | once | 31/12 | 31/12
9 tháng đầu năm 2021                         | once | 30/9 | 30/9
chín tháng đầu năm                           | once | 30/9 | 30/9
3 tháng đầu năm                              | once | 31/3 | 31/3
năm 2021                                     | once | 31/12 | 31/12
Trong năm                                    | once | 31/12 | 31/12
trong năm nay                                | once | 31/12 | 31/12
hết năm 2021                                 | once | 31/12 | 31/12
cuối năm 2021                                | once | 31/12 | 31/12
giữa năm 2021                                | once | 30/6 | 30/6
đầu năm 2021                                 | once | 31/01 | 31/01
quý cuối năm                                 | once | 31/12 | 31/12
trước Tết Nguyên đán                         | once | 09/02 | 09/02
trước tết                                    | once | 09/02 | 09/02
từ 01/3 đến 30/9                             | range | 30/9 | 30/9
từ ngày 01/3/2021 đến hết ngày 30/9/2021     | range | 30/9 | 30/9
01/3 - 30/9/2021                             | range | 30/9 | 30/9
01/3/2021 – 30/9/2021                        | range | 30/9 | 30/9
từ tháng 3 đến hết tháng 10/2021             | range | 31/10 | 31/10
Tháng 3 - tháng 10                           | range | 31/10 | 31/10
tháng 3 đến tháng 10/2021                    | range | 31/10 | 31/10
Quý I-II                                     | range | 30/6 | 30/6
Quý I, quý II                                | range | 30/6 | 30/6
Quý I và quý II năm 2021                     | range | 30/6 | 30/6
Quý III, IV/2021                             | range | 31/12 | 31/12
từ quý II đến quý III                        | range | 30/9 | 30/9
Quý I/2021 - Quý III/2021                    | range | 30/9 | 30/9
Quý I, II, III, IV                           | recurring | 31/12 | 31/12
Quý I - IV/2021                              | recurring | 31/12 | 31/12
cả 4 quý                                     | recurring | 31/12 | 31/12
4 quý trong năm                              | recurring | 31/12 | 31/12
các quý của năm                              | recurring | 31/12 | 31/12
tháng 3, tháng 6, tháng 9                    | recurring | 30/9 | 30/9
tháng 6 và 12                                | recurring | 31/12 | 31/12
tháng 6, 12/2021                             | recurring | 31/12 | 31/12
các tháng 3, 6, 9                            | recurring | 30/9 | 30/9
15/6 và 15/12                                | recurring | 15/12 | 15/12
trước ngày 15/6 và 15/12                     | recurring | 15/12 | 14/12
chậm nhất 15/6, 15/12/2021                   | recurring | 15/12 | 15/12
trước ngày 20/6 và ngày 20/12 hằng năm       | recurring | 20/12 | 19/12
hàng tháng                                   | recurring | 31/12 | 31/12
Hằng tháng                                   | recurring | 31/12 | 31/12
mỗi tháng                                    | recurring | 31/12 | 31/12
từng tháng                                   | recurring | 31/12 | 31/12
định kỳ hằng tháng                           | recurring | 31/12 | 31/12
Định kỳ hàng tháng                           | recurring | 31/12 | 31/12
định kỳ tháng                                | recurring | 31/12 | 31/12
mỗi tháng một lần                            | recurring | 31/12 | 31/12
tháng/lần                                    | recurring | 31/12 | 31/12
1 lần/tháng                                  | recurring | 31/12 | 31/12
một lần mỗi tháng                            | recurring | 31/12 | 31/12
hằng quý                                     | recurring | 31/12 | 31/12
hàng quý                                     | recurring | 31/12 | 31/12
mỗi quý                                      | recurring | 31/12 | 31/12
mỗi quý một lần                              | recurring | 31/12 | 31/12
theo quý                                     | recurring | 31/12 | 31/12
Định kỳ quý                                  | recurring | 31/12 | 31/12
quý/lần                                      | recurring | 31/12 | 31/12
1 lần/quý                                    | recurring | 31/12 | 31/12
3 tháng một lần                              | recurring | 31/12 | 31/12
định kỳ hằng quý năm 2021                    | recurring | 31/12 | 31/12
hằng tuần                                    | recurring | 31/12 | 31/12
mỗi tuần                                     | recurring | 31/12 | 31/12
1 lần/tuần                                   | recurring | 31/12 | 31/12
thứ Năm hàng tuần                            | recurring | 30/12 | 30/12
trước thứ Sáu hằng tuần                      | recurring | 31/12 | 30/12
trước 15h00 thứ Sáu hằng tuần                | recurring | 31/12 | 31/12
thứ 5 hằng tuần                              | recurring | 30/12 | 30/12
ngày 20 hằng tháng                           | recurring | 20/12 | 20/12
ngày 20 hàng tháng                           | recurring | 20/12 | 20/12
trước ngày 20 hằng tháng                     | recurring | 20/12 | 19/12
vào ngày 20 hằng tháng                       | recurring | 20/12 | 20/12
chậm nhất là ngày 20 hằng tháng              | recurring | 20/12 | 20/12
chậm nhất vào ngày 20 mỗi tháng              | recurring | 20/12 | 20/12
hằng tháng trước ngày 20                     | recurring | 20/12 | 19/12
Hằng tháng, trước ngày 20                    | recurring | 20/12 | 19/12
Định kỳ hằng tháng, trước ngày 20            | recurring | 20/12 | 19/12
định kỳ hằng tháng vào ngày 25               | recurring | 25/12 | 25/12
báo cáo trước ngày 25 hằng tháng             | recurring | 25/12 | 24/12
trước ngày 31 hằng tháng                     | recurring | 31/12 | 30/12
trước ngày 10 tháng cuối quý                 | recurring | 10/12 | 09/12
ngày 15 của tháng cuối quý                   | recurring | 15/12 | 15/12
định kỳ hằng quý, trước ngày 10 tháng cuối quý | recurring | 10/12 | 09/12
quý, 6 tháng, năm                            | recurring | 31/12 | 31/12
Định kỳ quý, 6 tháng, 9 tháng và năm         | recurring | 31/12 | 31/12
hằng quý, 6 tháng và năm                     | recurring | 31/12 | 31/12
6 tháng, năm                                 | recurring | 31/12 | 31/12
6 tháng và cả năm                            | recurring | 31/12 | 31/12
6 tháng/lần                                  | recurring | 31/12 | 31/12
06 tháng một lần                             | recurring | 31/12 | 31/12
định kỳ 6 tháng                              | recurring | 31/12 | 31/12
giai đoạn 2021 - 2025                        | recurring | 31/12/2025 | 31/12/2025
trong giai đoạn 2021-2025                    | recurring | 31/12/2025 | 31/12/2025
thường xuyên                                 | continuous | 31/12 | 31/12
Thường xuyên                                 | continuous | 31/12 | 31/12
thuong xuyen                                 | continuous | 31/12 | 31/12
thường xuyên hằng năm                        | continuous | 31/12 | 31/12
Thường xuyên, cả năm                         | continuous | 31/12 | 31/12
thường xuyên và liên tục                     | continuous | 31/12 | 31/12
liên tục                                     | continuous | 31/12 | 31/12
thường xuyên, đột xuất                       | continuous | 31/12 | 31/12
thường xuyên trong năm 2021                  | continuous | 31/12 | 31/12
trong cả năm                                 | continuous | 31/12 | 31/12
Cả năm 2021                                  | continuous | 31/12 | 31/12
quanh năm                                    | continuous | 31/12 | 31/12
hàng ngày                                    | continuous | 31/12 | 31/12
mỗi ngày                                     | continuous | 31/12 | 31/12
ít nhất 1 lần/6 tháng                        | quantity | 31/12 | 31/12
tối thiểu 02 lần/năm                         | quantity | 31/12 | 31/12
02 lần/năm                                   | quantity | 31/12 | 31/12
2 đợt/năm                                    | quantity | 31/12 | 31/12
ít nhất một cuộc/quý                         | quantity | 31/12 | 31/12
trong vòng 10 ngày kể từ ngày ban hành       | relative | 01/01 | 01/01
trong thời hạn 10 (mười) ngày kể từ ngày ký  | relative | 01/01 | 01/01
chậm nhất 10 ngày kể từ ngày ký ban hành     | relative | 01/01 | 01/01
không quá 05 ngày làm việc kể từ ngày ký     | relative | 29/12/2020 | 29/12/2020
trong vòng 01 tháng kể từ ngày ban hành      | relative | 22/01 | 22/01
trong vòng 2 tuần kể từ ngày ký              | relative | 05/01 | 05/01
05 ngày làm việc kể từ ngày nhận được văn bản | relative | - | -
sau 03 ngày kể từ ngày nhận văn bản          | relative | - | -
trong thời gian 07 ngày làm việc kể từ khi nhận đủ hồ sơ | relative | - | -
chậm nhất sau 05 ngày làm việc kể từ ngày tiếp nhận | relative | - | -
trong vòng 05 ngày làm việc                  | relative | - | -
05 ngày làm việc                             | relative | - | -
trong 48 giờ                                 | relative | - | -
24 giờ                                       | relative | - | -
trong vòng 24h                               | relative | - | -
trong vòng 8 giờ làm việc                    | relative | - | -
05 ngày trước kỳ họp                         | relative | - | -
ít nhất 05 ngày trước ngày họp               | relative | - | -
trong vòng 10 ngày sau khi kết thúc hội nghị | relative | - | -
sau khi có văn bản của tỉnh                  | conditional | - | -
Sau khi có hướng dẫn                         | conditional | - | -
ngay sau khi có kết luận thanh tra           | conditional | - | -
khi có hướng dẫn của cấp trên                | conditional | - | -
Khi có yêu cầu                               | conditional | - | -
khi phát sinh                                | conditional | - | -
khi có phát sinh                             | conditional | - | -
nếu có phát sinh                             | conditional | - | -
đột xuất khi có yêu cầu                      | conditional | - | -
theo vụ việc                                 | conditional | - | -
theo tiến độ dự án                           | conditional | - | -
theo chỉ đạo của cấp trên                    | conditional | - | -
theo kế hoạch của tỉnh                       | conditional | - | -
theo lộ trình                                | conditional | - | -
theo hướng dẫn của Sở Nội vụ                 | conditional | - | -
tùy tình hình thực tế                        | conditional | - | -
tại kỳ họp cuối năm                          | conditional | - | -
trình kỳ họp HĐND                            | conditional | - | -
Quý I: kế hoạch; Quý IV: báo cáo             | composite | 31/12 | 31/12
Thường xuyên; báo cáo trước ngày 15/12/2021  | composite | 31/12 | 31/12
Hằng tháng; hằng quý                         | composite | 31/12 | 31/12
trước 15/3; trước 15/9                       | composite | 15/9 | 14/9
Quý II; Quý IV                               | composite | 31/12 | 31/12
kịp thời, khẩn trương                        | none | - | -
khẩn trương                                  | none | - | -
Sớm nhất                                     | none | - | -
ngay lập tức                                 | none | - | -
càng sớm càng tốt                            | none | - | -
đúng quy định                                | none | - | -
đúng thời gian quy định                      | none | - | -
theo thời hạn quy định                       | none | - | -
theo quy định của pháp luật                  | none | - | -
nt                                           | none | - | -
Như trên                                     | none | - | -
không có                                     | none | - | -
không xác định                               | none | - | -
chưa có thời hạn                             | none | - | -
--                                           | none | - | -
/                                            | none | - | -
x                                            | none | - | -
Đã hoàn thành                                | none | - | -
đã ban hành tại Quyết định số 93/QĐ-UBND     | none | - | -
trước ngày 01/01/1970                        | none | - | -
1970-01-01 00:00:00                          | none | - | -
Phòng Nội vụ                                 | none | - | -
báo cáo năm                                  | none | - | -
số 15/2021                                   | none | - | -
Kế hoạch năm                                 | none | - | -
100%                                         | none | - | -
15                                           | none | - | -
mười lăm                                     | none | - | -
3/4 nhiệm vụ                                 | none | - | -
"""
"""Phrase, kind, last good day when «trước» includes the day named, and when it does not."""

ROWS = [[cell.strip() for cell in line.rsplit("|", 3)] for line in TABLE.strip().splitlines()]
