// What the element said, for people and for tests. Looking is all this does.
const NAMES = 'ready change submit authenticate declined complete error'.split(' ')
const script = document.currentScript

for (const name of NAMES) {
  document.addEventListener(`checkout-${name}`, (event) => {
    const list = document.getElementById('events')
    if (!list) return
    const item = document.createElement('li')
    const detail = event.detail ?? {}
    item.dataset.event = event.type
    item.dataset.detail = JSON.stringify(detail)
    const label = document.createElement('b')
    label.textContent = event.type
    item.append(label, ` ${Object.keys(detail).length > 0 ? JSON.stringify(detail) : ''}`)
    list.append(item)
  })
}

// The widget arriving long after the page, as a tag manager would bring it.
const late = script.dataset.late
if (late) {
  addEventListener('load', () =>
    setTimeout(() => {
      const tag = document.createElement('script')
      tag.src = late
      document.head.append(tag)
    }, 1500),
  )
}
