// Lets the worker between page and line do its part, and says what waits on this device.
(() => {
  "use strict";
  if (!("serviceWorker" in navigator) || !window.isSecureContext) return;

  const tell = (message) => navigator.serviceWorker.ready.then((ready) => ready.active.postMessage(message));

  const _ = (text) => self.ENGLISH?.[text] ?? text;
  const counted = (text, number) => text.replace("{number}", number);

  const say = ({ sent, waiting, unclear }) => {
    document.getElementById("cho-gui")?.remove();
    if (!sent && !waiting) return;
    const words = [];
    if (sent) words.push(counted(_("Đã gửi {number} báo cáo viết lúc không có mạng."), sent));
    if (unclear) words.push(counted(_("{number} báo cáo chưa gửi được, cần anh/chị xem lại."), unclear));
    if (waiting > unclear) words.push(counted(_("{number} báo cáo đang chờ có mạng để gửi."), waiting - unclear));
    const note = document.createElement("div");
    note.id = "cho-gui";
    note.className = `notice tone-${unclear ? "overdue" : waiting ? "due_soon" : "early"}`;
    note.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = `${words.join(" ")} `;
    if (waiting) {
      const link = document.createElement("a");
      link.href = "/ngoai-tuyen";
      link.textContent = _("Xem báo cáo chờ gửi");
      text.append(link);
    }
    note.append(text);
    document.getElementById("noi-dung")?.prepend(note);
    document.dispatchEvent(new CustomEvent("outbox"));
  };

  navigator.serviceWorker.register("/tac-vu-nen.js", { scope: "/", updateViaCache: "none" }).catch(() => undefined);
  navigator.serviceWorker.addEventListener("message", (event) => say(event.data));
  window.addEventListener("online", () => tell({ what: "send" }));
  tell({ what: "send" });
  tell({ what: "speak", language: document.documentElement.lang });

  const wanted = [...document.querySelectorAll("[data-keep]")].map((each) => each.getAttribute("href"));
  if (wanted.length && !navigator.connection?.saveData) tell({ what: "keep", addresses: wanted });
})();
