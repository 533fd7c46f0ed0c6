// Provisional records wait in IndexedDB until the server has said what became of each. Nothing is ever dropped by
// itself: a record leaves the list when it has arrived and the officer removes it, and the server takes the same
// record twice as one, so that sending again is always safe.
"use strict";
(() => {
  const box = document.getElementById("queue");
  const form = document.getElementById("provisional-form");
  const list = document.getElementById("queue-list");
  const line = document.getElementById("queue-line");
  const words = document.getElementById("queue-words").dataset;
  const FIELDS = [
    "licence_number", "line_number", "quantity", "unit", "value", "declaration", "declared_on", "post",
  ];
  const AGAIN_MS = 30000;

  // --- the store: one table, a record by its id
  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open("exeat-provisional", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("records", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  async function store(mode, act) {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction("records", mode);
      const request = act(transaction.objectStore("records"));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => reject(transaction.error);
    });
  }

  const put = (record) => store("readwrite", (records) => records.put(record));
  const remove = (id) => store("readwrite", (records) => records.delete(id));
  const all = async () => (await store("readonly", (records) => records.getAll())).sort((a, b) => a.at - b.at);

  // --- sending: what waits, one at a time over all windows
  async function send() {
    if (navigator.locks) await navigator.locks.request("exeat-provisional", sendWaiting);
    else await sendWaiting();
    await show();
  }

  async function sendWaiting() {
    const waiting = (await all()).filter((record) => record.status === "waiting");
    if (!waiting.length) return say(navigator.onLine ? words.online : words.offline);
    let answer;
    try {
      answer = await fetch(box.dataset.send, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
        body: JSON.stringify({ records: waiting }),
      });
    } catch {
      return say(words.offline);
    }
    const unsigned = answer.status === 401 || answer.status === 403;
    document.getElementById("queue-sign-in").hidden = !unsigned;
    if (!answer.ok) return say(unsigned ? words.unsigned : words.failed);
    const kept = new Map(waiting.map((record) => [record.id, record]));
    for (const result of (await answer.json()).results) {
      const record = kept.get(result.id);
      if (record) await put({ ...record, status: result.status, message: result.message });
    }
    say(words.online);
  }

  function cookie(name) {
    const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
  }

  // --- the page
  function say(text) {
    line.textContent = text;
  }

  async function show() {
    const records = await all();
    list.replaceChildren(...records.map(row));
    box.classList.toggle("has-waiting", records.some((record) => record.status === "waiting"));
    if (!records.length) list.append(element("li", words.empty));
  }

  function row(record) {
    const item = element("li");
    const tone = { waiting: "tone-attention", recorded: "tone-good", unplaced: "tone-attention", refused: "tone-bad" };
    const tag = element("span", words[record.status]);
    tag.className = `tag ${tone[record.status]}`;
    const text = `${record.licence_number} / ${record.line_number}: ${record.quantity} ${record.unit}, ${record.declaration} `;
    item.append(element("strong", text), tag);
    if (record.message) item.append(element("p", record.message));
    const settled = record.status === "recorded" || record.status === "unplaced";
    if (!settled) item.append(button(words.change, record, () => change(record)));
    if (record.status !== "waiting") item.append(button(words.remove, record, () => remove(record.id).then(show)));
    return item;
  }

  function element(name, text = "") {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function button(text, record, act) {
    const made = element("button", text);
    made.type = "button";
    made.className = "btn btn-link btn-sm";
    made.setAttribute("aria-label", `${text}: ${record.declaration}`);
    made.addEventListener("click", act);
    return made;
  }

  // The record stays in the list until the changed one is kept in its place.
  function change(record) {
    for (const name of FIELDS) form.elements[name].value = record[name];
    form.dataset.changes = record.id;
    form.elements[FIELDS[0]].focus();
  }

  async function keep(event) {
    event.preventDefault();
    const record = { id: form.dataset.changes || newId(), at: Date.now(), status: "waiting", message: "" };
    for (const name of FIELDS) record[name] = form.elements[name].value.trim();
    await put(record);
    delete form.dataset.changes;
    for (const name of ["licence_number", "line_number", "quantity", "unit", "value", "declaration"]) {
      form.elements[name].value = "";
    }
    say(words.kept);
    await show();
    await send();
  }

  // A service without TLS offers no crypto.randomUUID.
  function newId() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  async function save() {
    const rows = [FIELDS, ...(await all()).map((record) => FIELDS.map((name) => record[name]))];
    const text = rows.map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")).join("\r\n");
    const link = element("a");
    link.href = URL.createObjectURL(new Blob([`${text}\r\n`], { type: "text/csv" }));
    link.download = "records.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }

  async function begin() {
    await opened; // without a store, the form goes to the server as it is
    box.hidden = false;
    if (!form.elements.declared_on.value) form.elements.declared_on.valueAsDate = new Date();
    form.addEventListener("submit", keep);
    document.getElementById("queue-send").addEventListener("click", send);
    document.getElementById("queue-save").addEventListener("click", save);
    window.addEventListener("online", send);
    window.addEventListener("offline", () => say(words.offline));
    setInterval(() => { if (box.classList.contains("has-waiting")) send(); }, AGAIN_MS);
    navigator.storage?.persist?.();
    navigator.serviceWorker?.register(box.dataset.worker, { scope: box.dataset.scope });
    form.elements.post.value ||= (await all()).at(-1)?.post ?? "";
    await show();
    await send();
  }

  begin();
})();
