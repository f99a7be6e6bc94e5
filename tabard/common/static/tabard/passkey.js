// Makes a passkey, or shows one, for a form that asks for it; the form is hidden where there can be none.
//   <form data-passkey="create" data-options="ID of a script element with the options">
//   <form data-passkey="get" data-options-from="an address that gives the options">
const toBytes = (words) =>
  Uint8Array.from(atob(words.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const toWords = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
const withBytes = (list) => (list ?? []).map((one) => ({ ...one, id: toBytes(one.id) }));

const create = ({ publicKey: asked }) =>
  navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      user: { ...asked.user, id: toBytes(asked.user.id) },
      excludeCredentials: withBytes(asked.excludeCredentials),
    },
  });
const get = ({ publicKey: asked }) =>
  navigator.credentials.get({
    publicKey: {
      ...asked,
      challenge: toBytes(asked.challenge),
      allowCredentials: withBytes(asked.allowCredentials),
    },
  });

const written = (credential) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = toWords(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toWords(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
};

const optionsOf = async ({ options, optionsFrom }) => {
  if (options) return JSON.parse(document.getElementById(options).textContent);
  const answer = await fetch(optionsFrom, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
};

const show = async (form) => {
  const asked = await optionsOf(form.dataset);
  const credential =
    form.dataset.passkey === "create" ? await create(asked.creation_options) : await get(asked.request_options);
  form.elements.credential.value = written(credential);
  form.submit();
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  form.hidden = !window.PublicKeyCredential;
  const trouble = form.querySelector("[data-passkey-trouble]");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    trouble.hidden = true;
    show(form).catch(() => {
      trouble.hidden = false;
      trouble.focus();
    });
  });
}
