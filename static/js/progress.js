// A page that says how far something has come asks again after a while. Without a script the reader does it by the link.

const PAUSE = 1500;

if (document.querySelector("[data-progress]")) setTimeout(() => location.reload(), PAUSE);
