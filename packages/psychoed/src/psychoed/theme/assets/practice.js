// Leads through the list in a `.guided` block, one step at a time, on a dimmed screen with nothing else on it. Steps last
// as long as their words need, and share the rest of the time. Nothing is fetched or counted, and nothing is kept unless
// a reader asks for it. With `data-voices`, the names of sound files, one for each step, it can speak them.
"use strict";

{
  const BUTTONS = { pause: t("Pause"), next: t("Next step"), stop: t("Stop now") };
  const WORDS_A_SECOND = 2.3;
  const KEPT = "guided";

  const choice = (type, name, value, words, checked = false) =>
    make("label", {}, make("input", { type, name, value, checked, defaultChecked: checked }), ` ${words}`);

  const form = (minutes, speaks) =>
    make(
      "form",
      { className: "guided-start" },
      make(
        "fieldset",
        {},
        make("legend", {}, t("How long?")),
        ...minutes.map((some, at) => choice("radio", "minutes", some, t("{number} minutes", { number: some }), at === 0)),
      ),
      make("button", {}, t("Start")),
      make(
        "fieldset",
        {},
        make("legend", {}, t("How?")),
        ...(speaks ? [choice("checkbox", "voice", "on", t("Speak the steps (a computer’s voice)"))] : []),
        choice("checkbox", "own", "on", t("I’ll tap to move on")),
        choice("checkbox", "tone", "on", t("Play a soft chime at each step")),
        choice("checkbox", "keep", "on", t("Remember this in this browser")),
      ),
    );

  // How long each step lasts, in milliseconds: its words, and of the rest half in equal parts, half by its length.
  const timesOf = (steps, minutes) => {
    const words = steps.map((step) => step.textContent.trim().split(/\s+/).length);
    const all = words.reduce((sum, some) => sum + some, 0);
    const rest = Math.max(0, minutes * 60 - all / WORDS_A_SECOND);
    return words.map((some) => 1000 * (some / WORDS_A_SECOND + (rest / 2) * (1 / steps.length + some / all)));
  };

  const memory = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // a browser may allow none
    }
  };

  const guide = (box) => {
    const minutes = (box.dataset.minutes ?? "").split(/\s+/).filter((some) => /^\d{1,3}$/.test(some));
    if (!minutes.length) return; // then it is a list to read
    const voices = (box.dataset.voices ?? "").split(/\s+/).filter((name) => /^[\w.-]+$/.test(name));
    const all = [...box.querySelectorAll(":scope > ol > li")];
    const choices = form(minutes, voices.length === all.length);
    const ring = make("div", { className: "guided-ring", ariaHidden: "true" });
    const now = make("div", { className: "guided-now", role: "status" }); // read aloud when it changes: once a step
    const [pause, next, stop] = Object.entries(BUTTONS).map(([name, words]) => make("button", { type: "button", name }, words));
    const close = make("button", { type: "button", name: "close" }, t("Close"));
    const run = make("div", { className: "guided-run" }, pause, next, stop, close);
    const room = make("dialog", { className: "guided-room", ariaLabel: document.title.split(" - ")[0] }, ring, now, run);
    box.prepend(choices);
    box.append(room);
    box.classList.add("is-on");
    let steps, times, total, at, began, left, timer, tick, sound, voice, lock;

    const strike = (pitch, later = 0) => {
      if (!sound) return;
      const start = sound.currentTime + later;
      const tone = sound.createOscillator();
      const volume = sound.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0, start);
      volume.gain.linearRampToValueAtTime(0.1, start + 0.2);
      volume.gain.exponentialRampToValueAtTime(0.001, start + 2.5);
      tone.connect(volume).connect(sound.destination);
      tone.start(start);
      tone.stop(start + 2.5);
    };

    const say = (title, parts) => {
      const text = make("div", {}, ...parts.map((part) => part.cloneNode(true)));
      now.replaceChildren(make("p", { className: "guided-count" }, title), text);
      room.scrollTop = 0;
    };

    // The ring fills; it has no figures, and nothing that runs out.
    const fill = () => {
      const before = times.slice(0, at).reduce((sum, time) => sum + time, 0);
      const here = choices.own.checked ? 0 : left ? times[at] - left : performance.now() - began;
      ring.style.setProperty("--done", Math.min(100, (100 * (before + here)) / total));
    };

    const wait = (time) => {
      left = 0;
      pause.textContent = BUTTONS.pause;
      if (choices.own.checked) return;
      began = performance.now() - (times[at] - time);
      timer = setTimeout(forward, time);
    };

    const show = (step) => {
      at = step;
      clearTimeout(timer);
      say(t("Step {number} of {all}", { number: at + 1, all: steps.length }), [...steps[at].childNodes]);
      wait(times[at]);
      fill();
      strike(330);
      if (voice) {
        voice.src = new URL(voices[all.indexOf(steps[at])], location.href).href;
        voice.play().catch(() => {}); // the words are on the screen
      }
    };

    const forward = () => (at + 1 < steps.length ? show(at + 1) : finish(t("All done"), ".guided-end"));

    const finish = (title, part) => {
      clearTimeout(timer);
      clearInterval(tick);
      const quiet = sound;
      if (part === ".guided-end") {
        strike(330);
        strike(247, 0.9);
        setTimeout(() => quiet?.close(), 4500);
      } else quiet?.close();
      voice?.pause();
      lock?.release();
      steps = sound = voice = lock = null;
      ring.style.setProperty("--done", part === ".guided-end" ? 100 : 0);
      room.classList.add("is-over");
      say(title, [...box.querySelectorAll(`:scope > ${part}`)]);
      close.focus({ preventScroll: true });
    };

    const begin = () => {
      const length = Number(choices.minutes.value);
      memory((store) =>
        choices.keep.checked
          ? store.setItem(KEPT, JSON.stringify([...new FormData(choices)]))
          : store.removeItem(KEPT));
      steps = all.filter((step) => !(step.dataset.from > length));
      times = timesOf(steps, length);
      total = times.reduce((sum, time) => sum + time, 0);
      sound = choices.tone.checked ? new AudioContext() : null;
      voice = choices.voice?.checked ? new Audio() : null;
      // Or the screen goes dark before the next step. Where it can't be had, that does not matter.
      navigator.wakeLock?.request("screen").then((held) => (steps ? (lock = held) : held.release()), () => {});
      room.classList.remove("is-over");
      pause.hidden = choices.own.checked;
      if (!room.open) room.showModal();
      (pause.hidden ? next : pause).focus({ preventScroll: true });
      tick = setInterval(() => !left && fill(), 1000);
      show(0);
    };

    choices.addEventListener("submit", (event) => {
      event.preventDefault();
      begin();
    });
    pause.addEventListener("click", () => {
      if (left) {
        voice?.play().catch(() => {});
        return wait(left);
      }
      left = Math.max(1, times[at] - (performance.now() - began));
      clearTimeout(timer);
      voice?.pause();
      pause.textContent = t("Resume");
    });
    next.addEventListener("click", () => forward());
    stop.addEventListener("click", () => finish(t("Stopped. That’s fine."), ".guided-stopped"));
    close.addEventListener("click", () => room.close());
    room.addEventListener("cancel", (event) => {
      if (!steps) return;
      event.preventDefault(); // what helps after stopping is said first
      stop.click();
    });

    memory((store) => {
      for (const [name, value] of JSON.parse(store.getItem(KEPT)) ?? []) {
        for (const field of choices.elements) if (field.name === name && field.value === value) field.checked = true;
      }
    });
    if (box.id && location.hash === `#${box.id}`) begin(); // a link to it starts it
  };

  for (const box of document.querySelectorAll(".guided")) guide(box);
}
