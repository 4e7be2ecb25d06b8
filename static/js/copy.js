// A button marked data-copy="ID" puts the text of the field with that id into the clipboard and says so. Without
// JavaScript it stays hidden: the field itself can be selected and copied.

const SAID_FOR = 4000

for (const button of document.querySelectorAll('[data-copy]')) {
  const field = document.getElementById(button.dataset.copy)
  const label = button.querySelector('[data-copy-label]')
  const plain = label.textContent
  const say = (text) => {
    label.textContent = text
    setTimeout(() => { label.textContent = plain }, SAID_FOR)
  }
  button.hidden = false
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(field.value)
      say('Kopiert')
    } catch {
      // Some browsers allow it on https only.
      field.focus()
      field.select()
      say('Markiert: bitte mit Strg+C kopieren')
    }
  })
}
