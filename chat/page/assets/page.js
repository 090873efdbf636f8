/* Footnote's page: opens the words a citation rests on, steps through citations, minds the keyboard.
   It only ever shows what the server made; it builds no markup from words. */
(() => {
  "use strict";

  const CARD = /^#(src-[0-9a-f]{16})(?:-(t\d+[sb]\d+))?$/;
  const open = { card: null, cite: null, from: null };
  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const phone = () => matchMedia("(max-width: 860px)").matches;
  const typing = (element) => element && (element.isContentEditable || /^(TEXTAREA|INPUT|SELECT)$/.test(element.tagName));
  const box = () => one("#fn-box textarea");

  /* ---- the source panel ---- */

  function show(scroll) {
    const side = one("#fn-side");
    if (!side) return;
    const card = open.card && document.getElementById(open.card);
    document.body.classList.toggle("fn-card-open", Boolean(card));
    const library = document.body.classList.contains("fn-tab-library");
    for (const tab of all("#fn-tabs .fn-do:not(.fn-do-close)")) tab.setAttribute("aria-pressed", String(tab.classList.contains("fn-do-library") === library));
    for (const other of all(".fn-card", side)) other.classList.toggle("fn-open", other === card);
    for (const row of all(".fn-index li", side)) row.classList.toggle("fn-here", row.classList.contains(`fn-row-${open.card}`));
    for (const mark of all(".fn-mark")) {
      const [, id, cite] = CARD.exec(mark.getAttribute("href") || "") || [];
      const here = Boolean(card) && id === open.card && (!open.cite || cite === open.cite);
      mark.classList.toggle("fn-here", here);
      mark.setAttribute("aria-expanded", String(here));
    }
    if (!card) return;
    for (const table of all(".fn-table:not([tabindex])", card)) {
      if (table.scrollWidth <= table.clientWidth) continue;
      table.setAttribute("tabindex", "0"); // scrolls sideways: must be reachable by keyboard
      table.setAttribute("role", "region");
      table.setAttribute("aria-label", "Table");
    }
    for (const words of all(".fn-lit", card)) words.classList.toggle("fn-on", !open.cite || words.classList.contains(open.cite));
    if (!scroll) return;
    const lit = one(".fn-on", card);
    const view = one("#fn-panel");
    // Only the panel moves: the chat and the page stay where they are.
    const top = (lit || card).getBoundingClientRect().top - view.getBoundingClientRect().top + view.scrollTop;
    const target = lit && top - view.scrollTop > view.clientHeight * 0.6 ? top - view.clientHeight * 0.3 : 0;
    view.scrollTo({ top: target, behavior: calm() ? "auto" : "smooth" });
    for (const words of all(".fn-on", card)) {
      words.classList.remove("fn-flash");
      void words.offsetWidth;
      words.classList.add("fn-flash");
    }
  }

  function tab(library) {
    document.body.classList.toggle("fn-tab-library", library);
    document.body.classList.add("fn-sheet");
    show(false);
  }

  function openCard(href, from) {
    const found = CARD.exec(href);
    if (!found || !document.getElementById(found[1])) return;
    open.card = found[1];
    open.cite = found[2] || null;
    open.from = from && !from.closest("#fn-side") ? from : open.from;
    tab(false);
    show(true);
  }

  function closeCard() {
    const from = open.from;
    const was = open.card || document.body.classList.contains("fn-sheet");
    open.card = open.cite = open.from = null;
    document.body.classList.remove("fn-sheet");
    show(false);
    if (was && from && from.isConnected) from.focus({ preventScroll: true });
    return was;
  }

  function step(by) {
    const marks = all('#fn-talk [data-testid="bot"] .fn-mark');
    if (!marks.length) return;
    let at = marks.indexOf(document.activeElement);
    if (at < 0) at = marks.findIndex((mark) => mark.classList.contains("fn-here"));
    at = at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length;
    marks[at].focus();
    openCard(marks[at].getAttribute("href"), marks[at]);
  }

  /* ---- what a click inside an answer asks the server to do ---- */

  function press(selector) {
    const found = one(selector);
    (found && (found.matches("button") ? found : one("button", found)))?.click();
  }

  let count = 0;
  function signal(asked) {
    const field = one("#fn-gesture textarea, #fn-gesture input");
    if (!field) return;
    field.value = JSON.stringify({ ...asked, count: (count += 1) });
    field.dispatchEvent(new Event("input", { bubbles: true }));
    setTimeout(() => press("#fn-signal"), 60);
  }

  async function copy(button) {
    const answer = button.closest(".fn-answer");
    const level = (part) => Number((/fn-under-(\d)/.exec(part.className) || [])[1] || 1);
    const said = (part) => (part.classList.contains("fn-item") ? `${"  ".repeat(level(part) - 1)}• ` : "") + part.innerText.trim();
    const parts = all(".fn-statement p, .fn-declined, .fn-note", answer).map(said);
    const state = [...all(".fn-told", answer), ...all("#fn-masthead .fn-disclaimer strong")].map((part) => part.innerText.trim());
    const sources = new Map();
    for (const mark of all(".fn-mark", answer)) {
      // Each source by its own document's title, which its card has.
      const [, id] = CARD.exec(mark.getAttribute("href") || "") || [];
      const title = id && one(`#${id} .fn-origin cite`);
      sources.set(mark.textContent, [title && title.textContent, mark.title.replace(/^Source \d+: /, "")].filter(Boolean).join(", "));
    }
    const lines = [...sources].map(([number, place]) => `${number} ${place}`);
    const text = [parts.join("\n"), state.join(" · "), lines.join("\n")].filter(Boolean).join("\n\n");
    let done = false;
    try {
      await navigator.clipboard.writeText(text);
      done = true;
    } catch {
      // A page that is not served from this machine or over TLS has no clipboard of its own.
      const field = document.body.appendChild(document.createElement("textarea"));
      field.value = text;
      field.select();
      done = document.execCommand("copy");
      field.remove();
    }
    const label = button.textContent;
    button.textContent = done ? "Copied" : "Not copied";
    setTimeout(() => (button.textContent = label), 1500);
  }

  function act(button) {
    const turn = Number((/fn-of-(\d+)/.exec(button.className) || [])[1]);
    const does = (name) => button.classList.contains(`fn-do-${name}`);
    if (does("copy")) return void copy(button);
    if (does("close")) return void closeCard();
    if (does("about")) {
      closeCard();
      open.from = button;
      return void tab(false);
    }
    if (does("legend")) {
      closeCard();
      open.from = button;
      tab(false);
      const legend = one("#fn-panel .fn-legend");
      legend.open = true;
      legend.scrollIntoView({ block: "nearest" });
      return void one("summary", legend).focus();
    }
    if (does("library") || does("sources")) {
      if (!button.closest("#fn-side")) open.from = button;
      return void tab(does("library"));
    }
    if (does("attach") || button.closest("#fn-library")) return void keep(button, turn, does);
    if (does("edit")) return void signal({ do: "edit", turn });
    for (const name of ["up", "down"]) if (does(name)) signal({ do: name, turn });
    if (does("wrong")) {
      const answer = button.closest(".fn-answer");
      const cards = new Set(all(".fn-mark", answer).map((mark) => (CARD.exec(mark.getAttribute("href") || "") || [])[1]));
      const only = cards.size === 1 ? [...cards][0] : null;
      signal({ do: "wrong", turn, card: one(".fn-mark.fn-here", answer) ? open.card : only });
    }
  }

  /* ---- the library ---- */

  const marked = (element) => (/\bdoc-[0-9a-f]{16}\b/.exec(element ? element.className : "") || [])[0];

  function keep(button, number, does) {
    const item = button.closest(".fn-doc");
    const mark = marked(button);
    if (does("upload")) choose(null);
    if (does("attach")) choose({ document: mark, number });
    if (does("all")) signal({ do: "all" });
    if (does("choose")) signal({ do: "choose", document: mark });
    if (does("sure") || does("keep")) {
      item.classList.toggle("fn-sure-open", does("sure"));
      one(does("sure") ? ".fn-do-keep" : ".fn-do-sure", item).focus();
    }
    if (does("remove")) {
      for (const other of all(".fn-sure button", item)) other.disabled = true;
      forget(all(".fn-file, .fn-doc-head cite", item).map((name) => name.textContent.trim()));
      button.textContent = "Removing…";
      signal({ do: "remove", document: mark });
    }
  }

  function choose(reference) {
    const field = document.createElement("input");
    field.type = "file";
    field.multiple = !reference;
    field.hidden = true;
    field.addEventListener("change", () => { send([...field.files], reference); field.remove(); });
    field.addEventListener("cancel", () => field.remove());
    document.body.append(field);
    field.click();
  }

  function tell(lines, problem) {
    let told = one("#fn-arrivals");
    if (!told) {
      told = document.createElement("div");
      told.id = "fn-arrivals";
      told.setAttribute("role", "status");
      one("#fn-library").before(told);
    }
    told.classList.toggle("fn-failed", Boolean(problem));
    told.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
  }

  /* What was told of a file when it came is no longer so once it is removed. */
  function forget(names) {
    const told = one("#fn-arrivals");
    for (const line of all("p", told || document.createElement("div"))) if (names.some((name) => line.textContent.startsWith(`${name}: `))) line.remove();
    if (told && !told.childElementCount) told.remove();
  }

  let sent = Promise.resolve();
  function send(files, reference) {
    const drop = one("#fn-library .fn-drop");
    if (!drop || !files.length) return;
    tab(true);
    const most = Number((/fn-most-(\d+)/.exec(drop.className) || [])[1]);
    const large = files.filter((file) => file.size > most);
    if (large.length) return void tell(large.map((file) => `${file.name} is larger than ${Math.floor(most / 1e6)} MB; nothing was added.`), true);
    sent = sent.then(() => deliver(files, reference));
  }

  async function deliver(files, reference) {
    tell([files.length === 1 ? `Sending ${files[0].name}…` : `Sending ${files.length} files…`]);
    const body = new FormData();
    for (const file of files) body.append("file", file);
    const address = "/footnote/library" + (reference ? `?${new URLSearchParams(reference)}` : "");
    try {
      const reply = await fetch(address, { method: "POST", body, headers: { "x-footnote": "page" } });
      if (!reply.ok) throw new Error(reply.statusText);
      const words = reply.body.pipeThrough(new TextDecoderStream()).getReader();
      let rest = "";
      for (let piece = await words.read(); !piece.done; piece = await words.read()) {
        const lines = (rest + piece.value).split("\n");
        rest = lines.pop();
        for (const line of lines.filter(Boolean)) {
          const what = JSON.parse(line);
          tell(what.lines || [what.problem || what.told], Boolean(what.problem || what.failed));
        }
      }
    } catch {
      tell(["The files could not be sent; is the program still running?"], true);
    }
    press("#fn-refresh");
  }

  const carries = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault(); // a file dropped beside the mark would take the page's place
    if (one("#fn-library .fn-drop")) document.body.classList.add("fn-dragging");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) document.body.classList.remove("fn-dragging");
  });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    document.body.classList.remove("fn-dragging");
    send([...event.dataTransfer.files], null);
  });

  const unfolded = new Set();
  const fold = (part) => `${marked(part.closest(".fn-doc"))} ${all("details", part.parentElement).indexOf(part)}`;
  document.addEventListener("toggle", (event) => {
    const part = event.target;
    if (part.matches?.("#fn-library details")) unfolded[part.open ? "add" : "delete"](fold(part));
  }, true);

  /* ---- events ---- */

  document.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target : null;
    if (!target) return;
    const link = target.closest('[data-testid="bot"] a[href^="#"], #fn-panel a[href^="#"]');
    if (link) {
      event.preventDefault();
      openCard(link.getAttribute("href"), link);
      return;
    }
    const button = target.closest(".fn-do");
    if (button && button.closest('[data-testid="bot"], #fn-side, #fn-masthead, #fn-scope')) {
      event.preventDefault();
      act(button);
      return;
    }
    const head = one("#fn-masthead details[open]");
    if (head && !head.contains(target)) head.open = false;
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      const stop = one("#fn-stop");
      const head = one("#fn-masthead details[open]");
      const editor = one("#fn-leave");
      if (stop && stop.offsetParent) stop.click();
      else if (editor && editor.offsetParent) editor.click();
      else if (head) head.open = false;
      else closeCard();
      return;
    }
    if (typing(document.activeElement)) return;
    if (event.key === "/") {
      event.preventDefault();
      box()?.focus();
    } else if (event.key === "[" || event.key === "]") {
      event.preventDefault();
      step(event.key === "]" ? 1 : -1);
    }
  });

  let drag = null;
  document.addEventListener("touchstart", (event) => {
    const side = event.target instanceof Element && event.target.closest("#fn-side");
    const view = one(document.body.classList.contains("fn-tab-library") ? "#fn-library" : "#fn-panel");
    drag = side && phone() && (!view.contains(event.target) || view.scrollTop <= 0) ? event.touches[0].clientY : null;
  }, { passive: true });
  document.addEventListener("touchend", (event) => {
    if (drag !== null && event.changedTouches[0].clientY - drag > 70) closeCard();
    drag = null;
  }, { passive: true });

  /* ---- names for screen readers, which the sanitizer takes out of answers ----
     None but the box is named "question": that name is how a reader's software finds it. */

  let greeted = false;
  function name() {
    for (const bubble of all('#fn-talk [data-testid="bot"], #fn-talk [data-testid="user"]')) {
      const said = bubble.dataset.testid === "bot" ? "Answer" : "You asked";
      if (bubble.getAttribute("aria-label") !== said) {
        bubble.setAttribute("role", "group");
        bubble.setAttribute("aria-label", said);
      }
    }
    for (const mark of all("#fn-talk .fn-mark:not([aria-label])")) {
      mark.setAttribute("aria-label", `${mark.title}. Opens the words it rests on`);
      mark.setAttribute("aria-controls", "fn-side");
    }
    for (const button of all("#fn-talk :is(.fn-do-edit, .fn-do-legend):not([aria-label])")) button.setAttribute("aria-label", button.title);
    const examples = one('#fn-talk .examples[role="list"]');
    if (examples) {
      examples.setAttribute("role", "group"); // its children are buttons, not list items
      examples.setAttribute("aria-label", "Examples");
      examples.parentElement.removeAttribute("role");
    }
    const log = one('#fn-talk [role="log"]');
    if (log && log.getAttribute("aria-live") !== "off") log.setAttribute("aria-live", "off"); // announced by `announce`
    if (log && !log.hasAttribute("tabindex")) {
      log.setAttribute("tabindex", "0"); // a region that scrolls must be reachable by keyboard
      log.setAttribute("aria-label", "Conversation");
    }
    for (const [place, said] of [["#fn-panel", "Sources"], ["#fn-library", "Library"]]) {
      const view = one(place);
      if (!view || view.hasAttribute("tabindex")) continue;
      view.setAttribute("tabindex", "0");
      view.setAttribute("role", "region");
      view.setAttribute("aria-label", said);
    }
    for (const box of all("#fn-library .fn-do-choose:not([role])")) {
      box.setAttribute("role", "checkbox");
      box.setAttribute("aria-label", box.title);
      box.setAttribute("aria-checked", String(Boolean(box.closest(".fn-asked"))));
    }
    for (const part of all("#fn-library details:not([data-seen])")) {
      part.dataset.seen = "1";
      part.open = unfolded.has(fold(part)); // the list was made anew
    }
    const head = one("#fn-masthead");
    const foot = one("#fn-ask");
    if (!greeted && box()) {
      greeted = true;
      // On a phone the focus would raise the keyboard over the page.
      if (!phone() && !typing(document.activeElement)) box().focus({ preventScroll: true });
    }
    if (foot) document.body.style.setProperty("--fn-foot", `${innerHeight - foot.getBoundingClientRect().top}px`);
    if (head) document.body.style.setProperty("--fn-head", `${head.getBoundingClientRect().bottom}px`);
  }

  /* An answer is announced once, when it is complete: not its wait, nor its sentences as they come. */
  const region = document.createElement("div");
  region.id = "fn-said";
  region.setAttribute("role", "status");
  let waited = false;
  let counted = 0;
  function announce() {
    // In place before it has something to say: a region that comes with its words is not read out.
    if (!region.isConnected && document.body) document.body.append(region);
    if (one("#fn-talk .fn-waiting")) {
      waited = true;
      region.textContent = "";
      return;
    }
    const whole = all("#fn-talk .fn-answer, #fn-talk .fn-problem");
    // A quick answer may be there before its wait was seen.
    const fresh = waited || whole.length > counted;
    [waited, counted] = [false, whole.length];
    if (!fresh) return;
    const last = whole[whole.length - 1];
    if (!last) return;
    const parts = last.matches(".fn-problem") ? [last] : all(".fn-read, .fn-statement, .fn-abstention, :scope > .fn-note, .fn-told", last);
    region.textContent = parts.map((part) => part.innerText.trim()).join("\n");
  }

  /* After asking, the question stands at the top of the view, and its answer below it: a long one is read from its
     beginning. Whoever scrolls meanwhile is left where they are. */
  let follows = false;
  let waiting = false;
  let asked = 0;
  function follow() {
    const log = one('#fn-talk [role="log"]');
    const questions = all('#fn-talk [data-testid="user"]');
    const waits = Boolean(one("#fn-talk .fn-waiting"));
    if ((waits && !waiting) || questions.length > asked) follows = true;
    [waiting, asked] = [waits, questions.length];
    const last = questions[questions.length - 1];
    if (!follows || !log || !last) return;
    const rise = () => (log.scrollTop += last.getBoundingClientRect().top - log.getBoundingClientRect().top - 10);
    rise();
    if (waits) return;
    follows = false;
    requestAnimationFrame(() => last.isConnected && rise());
  }
  for (const gesture of ["wheel", "touchmove", "pointerdown"]) {
    document.addEventListener(gesture, (event) => {
      if (event.target instanceof Element && event.target.closest("#fn-talk")) follows = false;
    }, { passive: true });
  }

  let due = false;
  new MutationObserver((changes) => {
    if (changes.every((change) => change.target.id === "fn-said")) return;
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      name();
      show(false);
      announce();
      follow();
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("resize", name);

  /* ---- a thin line until the models are loaded; typing is possible meanwhile ---- */

  async function wait() {
    let waited = false;
    const line = document.createElement("div");
    line.id = "fn-ready";
    line.setAttribute("role", "status");
    const say = (words, failed) => {
      line.classList.toggle("fn-failed", failed);
      if (line.textContent !== words) line.textContent = words; // else it is read out each time
    };
    for (;;) {
      try {
        const state = await (await fetch("/healthz", { cache: "no-store" })).json();
        if (state.ready) break;
        say(state.problem || "Getting ready, a few seconds. You can type already.", Boolean(state.problem));
      } catch {
        say("The page has lost its server; start it again with: footnote chat", true);
      }
      waited = true;
      if (!line.isConnected) one("#fn-ask")?.before(line);
      await new Promise((later) => setTimeout(later, 500));
    }
    line.remove();
    // What the library holds may have been read in meanwhile: the header and the panel are looked up again.
    while (waited && !one("#fn-refresh")) await new Promise((later) => setTimeout(later, 100));
    if (waited) press("#fn-refresh");
  }
  wait();
})();
