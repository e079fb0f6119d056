import { fr as card, offline as cardOffline } from './card/fr.ts'
import type { Offline, Text } from './en.ts'

export const offline: Offline = {
  ...cardOffline,
  loading: 'Chargement du formulaire de paiement…',
  load_failed: 'Le formulaire de paiement n’a pas pu être chargé. Vérifiez votre connexion.',
  misconfigured: 'Le formulaire de paiement est mal configuré sur cette page.',
}

export const fr: Text = {
  ...card,
  ...offline,

  each: '{price} l’unité',
  per_day: '{price} par jour',
  per_week: '{price} par semaine',
  per_month: '{price} par mois',
  per_year: '{price} par an',
  every: '{price} tous les {span}',
  every_week: '{price} toutes les {span}',
  trial: 'Gratuit pendant {span}, puis {price} à partir du {date}',
  quantity: 'Quantité',
  fewer: 'Un de moins',
  more: 'Un de plus',
  amount: 'Montant ({currency})',
  amount_hint: 'De {min} à {max}',
  presets: 'Montants proposés',
  email_required: 'E-mail (obligatoire)',
  email_optional: 'E-mail (facultatif)',

  promotion_add: 'Ajouter un code promo',
  promotion_code: 'Code promo',
  promotion_apply: 'Appliquer',
  promotion_remove: 'Retirer {code}',
  promotion_missing: 'Saisissez un code promo.',
  promotion_invalid: 'Ce code n’est pas valable ici.',
  promotion_unchecked: 'Le code n’a pas pu être vérifié. Appliquez-le à nouveau.',
  promotion_pending: 'Appliquez d’abord ce code, ou videz le champ.',
  discount_once: '{code} : {off} de remise sur le premier paiement',
  discount_repeating: '{code} : {off} de remise sur chaque paiement pendant {span}',
  discount_forever: '{code} : {off} de remise sur chaque paiement',

  saved_cards: 'Vos cartes',
  saved_card: '{brand} se terminant par {last4}',
  saved_card_expiry: 'Expire en {date}',
  other_card: 'Utiliser une autre carte',
  keep_card: 'Enregistrer cette carte pour la prochaine fois',

  pay: 'Payer {total}',
  pay_nothing_yet: 'Payer',
  subscribe: 'S’abonner : {price}',
  subscribe_nothing_yet: 'S’abonner',
  start_free: 'Commencer gratuitement, puis {price}',
  save_card: 'Enregistrer la carte',
  renews:
    '{total} sont débités maintenant. L’abonnement se renouvelle automatiquement à {price}{less}, jusqu’à sa résiliation.',
  renews_trial:
    'Rien n’est débité maintenant. {total} seront débités le {date}. L’abonnement se renouvelle ensuite automatiquement à {price}{less}, jusqu’à sa résiliation.',
  renews_cardless:
    'Rien n’est débité maintenant, et aucune carte n’est demandée. L’abonnement prend fin de lui-même le {date}. Le poursuivre coûte {price}{less}.',
  less: ', moins la remise tant qu’elle dure',
  save_terms:
    'Rien n’est débité maintenant. La boutique pourra débiter cette carte plus tard, pour ce que vous accepterez.',
  paying: 'Paiement de {total} en cours. Laissez cette page ouverte.',
  paying_free: 'Un instant. Laissez cette page ouverte.',
  authenticating_free: 'Votre banque vous demande de confirmer la carte.',

  email_missing: 'Saisissez votre adresse e-mail.',
  amount_missing: 'Saisissez un montant.',
  amount_invalid: 'Saisissez le montant en chiffres, par exemple {example}.',
  amount_range: 'Saisissez un montant de {min} à {max}.',
  amount_limit: 'Saisissez un montant plus petit.',
  quantity_invalid: 'Saisissez un nombre entier de {min} à {max}.',

  price_changed:
    'Le prix est passé de {from} à {to} : aucun paiement n’a commencé. Vérifiez le nouveau prix et réessayez.',
  offer_changed:
    'Le prix ou les dates ont changé : aucun paiement n’a commencé. Vérifiez les nouvelles conditions et réessayez.',
  price_reload: 'Le prix a peut-être changé : aucun paiement n’a commencé. Rechargez la page pour le voir.',
  terms_changed:
    'Le total a été modifié dans un autre onglet. Vous n’avez pas été débité. Vérifiez-le et réessayez.',
  action_pending:
    'Votre banque ne l’a pas encore confirmé, et rien n’a été débité jusqu’ici. Réessayez pour continuer.',
  not_arrived:
    'Aucun paiement n’est arrivé jusqu’ici. Vous pouvez payer de nouveau sans risque : cet achat ne peut être débité qu’une fois.',
  not_arrived_free:
    'Rien n’est confirmé jusqu’ici. Vous pouvez réessayer sans risque : cela ne se fera qu’une fois.',
  not_charged: 'Cela n’a pas abouti. Vous n’avez pas été débité. Veuillez réessayer.',
  restarted:
    'Cette commande a été close, comme après de nombreux essais ou un long délai. Vous n’avez pas été débité. Réessayez pour en commencer une autre.',
  not_started_offline:
    'Nous n’avons pas pu joindre la boutique : aucun paiement n’a commencé. Vérifiez votre connexion et réessayez.',
  not_started_busy:
    'Trop d’essais à l’instant : aucun paiement n’a commencé. Attendez une minute et réessayez.',
  not_started_wait: 'Trop d’essais à l’instant : aucun paiement n’a commencé. Attendez {wait} et réessayez.',
  not_started_person:
    'La boutique n’a pas pu s’assurer qu’une personne paie : aucun paiement n’a commencé. Attendez un instant et réessayez, ou utilisez l’autre moyen d’achat de la boutique.',
  not_started_token:
    'Cette page ne sait plus qui vous êtes : aucun paiement n’a commencé. Rechargez la page et réessayez.',
  not_started:
    'Un problème est survenu chez nous : aucun paiement n’a commencé. Veuillez réessayer dans un instant.',

  offer_unavailable: 'Cet achat n’est pas possible ici pour le moment.',
  unknown_outcome:
    'Nous n’avons pas pu savoir si le paiement a abouti. Ne payez pas encore à nouveau. Vérifiez encore une fois quand vous serez en ligne.',
  unknown_outcome_free:
    'Nous n’avons pas pu savoir si cela a abouti. Ne réessayez pas encore. Vérifiez encore une fois quand vous serez en ligne.',

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
  begun: 'Abonnement commencé',
  begun_free: 'Il est gratuit jusqu’au {date}.',
  begun_already: 'Déjà abonné',
  begun_already_text: 'Cet abonnement a déjà commencé.',
  saved: 'Carte enregistrée',
  saved_already: 'Carte déjà enregistrée',
  nothing_charged: 'Rien n’a été débité.',
  waiting: 'Pas encore confirmé',
  waiting_text: 'La boutique ne l’a pas encore confirmé. Ne recommencez pas.',
  review_free: 'En vérification',
  review_free_text: 'Une personne doit le vérifier. Ne recommencez pas. Référence {reference}.',
  item: 'Article',
  total: 'Total',
  price: 'Prix',
  first_payment: 'Premier paiement',
  email: 'E-mail',
  reference: 'Référence',
  buy_again: 'Acheter à nouveau',
  subscribe_again: 'Commencer un autre abonnement',
  save_another: 'Enregistrer une autre carte',
}
