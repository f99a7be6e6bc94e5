// Copies the words of an element; with data-copy-look, also how they look on the page of that address.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const words = document.getElementById(button.dataset.copy).textContent;
    const told = document.querySelector(`[data-copied="${button.dataset.copy}"]`);
    try {
      await copy(words, button.dataset.copyLook);
      told.textContent = "Copied";
    } catch {
      told.textContent = "It could not be copied. Select the words and copy them yourself.";
    }
  });
}

async function copy(words, look) {
  if (!look) {
    await navigator.clipboard.writeText(words);
    return;
  }
  const answer = await fetch(look);
  if (!answer.ok) {
    throw new Error(answer.statusText);
  }
  const kinds = { "text/plain": words, "text/html": await answer.text() };
  await navigator.clipboard.write([
    new ClipboardItem(
      Object.fromEntries(
        Object.entries(kinds).map(([kind, content]) => [kind, new Blob([content], { type: kind })]),
      ),
    ),
  ]);
}
