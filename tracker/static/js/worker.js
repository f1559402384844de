// Works between the pages and the line: keeps work pages for reading, keeps reports written without a line, and
// sends each of them once when the line is back. Everything works without it, as long as there is a line.
"use strict";
importScripts("/static/js/store.js", "/static/js/english.js");

const PAGES = "trang-1";
const FILES = "tep-1";
const AWAY = "/ngoai-tuyen";
const MOST_PAGES = 80;
const LONGEST = 7 * 24 * 60 * 60 * 1000;
const READABLE = /^\/(?:|nhiem-vu(?:\/\d+(?:\/(?:bao-cao|tien-do))?)?)$/;
const SENDABLE = /^\/nhiem-vu\/(\d+)\/(?:bao-cao|tien-do)$/;
const PERSON = /<meta name="person" content="(\d+)">/;
const PERSON_NAME = /class="masthead__self"[^>]*>([^<]*)</; // the page for no line has none: it is kept for everybody
const MAIN = '<main class="width" id="noi-dung" tabindex="-1">';

self.addEventListener("install", (event) => event.waitUntil(prepare().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("sync", (event) => event.waitUntil(sendAll().then(askAgainWhileWaiting)));
self.addEventListener("message", (event) => {
  if (event.data.what === "send") event.waitUntil(sendAll());
  if (event.data.what === "keep") event.waitUntil(keepAll(event.data.addresses));
  if (event.data.what === "speak") event.waitUntil(speak(event.data.language));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== self.location.origin) return;
  if (request.method === "GET" && request.mode === "navigate") event.respondWith(page(event));
  else if (request.method === "GET" && /^\/(?:static|bootstrap)\//.test(pathname)) event.respondWith(file(event));
  else if (request.method === "POST" && SENDABLE.test(pathname)) event.respondWith(report(event));
  else if (request.method === "POST" && pathname === "/dang-xuat") event.respondWith(signOut(event));
});

async function prepare() {
  const cache = await caches.open(FILES);
  const answer = await fetch(AWAY, { cache: "reload" });
  const text = await answer.clone().text();
  await cache.put(AWAY, answer);
  const files = [...text.matchAll(/(?:href|src)="(\/(?:static|bootstrap)\/[^"]+)"/g)].map((found) => found[1]);
  await cache.addAll([...new Set([...files, "/static/js/store.js"])]);
}

// The page for no line is kept in the language that is read in this browser.
async function speak(language) {
  const known = await caches.match(AWAY);
  if (known && !(await known.text()).includes(`<html lang="${language}">`)) await prepare();
}

async function page(event) {
  const { request } = event;
  try {
    const answer = await fetch(request);
    if (answer.ok && READABLE.test(new URL(request.url).pathname)) {
      event.waitUntil(keep(request.url, answer.clone(), event.resultingClientId));
    }
    return answer;
  } catch {
    return (await readAway(request.url)) || (await caches.match(AWAY)) || Response.error();
  }
}

async function readAway(address) {
  const found = await (await caches.open(PAGES)).match(address);
  if (!found) return undefined;
  const at = new Date(Number(found.headers.get("X-Kept-At")));
  if (Date.now() - at.getTime() > LONGEST) return undefined;
  const when = at.toLocaleString("vi-VN", { hour: "2-digit", minute: "2-digit", day: "2-digit", month: "2-digit" });
  const page = await found.text();
  const _ = page.includes('<html lang="en">') ? (text) => self.ENGLISH[text] ?? text : (text) => text;
  const words = _("Không có mạng. Đây là bản lưu lúc {when} trên máy này, có thể chưa phải mới nhất.").replace("{when}", when);
  const note = `<div class="notice tone-due_soon" role="status"><span class="icon icon-due_soon" aria-hidden="true"></span><div><p>${words}</p></div></div>`;
  const text = page.replace(MAIN, MAIN + note);
  return new Response(text, { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

// Whose page each open tab shows: a form that was opened by one person is that person's, whoever signs in beside it.
const writers = new Map();

async function keep(address, answer, tab) {
  const text = await answer.text();
  const person = PERSON.exec(text)?.[1];
  if (!person) return;
  const name = PERSON_NAME.exec(text)?.[1] || "";
  if (tab) writers.set(tab, { person, name });
  if ((await kept.fact("person")) !== person) {
    await caches.delete(PAGES);
    await kept.note("person", person);
  }
  await kept.note("person-name", name);
  const cache = await caches.open(PAGES);
  const headers = { "Content-Type": "text/html; charset=utf-8", "X-Kept-At": String(Date.now()) };
  await cache.delete(address);
  await cache.put(address, new Response(text, { headers }));
  const known = await cache.keys();
  await Promise.all(known.slice(0, Math.max(0, known.length - MOST_PAGES)).map((each) => cache.delete(each)));
}

async function keepAll(addresses) {
  for (const address of addresses) {
    const whole = new URL(address, self.location.origin);
    if (whole.origin !== self.location.origin || !READABLE.test(whole.pathname)) continue;
    const answer = await fetch(whole).catch(() => undefined);
    if (answer?.ok && !answer.redirected) await keep(whole.href, answer);
  }
}

async function file(event) {
  const cache = await caches.open(FILES);
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(cache.put(event.request, answer.clone()));
    return answer;
  } catch {
    return (await cache.match(event.request)) || Response.error();
  }
}

async function report(event) {
  const { request } = event;
  const copy = request.clone();
  try {
    const answer = await fetch(request);
    // Led on to the task: it was taken, so nothing of it waits any more.
    if (answer.type === "opaqueredirect") event.waitUntil(copy.formData().then((sent) => kept.drop(sent.get("request_id") || "")));
    return answer;
  } catch {
    const entries = [...(await copy.formData()).entries()];
    const key = entries.find(([name]) => name === "request_id")?.[1] || crypto.randomUUID();
    const writer = writers.get(event.clientId) || {
      person: await kept.fact("person"),
      name: await kept.fact("person-name"),
    };
    await kept.put({
      ...writer,
      key,
      entries,
      path: new URL(request.url).pathname,
      at: Date.now(),
      state: "waiting",
    });
    await self.registration.sync?.register("send").catch(() => undefined);
    return Response.redirect(AWAY, 303);
  }
}

async function signOut(event) {
  const answer = await fetch(event.request);
  await caches.delete(PAGES);
  await kept.note("person", ""); // from now on nobody on this device is shown what waits, before signing in
  return answer;
}

// A rejected round makes the browser ask again later, also when no page is open.
async function askAgainWhileWaiting() {
  if ((await kept.all()).some((entry) => entry.state === "waiting")) throw new Error("reports still wait");
}

let sending;

function sendAll() {
  sending ??= sendInOrder().finally(() => {
    sending = undefined;
  });
  return sending;
}

async function sendInOrder() {
  let sent = 0;
  for (const entry of await kept.all()) {
    if (entry.state !== "waiting") continue;
    let outcome;
    try {
      outcome = await send(entry);
    } catch {
      break; // still no line
    }
    if (outcome === "later") break;
    if (outcome === "sent") {
      await kept.drop(entry.key);
      sent += 1;
    } else if (outcome !== "not-mine") {
      await kept.put({ ...entry, state: outcome });
    }
  }
  const left = await kept.all();
  for (const client of await self.clients.matchAll({ includeUncontrolled: true })) {
    client.postMessage({ sent, waiting: left.length, unclear: left.filter((entry) => entry.state !== "waiting").length });
  }
}

// Send one report in the name of who wrote it, and of nobody else who may sit at this device now.
async function send(entry) {
  const task = /^\/nhiem-vu\/\d+/.exec(entry.path)[0];
  const seen = await fetch(task, { credentials: "same-origin" });
  if (seen.status >= 500 || seen.status === 429) return "later";
  if (new URL(seen.url).pathname !== task && seen.redirected) return "later"; // to be signed in first
  if (!seen.ok) return "refused";
  const text = await seen.text();
  if (PERSON.exec(text)?.[1] !== entry.person) return "not-mine";
  const token = /name="csrf_token"[^>]*value="([^"]+)"/.exec(text)?.[1];
  const body = new FormData();
  for (const [name, value] of entry.entries) body.append(name, name === "csrf_token" ? token : value);
  const answer = await fetch(entry.path, { method: "POST", body, credentials: "same-origin" });
  if (answer.ok && new URL(answer.url).pathname === task) return "sent";
  if (answer.status === 409) return "conflict";
  if (answer.status >= 500 || [401, 429].includes(answer.status) || answer.redirected) return "later";
  return "refused";
}
