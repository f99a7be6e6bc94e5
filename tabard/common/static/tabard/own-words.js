// Lets what is to be said differently begin with what is said everywhere, until somebody changes it.
for (const own of document.querySelectorAll("[data-mirrors]")) {
  const shared = document.getElementById(own.dataset.mirrors);
  let began = shared.value;
  shared.addEventListener("input", () => {
    if (own.value === began || own.value === "") {
      own.value = shared.value;
    }
    began = shared.value;
  });
}
