// What every page of the workbench can do with script; each form and link works without it too.
"use strict";

// A form that changes something is sent once, however often its button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

document.documentElement.classList.add("has-script");

// The list of posts: selecting, and a key for everything.
const list = document.querySelector("ol.posts");
if (list) {
  const boxes = [...list.querySelectorAll("input[type=checkbox]")];
  const wholePage = document.getElementById("whole-page");
  const allOfThem = document.getElementById("all-of-them");
  const selected = document.getElementById("selected");
  const keys = document.getElementById("keys");
  const keysOff = document.getElementById("keys-off");
  keysOff.checked = localStorage.getItem("keys") === "off";
  keysOff.addEventListener("change", () => localStorage.setItem("keys", keysOff.checked ? "off" : "on"));

  const count = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    wholePage.checked = chosen === boxes.length;
    const number = allOfThem.checked ? allOfThem.parentElement.textContent.trim() : chosen;
    selected.textContent = number === 0 ? "Nothing is selected." : `Selected: ${number}.`;
  };
  const selectPage = (isSelected) => {
    for (const box of boxes) box.checked = isSelected;
    count();
  };
  const step = (by) => {
    const at = boxes.indexOf(document.activeElement);
    const next = boxes[Math.min(boxes.length - 1, Math.max(0, at + by))];
    next.focus({ preventScroll: true });
    next.closest("li").scrollIntoView({ block: "nearest" });
  };
  const waive = () => {
    document.querySelector(".deciding details").open = true;
    document.getElementById("why").focus();
  };
  const takeBack = () => document.querySelector(".notice form button")?.click();
  const actions = {
    j: () => step(1),
    k: () => step(-1),
    x: () => document.activeElement.closest("ol.posts") && document.activeElement.click(),
    a: () => selectPage(!wholePage.checked),
    t: () => document.getElementById("measure_id").focus(),
    w: waive,
    u: takeBack,
    "/": () => document.getElementById("f-words").focus(),
  };
  const isWriting = (element) =>
    element.matches("textarea, select, input:not([type=checkbox])") || element.isContentEditable;

  list.addEventListener("change", count);
  wholePage.addEventListener("change", () => selectPage(wholePage.checked));
  allOfThem.addEventListener("change", count);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isWriting(event.target) || keys.open) return;
    if (event.key === "?") keys.showModal();
    else if (!keysOff.checked && actions[event.key]) actions[event.key]();
    else return;
    event.preventDefault();
  });
  count();
}

// The inbox: files are dropped anywhere on its form, and keep the time at which they were changed.
const drop = document.getElementById("drop");
if (drop) {
  const input = document.getElementById("files");
  const noteMoments = () => {
    for (const old of drop.querySelectorAll("input[name=modified]")) old.remove();
    for (const file of [...input.files].reverse()) { // each goes before those after it
      const moment = document.createElement("input");
      moment.type = "hidden";
      moment.name = "modified";
      moment.value = String(file.lastModified);
      drop.prepend(moment);
    }
  };
  input.addEventListener("change", noteMoments);
  for (const kind of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.toggle("over", kind === "dragover");
      if (kind === "drop" && event.dataTransfer.files.length > 0) {
        input.files = event.dataTransfer.files;
        noteMoments();
      }
    });
  }
}

// A night in progress: look again until it is over.
if (document.querySelector("[data-running]")) {
  setTimeout(() => location.reload(), 1500);
}
