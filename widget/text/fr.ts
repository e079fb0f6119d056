import { fr as card } from './card/fr.ts'
import type { Text } from './en.ts'

export const fr: Text = {
  ...card,

  loading: 'Chargement du formulaire de paiement…',

  each: '{price} l’unité',
  quantity: 'Quantité',
  fewer: 'Un de moins',
  more: 'Un de plus',
  amount: 'Montant ({currency})',
  amount_hint: 'De {min} à {max}',
  presets: 'Montants proposés',
  email_required: 'E-mail (obligatoire)',
  email_optional: 'E-mail (facultatif)',

  pay: 'Payer {total}',
  pay_nothing_yet: 'Payer',
  paying: 'Paiement de {total} en cours. Laissez cette page ouverte.',

  email_missing: 'Saisissez votre adresse e-mail.',
  amount_missing: 'Saisissez un montant.',
  amount_invalid: 'Saisissez le montant en chiffres, par exemple {example}.',
  amount_range: 'Saisissez un montant de {min} à {max}.',
  amount_limit: 'Saisissez un montant plus petit.',
  quantity_invalid: 'Saisissez un nombre entier de {min} à {max}.',

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

  load_failed: 'Le formulaire de paiement n’a pas pu être chargé. Vérifiez votre connexion.',
  offer_unavailable: 'Cet achat n’est pas possible ici pour le moment.',
  misconfigured: 'Le formulaire de paiement est mal configuré sur cette page.',
  unknown_outcome:
    'Nous n’avons pas pu savoir si le paiement a abouti. Ne payez pas encore à nouveau. Vérifiez encore une fois quand vous serez en ligne.',

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
