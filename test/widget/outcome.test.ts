import type { PaymentIntent, SetupIntent } from '@stripe/stripe-js'
import { describe, expect, it } from 'vitest'
import { outcome } from '../../widget/outcome.ts'

const waiting = { status: 'requires_payment_method' } as PaymentIntent

describe('Stripe.js is taken at its word', () => {
  it.each([
    ['succeeded', 'paid'],
    ['processing', 'processing'],
    ['requires_action', 'action'],
  ] as const)('for an intent that is %s', (status, is) => {
    expect(outcome({ paymentIntent: { status } })).toMatchObject({ is })
  })

  it('for a decline that carries an intent which waits for another card', () => {
    const error = {
      type: 'card_error',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
      payment_intent: waiting,
    } as const
    expect(outcome({ error })).toEqual({
      is: 'declined',
      code: 'card_declined',
      decline_code: 'insufficient_funds',
    })
  })

  it('for a set-up as for a payment', () => {
    expect(outcome({ setupIntent: { status: 'succeeded' } })).toEqual({ is: 'paid' })
    expect(outcome({ setupIntent: { status: 'requires_action' } })).toEqual({ is: 'action' })
    const setup_intent = { status: 'requires_payment_method' } as SetupIntent
    expect(outcome({ error: { type: 'card_error', code: 'card_declined', setup_intent } })).toMatchObject({
      is: 'declined',
    })
  })
})

describe('the Worker is asked', () => {
  it.each(['api_connection_error', 'api_error', 'invalid_request_error', 'validation_error'] as const)(
    'after an error of type %s, even with an intent',
    (type) => {
      expect(outcome({ error: { type, payment_intent: waiting } })).toMatchObject({ is: 'unknown' })
    },
  )

  it('after a decline without an intent, or with one that is not waiting', () => {
    expect(outcome({ error: { type: 'card_error', code: 'card_declined' } })).toMatchObject({ is: 'unknown' })
    const payment_intent = { status: 'succeeded' } as PaymentIntent
    expect(outcome({ error: { type: 'card_error', payment_intent } })).toMatchObject({ is: 'unknown' })
  })

  it.each(['canceled', 'requires_confirmation', 'requires_capture'] as const)(
    'where the intent is %s without an error',
    (status) => {
      expect(outcome({ paymentIntent: { status } })).toMatchObject({ is: 'unknown' })
    },
  )
})
