/** Stripe's own loader, without a form. */
import { loadStripe } from '@stripe/stripe-js/pure'

void loadStripe('pk_test_0')
