// Brings the components of a page to life, and those of a part that htmx has put in later.
import { initAll } from "./build/govuk-frontend.min.js";

initAll();
document.body.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) {
    initAll({ scope: event.detail.elt });
  }
});
