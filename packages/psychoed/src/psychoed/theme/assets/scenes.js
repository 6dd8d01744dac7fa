// Plays the drawings in a `.scenes` block one after another: their parts move, and a voice speaks their words where
// `data-voices` names a sound file for each. It is fetched when *Play* is pressed (site.js).
"use strict";
{
  const WORDS_A_SECOND = 2.1;
  const turn = (...degrees) => degrees.map((degree) => ({ rotate: `${degree}deg` }));
  const forever = { iterations: Infinity, direction: "alternate", easing: "ease-in-out" };
  const once = { fill: "forwards", easing: "ease-in-out" };
  // What a part of a drawing does, by its class.
  const MOVES = {
    "move-sway": [turn(-2, 2), { ...forever, duration: 2400 }],
    "move-ring": [turn(-11, 11), { ...forever, duration: 260 }],
    "move-waves": [{ opacity: [1, 0.15] }, { ...forever, duration: 520 }],
    "move-pulse": [{ opacity: [0.25, 1] }, { ...forever, duration: 1300 }],
    "move-hop": [{ translate: ["0 34px", "0 0"] }, { ...once, duration: 700, delay: 600, fill: "both" }],
    "move-smoke": [{ opacity: [0, 1, 0], translate: ["0 12px", "0 -12px"] }, { duration: 2600, iterations: Infinity }],
    "move-fade": [{ opacity: [1, 0.2, 0.6, 0] }, { ...once, duration: 9000 }],
    "move-sun": [{ translate: ["0 90px", "0 0"] }, { ...once, duration: 7000 }],
    "move-walk": [{ translate: ["-70px 0", "0 0"] }, { ...once, duration: 8000 }],
  };

  const play = (box) => {
    const controls = box.nextElementSibling;
    const main = controls.firstChild;
    const scenes = [...box.querySelectorAll("figure")];
    const voices = (box.dataset.voices ?? "").split(" ").filter((name) => /^[\w.-]+$/.test(name));
    const still = matchMedia("(prefers-reduced-motion: reduce)");
    const sound = new Audio();
    const bar = make("div", { className: "scenes-bar", ariaHidden: "true" });
    const where = make("span", { role: "status" });
    const voice = make("input", { type: "checkbox", checked: true });
    const speaks = () => voices.length === scenes.length && voice.checked;
    const picks = scenes.map((_, index) => {
      const pick = make("button", { type: "button", ariaLabel: t("Scene {number}", { number: index + 1 }) }, `${index + 1}`);
      pick.addEventListener("click", () => show(index));
      return pick;
    });
    let at = -1;
    let clock = null; // how long the scene is still shown
    let moving = [];

    const name = () => (main.textContent = clock?.playState === "running" ? t("Pause") : at < 0 ? t("Play again") : t("Resume"));
    const wait = (seconds) => {
      clock?.cancel();
      clock = bar.animate({ scale: ["0 1", "1 1"] }, { duration: 1000 * seconds, fill: "forwards" });
      clock.onfinish = () => (at + 1 < scenes.length ? show(at + 1) : end());
      name();
    };
    const readAlong = () => wait(Math.max(8, 3 + scenes[at].textContent.trim().split(/\s+/).length / WORDS_A_SECOND));

    const end = () => {
      at = -1;
      clock = null;
      name();
    };

    const show = (index) => {
      at = index;
      for (const move of moving) move.cancel();
      box.scrollTo({ left: scenes[at].offsetLeft - scenes[0].offsetLeft, behavior: still.matches ? "auto" : "smooth" });
      picks.forEach((pick, each) => (pick.ariaCurrent = String(each === at)));
      where.textContent = t("Scene {number} of {all}", { number: at + 1, all: scenes.length });
      moving = still.matches ? [] : [...scenes[at].querySelectorAll("[class^=move-]")].map((part) => part.animate(...MOVES[part.className.baseVal]));
      sound.pause();
      if (!speaks()) return readAlong();
      sound.src = new URL(voices[at], location.href).href;
      sound.onloadedmetadata = () => wait(sound.duration + 1.5);
      wait(60); // till its length is known
      sound.play().catch(readAlong);
    };

    const pause = (yes) => {
      for (const one of [clock, ...moving]) if (one?.playState !== "finished") one[yes ? "pause" : "play"]();
      if (yes) sound.pause();
      else if (speaks() && !sound.ended) sound.play().catch(() => {});
      name();
    };

    main.addEventListener("click", () => (at < 0 ? show(0) : pause(clock.playState === "running")));
    voice.addEventListener("change", () => at >= 0 && show(at));
    // A reader may also turn the pages by hand.
    let byHand = false;
    for (const kind of ["wheel", "touchmove", "keydown"]) box.addEventListener(kind, () => (byHand = true), { passive: true });
    box.addEventListener("scrollend", () => {
      const nearest = Math.round(Math.abs(box.scrollLeft) / box.clientWidth);
      if (byHand && at >= 0 && nearest !== at) show(nearest);
      byHand = false;
    });
    controls.prepend(bar);
    controls.append(make("span", {}, ...picks), where);
    if (voices.length) controls.append(make("label", {}, voice, " ", t("With a computer’s voice")));
    show(0);
  };

  for (const box of document.querySelectorAll(".scenes")) play(box);
}
