// Passkeys: a form with data-passkey asks the house what to sign, the authenticator for its answer, and is then sent.
// data-passkey: where the question comes from, unless data-options names what holds it already; data-into: the field
// that takes the answer. Without a passkey, or
// without the tick where there is one to set, the form is sent as it is.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

async function made(asked) {
  const publicKey = { ...asked, challenge: bytes(asked.challenge) };
  if (asked.user) {
    publicKey.user = { ...asked.user, id: bytes(asked.user.id) };
    publicKey.excludeCredentials = known(asked.excludeCredentials);
    return navigator.credentials.create({ publicKey });
  }
  publicKey.allowCredentials = known(asked.allowCredentials);
  return navigator.credentials.get({ publicKey });
}

function plain(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  return JSON.stringify({
    id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {},
  });
}

async function asks(form, submitter) {
  if (form.dataset.options) return JSON.parse(document.getElementById(form.dataset.options).textContent);
  const asked = await fetch(form.dataset.passkey, {
    method: "POST", body: new FormData(form, submitter), headers: { Accept: "application/json" },
  });
  const said = await asked.json().catch(() => ({}));
  if (!asked.ok || !said.publicKey) throw new Error(said.problem || form.dataset.failed);
  return said;
}

async function answer(form, submitter) {
  const said = await asks(form, submitter);
  try {
    return plain(await made(said.publicKey));
  } catch (fault) {
    throw new Error(fault.name === "InvalidStateError" ? form.dataset.there : form.dataset.cancelled);
  }
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const problem = form.querySelector("[data-problem]");
  const into = form.elements[form.dataset.into];
  if (window.PublicKeyCredential) for (const part of form.querySelectorAll("[data-with-passkey]")) part.hidden = false;
  const tick = form.querySelector("[data-with-passkey] input[type=checkbox]");
  if (tick && window.PublicKeyCredential) tick.checked = true;
  form.addEventListener("submit", async (event) => {
    if (into.value || (tick && !tick.checked)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    problem.hidden = true;
    try {
      into.value = await answer(form, event.submitter);
      form.requestSubmit(event.submitter);
    } catch (fault) {
      problem.textContent = fault.message || form.dataset.failed;
      problem.hidden = false;
      problem.focus();
    }
  }, { capture: true });
}
