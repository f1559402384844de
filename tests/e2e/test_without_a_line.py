"""The line breaks off while a ward official works: pages can be read, a report is sent once, nothing is lost."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect
from werkzeug.serving import BaseWSGIServer, make_server

from tests.e2e.screens import PHONE, Screen, screen
from tests.support.browser import filled_in
from tests.support.pictures import a_photo
from tests.support.town import evening_of_2021, signed_in
from tests.support.waiting import eventually
from tracker.database.engine import db
from tracker.demo.people import PASSWORD
from tracker.law.lifecycle import Action
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Evidence

KEPT = """async (wanted) => {
  const cache = await caches.open("trang-1");
  for (const each of wanted) if (!(await cache.match(location.origin + each))) return false;
  return true;
}"""


WAITING = """() => new Promise((resolve) => {
  const asked = indexedDB.open("theo-doi-nhiem-vu", 1);
  asked.onsuccess = () => {
    const counted = asked.result.transaction("cho-gui").objectStore("cho-gui").count();
    counted.onsuccess = () => { asked.result.close(); resolve(counted.result); };
  };
})"""


class Line:
    """The line between the phones and the server: it can break off and come back, on the same address."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self._server: BaseWSGIServer | None = None
        self._port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def up(self) -> None:
        self._server = make_server("127.0.0.1", self._port, self.app, threaded=True)
        self._port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def down(self) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None


@contextmanager
def line_to(app: Flask) -> Iterator[Line]:
    line = Line(app)
    line.up()
    try:
        yield line
    finally:
        line.down()
        with app.app_context():
            db.engine.dispose()


@pytest.fixture
def line(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Line]:
    with line_to(evening_of_2021(tmp_path_factory, tmp_path)) as found:
        yield found


def events(app: Flask, task: str, action: Action) -> int:
    """Return how many lines of a kind the event log of a task has."""
    number = int(task.rsplit("/", 1)[1])
    with app.app_context():
        count = db.session.query(TaskEvent).filter_by(assignment_id=number, action=action).count()
        db.session.remove()
    return count


def an_overdue_task(ward: Screen) -> str:
    """Open the first overdue task of a ward, wait until the phone keeps it, and return its path."""
    ward.open("/")
    ward.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    ward.open("/")  # from now on the worker stands between the pages and the line
    ward.page.locator("a.figure", has_text="Quá hạn").click()
    ward.page.locator("tbody th a").first.click()
    path = ward.page.url.removeprefix(ward.address)
    wanted = [path, f"{path}/bao-cao", f"{path}/tien-do"]
    assert eventually(lambda: ward.page.evaluate(KEPT, wanted))
    return path


def write_progress_without_a_line(ward: Screen, line: Line, task: str, words: str) -> None:
    """Open the form, let the line break off, and send what was typed."""
    ward.open(f"{task}/tien-do")
    line.down()
    ward.page.get_by_label("Nội dung đã làm").fill(words)
    ward.page.get_by_role("button", name="Ghi tiến độ").click()
    expect(ward.page.get_by_text(words)).to_be_visible()


def test_a_report_written_without_a_line_is_sent_once(browser: Browser, line: Line, tmp_path: Path) -> None:
    ward = screen(browser, line.address, width=PHONE)
    ward.sign_in("binhthanh")
    task = an_overdue_task(ward)
    before = events(line.app, task, Action.SUBMIT)

    line.down()
    ward.page.goto(ward.address + task)
    expect(ward.page.get_by_text("Không có mạng. Đây là bản lưu")).to_be_visible()
    ward.page.get_by_role("link", name="Báo cáo hoàn thành").click()
    ward.page.get_by_label("Kết quả thực hiện").fill("Đã phát phiếu ở 7 thôn, có biên bản.")
    ward.page.locator("input[type=file]").set_input_files(a_photo(tmp_path / "bien-ban.png"))
    ward.page.get_by_role("button", name="Gửi báo cáo hoàn thành").click()
    expect(ward.page.get_by_text("Đã phát phiếu ở 7 thôn")).to_be_visible()
    expect(ward.page.get_by_text("sẽ tự gửi một lần")).to_be_visible()
    assert not ward.scrolls_sideways()
    assert events(line.app, task, Action.SUBMIT) == before

    line.up()
    ward.open("/")
    expect(ward.page.get_by_text("Đã gửi 1 báo cáo viết lúc không có mạng.")).to_be_visible()
    ward.open("/")  # nothing is sent again
    expect(ward.page.locator("#cho-gui")).to_have_count(0)
    assert events(line.app, task, Action.SUBMIT) == before + 1
    with line.app.app_context():
        number = int(task.rsplit("/", 1)[1])
        assert [each.file_name for each in db.session.query(Evidence).filter_by(assignment_id=number)] == [
            "bien-ban.png"
        ]
        db.session.remove()
    ward.context.close()


