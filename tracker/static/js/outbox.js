// The page of what waits on this device: what was written, why it is still here, and what can be done with it.
(() => {
  "use strict";
  const place = document.getElementById("danh-sach-cho");
  const sample = document.getElementById("mau-cho");
  if (!place || !sample || !("indexedDB" in window)) return;

  const _ = (text) => self.ENGLISH?.[text] ?? text;
  const STATES = {
    waiting: _("Đang chờ có mạng; sẽ tự gửi một lần."),
    conflict: _("Có người vừa cập nhật nhiệm vụ này. Mở để xem hai bên rồi gửi lại."),
    refused: _("Chưa gửi được. Mở để xem cần sửa gì."),
  };
  const HIDDEN = new Set(["csrf_token", "version", "request_id", "lines"]);

  const PERSON = /<meta name="person" content="(\d+)">/;

  // Who sits here now: what the server says; without a line, whose pages this device keeps (nobody's after signing out).
  const personNow = async () => {
    try {
      const answer = await fetch("/ban-phim", { credentials: "same-origin" });
      if (answer.status < 500) return PERSON.exec(await answer.text())?.[1];
    } catch {
      // no line
    }
    return (await kept.fact("person")) || undefined;
  };

  const plain = (html) => new DOMParser().parseFromString(html || "", "text/html").body.textContent.trim();

  const titleOf = async (path) => {
    const task = /^\/nhiem-vu\/\d+/.exec(path)[0];
    const found = await caches.match(new URL(task, window.location.origin).href);
    const title = found && /<h1>([\s\S]*?)<\/h1>/.exec(await found.text())?.[1];
    return plain(title) || `${_("Nhiệm vụ số")} ${task.split("/")[2]}`;
  };

  // The form as it was, sent by the browser itself: the server shows the conflict with what was typed still in it.
  const open = async (entry) => {
    const answer = await fetch(/^\/nhiem-vu\/\d+/.exec(entry.path)[0]);
    const page = await answer.text();
    if (PERSON.exec(page)?.[1] !== entry.person) {
      await show(); // somebody else has signed in meanwhile
      return;
    }
    const token = /name="csrf_token"[^>]*value="([^"]+)"/.exec(page)?.[1];
    const form = document.createElement("form");
    form.method = "post";
    form.action = entry.path;
    form.enctype = "multipart/form-data";
    form.hidden = true;
    const files = new DataTransfer();
    let filesName;
    for (const [name, value] of entry.entries) {
      if (value instanceof File) {
        filesName = name;
        if (value.size) files.items.add(value);
        continue;
      }
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = name === "csrf_token" ? token : value;
      form.append(input);
    }
    if (filesName) {
      const input = document.createElement("input");
      input.type = "file";
      input.name = filesName;
      input.multiple = true;
      input.files = files.files;
      form.append(input);
    }
    document.body.append(form);
    form.submit(); // it stays here until the worker sees that it was taken
  };

  // What somebody else wrote: whose it is and since when, nothing of what it says and nothing to press.
  const closedRow = (entry) => {
    const row = sample.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-title]").textContent = `${_("Của")} ${plain(entry.name) || _("người khác")}: ${_("đăng nhập lại để gửi")}`;
    row.querySelector("[data-what]").textContent = entry.path.endsWith("/bao-cao") ? _("Báo cáo hoàn thành") : _("Cập nhật tiến độ");
    row.querySelector("[data-when]").textContent = new Date(entry.at).toLocaleString("vi-VN");
    for (const part of ["[data-state]", "[data-typed]", "[data-actions]"]) row.querySelector(part).remove();
    return row;
  };

  const show = async () => {
    const entries = await kept.all();
    const person = entries.length ? await personNow() : undefined;
    document.getElementById("khong-co").hidden = entries.length > 0;
    const rows = [];
    for (const entry of entries) {
      if (entry.person !== person) {
        rows.push(closedRow(entry));
        continue;
      }
      const row = sample.content.firstElementChild.cloneNode(true);
      row.querySelector("[data-title]").textContent = await titleOf(entry.path);
      row.querySelector("[data-what]").textContent = entry.path.endsWith("/bao-cao") ? _("Báo cáo hoàn thành") : _("Cập nhật tiến độ");
      row.querySelector("[data-when]").textContent = new Date(entry.at).toLocaleString("vi-VN");
      row.querySelector("[data-state]").textContent = STATES[entry.state];
      const typed = entry.entries.filter(([name, value]) => !HIDDEN.has(name) && (value instanceof File ? value.size : value));
      row.querySelector("[data-typed]").textContent = typed
        .map(([, value]) => (value instanceof File ? `${_("Tệp")}: ${value.name}` : value))
        .join("\n");
      row.querySelector("[data-open]").addEventListener("click", () => open(entry).catch(show));
      const drop = row.querySelector("[data-drop]");
      drop.addEventListener("click", async () => {
        if (drop.dataset.asked) {
          await kept.drop(entry.key);
          await show();
          return;
        }
        drop.dataset.asked = "1";
        drop.textContent = _("Bấm lần nữa để xóa hẳn khỏi máy này");
      });
      rows.push(row);
    }
    place.replaceChildren(...rows);
  };

  document.addEventListener("outbox", show);
  show();
})();
