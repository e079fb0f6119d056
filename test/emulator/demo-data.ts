/** What the demo's account has from the start, and again after every reset. Nobody hears of it: it was always there. */
import { makeCoupon, makePromotionCode } from './api/coupon-objects.ts'
import { PLATFORM_ACCOUNT, type State } from './state.ts'

const TEN_OFF = 'TENOFF'

export function makeDemoData(state: State): void {
  const objects = state.accounts[PLATFORM_ACCOUNT]!
  makeCoupon(state, objects, { id: TEN_OFF, name: '10 % off', percent_off: 10, duration: 'forever' })
  makePromotionCode(state, objects, { coupon: TEN_OFF, code: TEN_OFF })
}
