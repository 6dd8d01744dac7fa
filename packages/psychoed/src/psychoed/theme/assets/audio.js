// Makes a player of the link to a page's recording, when it is pressed: until then nothing of it is loaded.
"use strict";

for (const link of document.querySelectorAll(".listen a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const sound = Object.assign(new Audio(), { src: link.href, controls: true, title: link.textContent });
    const speed = make("select", {}, ...["0.8", "1", "1.2", "1.5"].map((rate) =>
      make("option", { value: rate, selected: rate === "1" }, `${rate}×`)));
    speed.addEventListener("change", () => (sound.playbackRate = sound.defaultPlaybackRate = Number(speed.value)));
    const chapters = make("ol", {}, ...JSON.parse(link.dataset.chapters).slice(1).map(([start, title]) => {
      const button = make("button", { type: "button" }, title);
      button.addEventListener("click", () => {
        sound.currentTime = start;
        sound.play();
      });
      return make("li", {}, button);
    }));
    const more = make("details", { hidden: !chapters.childElementCount }, make("summary", {}, t("Parts")), chapters);
    const save = make("a", { href: link.href, download: "" }, t("Keep for offline"));
    const note = make("p", {}, "person" in link.dataset ? "" : t("A computer’s voice reads this page."), " ", make("label", {}, t("Speed"), " ", speed), " ", save);
    link.closest(".listen").replaceWith(make("div", { className: "player" }, sound, note, more));
    sound.focus();
    sound.play().catch(() => {}); // then its own button does
  });
}
