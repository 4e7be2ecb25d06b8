// Page numbers above the preview of an agreement. The browser breaks the text into columns of the size of a page;
// how many there are is known only here. Without JavaScript the pages stand side by side and can be scrolled.

const build = (sheet) => {
  const nav = document.getElementById(sheet.dataset.sheet)
  const style = getComputedStyle(sheet)
  const padding = parseFloat(style.paddingInlineStart) + parseFloat(style.paddingInlineEnd)
  const stride = sheet.clientWidth - padding + parseFloat(style.columnGap)
  // On a phone the text flows in one column and needs no pages.
  const isPaged = style.columnCount !== 'auto'
  const count = !isPaged ? 0 : Math.max(1, Math.round((sheet.scrollWidth - sheet.clientWidth) / stride) + 1)
  const current = () => Math.min(count - 1, Math.round(sheet.scrollLeft / stride))
  const mark = () => {
    for (const [index, button] of [...nav.children].entries()) {
      if (index === current()) button.setAttribute('aria-current', 'page')
      else button.removeAttribute('aria-current')
    }
  }
  const button = (_, index) => {
    const item = document.createElement('button')
    item.type = 'button'
    item.textContent = index + 1
    item.setAttribute('aria-label', `Seite ${index + 1} der Vorschau`)
    item.addEventListener('click', () => sheet.scrollTo({ left: index * stride }))
    return item
  }
  if (nav.children.length !== count) nav.replaceChildren(...Array.from({ length: count }, button))
  sheet.onscroll = mark
  mark()
}

for (const sheet of document.querySelectorAll('[data-sheet]')) {
  const again = () => build(sheet)
  document.fonts.ready.then(again)
  new ResizeObserver(again).observe(sheet)
  new MutationObserver(again).observe(sheet, { childList: true, characterData: true, subtree: true })
}
