// Passkeys: the server's question goes to the device, the device's answer into the form. Codes: copied and printed.
if (globalThis.PublicKeyCredential && navigator.credentials) {
  for (const form of page.all("form[data-passkey]")) form.hidden = false;
}

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (at) => at.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const key = (id) => ({ type: "public-key", id: bytes(id) });

async function question(form) {
  const isGet = form.dataset.passkey === "get";
  const headers = { Accept: "application/json", "X-CSRF-Token": form.elements.csrf.value };
  if (isGet) headers["Content-Type"] = "application/json";
  // An empty token stands for the one in the cookie, which no script can read.
  const body = isGet ? JSON.stringify({ mfa_token: "secondStep" in form.dataset ? "" : null }) : undefined;
  const answer = await fetch(form.dataset.asks, { method: "POST", headers, body });
  const found = await answer.json();
  if (!answer.ok) throw new Error(found.detail);
  return found;
}

const acts = {
  async create(asked) {
    const made = await navigator.credentials.create({ publicKey: {
      challenge: bytes(asked.challenge),
      rp: { id: asked.rp_id, name: asked.rp_name },
      user: { id: bytes(asked.user_id), name: asked.user_name, displayName: asked.user_display_name },
      pubKeyCredParams: asked.algorithms.map((alg) => ({ type: "public-key", alg })),
      excludeCredentials: asked.exclude_credentials.map(key),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
      attestation: "none", timeout: asked.timeout,
    } });
    return { client_data: made.response.clientDataJSON, attestation_object: made.response.attestationObject };
  },
  async get(asked) {
    const given = await navigator.credentials.get({ publicKey: {
      challenge: bytes(asked.challenge), rpId: asked.rp_id, userVerification: asked.user_verification,
      allowCredentials: asked.allow_credentials.map(key), timeout: asked.timeout,
    } });
    return {
      credential_id: given.rawId, client_data: given.response.clientDataJSON,
      authenticator_data: given.response.authenticatorData, signature: given.response.signature,
      user_handle: given.response.userHandle,
    };
  },
};

page.on("submit", "form[data-passkey]", async (form, event) => {
  if (form.dataset.answered) return;
  event.preventDefault();
  const button = event.submitter;
  button?.setAttribute("aria-busy", "true");
  try {
    const answer = await acts[form.dataset.passkey](await question(form));
    for (const [name, value] of Object.entries(answer)) form.elements[name].value = value ? words(value) : "";
    const trust = document.querySelector("input[name=trust]");
    if (form.elements.trust && trust?.checked) form.elements.trust.value = "true";
    form.dataset.answered = "1";
    form.requestSubmit();
  } catch (fault) {
    button?.removeAttribute("aria-busy");
    page.tell(fault.name === "NotAllowedError" ? "Your device gave no passkey." : fault.message, "bad");
  }
});

page.on("click", "[data-copies]", async (button) => {
  const lines = page.all("li", document.getElementById(button.dataset.copies)).map((line) => line.textContent);
  try {
    await navigator.clipboard.writeText(lines.join("\n"));
    page.tell("Copied");
  } catch {
    page.tell("The browser does not let the page copy.", "bad");
  }
});
page.on("click", "[data-prints]", () => print());
