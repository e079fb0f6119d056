/** A promotion code: a button that asks for one, a field, and what it takes off. */
import { discountSay } from '../plan.ts'
import { discountIn } from '../promotion.ts'
import { fullOf } from '../terms.ts'
import { described, type Shared, Wrong } from './field.tsx'

export function PromotionPart(props: Shared) {
  const { form, fixed, act, say, write } = props
  const { at } = form.promotion
  const discount = discountIn(form.promotion)
  const full = fullOf(form)
  return (
    <div class="field" part="promotion">
      {at === 'closed' && (
        <button type="button" class="link" id="promotion" aria-disabled={fixed} onClick={act.askCode}>
          {say('promotion_add')}
        </button>
      )}
      {(at === 'open' || at === 'asking') && <CodeField {...props} asking={at === 'asking'} />}
      <div class="row">
        {/* Always there, for what is not there is not listened to. */}
        <p role="status" class={discount ? 'discount' : 'unseen'} part="discount">
          {discount && full && write(discountSay(discount, full))}
        </p>
        {discount && (
          <button type="button" class="link" id="promotion" aria-disabled={fixed} onClick={act.removeCode}>
            {say('promotion_remove', { code: discount.code })}
          </button>
        )}
      </div>
    </div>
  )
}

function CodeField({ form, fixed, asking, act, say }: Shared & { asking: boolean }) {
  return (
    <>
      <label class="label" part="label" for="promotion_code">
        {say('promotion_code')}
      </label>
      <div class="code">
        <input
          part="input"
          id="promotion_code"
          name="promotion_code"
          type="text"
          autoComplete="off"
          autoCapitalize="characters"
          spellcheck={false}
          aria-invalid={form.problems.promotion_code ? 'true' : undefined}
          aria-describedby={described('promotion_code', form, false)}
          readOnly={fixed || asking}
          value={form.choices.promotion_code}
          onInput={(event) => act.choose('promotion_code', event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return
            event.preventDefault() // it would pay
            act.applyCode()
          }}
        />
        <button type="button" part="secondary" aria-disabled={fixed || asking} onClick={act.applyCode}>
          {say('promotion_apply')}
        </button>
      </div>
      <Wrong field="promotion_code" form={form} say={say} />
    </>
  )
}
