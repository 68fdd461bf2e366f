// Files chosen in a form with `data-lp-draft` are kept in this browser, beside its text, until the
// form has been accepted: a lost connection, a reload or a browser that was closed loses none.
// Where the browser keeps nothing (a private window), they are sent as they always were.

const KEEP = 14 * 24 * 3600 * 1000;
let opened;

function open() {
  opened ??= new Promise((done, failed) => {
    const asked = indexedDB.open("lp-kept", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("files", { keyPath: "id" });
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => failed(asked.error);
  });
  return opened;
}

async function within(mode, act) {
  try {
    const store = (await open()).transaction("files", mode).objectStore("files");
    return await new Promise((done, failed) => {
      const asked = act(store);
      store.transaction.oncomplete = () => done(asked?.result);
      store.transaction.onerror = store.transaction.onabort = () => failed(store.transaction.error);
    });
  } catch {
    return undefined; // no room, or none allowed
  }
}

// Whose drafts these are: another account on the same machine finds none of them.
export function owner() {
  return `${document.documentElement.dataset.lpActor ?? ""}:`;
}

export const keyOf = (form) => owner() + form.dataset.lpDraft;

// The key of what was kept, or nothing where it could not be. Its bytes are copied: what a camera
// hands over may be gone when the browser comes back.
export async function keepFile(form, field, file) {
  if (!form?.dataset.lpDraft) return undefined;
  const id = `${keyOf(form)}/${Date.now()}-${Math.random()}`;
  const { name, type, lastModified } = file;
  const bytes = await file.arrayBuffer().catch(() => undefined);
  if (!bytes) return undefined;
  const row = { id, form: keyOf(form), field, at: Date.now(), name, type, lastModified, bytes };
  return (await within("readwrite", (store) => store.put(row))) && id;
}

export async function keptFiles(key) {
  const every = (await within("readonly", (store) => store.getAll())) ?? [];
  return every
    .filter((row) => row.form === key)
    .sort((one, other) => one.at - other.at)
    .map(({ id, field, bytes, name, type, lastModified }) => ({ id, field, file: new File([bytes], name, { type, lastModified }) }));
}

export function forgetFile(id) {
  return id && within("readwrite", (store) => store.delete(id));
}

// `isGone` is asked of each: the key of its form, whether it is old, its own key.
export async function forgetFiles(isGone) {
  await within("readwrite", (store) => {
    const asked = store.openCursor();
    asked.onsuccess = () => {
      const cursor = asked.result;
      if (!cursor) return;
      const { form, at, id } = cursor.value;
      if (isGone(form, Date.now() - at > KEEP, id)) cursor.delete();
      cursor.continue();
    };
  });
}
