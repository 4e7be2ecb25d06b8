// How far a package is: the part marked data-progress is asked for again every two seconds and replaced, until the
// server sends it without the mark. Without JavaScript the link below it does the same.

const PAUSE = 2000

const refresh = async () => {
  const part = document.querySelector('[data-progress]')
  if (!part) return
  try {
    const answer = await fetch(part.dataset.progress, { credentials: 'same-origin' })
    if (answer.ok && !answer.redirected) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById(part.id)
      // The keyboard stays where it was.
      const held = part.contains(document.activeElement)
      if (fresh && fresh.textContent !== part.textContent) part.replaceWith(fresh)
      if (held) document.querySelector('#stand a')?.focus()
    }
  } catch { /* the next time */ }
  setTimeout(refresh, PAUSE)
}

setTimeout(refresh, PAUSE)
