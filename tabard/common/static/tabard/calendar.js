// Lets somebody drag a post of theirs to another day; its time of day stays, and the page of the
// move takes it from there, as it does for whoever follows the link instead.
const MIME = "text/x-tabard-move";

for (const slot of document.querySelectorAll("[data-move]")) {
  slot.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData(MIME, JSON.stringify({ ...slot.dataset }));
    event.dataTransfer.effectAllowed = "move";
  });
}

for (const day of document.querySelectorAll("[data-day]")) {
  day.addEventListener("dragover", (event) => {
    if (event.dataTransfer.types.includes(MIME)) {
      event.preventDefault();
      day.classList.add("tabard-day--over");
    }
  });
  day.addEventListener("dragleave", () => day.classList.remove("tabard-day--over"));
  day.addEventListener("drop", (event) => {
    event.preventDefault();
    day.classList.remove("tabard-day--over");
    const { move, time } = JSON.parse(event.dataTransfer.getData(MIME));
    const url = new URL(move, window.location.href);
    url.searchParams.set("to", `${day.dataset.day}T${time}`);
    window.location.assign(url);
  });
}
