"""The words by which a sentence of a directive is taken apart: names of units, verbs of duties, orders."""

from __future__ import annotations

import re

_VERBS = """
ap dung, bam sat, ban giao, ban hanh, bao cao, bao dam, bao ve, bien soan, bo sung, bo tri,
boi duong, can, can cu, can doi, cap, cap nhat, cham, chan chinh, chi dao, chi tra, chinh trang,
cho, chu dong, chu trong, chuan bi, chuyen, cong bo, cong khai, cu, cung cap, dang ky, dang tai,
danh gia, dao tao, dau tu, day manh, day nhanh, de nghi, de ra, de xuat, den, dieu chinh, dieu tra,
doi chieu, don doc, dong vien, dua, duy tri, giai quyet, giam sat, giao, gui, ho tro, hoan chinh,
hoan thanh, hoan thien, hop, huong dan, huy dong, khac phuc, kham, khan truong, khao sat, kho soat,
khoi cong, kiem diem, kiem ke, kiem soat, kiem tra, kien toan, kip thoi, ky, lam, lam ro, lap,
lay y kien, len, lien he, luu y, mo, mua sam, nang cao, nang cap, nghiem thu, nghiem tuc,
nghien cuu, nhap, niem yet, nop, phai, phan cong, phan dau, phat dong, phat hanh, phat huy,
phe duyet, pho bien, phoi hop, quan ly, quan tam, quan triet, quyet dinh, quyet toan, ra quan,
ra soat, sap xep, sat hach, so ket, so tan, som, sua chua, tang cuong, tap hop, tap huan, tap trung,
tham dinh, tham gia, tham muu, thanh lap, thanh toan, thanh tra, thao go, theo doi, thi cong,
thong bao, thong ke, thong tin, thu thap, thuc day, thuc hien, thuong xuyen, tich cuc, tien hanh,
tiep nhan, tiep thu, tiep tuc, to chuc, to giac, tong hop, tong ket, tra loi, trien khai, trinh,
truc, truyen, tu cham, tu danh gia, tu kiem tra, tuyen dung, tuyen duong, tuyen truyen, ung dung,
van dong, van hanh, vao cuoc, xac minh, xay dung, xem xet, xin y kien, xu ly, xuat ban, yeu cau
"""
_UNITS = (
    r"(?:các|những|toàn thể|tất cả các|\d{1,2}) "
    r"(?=cơ quan|phòng|đơn vị|địa phương|xã|phường|ban|trường|ngành|thành viên|Phòng|Ban)",
    r"Các (?=cơ quan|phòng|đơn vị|địa phương|xã|phường|ban|trường|ngành|thành viên|Phòng|Ban)",
    r"Tất cả các |UBND|U[ỷy] ban nhân dân|Ủy ban nhân dân",
    r"[Pp]hòng [A-ZĐ]|P\.|P(?:NV|TP|YT)\b|Ban [A-ZĐ]|BQLDA|Văn phòng|VP\b|VPUB",
    r"Trung tâm|TT\b|TTHCC|Thanh tra (?:thị|huyện|thành|tỉnh)|Đội [A-ZĐ]",
    r"[Tt]hủ trưởng|Chủ tịch (?:UBND|Ủy ban|Uỷ ban)|Trưởng (?:[Pp]hòng|[Bb]an|các)|Giám đốc|Chánh |Lãnh đạo",
    r"[Đđ]ồng chí|Công an|(?:UB|Ủy ban |Uỷ ban )?MTTQ|Mặt trận|Hội [A-ZĐ]|Liên đoàn|Kho bạc|Chi cục",
    r"Bảo hiểm xã hội|Thường trực|Thị ủy|Tổ (?:công tác|giúp việc|[A-ZĐ])|Đoàn ",
    r"[Qq]uý (?:phòng|đơn vị|cơ quan)|Cơ quan (?:thường trực|chuyên môn)|Đơn vị|[XxPp](?:ã|hường) [A-ZĐ]",
)

VERB = re.compile(rf"(?:{'|'.join(' '.join(_VERBS.split()).split(', '))})\b", re.ASCII)
"""Accent-folded verbs with which a duty begins, after the names of those who have it."""

STOP = re.compile(
    r"(?:truoc|cham nhat|muon nhat|trong|dinh ky|hang|moi|thu \w+ hang|tu ngay|sau khi|khi|ngay|nhanh chong"
    r"|dong thoi|da|dang|con|co nhiem vu|duoc|se|khong|rieng|la|theo)\b",
    re.ASCII,
)
"""Other words that end a list of names: times, and what only tells how things stand."""

STATES = re.compile(r"\s*(?:da|dang|con|duoc|se|khong|xep|dat|chua)\b", re.ASCII)
"""After the names: a report of how things stand and not a duty."""

