// Alt and a letter open the link that says so (`data-shortcut`), alike in every browser. Without JavaScript the link
// stands in the bar of every page.

const links = [...document.querySelectorAll('[data-shortcut]')]

document.addEventListener('keydown', (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  // The key by its place: with Alt some systems write another letter.
  const link = links.find((item) => event.code === `Key${item.dataset.shortcut.toUpperCase()}`)
  if (!link) return
  event.preventDefault()
  link.click()
})
