// A field that narrows a long list of choices while typing; what is ticked always stays in sight. With nothing typed
// only the ticked ones are shown: four hundred boxes would be four hundred stops for the keyboard.
// Without JavaScript the list can be scrolled.

const folded = (text) => text.toLowerCase().replace(/ß/g, 'ss').normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ł/g, 'l')
const spelledOut = (text) => folded(text.toLowerCase().replace(/ä/g, 'ae').replace(/ö/g, 'oe').replace(/ü/g, 'ue'))
/* „Görlitz“ is found as „Gorlitz“ and as „Goerlitz“, „Oelsnitz“ also as „Ölsnitz“. */
const waysToWrite = (text) => [folded(text), spelledOut(text)]

/* How well a row is meant: by its whole name, the beginning of it, a part of it, or only by its district. */
const EXACT = 0
const NOT_MEANT = 4
function closeness({ names, texts }, wanted) {
  const tests = [
    (name, word) => name.split(' / ').includes(word),
    (name, word) => name.startsWith(word),
    (name, word) => name.includes(word),
  ]
  const rank = tests.findIndex((test) => wanted.some((word, way) => test(names[way], word)))
  if (rank >= 0) return rank
  return wanted.some((word, way) => texts[way].includes(word)) ? NOT_MEANT - 1 : NOT_MEANT
}

for (const list of document.querySelectorAll('[data-picker]')) {
  const rows = [...list.querySelectorAll('.kern-form-check')].map((row) => ({
    row,
    box: row.querySelector('input'),
    names: waysToWrite(row.textContent.trim().split(' (')[0]),
    texts: waysToWrite(row.textContent),
  }))
  const field = document.getElementById(list.dataset.picker)
  const status = document.getElementById(`${list.dataset.picker}-status`)
  field.closest('[hidden]').hidden = false
  const narrow = () => {
    const typed = field.value.trim()
    const wanted = waysToWrite(typed)
    for (const item of rows) {
      item.rank = typed ? closeness(item, wanted) : NOT_MEANT
      item.row.hidden = !item.box.checked && item.rank === NOT_MEANT
    }
    // Ticked ones stand above, then those meant best; otherwise the order of the page stays.
    const order = (item) => (item.box.checked ? -1 : item.rank)
    const active = document.activeElement
    list.append(...[...rows].sort((one, other) => order(one) - order(other)).map(({ row }) => row))
    if (list.contains(active)) active.focus()
    // An empty box would look like a field to write in.
    list.hidden = rows.every(({ row }) => row.hidden)
    const found = rows.filter(({ rank }) => rank < NOT_MEANT).length
    status.textContent = typed ? `${found} gefunden` : `Bitte den Namen tippen; ${rows.length} stehen zur Wahl.`
  }
  field.addEventListener('input', narrow)
  field.addEventListener('keydown', (event) => {
    // Enter would send the form; here it ticks the only town that is left, or the one of exactly this name.
    if (event.key !== 'Enter') return
    event.preventDefault()
    const left = rows.filter(({ row, box }) => !row.hidden && !box.checked)
    const named = left.filter(({ rank }) => rank === EXACT)
    const [meant] = left.length === 1 ? left : named.length === 1 ? named : []
    // A click, so that whoever listens to the boxes hears of it.
    if (meant) meant.box.click()
    field.select()
    narrow()
  })
  narrow()
  // A form that begins with the town; where one is chosen already, with what comes first after it.
  const begin = list.closest('[data-begins-with-town]')
  if (begin && !document.querySelector('[autofocus]')) {
    const isChosen = rows.some(({ box }) => box.checked)
    const first = isChosen ? begin.querySelector('textarea') : field
    first.focus()
  }
  // A mistake named above the form leads to the first box, which is hidden now: let it lead to the field.
  for (const link of document.querySelectorAll(`a[href="#${rows[0].box.id}"]`)) link.hash = field.id
}
