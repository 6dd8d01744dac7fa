// Makes a player of the link to a page's recording, when it is pressed: until then nothing of it is loaded.
"use strict";

for (const link of document.querySelectorAll(".listen a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const sound = Object.assign(new Audio(), { src: link.href, controls: true, title: link.textContent });
    const put = (name, properties, ...inside) => {
      const element = Object.assign(document.createElement(name), properties);
      element.append(...inside);
      return element;
    };
    const speed = put("select", {}, ...["0.8", "1", "1.2", "1.5"].map((rate) =>
      put("option", { value: rate, selected: rate === "1" }, `${rate}×`)));
    speed.addEventListener("change", () => (sound.playbackRate = sound.defaultPlaybackRate = Number(speed.value)));
    const chapters = put("ol", {}, ...JSON.parse(link.dataset.chapters).slice(1).map(([start, title]) => {
      const button = put("button", { type: "button" }, title);
      button.addEventListener("click", () => {
        sound.currentTime = start;
        sound.play();
      });
      return put("li", {}, button);
    }));
    const more = put("details", { hidden: !chapters.childElementCount }, put("summary", {}, t("Parts")), chapters);
    const save = put("a", { href: link.href, download: "" }, t("Keep for offline"));
    const note = put("p", {}, t("A computer’s voice reads this page."), " ", put("label", {}, t("Speed"), " ", speed), " ", save);
    link.closest(".listen").replaceWith(put("div", { className: "player" }, sound, note, more));
    sound.focus();
    sound.play().catch(() => {}); // then its own button does
  });
}
