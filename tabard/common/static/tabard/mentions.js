// Offers handles and hashtags below a post as somebody types @ or #: arrow keys choose, Enter puts
// one in, Escape closes. Nothing is chosen until an arrow key is pressed, so Enter stays Enter.
const MOST = 6;
const TYPED = /(?:^|\s)([@#][^\s@#]*)$/u;
const list = document.querySelector("[data-mentions]");
const inList = (what) => [...(list?.querySelectorAll(`[data-${what}]`) ?? [])];
const offered = inList("suggests").map(({ dataset }) => ({ ...dataset }));
const networks = new Map(inList("account").map(({ dataset }) => [dataset.account, dataset.of]));

function networksOf(area) {
  const own = area.name.match(/^own_words_(\d+)$/);
  const chosen = [...document.querySelectorAll("input[name=accounts]:checked")];
  return own ? [networks.get(own[1])] : chosen.map((one) => networks.get(one.value));
}

function fitting(area, typed) {
  const sought = typed.toLowerCase();
  const there = networksOf(area);
  return offered
    .filter(({ suggests, network }) => suggests[0] === sought[0] && (!network || there.includes(network)))
    .filter(({ suggests, about = "" }) =>
      suggests.toLowerCase().startsWith(sought) || about.toLowerCase().includes(sought.slice(1)))
    .slice(0, MOST);
}

function option(id, { suggests, about }, put) {
  const made = document.createElement("li");
  made.id = id;
  made.setAttribute("role", "option");
  made.setAttribute("aria-selected", "false");
  made.dataset.puts = suggests;
  made.textContent = about ? `${suggests} ${about}` : suggests;
  // Before the post loses the focus, and with it the place where somebody types.
  made.addEventListener("mousedown", (event) => {
    event.preventDefault();
    put(suggests);
  });
  return made;
}

function attach(area) {
  const box = document.createElement("ul");
  box.id = `${area.id}_suggestions`;
  box.className = "tabard-suggestions";
  box.setAttribute("role", "listbox");
  box.setAttribute("aria-label", "Handles and hashtags");
  box.hidden = true;
  const said = document.createElement("p");
  said.className = "govuk-visually-hidden";
  said.setAttribute("role", "status");
  area.after(box, said);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", box.id);
  let active = -1;

  function close() {
    box.hidden = true;
    box.replaceChildren();
    area.removeAttribute("aria-activedescendant");
    active = -1;
  }

  function typed() {
    const found = area.value.slice(0, area.selectionStart).match(TYPED);
    return area.selectionStart === area.selectionEnd && found ? found[1] : "";
  }

  function put(words) {
    const end = area.selectionStart;
    area.setRangeText(`${words} `, end - typed().length, end, "end");
    close();
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function show() {
    const begun = typed();
    const found = begun ? fitting(area, begun) : [];
    close();
    box.append(...found.map((one, place) => option(`${box.id}_${place}`, one, put)));
    box.hidden = found.length === 0;
    const many = found.length === 1 ? "1 suggestion" : `${found.length} suggestions`;
    said.textContent = found.length ? `${many}. Use the arrow keys.` : "";
  }

  function move(by) {
    const options = [...box.children];
    const from = active < 0 && by < 0 ? 0 : active;
    active = (from + by + options.length) % options.length;
    options.forEach((one, place) => one.setAttribute("aria-selected", String(place === active)));
    area.setAttribute("aria-activedescendant", options[active].id);
  }

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => put(box.children[active].dataset.puts),
    Escape: close,
  };
  area.addEventListener("input", show);
  area.addEventListener("blur", close);
  area.addEventListener("keydown", (event) => {
    if (box.hidden || !(event.key in keys) || (event.key === "Enter" && active < 0)) {
      return;
    }
    event.preventDefault();
    keys[event.key]();
  });
}

document.querySelectorAll("textarea[name=words], textarea[name^=own_words_]").forEach(attach);
