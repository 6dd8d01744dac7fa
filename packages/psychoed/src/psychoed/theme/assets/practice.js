// Leads through the list in a `.guided` block, one step at a time. Nothing is kept, fetched or counted, and nothing moves.
"use strict";

const BUTTONS = { pause: "Pause", next: "Next step", stop: "Stop now" };

// Elements are made one by one: what a page says of itself gets into them as text, never as HTML.
const make = (name, properties = {}, ...inside) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...inside);
  return element;
};
const choice = (type, name, value, words, checked = false) =>
  make("label", {}, make("input", { type, name, value, checked, defaultChecked: checked }), ` ${words}`);

const controls = (minutes) => [
  make("div", { className: "guided-now", role: "status" }),
  make(
    "div",
    { className: "guided-run", hidden: true },
    ...Object.entries(BUTTONS).map(([name, words]) => make("button", { type: "button", name }, words)),
  ),
  make(
    "form",
    { className: "guided-start" },
    make(
      "fieldset",
      {},
      make("legend", {}, "How long?"),
      ...minutes.map((some, at) => choice("radio", "minutes", some, `${some} minutes`, at === 0)),
    ),
    make(
      "fieldset",
      {},
      make("legend", {}, "How?"),
      choice("checkbox", "own", "on", "I’ll tap to move on"),
      choice("checkbox", "tone", "on", "Play a soft chime at each step"),
    ),
    make("button", {}, "Start"),
  ),
];

const guide = (box) => {
  const minutes = (box.dataset.minutes ?? "").split(/\s+/).filter((some) => /^\d{1,3}$/.test(some));
  if (!minutes.length) return; // then it is a list to read
  box.prepend(...controls(minutes));
  box.classList.add("is-on");
  const now = box.querySelector(".guided-now"); // read aloud when it changes: once a step, never in between
  const run = box.querySelector(".guided-run");
  const form = box.querySelector(".guided-start");
  const { pause, next, stop } = Object.fromEntries([...run.children].map((button) => [button.name, button]));
  let steps, at, share, ends, left, timer, sound, lock;

  const ring = () => {
    if (!sound) return;
    const start = sound.currentTime;
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    tone.frequency.value = 330;
    volume.gain.setValueAtTime(0, start);
    volume.gain.linearRampToValueAtTime(0.1, start + 0.2);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 2.5);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 2.5);
  };

  const say = (title, parts) => {
    const text = document.createElement("div");
    text.append(...parts.map((part) => part.cloneNode(true)));
    const count = document.createElement("p");
    count.className = "guided-count";
    count.textContent = title;
    now.replaceChildren(count, text);
  };

  const wait = (time) => {
    left = 0;
    pause.textContent = BUTTONS.pause;
    if (form.own.checked) return;
    ends = performance.now() + time;
    timer = setTimeout(forward, time);
  };

  const show = (step) => {
    at = step;
    clearTimeout(timer);
    say(`Step ${at + 1} of ${steps.length}`, [...steps[at].childNodes]);
    wait(share);
    ring();
  };

  const forward = () => (at + 1 < steps.length ? show(at + 1) : finish("All done", ".guided-end"));

  const finish = (title, part) => {
    clearTimeout(timer);
    const focused = run.contains(document.activeElement);
    const quiet = sound;
    if (part === ".guided-end") { ring(); setTimeout(() => quiet?.close(), 3000); }
    else quiet?.close();
    lock?.release();
    steps = sound = lock = null;
    run.hidden = true;
    form.hidden = false;
    say(title, [...box.querySelectorAll(`:scope > ${part}`)]);
    if (focused) form.querySelector("button").focus({ preventScroll: true });
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const minutes = Number(form.minutes.value);
    steps = [...box.querySelectorAll(":scope > ol > li")].filter((step) => !(step.dataset.from > minutes));
    share = (minutes * 60000) / steps.length;
    sound = form.tone.checked ? new AudioContext() : null;
    // Or the screen goes dark before the next step. Where it can't be had, that does not matter.
    navigator.wakeLock?.request("screen").then((held) => (steps ? (lock = held) : held.release()), () => {});
    form.hidden = true;
    run.hidden = false;
    pause.hidden = form.own.checked;
    (pause.hidden ? next : pause).focus({ preventScroll: true });
    show(0);
    box.scrollIntoView();
  });

  pause.addEventListener("click", () => {
    if (left) return wait(left);
    left = Math.max(1, ends - performance.now());
    clearTimeout(timer);
    pause.textContent = "Resume";
  });
  next.addEventListener("click", forward);
  const stopNow = () => finish("Stopped. That’s fine.", ".guided-stopped");
  stop.addEventListener("click", stopNow);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && steps) stopNow();
  });
};

for (const box of document.querySelectorAll(".guided")) guide(box);
