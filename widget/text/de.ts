import { de as card, offline as cardOffline } from './card/de.ts'
import type { Offline, Text } from './en.ts'

export const offline: Offline = {
  ...cardOffline,
  loading: 'Das Zahlungsformular wird geladen …',
  load_failed: 'Das Zahlungsformular konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.',
  misconfigured: 'Das Zahlungsformular ist auf dieser Seite nicht richtig eingerichtet.',
}

export const de: Text = {
  ...card,
  ...offline,

  each: '{price} je Stück',
  per_day: '{price} pro Tag',
  per_week: '{price} pro Woche',
  per_month: '{price} pro Monat',
  per_year: '{price} pro Jahr',
  every: '{price} alle {span}',
  every_week: '{price} alle {span}',
  trial: '{span} kostenlos, danach {price}, ab dem {date}',
  quantity: 'Menge',
  fewer: 'Eins weniger',
  more: 'Eins mehr',
  amount: 'Betrag ({currency})',
  amount_hint: 'Von {min} bis {max}',
  presets: 'Vorgeschlagene Beträge',
  email_required: 'E-Mail (erforderlich)',
  email_optional: 'E-Mail (freiwillig)',

  promotion_add: 'Aktionscode hinzufügen',
  promotion_code: 'Aktionscode',
  promotion_apply: 'Einlösen',
  promotion_remove: '{code} entfernen',
  promotion_missing: 'Geben Sie einen Aktionscode ein.',
  promotion_invalid: 'Dieser Code gilt hier nicht.',
  promotion_unchecked: 'Der Code konnte gerade nicht geprüft werden. Lösen Sie ihn noch einmal ein.',
  promotion_pending: 'Lösen Sie diesen Code zuerst ein oder leeren Sie das Feld.',
  discount_once: '{code}: {off} Rabatt auf die erste Zahlung',
  discount_repeating: '{code}: {off} Rabatt auf jede Zahlung, Dauer: {span}',
  discount_forever: '{code}: {off} Rabatt auf jede Zahlung',

  saved_cards: 'Ihre Karten',
  saved_card: '{brand} mit den Endziffern {last4}',
  saved_card_expiry: 'Gültig bis {date}',
  other_card: 'Andere Karte verwenden',
  keep_card: 'Diese Karte für das nächste Mal speichern',

  pay: '{total} bezahlen',
  pay_nothing_yet: 'Bezahlen',
  subscribe: 'Abonnieren: {price}',
  subscribe_nothing_yet: 'Abonnieren',
  start_free: 'Kostenlos starten, danach {price}',
  save_card: 'Karte speichern',
  renews:
    'Jetzt werden {total} abgebucht. Das Abo verlängert sich automatisch zu {price}{less}, bis es gekündigt wird.',
  renews_trial:
    'Jetzt wird nichts abgebucht. Am {date} werden {total} abgebucht. Danach verlängert sich das Abo automatisch zu {price}{less}, bis es gekündigt wird.',
  renews_cardless:
    'Jetzt wird nichts abgebucht, und es ist keine Karte nötig. Am {date} endet das Abo von selbst. Es fortzusetzen kostet {price}{less}.',
  less: ', abzüglich des Rabatts, solange er gilt',
  save_terms:
    'Jetzt wird nichts abgebucht. Der Shop kann diese Karte später belasten, für das, was Sie vereinbaren.',
  paying: '{total} werden bezahlt. Bitte diese Seite geöffnet lassen.',
  paying_free: 'Einen Moment. Bitte diese Seite geöffnet lassen.',
  authenticating_free: 'Ihre Bank bittet Sie, die Karte zu bestätigen.',

  email_missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  amount_missing: 'Geben Sie einen Betrag ein.',
  amount_invalid: 'Geben Sie den Betrag in Zahlen ein, zum Beispiel {example}.',
  amount_range: 'Geben Sie einen Betrag von {min} bis {max} ein.',
  amount_limit: 'Geben Sie einen kleineren Betrag ein.',
  quantity_invalid: 'Geben Sie eine ganze Zahl von {min} bis {max} ein.',

  price_changed:
    'Der Preis hat sich von {from} auf {to} geändert, daher wurde keine Zahlung begonnen. Prüfen Sie den neuen Preis und versuchen Sie es erneut.',
  offer_changed:
    'Was das kostet oder wann, hat sich geändert, daher wurde keine Zahlung begonnen. Prüfen Sie die neuen Bedingungen und versuchen Sie es erneut.',
  price_reload:
    'Der Preis hat sich vielleicht geändert, daher wurde keine Zahlung begonnen. Laden Sie die Seite neu, um ihn zu sehen.',
  terms_changed:
    'Der Gesamtbetrag wurde in einem anderen Tab geändert. Es wurde nichts abgebucht. Prüfen Sie ihn und versuchen Sie es erneut.',
  action_pending:
    'Ihre Bank hat das noch nicht bestätigt, bisher wurde nichts abgebucht. Versuchen Sie es erneut, um fortzufahren.',
  not_arrived:
    'Bisher ist keine Zahlung eingegangen. Sie können gefahrlos noch einmal bezahlen: Dieser Kauf wird nur einmal berechnet.',
  not_arrived_free:
    'Bisher ist nichts bestätigt. Sie können es gefahrlos erneut versuchen: Es geschieht nur einmal.',
  not_charged: 'Das hat nicht geklappt. Es wurde nichts abgebucht. Bitte versuchen Sie es erneut.',
  restarted:
    'Dieser Bezahlvorgang wurde geschlossen, wie es nach vielen Versuchen oder langer Zeit geschieht. Es wurde nichts abgebucht. Versuchen Sie es erneut, um einen neuen zu beginnen.',
  not_started_offline:
    'Wir konnten den Shop nicht erreichen, daher wurde keine Zahlung begonnen. Prüfen Sie Ihre Verbindung und versuchen Sie es erneut.',
  not_started_busy:
    'Gerade gab es zu viele Versuche, daher wurde keine Zahlung begonnen. Warten Sie eine Minute und versuchen Sie es erneut.',
  not_started_wait:
    'Gerade gab es zu viele Versuche, daher wurde keine Zahlung begonnen. Warten Sie {wait} und versuchen Sie es erneut.',
  not_started_person:
    'Der Shop konnte nicht sicher sein, dass ein Mensch bezahlt, daher wurde keine Zahlung begonnen. Warten Sie einen Moment und versuchen Sie es erneut, oder nutzen Sie den anderen Weg des Shops.',
  not_started_token:
    'Diese Seite weiß nicht mehr, wer Sie sind, daher wurde keine Zahlung begonnen. Laden Sie die Seite neu und versuchen Sie es erneut.',
  not_started:
    'Bei uns ist etwas schiefgegangen, daher wurde keine Zahlung begonnen. Bitte versuchen Sie es gleich noch einmal.',

  offer_unavailable: 'Das kann hier im Moment nicht gekauft werden.',
  unknown_outcome:
    'Wir konnten nicht herausfinden, ob die Zahlung geklappt hat. Bezahlen Sie noch nicht erneut. Prüfen Sie es noch einmal, wenn Sie online sind.',
  unknown_outcome_free:
    'Wir konnten nicht herausfinden, ob das geklappt hat. Versuchen Sie es noch nicht erneut. Prüfen Sie es noch einmal, wenn Sie online sind.',

  paid: 'Zahlung erhalten',
  paid_text: 'Sie haben {total} bezahlt.',
  accepted: 'Zahlung angenommen',
  accepted_text:
    'Ihre Bank hat {total} angenommen. Der Shop hat es noch nicht bestätigt. Bezahlen Sie nicht noch einmal.',
  already: 'Schon bezahlt',
  already_text: 'Sie haben {total} schon bezahlt: {time}.',
  already_text_untimed: 'Sie haben {total} schon bezahlt.',
  processing: 'Zahlung läuft',
  processing_text: 'Ihre Bank bearbeitet noch {total}. Bezahlen Sie nicht noch einmal.',
  review: 'Zahlung wird geprüft',
  review_text: 'Wir haben Ihre Zahlung und prüfen sie. Bezahlen Sie nicht noch einmal. Referenz {reference}.',
  begun: 'Abo begonnen',
  begun_free: 'Es ist kostenlos bis zum {date}.',
  begun_already: 'Schon abonniert',
  begun_already_text: 'Dieses Abo hat schon begonnen.',
  saved: 'Karte gespeichert',
  saved_already: 'Karte schon gespeichert',
  nothing_charged: 'Es wurde nichts abgebucht.',
  waiting: 'Noch nicht bestätigt',
  waiting_text: 'Der Shop hat das noch nicht bestätigt. Beginnen Sie nicht noch einmal.',
  review_free: 'Wird geprüft',
  review_free_text: 'Das muss sich ein Mensch ansehen. Beginnen Sie nicht noch einmal. Referenz {reference}.',
  item: 'Artikel',
  total: 'Summe',
  price: 'Preis',
  first_payment: 'Erste Zahlung',
  email: 'E-Mail',
  reference: 'Referenz',
  buy_again: 'Noch einmal kaufen',
  subscribe_again: 'Noch ein Abo beginnen',
  save_another: 'Noch eine Karte speichern',
}
