// Takes pictures that are pasted into the page of a post, as if they had been chosen with the others.
const input = document.querySelector("#pictures input[type=file]");
const taken = input?.accept.split(",") ?? [];

function picturesIn({ clipboardData }) {
  // Whoever pastes words wants the words, also where a picture of them comes along.
  const words = clipboardData?.getData("text/plain");
  return words ? [] : [...(clipboardData?.files ?? [])].filter((one) => taken.includes(one.type));
}

document.addEventListener("paste", (event) => {
  const pasted = picturesIn(event);
  if (pasted.length === 0) {
    return;
  }
  event.preventDefault();
  const chosen = new DataTransfer();
  [...input.files, ...pasted].forEach((one) => chosen.items.add(one));
  input.files = chosen.files;
  // Says how many there are by now, also to whoever does not see it.
  input.dispatchEvent(new Event("change", { bubbles: true }));
  input.closest("details")?.setAttribute("open", "");
  input.closest(".govuk-form-group").scrollIntoView({ block: "nearest" });
});
document.querySelectorAll("[data-can-paste]").forEach((one) => one.removeAttribute("hidden"));
