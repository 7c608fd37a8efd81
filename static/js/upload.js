// Files go up one by one, each with its progress: on a slow line a person sees that it moves, and one file that fails
// takes no other with it. Without this module the form sends all of them at once, and the page that comes back says
// the same.

const MB = 1024 * 1024;
const LARGEST = 20 * MB;
const LOST = "mất kết nối giữa chừng. Đồng chí bấm “Tải lên” để gửi lại tệp này.";

function row(list, file) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  const bar = document.createElement("progress");
  const word = document.createElement("span");
  name.textContent = file.name;
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", file.name);
  word.className = "quiet small";
  word.textContent = "chờ gửi";
  item.append(name, bar, word);
  list.append(item);
  return { item, bar, word };
}

function failed({ item, bar, word }, text) {
  bar.remove();
  item.classList.add("uploads__failed");
  word.className = "error";
  word.textContent = `Lỗi: ${text}`;
  return false;
}

// Gives true when the file is there.
function send(form, file, place) {
  if (file.size > LARGEST) return Promise.resolve(failed(place, "tệp lớn hơn 20 MB. Đồng chí chụp ở cỡ nhỏ hơn, hoặc quét ở mức 150–200 dpi."));
  const data = new FormData(form);
  data.delete("files");
  data.append("files", file);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      const part = Math.floor((100 * loaded) / total);
      place.bar.value = part;
      place.word.textContent = part < 100 ? `đã gửi ${part}%` : "đang kiểm tra tệp…";
    });
    request.addEventListener("load", () => resolve(heard(request, file.name, place)));
    request.addEventListener("error", () => resolve(failed(place, LOST)));
    request.open("POST", form.action);
    request.setRequestHeader("accept", "application/json");
    request.responseType = "text";
    request.send(data);
  });
}

function heard(request, name, place) {
  let answer = {};
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    // A page instead of an answer: signed out, or refused as a whole.
    return failed(place, "chưa gửi được. Đồng chí tải lại trang rồi gửi lại.");
  }
  if (answer.error) return failed(place, answer.error.replace(`“${name}”: `, ""));
  place.bar.value = 100;
  place.word.textContent = "đã đính kèm";
  return true;
}

function offerList(form, list) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  link.href = location.pathname;
  link.textContent = "Xem danh sách đã đính kèm";
  item.append(link);
  list.append(item);
}

async function upload(form) {
  const input = form.querySelector("input[type=file]");
  const list = form.querySelector(".uploads");
  const button = form.querySelector("button");
  const files = [...input.files];
  const places = files.map((file) => row(list, file));
  button.disabled = true;
  const left = new DataTransfer();
  for (const [n, file] of files.entries()) {
    if (!(await send(form, file, places[n]))) left.items.add(file);
  }
  button.disabled = false;
  if (left.files.length === 0) return location.assign(location.pathname);
  // What failed stays chosen, so that one press tries it again.
  input.files = left.files;
  if (left.files.length < files.length) offerList(form, list);
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", (event) => {
    if (form.querySelector("input[type=file]").files.length === 0) return;
    event.preventDefault();
    form.querySelector(".uploads").replaceChildren();
    upload(form);
  });
}
