/** The least that a Preact widget with Stripe.js can be. */
import { loadStripe } from '@stripe/stripe-js/pure'
import { h, render } from 'preact'

void loadStripe('pk_test_0').then(() => render(h('p', null, 'x'), document.body))