UNIT = re.compile("|".join(_UNITS))
"""How the name of a unit, of its head or of many units begins, as printed."""

OWN = re.compile(
    r"(?:chu tich )?(?:ubnd|uy ban nhan dan) (?:thi xa|tx|huyen|thanh pho|tinh)\b(?! \w+ ?-)", re.ASCII
)
"""The committee itself, which gives duties and gets none here."""

ORDER = re.compile(
    r"\b(?:thong nhat )?(?:giao(?: nhiem vu cho| cho)?|yeu cau|de nghi|phan cong|chi dao|chi thi|moi)"
    r"(?: doi voi)?:? ",
    re.ASCII,
)
FOR = re.compile(r"(?:doi voi|rieng|ve phia) ", re.ASCII)
ROLE = re.compile(
    r"\s*,?\s*(?:(?:la (?:co quan|don vi|dau moi)|lam dau moi|co trach nhiem|chiu trach nhiem|co nhiem vu"
    r"|chu tri|chu dong(?=,? phoi hop))(?:\s*,\s*(?=phoi|chu)|\s+(?:va )?|$|(?=[:.;])))+",
    re.ASCII,
)
BESIDE = re.compile(r"\s*,?\s*(?:va )?phoi hop(?: chat che)?(?: voi| cung)? ", re.ASCII)
PROTECTED = re.compile(
    r"Ban Quản lý dự án(?: đầu tư)?(?: xây dựng)?(?: khu vực)?(?: thị xã)?"
    r"|Giáo dục nghề nghiệp - Giáo dục thường xuyên"
    r"|[Cc]huyên (?:môn|trách)|Tiếp nhận và [Tt]rả kết quả(?: hiện đại)?|một cửa"
)
"""Parts of names that look like verbs."""

CLAUSE_END = re.compile(
    r"(?<![\s(]TP)(?<![\s(][A-ZĐ])(?:\./\.|[.;])\s+|;\s*"
    r"|,\s+(?:đồng thời )?(?=giao (?:UBND|Phòng|Văn phòng|Ban|Trung tâm|các))"
)
CLOSING = re.compile(
    r"nghiem tuc,? (?:to chuc |trien khai ,?|quan triet,? )*(?:trien khai|thuc hien)(?:,? thuc hien)?"
    r"(?: tot| day du| cac)*(?: noi dung| chi thi| cong van| thong bao| ke hoach| ket luan| quyet dinh"
    r"| cong dien|[ ./]*$)"
    r"|chiu trach nhiem (?:thi hanh|truoc)|(?:co|neu (?:co|gap)|phat sinh) (?:kho khan|vuong mac)"
    r"|thong bao (?:den|de)\b.*\bbiet"
    r"|can cu (?:chi thi|cong van|thong bao|ke hoach|quyet dinh|noi dung|ket luan) .*(?:thuc hien|trien khai)"
    r"[ .]*$",
    re.ASCII,
)
"""Sentences that close every paper and give nobody anything to do."""
MONITOR = re.compile(
    r"(?:co trach nhiem |giup .{3,40} )?(?:theo doi|don doc|kiem tra)\b[^.;]*\b(?:thuc hien|trien khai)\b",
    re.ASCII,
)
BARE = re.compile(r"(?:to chuc |trien khai |tham muu )?(?:thuc hien|trien khai|chu tri)?[\s./]*", re.ASCII)
ORDERED = re.compile(
    r"\b(?:yeu cau|chi thi|giao|chi dao|de nghi|ket luan|y kien|nhu sau|(?:cac )?(?:noi dung|nhiem vu)(?: sau)?)\b"
    r"[^:]*:$",
    re.ASCII,
)
IMPERATIVE = re.compile(
    r"(?:khan truong|tiep tuc|tang cuong|day manh|tap trung|to chuc|ra soat|bao cao|xay dung|trien khai"
    r"|thuc hien|kiem tra|hoan thanh|chuan bi|cap nhat|lap|cong khai|niem yet|ban hanh|tham muu|tong hop"
    r"|nang cao|cu|bo tri|khac phuc|xu ly|chu dong|thong ke)\b",
    re.ASCII,
)
LABEL = re.compile(
    r"(?P<lead>(?:(?:don vi|co quan|bo phan) )?(?:chu tri|thuc hien|phu trach)(?: thuc hien)?)\s*:"
    r"|(?P<beside>(?:(?:don vi|co quan) )?phoi hop(?: thuc hien)?)\s*:"
    r"|(?P<term>(?:thoi gian|thoi han|tien do)(?: (?:hoan thanh|thuc hien|bao cao))?)\s*:"
    r"|(?P<product>san pham|ket qua|kinh phi|ghi chu)\b[^:]{0,30}:",
    re.ASCII,
)