def test_who_was_faster_is_shown_and_what_was_typed_is_kept(browser: Browser, line: Line) -> None:
    ward = screen(browser, line.address, width=PHONE)
    ward.sign_in("binhthanh")
    task = an_overdue_task(ward)
    before = events(line.app, task, Action.REPORT_PROGRESS)
    write_progress_without_a_line(ward, line, task, "Đang thu phiếu của 2 thôn cuối.")

    line.up()
    office = signed_in(line.app, "vanphong")
    fields = filled_in(office.get(f"{task}/don-doc").text, f"{task}/don-doc")
    assert office.post(f"{task}/don-doc", data=fields | {"note": "Nhanh lên"}).status_code == 302
    ward.open("/")
    ward.page.get_by_role("link", name="Xem báo cáo chờ gửi").click()
    expect(ward.page.get_by_text("Có người vừa cập nhật nhiệm vụ này.")).to_be_visible()
    ward.page.get_by_role("button", name="Mở để gửi").click()
    expect(ward.page.get_by_text("Thay đổi từ lúc anh/chị mở trang")).to_be_visible()
    assert ward.page.evaluate(WAITING) == 1  # until it was taken, it stays on the device too
    expect(ward.page.get_by_label("Nội dung đã làm")).to_have_value("Đang thu phiếu của 2 thôn cuối.")
    ward.page.get_by_role("button", name="Ghi tiến độ").click()
    expect(ward.page.get_by_text("Đã ghi tiến độ.")).to_be_visible()

    assert events(line.app, task, Action.REPORT_PROGRESS) == before + 1
    ward.open("/ngoai-tuyen")
    expect(ward.page.get_by_text("Không có báo cáo nào chờ gửi")).to_be_visible()
    ward.context.close()


def test_nobody_sends_or_reads_what_somebody_else_left_on_the_phone(browser: Browser, line: Line) -> None:
    ward = screen(browser, line.address, width=PHONE)
    ward.sign_in("binhthanh")
    task = an_overdue_task(ward)
    before = events(line.app, task, Action.REPORT_PROGRESS)
    write_progress_without_a_line(ward, line, task, "Việc của xã Bình Thành.")

    line.up()
    ward.context.clear_cookies()
    ward.sign_in("vanphong")
    ward.open("/")
    expect(ward.page.get_by_text("1 báo cáo đang chờ có mạng để gửi.")).to_be_visible()
    assert events(line.app, task, Action.REPORT_PROGRESS) == before
    ward.page.get_by_role("link", name="Xem báo cáo chờ gửi").click()
    whose = re.compile("^Của (?!người khác).+: đăng nhập lại để gửi$")
    expect(ward.page.get_by_role("heading", name=whose)).to_be_visible()
    expect(ward.page.get_by_text("Việc của xã Bình Thành.")).to_have_count(0)
    assert "Việc của xã Bình Thành" not in ward.page.content()
    expect(ward.page.get_by_role("button", name="Mở để gửi")).to_have_count(0)
    expect(ward.page.get_by_role("button", name="Xóa khỏi máy này")).to_have_count(0)
    ward.open("/")
    ward.page.get_by_role("button", name="Đăng xuất").click()
    ward.page.wait_for_url("**/dang-nhap*")
    ward.open("/ngoai-tuyen")  # nobody is signed in
    expect(ward.page.get_by_role("heading", name="đăng nhập lại để gửi")).to_be_visible()
    assert "Việc của xã Bình Thành" not in ward.page.content()
    line.down()
    ward.page.goto(f"{ward.address}/ngoai-tuyen")  # nor without a line, after signing out
    expect(ward.page.get_by_role("heading", name="đăng nhập lại để gửi")).to_be_visible()
    assert "Việc của xã Bình Thành" not in ward.page.content()
    line.up()
    kept_pages = "caches.open('trang-1').then((cache) => cache.keys()).then((pages) => pages.length)"
    assert ward.page.evaluate(kept_pages) == 0

    ward.sign_in("binhthanh")
    assert eventually(lambda: events(line.app, task, Action.REPORT_PROGRESS) == before + 1)
    ward.context.close()


def test_a_form_left_open_stays_its_owners_when_somebody_else_signs_in_beside_it(browser: Browser, line: Line) -> None:
    """Two tabs: what is typed into the first one's form waits for the first one, and the second is not shown it."""
    ward = screen(browser, line.address, width=PHONE)
    ward.sign_in("binhthanh")
    task = an_overdue_task(ward)
    before = events(line.app, task, Action.REPORT_PROGRESS)
    ward.open(f"{task}/tien-do")
    beside = ward.context.new_page()
    ward.context.clear_cookies()
    fields = beside.goto(f"{line.address}/dang-nhap")
    assert fields is not None and fields.ok
    beside.get_by_label("Tên đăng nhập", exact=True).fill("vanphong")
    beside.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
    beside.get_by_role("button", name="Đăng nhập", exact=True).click()
    beside.wait_for_url(f"{line.address}/")
    line.down()
    ward.page.get_by_label("Nội dung đã làm").fill("Chỉ của xã Bình Thành.")
    ward.page.get_by_role("button", name="Ghi tiến độ").click()
    expect(ward.page.get_by_role("heading", name="đăng nhập lại để gửi")).to_be_visible()
    line.up()
    beside.goto(f"{line.address}/ngoai-tuyen")

    expect(beside.get_by_role("heading", name="đăng nhập lại để gửi")).to_be_visible()
    assert "Chỉ của xã Bình Thành" not in beside.content()
    assert events(line.app, task, Action.REPORT_PROGRESS) == before
    ward.context.close()
