"use strict";
{
  // Said aloud by what reads the page to people, also if it was said before.
  const said = document.getElementById("said");
  const say = (text) => {
    said.textContent = "";
    setTimeout(() => (said.textContent = text));
  };

  // One choice of language for all examples, remembered where the browser allows it.
  const key = "asp-reference-language";
  const inputs = [...document.querySelectorAll(".examples input")];
  const choose = (language) => {
    for (const input of inputs) input.checked = input.value === language;
  };
  try {
    const known = localStorage.getItem(key);
    if (inputs.some((input) => input.value === known)) choose(known);
  } catch {
    // Files may have no storage.
  }
  for (const input of inputs) {
    input.addEventListener("change", () => {
      const top = input.getBoundingClientRect().top;
      choose(input.value);
      // Examples above have other lengths now.
      scrollBy({ top: input.getBoundingClientRect().top - top, behavior: "instant" });
      try {
        localStorage.setItem(key, input.value);
      } catch {
        // As above.
      }
    });
  }

  for (const examples of document.querySelectorAll(".examples")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    button.setAttribute("aria-label", `Copy the example of ${examples.closest(".operation").id}`);
    button.addEventListener("click", async () => {
      const shown = [...examples.querySelectorAll("pre")].find((example) => example.checkVisibility());
      try {
        await navigator.clipboard.writeText(shown.textContent);
        button.textContent = "Copied";
      } catch {
        getSelection().selectAllChildren(shown);
        button.textContent = "Selected";
      }
      say(button.textContent);
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    examples.querySelector("pre").before(button);
  }

  const filter = document.getElementById("filter");
  filter.hidden = false;
  filter.addEventListener("input", () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const item of document.querySelectorAll(".operation-link")) {
      const link = item.firstElementChild;
      const operation = document.getElementById(link.hash.slice(1));
      const lines = [...operation.querySelectorAll(".line, .id")].map((line) => line.textContent);
      const text = [link.textContent, ...lines].join(" ").toLowerCase();
      item.hidden = !words.every((word) => text.includes(word));
      if (!item.hidden) found += 1;
    }
    say(`${found} ${found === 1 ? "operation" : "operations"}`);
  });

  // On a phone the contents would fill the first screen.
  const narrow = matchMedia("(max-width: 56rem)");
  const contents = document.querySelector("nav details");
  const fold = () => (contents.open = !narrow.matches);
  fold();
  narrow.addEventListener("change", fold);
  contents.addEventListener("click", (event) => {
    if (narrow.matches && event.target.closest("a")) contents.open = false;
  });
}
