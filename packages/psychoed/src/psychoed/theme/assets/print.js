// Buttons that print the page, on phones too; without this script there are none.
"use strict";

{
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }

  // Folded parts print open; where print.css can't open them, this does.
  const folded = [];
  addEventListener("beforeprint", () => {
    for (const part of document.querySelectorAll("article details:not([open])")) {
      part.open = true;
      folded.push(part);
    }
  });
  addEventListener("afterprint", () => {
    for (const part of folded.splice(0)) part.open = false;
  });

  // What was typed prints as text: a field would cut off what is longer than itself.
  const printed = [];
  addEventListener("beforeprint", () => {
    for (const field of document.querySelectorAll("article :is(input[type='text'], textarea)")) {
      if (!field.value) continue;
      const text = document.createElement("span");
      text.className = `as-printed ${field.className}`;
      text.textContent = field.value;
      field.after(text);
      field.classList.add("is-printed");
      printed.push([field, text]);
    }
  });
  addEventListener("afterprint", () => {
    for (const [field, text] of printed.splice(0)) {
      text.remove();
      field.classList.remove("is-printed");
    }
  });
}
