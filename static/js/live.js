// The preview of an agreement while it is written: every line of a text area marked data-live="ID" becomes a
// paragraph of the list with that id. Field words in braces are filled from the facts the page carries, [placeholders]
// stay marked. It repeats what the server renders, so without JavaScript the preview is right after saving.

const PLACEHOLDER = /(\[[^\]]+\])/
const FIELD_WORD = /\{([^{}|\n]+)(?:\|([^{}|\n]+))?\}/g
const SENTENCE_START = /(?:^|[.!?]\s)$/

const facts = JSON.parse(document.getElementById('agreement-facts')?.textContent ?? 'null')

// As agreements/placeholders.py: filled().
const filled = (line) => !facts ? line : line.replace(FIELD_WORD, (token, word, several, start) => {
  if (several !== undefined) return facts.isJoint ? several : word
  const value = facts.values[word.trim()] ?? `[${word.trim()} fehlt]`
  return SENTENCE_START.test(line.slice(0, start)) ? value.charAt(0).toUpperCase() + value.slice(1) : value
})

const run = (text) => {
  if (!PLACEHOLDER.test(text)) return text
  const mark = document.createElement('mark')
  mark.className = 'open'
  mark.textContent = text
  return mark
}

const paragraph = (line) => {
  const item = document.createElement('li')
  item.append(...filled(line).split(PLACEHOLDER).filter(Boolean).map(run))
  return item
}

// The page of the preview that shows the clause somebody writes. On a phone the text flows in one column: nothing moves.
const turnTo = (list) => {
  const sheet = list.closest('[data-sheet]')
  const style = sheet && getComputedStyle(sheet)
  if (!sheet || style.columnCount === 'auto') return
  const padding = parseFloat(style.paddingInlineStart) + parseFloat(style.paddingInlineEnd)
  const stride = sheet.clientWidth - padding + parseFloat(style.columnGap)
  const offset = sheet.scrollLeft + list.getBoundingClientRect().left - sheet.getBoundingClientRect().left
  sheet.scrollTo({ left: Math.floor(offset / stride) * stride })
}

for (const field of document.querySelectorAll('[data-live]')) {
  const list = document.getElementById(field.dataset.live)
  field.addEventListener('focus', () => turnTo(list))
  field.addEventListener('input', () => {
    const lines = field.value.split('\n').map((line) => line.trim()).filter(Boolean)
    list.replaceChildren(...lines.map(paragraph))
  })
}
