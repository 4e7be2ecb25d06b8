// A form marked data-guard asks before its unsaved text is lost by leaving the page.

const written = new WeakSet()
const guarded = [...document.querySelectorAll('form[data-guard]')]

for (const form of guarded) {
  form.addEventListener('input', () => written.add(form))
  form.addEventListener('submit', () => written.delete(form))
}

window.addEventListener('beforeunload', (event) => {
  if (guarded.some((form) => written.has(form))) event.preventDefault()
})
