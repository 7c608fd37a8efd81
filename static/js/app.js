// What a page gains when JavaScript runs. Every page works without this file; nothing here is inline, because
// the content security policy forbids it. Three kindnesses: one submit per click, drafts that save themselves,
// and a column pasted from Excel.

const status = (form) => form.querySelector("[role=status]") ?? document.querySelector("[role=status]");

function say(form, text, bad = false) {
  const place = status(form);
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("saved--bad", bad);
}

// ---- One submit per click. The server makes the second one harmless too. ----

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented) return;
  if (form.dataset.sending) return event.preventDefault();
  form.dataset.sending = "yes";
  // A file that is downloaded leaves the page standing: let the button work again. One that is sent takes its time.
  if (form.enctype !== "multipart/form-data") setTimeout(() => delete form.dataset.sending, 8000);
});

addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sending]")) delete form.dataset.sending;
});

// ---- Autosave: the same form, posted quietly. ----

const REST = 2000;
const RETRY = 5000;

class Autosave {
  constructor(form) {
    Object.assign(this, { form, timer: 0, composing: false, dirty: false, saving: null });
    form.addEventListener("input", () => this.touched());
    form.addEventListener("change", () => this.touched());
    form.addEventListener("focusout", () => this.dirty && this.save());
    form.addEventListener("compositionstart", () => { this.composing = true; });
    form.addEventListener("compositionend", () => { this.composing = false; this.touched(); });
    form.addEventListener("submit", (event) => this.submitting(event), true);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && this.dirty) this.save(true);
    });
  }

  touched() {
    this.dirty = true;
    this.wait(REST);
  }

  wait(time) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), time);
  }

  // One request at a time, so that the next one carries the versions the last one brought home.
  async save(leaving = false) {
    clearTimeout(this.timer);
    if (this.composing && !leaving) return;
    if (this.saving) return this.wait(200);
    this.dirty = false;
    this.saving = this.post(leaving);
    const done = await this.saving;
    this.saving = null;
    if (!done) this.dirty = true;
  }

  async post(leaving) {
    say(this.form, "Đang lưu…");
    const sent = new FormData(this.form);
    try {
      const response = await fetch(this.form.action, {
        method: "POST",
        body: new URLSearchParams(sent),
        headers: { accept: "application/json" },
        redirect: "manual",
        keepalive: leaving,
      });
      return await this.heard(response, sent);
    } catch {
      say(this.form, "Chưa lưu được vì mất kết nối; sẽ tự lưu lại.", true);
      this.wait(RETRY);
      return false;
    }
  }

  async heard(response, sent) {
    if (response.type === "opaqueredirect" || response.status === 401) {
      say(this.form, "Phiên làm việc đã hết. Đồng chí bấm “Lưu nháp” để đăng nhập lại; nội dung vừa nhập được giữ.", true);
      return false;
    }
    if (response.status < 500 && !response.headers.get("content-type")?.startsWith("application/json")) {
      say(this.form, "Chưa lưu được. Đồng chí bấm “Lưu nháp” để xem lý do.", true);
      return false;
    }
    const answer = await response.json();
    this.show(answer, sent);
    return !answer.error;
  }

  // Writes into hidden versions and into outputs, never into a field a person types in. What is said of a field is said
  // of what was sent: one that holds something else by now waits for the next save.
  show(answer, sent) {
    const asSent = (field) => field.type === "radio" || field.type === "checkbox" || sent.getAll(field.name).includes(field.value);
    for (const [code, version] of Object.entries(answer.versions ?? {})) {
      const field = this.form.querySelector(`input[type=hidden][data-version="${CSS.escape(code)}"]`);
      if (field) field.value = version;
    }
    for (const place of document.querySelectorAll("[data-live]")) {
      const value = place.dataset.live.split(" ").reduce((found, key) => found?.[key], answer);
      if (typeof value === "string") place.textContent = value;
    }
    for (const field of this.form.elements) {
      if (field.name && field.type !== "hidden" && asSent(field)) mark(field, answer.errors?.[field.name]);
    }
    if (answer.error) say(this.form, answer.error, true);
    else if (answer.saved_at) say(this.form, `Đã lưu lúc ${answer.saved_at}`);
  }

  // A draft on its way finishes first; otherwise the form would carry the version before it.
  submitting(event) {
    clearTimeout(this.timer);
    if (!this.saving) {
      this.dirty = false;
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    this.saving.then(() => setTimeout(() => this.form.requestSubmit(event.submitter)));
  }
}

