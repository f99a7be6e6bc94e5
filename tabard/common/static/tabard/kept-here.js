// Keeps what is typed in this browser while it cannot be saved, and gives it back afterwards.
const form = document.querySelector("form[data-kept-here]");
const NEW = "new";

if (form) {
  const key = (which) => `tabard ${form.dataset.keptHere} ${which}`;
  const here = () => key(form.elements.message?.value ?? NEW);
  const told = form.querySelector("[data-kept-told]");
  const offer = form.querySelector("[data-kept-offer]");
  const typed = () => [...form.querySelectorAll("textarea")].map((one) => [one.name, one.value]);
  const keep = () => {
    try {
      localStorage.setItem(here(), JSON.stringify(typed()));
    } catch {
      // It is more than the browser keeps, and stays in the form.
    }
  };
  const drop = () => [here(), key(NEW)].forEach((one) => localStorage.removeItem(one));

  // Whatever else answers, such as the page to sign in, is not put into the form.
  form.addEventListener("htmx:beforeSwap", (event) => {
    event.detail.shouldSwap &&= event.detail.xhr.getResponseHeader("X-Tabard-Saved") !== null;
  });
  form.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt !== form) {
      return;
    }
    told.hidden = event.detail.xhr.getResponseHeader("X-Tabard-Saved") !== null;
    if (event.detail.xhr.getResponseHeader("X-Tabard-Saved") === "yes") {
      drop();
    } else {
      keep();
    }
  });
  form.addEventListener("submit", () => navigator.onLine || keep());
  window.addEventListener("online", () => form.dispatchEvent(new Event("input")));

  const kept = JSON.parse(localStorage.getItem(here()) ?? "[]").filter(
    ([name, value]) => form.elements[name] && form.elements[name].value !== value,
  );
  offer.hidden = kept.length === 0;
  offer.querySelector("[data-kept-use]").addEventListener("click", () => {
    for (const [name, value] of kept) {
      form.elements[name].value = value;
    }
    offer.hidden = true;
    form.dispatchEvent(new Event("input"));
  });
  offer.querySelector("[data-kept-drop]").addEventListener("click", () => {
    drop();
    offer.hidden = true;
  });
}
