// The theme a person chose: set before the first paint, so this is a plain script in the head, not a module.
(() => {
  const root = document.documentElement

  // Storage can be forbidden by the browser's settings; then the choice lasts as long as the page.
  const read = () => { try { return localStorage.getItem('theme') ?? '' } catch { return '' } }
  const write = (theme) => { try { localStorage.setItem('theme', theme) } catch { return } }

  const apply = (theme) => {
    if (theme) root.dataset.kernTheme = theme
    else delete root.dataset.kernTheme
  }

  apply(read())

  document.addEventListener('DOMContentLoaded', () => {
    for (const part of document.querySelectorAll('[data-theme]')) {
      part.hidden = false
      for (const radio of part.querySelectorAll('input')) {
        radio.checked = radio.value === read()
        radio.addEventListener('change', () => { apply(radio.value); write(radio.value) })
      }
    }
  })
})()
