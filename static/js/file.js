// The box of chosen files in the words of the page: a browser writes its own in the language it was installed in. The
// browser's own box lies over it unseen, so that a click, a dropped file and the keyboard do what they always do.

function put(input) {
  const box = document.createElement("div");
  const pick = document.createElement("b");
  const names = document.createElement("span");
  box.className = "chosen";
  for (const part of [pick, names]) part.setAttribute("aria-hidden", "true");
  pick.textContent = "Chọn tệp…";
  input.before(box);
  box.append(pick, names, input);
  const show = () => {
    names.textContent = [...input.files].map((file) => file.name).join(", ") || "chưa chọn tệp nào";
    input.title = names.textContent;
  };
  input.addEventListener("change", show);
  show();
}

for (const input of document.querySelectorAll("input[type=file]")) put(input);
