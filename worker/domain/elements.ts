/** What intent and Elements must agree on, said once for both: Stripe refuses a confirmation where they differ. Pure. */
import type { Form } from './offer.ts'

const FORMS = {
  // Split card fields take a group without mode or amount.
  card: { paymentMethodTypes: ['card'], elements: {} },
} as const satisfies Record<Form, { paymentMethodTypes: 'card'[]; elements: Record<string, unknown> }>

/** What a PaymentIntent must allow for this form. */
export const allowedPaymentMethodTypes = (form: Form): 'card'[] => [...FORMS[form].paymentMethodTypes]

/** Options for `stripe.elements()`. */
export const elementsOptions = (form: Form): Record<string, unknown> => FORMS[form].elements
