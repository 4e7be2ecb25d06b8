// The preview of an agreement while it is written: every line of a text area marked data-live="ID" becomes a
// paragraph of the list with that id, and [placeholders] stay marked. It repeats what the server renders, so without
// JavaScript the preview is right after saving.

const PLACEHOLDER = /(\[[^\]]+\])/

const run = (text) => {
  if (!PLACEHOLDER.test(text)) return text
  const mark = document.createElement('mark')
  mark.className = 'open'
  mark.textContent = text
  return mark
}

const paragraph = (line) => {
  const item = document.createElement('li')
  item.append(...line.split(PLACEHOLDER).filter(Boolean).map(run))
  return item
}

for (const field of document.querySelectorAll('[data-live]')) {
  const list = document.getElementById(field.dataset.live)
  field.addEventListener('input', () => {
    const lines = field.value.split('\n').map((line) => line.trim()).filter(Boolean)
    list.replaceChildren(...lines.map(paragraph))
  })
}
