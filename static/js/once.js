// A form marked data-once is sent once, however often the button is pressed. The server stays the judge: every
// action checks the state and version of its record; this only spares people the page that tells them so.

const PATIENCE = 10_000 // then the answer was a download, or the connection is gone: let people try again

const release = (form) => {
  delete form.dataset.sent
  for (const button of form.querySelectorAll('button[aria-busy]')) {
    button.removeAttribute('aria-busy')
    button.removeAttribute('aria-disabled')
  }
}

document.addEventListener('submit', (event) => {
  const form = event.target
  if (!form.matches('[data-once]')) return
  if (form.dataset.sent) {
    event.preventDefault()
    return
  }
  form.dataset.sent = 'yes'
  // Not `disabled`: a disabled button's name and value would not be sent.
  event.submitter?.setAttribute('aria-busy', 'true')
  event.submitter?.setAttribute('aria-disabled', 'true')
  setTimeout(release, PATIENCE, form)
})

// Coming back with the browser's own button shows the page as it was left.
window.addEventListener('pageshow', () => document.querySelectorAll('form[data-sent]').forEach(release))
