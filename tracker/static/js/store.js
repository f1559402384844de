// What was written without a line and waits on this device: one shelf in the browser's own database.
"use strict";

const OUTBOX = "cho-gui";
const FACTS = "ghi-nho";

const opened = () =>
  new Promise((resolve, reject) => {
    const asked = indexedDB.open("theo-doi-nhiem-vu", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore(OUTBOX, { keyPath: "key" });
      asked.result.createObjectStore(FACTS, { keyPath: "name" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

const onShelf = async (shelf, mode, act) => {
  const database = await opened();
  try {
    return await new Promise((resolve, reject) => {
      const work = database.transaction(shelf, mode);
      const asked = act(work.objectStore(shelf));
      work.oncomplete = () => resolve(asked && asked.result);
      work.onerror = () => reject(work.error);
      work.onabort = () => reject(work.error);
    });
  } finally {
    database.close();
  }
};

const kept = {
  put: (entry) => onShelf(OUTBOX, "readwrite", (shelf) => shelf.put(entry)),
  drop: (key) => onShelf(OUTBOX, "readwrite", (shelf) => shelf.delete(key)),
  all: async () =>
    (await onShelf(OUTBOX, "readonly", (shelf) => shelf.getAll())).sort((one, other) => one.at - other.at),
  note: (name, value) => onShelf(FACTS, "readwrite", (shelf) => shelf.put({ name, value })),
  fact: async (name) => (await onShelf(FACTS, "readonly", (shelf) => shelf.get(name)))?.value,
};
