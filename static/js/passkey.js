/* Passkeys: a button with data-passkey asks the browser for one and sends the answer with its form.
   data-passkey is "create" or "get"; data-passkey-options holds what the server asked, or the form's address is asked.
   Without JavaScript, or in a browser that has no passkeys, the button stays hidden and the other ways remain. */

async function optionsOf(button) {
  if (button.dataset.passkeyOptions) return JSON.parse(button.dataset.passkeyOptions)
  const answer = await fetch(button.form.action, { headers: { Accept: 'application/json' } })
  if (!answer.ok) throw new Error(`${answer.status}`)
  return answer.json()
}

/* A passkey that signs in without password has to be found by the browser and to ask for finger, face or PIN. */
function withChoice(options, form) {
  const choice = form.elements.passwordless
  const selection = options.publicKey.authenticatorSelection
  if (!choice || !selection) return options
  selection.residentKey = choice.checked ? 'required' : 'discouraged'
  selection.requireResidentKey = choice.checked
  if (choice.checked) selection.userVerification = 'required'
  return options
}

async function send(button) {
  const form = button.form
  const asked = await optionsOf(button)
  const credential = button.dataset.passkey === 'create'
    ? await window.webauthnJSON.create(withChoice(asked.creation_options, form))
    : await window.webauthnJSON.get(asked.request_options)
  form.elements.credential.value = JSON.stringify(credential)
  form.submit()
}

for (const button of document.querySelectorAll('[data-passkey]')) {
  if (!window.PublicKeyCredential || !window.webauthnJSON) continue
  for (const part of document.querySelectorAll('[data-passkey-only]')) part.hidden = false
  const problem = document.querySelector('[data-passkey-problem]')
  button.addEventListener('click', () => {
    problem.hidden = true
    send(button).catch(() => { problem.hidden = false })
  })
}
