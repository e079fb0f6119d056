// What the elements said, for people and for tests. Looking is all this does; and a fresh token, where one is asked for.
const NAMES = [
  ...'ready change submit authenticate declined complete error'.split(' ').map((name) => `checkout-${name}`),
  ...'ready change token error'.split(' ').map((name) => `account-${name}`),
]
const script = document.currentScript

for (const name of NAMES) {
  document.addEventListener(name, (event) => {
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

// What every site with accounts does: ask its own server who this is.
document.addEventListener('account-token', async (event) => {
  const response = await fetch(`/customer-token${location.search}`)
  const { token } = await response.json()
  event.target.setAttribute('customer-token', token)
})

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
