import type { Text } from './en.ts'

export const fr: Text = {
  loading: 'Chargement du formulaire de paiement…',
  test_mode: 'Mode test',
  by_stripe: 'Paiements par Stripe',

  each: '{price} l’unité',
  quantity: 'Quantité',
  fewer: 'Un de moins',
  more: 'Un de plus',
  amount: 'Montant ({currency})',
  amount_hint: 'De {min} à {max}',
  presets: 'Montants proposés',
  email_required: 'E-mail (obligatoire)',
  email_optional: 'E-mail (facultatif)',
  card_number: 'Numéro de carte',
  card_expiry: 'Date d’expiration',
  card_expiry_hint: 'Mois / année',
  card_cvc: 'Code de sécurité',
  card_cvc_hint: '3 chiffres au dos',
  card_cvc_hint_amex: '4 chiffres sur le devant',

  pay: 'Payer {total}',
  pay_nothing_yet: 'Payer',
  paying: 'Paiement de {total} en cours. Laissez cette page ouverte.',
  checking: 'Nous vérifions ce qui s’est passé. Laissez cette page ouverte.',
  authenticating: 'Votre banque vous demande de confirmer {total}.',
  challenge_missing: 'Pas de page de la banque ? Vérifier',

  check_fields: 'À vérifier : {fields}',
  email_missing: 'Saisissez votre adresse e-mail.',
  email_invalid: 'Saisissez une adresse e-mail comme nom@example.com.',
  amount_missing: 'Saisissez un montant.',
  amount_invalid: 'Saisissez le montant en chiffres, par exemple {example}.',
  amount_range: 'Saisissez un montant de {min} à {max}.',
  amount_limit: 'Saisissez un montant plus petit.',
  quantity_invalid: 'Saisissez un nombre entier de {min} à {max}.',
  number_missing: 'Saisissez votre numéro de carte.',
  number_incomplete: 'Le numéro de carte est incomplet.',
  number_invalid: 'Ce numéro de carte n’est pas valable. Vérifiez les chiffres.',
  expiry_missing: 'Saisissez la date d’expiration.',
  expiry_incomplete: 'La date d’expiration est incomplète.',
  expiry_invalid: 'Cette date d’expiration n’est pas valable.',
  expiry_past: 'Cette carte a expiré. Utilisez une autre carte.',
  cvc_missing: 'Saisissez le code de sécurité.',
  cvc_incomplete: 'Le code de sécurité est incomplet.',
  cvc_invalid: 'Le code de sécurité n’est pas bon.',

  declined_generic:
    'Votre banque a refusé la carte. Vous n’avez pas été débité. Essayez une autre carte ou demandez à votre banque.',
  declined_funds:
    'Selon votre banque, le solde ne suffit pas. Vous n’avez pas été débité. Essayez une autre carte.',
  declined_limit:
    'La carte a atteint un plafond. Vous n’avez pas été débité. Essayez une autre carte ou demandez à votre banque.',
  declined_expired:
    'La carte a expiré. Vous n’avez pas été débité. Vérifiez la date ou essayez une autre carte.',
  declined_cvc: 'Le code de sécurité n’est pas bon. Vous n’avez pas été débité. Saisissez-le à nouveau.',
  declined_number: 'Le numéro de carte n’est pas bon. Vous n’avez pas été débité. Vérifiez-le et réessayez.',
  declined_expiry:
    'La date d’expiration n’est pas bonne. Vous n’avez pas été débité. Vérifiez-la et réessayez.',
  declined_later:
    'La banque n’a pas pu traiter la carte pour le moment. Vous n’avez pas été débité. Réessayez dans un instant ou utilisez une autre carte.',
  declined_bank:
    'Votre banque a refusé sans dire pourquoi. Vous n’avez pas été débité. Demandez à votre banque ou essayez une autre carte.',
  declined_unsupported:
    'Cette carte n’est pas acceptée pour cet achat. Vous n’avez pas été débité. Essayez une autre carte.',
  declined_currency:
    'Cette carte ne peut pas payer dans cette devise. Vous n’avez pas été débité. Essayez une autre carte.',
  declined_duplicate:
    'Votre banque a cru à la répétition d’un paiement récent et l’a refusé. Cet essai n’a pas été débité. Regardez vos derniers paiements avant de réessayer.',
  declined_authentication:
    'Votre banque n’a pas confirmé que c’était vous. Vous n’avez pas été débité. Réessayez ou utilisez une autre carte.',
  declined_pin:
    'Votre banque veut un code PIN, qui ne peut pas être demandé ici. Vous n’avez pas été débité. Essayez une autre carte.',
  declined_address:
    'L’adresse ne correspond pas à la carte. Vous n’avez pas été débité. Essayez une autre carte ou demandez à votre banque.',
  declined_amount:
    'Votre banque n’autorise pas ce montant. Vous n’avez pas été débité. Essayez une autre carte ou demandez à votre banque.',
  declined_test:
    'En mode test, seules les cartes de test marchent. Rien n’a été débité. Essayez 4242 4242 4242 4242.',

  price_changed:
    'Le prix est passé de {from} à {to} : aucun paiement n’a commencé. Vérifiez le nouveau prix et payez à nouveau.',
  price_reload: 'Le prix a peut-être changé : aucun paiement n’a commencé. Rechargez la page pour le voir.',
  terms_changed:
    'Le total a été modifié dans un autre onglet. Vous n’avez pas été débité. Vérifiez-le et payez à nouveau.',
  action_pending:
    'Votre banque n’a pas confirmé ce paiement, et rien n’a été débité jusqu’ici. Payez à nouveau pour continuer.',
  not_arrived:
    'Aucun paiement n’est arrivé jusqu’ici. Vous pouvez payer de nouveau sans risque : cet achat ne peut être débité qu’une fois.',
  not_charged: 'Le paiement n’a pas abouti. Vous n’avez pas été débité. Veuillez réessayer.',
  restarted:
    'Ce paiement a été clos, comme après de nombreux essais ou un long délai. Vous n’avez pas été débité. Payez à nouveau pour en commencer un autre.',
  not_started_offline:
    'Nous n’avons pas pu joindre la boutique : aucun paiement n’a commencé. Vérifiez votre connexion et payez à nouveau.',
  not_started_busy:
    'Trop d’essais à l’instant : aucun paiement n’a commencé. Attendez une minute et payez à nouveau.',
  not_started_wait:
    'Trop d’essais à l’instant : aucun paiement n’a commencé. Attendez {wait} et payez à nouveau.',
  not_started_person:
    'La boutique n’a pas pu s’assurer qu’une personne paie : aucun paiement n’a commencé. Attendez un instant et payez à nouveau, ou utilisez l’autre moyen d’achat de la boutique.',
  not_started:
    'Un problème est survenu chez nous : aucun paiement n’a commencé. Veuillez payer à nouveau dans un instant.',

  try_again: 'Réessayer',
  load_failed: 'Le formulaire de paiement n’a pas pu être chargé. Vérifiez votre connexion.',
  offer_unavailable: 'Cet achat n’est pas possible ici pour le moment.',
  stripe_blocked:
    'Les champs de carte n’ont pas pu être chargés. Un bloqueur de publicité ou la connexion en est peut-être la cause.',
  misconfigured: 'Le formulaire de paiement est mal configuré sur cette page.',
  unknown_outcome:
    'Nous n’avons pas pu savoir si le paiement a abouti. Ne payez pas encore à nouveau. Vérifiez encore une fois quand vous serez en ligne.',
  check_again: 'Vérifier encore',

  paid: 'Paiement reçu',
  paid_text: 'Vous avez payé {total}.',
  accepted: 'Paiement accepté',
  accepted_text:
    'Votre banque a accepté {total}. La boutique ne l’a pas encore confirmé. Ne payez pas à nouveau.',
  already: 'Déjà payé',
  already_text: 'Vous avez déjà payé {total} : {time}.',
  already_text_untimed: 'Vous avez déjà payé {total}.',
  processing: 'Paiement en cours',
  processing_text: 'Votre banque traite encore {total}. Ne payez pas à nouveau.',
  review: 'Paiement en vérification',
  review_text:
    'Nous avons votre paiement et nous le vérifions. Ne payez pas à nouveau. Référence {reference}.',
  item: 'Article',
  total: 'Total',
  email: 'E-mail',
  reference: 'Référence',
  buy_again: 'Acheter à nouveau',
}
