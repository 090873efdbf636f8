"use strict";
const form = document.querySelector("form");
const turns = [...document.querySelectorAll("details.turn")];
const count = document.getElementById("shown");
function choose() {
  const words = form.elements.words.value.trim().toLowerCase();
  const { tag, file, failures, follow } = form.elements;
  let shown = 0;
  for (const turn of turns) {
    const { failed, number, tags, file: of } = turn.dataset;
    const fits = (!failures.checked || failed === "yes") && (!follow.checked || Number(number) > 0)
      && (!tag.value || tags.split("\x1f").includes(tag.value)) && (!file.value || of === file.value)
      && (!words || turn.textContent.toLowerCase().includes(words));
    turn.hidden = !fits;
    shown += fits;
  }
  for (const section of document.querySelectorAll("section.case")) {
    section.hidden = !section.querySelector("details.turn:not([hidden])");
  }
  count.textContent = `${shown} of ${turns.length} turns`;
}
form.addEventListener("input", choose);
form.addEventListener("submit", (event) => event.preventDefault());
choose();
