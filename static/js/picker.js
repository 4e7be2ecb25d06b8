// A field that narrows a long list of choices while typing; what is ticked always stays in sight. With nothing typed
// only the ticked ones are shown: four hundred boxes would be four hundred stops for the keyboard.
// Without JavaScript the list can be scrolled.

const folded = (text) => text.toLowerCase().replace(/ß/g, 'ss').normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/ł/g, 'l')

for (const list of document.querySelectorAll('[data-picker]')) {
  const rows = [...list.querySelectorAll('.kern-form-check')].map((row) => ({
    row,
    box: row.querySelector('input'),
    text: folded(row.textContent),
  }))
  const field = document.getElementById(list.dataset.picker)
  const status = document.getElementById(`${list.dataset.picker}-status`)
  field.closest('[hidden]').hidden = false
  const narrow = () => {
    const wanted = folded(field.value.trim())
    let shown = 0
    for (const { row, box, text } of rows) {
      const isFound = wanted !== '' && text.includes(wanted)
      row.hidden = !(box.checked || isFound)
      shown += isFound ? 1 : 0
    }
    // An empty box would look like a field to write in.
    list.hidden = rows.every(({ row }) => row.hidden)
    status.textContent = wanted ? `${shown} gefunden` : `Bitte den Namen tippen; ${rows.length} stehen zur Wahl.`
  }
  field.addEventListener('input', narrow)
  field.addEventListener('keydown', (event) => {
    // Enter would send the form; here it ticks the only town that is left.
    if (event.key !== 'Enter') return
    event.preventDefault()
    const left = rows.filter(({ row, box }) => !row.hidden && !box.checked)
    if (left.length === 1) left[0].box.checked = true
    field.select()
    narrow()
  })
  narrow()
  // A mistake named above the form leads to the first box, which is hidden now: let it lead to the field.
  for (const link of document.querySelectorAll(`a[href="#${rows[0].box.id}"]`)) link.hash = field.id
}
