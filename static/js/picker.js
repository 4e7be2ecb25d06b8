// A field that narrows a long list of choices while typing; what is ticked always stays in sight.
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
      row.hidden = !(box.checked || text.includes(wanted))
      shown += row.hidden ? 0 : 1
    }
    status.textContent = wanted ? `${shown} Kommunen in der Liste` : ''
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
}