// The words for a field that was refused stand at the field, as they do when the server draws the page.
function mark(field, message) {
  const id = `${field.id || field.name}-error`;
  const old = document.getElementById(id);
  if (!message) {
    if (field.dataset.marked) {
      field.removeAttribute("aria-invalid");
      delete field.dataset.marked;
      old?.remove();
    }
    return;
  }
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", id);
  field.dataset.marked = "yes";
  const words = old ?? document.createElement("p");
  words.id = id;
  words.className = "error";
  words.textContent = `Lỗi: ${message}`;
  if (!old) (field.closest(".item")?.querySelector(".why") ?? field.parentElement).prepend(words);
}

for (const form of document.querySelectorAll("form[data-autosave]")) new Autosave(form);

// ---- A column copied from Excel fills downward. ----

const isPoints = (field) => field.matches?.("input[inputmode=decimal]") && !field.readOnly && !field.disabled;

function cells(text) {
  const rows = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "").split("\n");
  return rows.map((row) => row.split("\t")[0].replace(/[\u00a0\u202f\s]+/g, "").replace(/\u2212/g, "-"));
}

function outOfRange(field) {
  const number = Number(field.value.replace(",", ".").replace(/\u2212/g, "-"));
  return Number.isNaN(number) || number < Number(field.dataset.min ?? 0) || number > Number(field.dataset.max ?? Infinity);
}

function fill(field, value) {
  field.value = value;
  const wrong = value !== "" && outOfRange(field);
  if (wrong) mark(field, `không nhận được “${value}”; nhập từ ${field.dataset.min ?? 0} đến ${field.dataset.max ?? "mức tối đa"}.`);
  else mark(field, "");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The fields a column fills, one for each item, whether it can be typed in or not: a column with every item's points
// stays in step with the sheet.
function fieldsFrom(first) {
  const ofItems = [...first.form.querySelectorAll(".item > .points :is(input, select)")];
  const fields = ofItems.includes(first) ? ofItems : [...first.form.elements].filter((field) => isPoints(field) && field.checkVisibility());
  return fields.slice(fields.indexOf(first));
}

document.addEventListener("paste", (event) => {
  const first = event.target;
  const column = cells(event.clipboardData?.getData("text/plain") ?? "");
  if (!isPoints(first) || !first.form || column.length < 2) return;
  event.preventDefault();
  const places = fieldsFrom(first).slice(0, column.length).map((field, i) => ({ field, value: column[i] }));
  const pasted = places.filter(({ field, value }) => isPoints(field) && value !== "");
  const before = pasted.map(({ field }) => ({ field, value: field.value }));
  for (const { field, value } of pasted) fill(field, value);
  const kept = places.filter(({ field }) => !isPoints(field)).length;
  offerUndo(first.form, before, { kept, left: column.length - places.length });
});

function offerUndo(form, before, { kept, left }) {
  const said = [`Đã dán ${before.length} ô`];
  if (kept > 0) said.push(`${kept} ô tính từ số liệu hoặc chọn mức giữ nguyên`);
  if (left > 0) said.push(`${left} ô cuối không có chỗ`);
  say(form, `${said.join(", ")}. `);
  document.getElementById("undo-paste")?.remove();
  const undo = document.createElement("button");
  undo.id = "undo-paste";
  undo.type = "button";
  undo.className = "as-link";
  undo.textContent = "Hoàn tác dán";
  undo.addEventListener("click", () => {
    for (const { field, value } of before) fill(field, value);
    say(form, "Đã bỏ nội dung vừa dán.");
    undo.remove();
  });
  // Beside the status, not in it: the next save says its own word there.
  status(form)?.after(undo);
}

// ---- A page that came back with errors is read from its summary. ----

document.querySelector(".summary")?.focus();

// ---- Files, on the few pages that have a form for them. ----

if (document.querySelector("input[type=file]")) import("./file.js");
if (document.querySelector("form[data-upload]")) import("./upload.js");
