import type { CardOffline, CardText } from './en.ts'

export const offline: CardOffline = {
  try_again: 'Réessayer',
  stripe_blocked:
    'Les champs de carte n’ont pas pu être chargés. Un bloqueur de publicité ou la connexion en est peut-être la cause.',
}

export const fr: CardText = {
  ...offline,

  test_mode: 'Mode test',
  by_stripe: 'Paiements par Stripe',

  card_number: 'Numéro de carte',
  card_expiry: 'Date d’expiration',
  card_expiry_hint: 'Mois / année',
  card_cvc: 'Code de sécurité',
  card_cvc_hint: '3 chiffres au dos',
  card_cvc_hint_amex: '4 chiffres sur le devant',

  checking: 'Nous vérifions ce qui s’est passé. Laissez cette page ouverte.',
  authenticating: 'Votre banque vous demande de confirmer {total}.',
  challenge_missing: 'Pas de page de la banque ? Vérifier',

  check_fields: 'À vérifier : {fields}',
  email_invalid: 'Saisissez une adresse e-mail comme nom@example.com.',
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

  check_again: 'Vérifier encore',
}
