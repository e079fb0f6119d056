import type { Text } from './en.ts'

export const de: Text = {
  loading: 'Das Zahlungsformular wird geladen …',
  test_mode: 'Testmodus',
  by_stripe: 'Zahlung über Stripe',

  each: '{price} pro Stück',
  quantity: 'Menge',
  fewer: 'Eins weniger',
  more: 'Eins mehr',
  amount: 'Betrag ({currency})',
  amount_hint: 'Von {min} bis {max}',
  presets: 'Vorgeschlagene Beträge',
  email_required: 'E-Mail (erforderlich)',
  email_optional: 'E-Mail (freiwillig)',
  card_number: 'Kartennummer',
  card_expiry: 'Gültig bis',
  card_expiry_hint: 'Monat / Jahr',
  card_cvc: 'Prüfziffer',
  card_cvc_hint: '3 Ziffern auf der Rückseite',
  card_cvc_hint_amex: '4 Ziffern auf der Vorderseite',

  pay: '{total} bezahlen',
  pay_nothing_yet: 'Bezahlen',
  paying: '{total} werden bezahlt. Bitte diese Seite geöffnet lassen.',
  checking: 'Wir prüfen, was geschehen ist. Bitte diese Seite geöffnet lassen.',
  authenticating: 'Ihre Bank bittet Sie, {total} zu bestätigen.',
  challenge_missing: 'Keine Seite der Bank? Prüfen',

  check_fields: 'Bitte prüfen: {fields}',
  email_missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  email_invalid: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein.',
  amount_missing: 'Geben Sie einen Betrag ein.',
  amount_invalid: 'Geben Sie den Betrag in Zahlen ein, zum Beispiel {example}.',
  amount_range: 'Geben Sie einen Betrag von {min} bis {max} ein.',
  amount_limit: 'Geben Sie einen kleineren Betrag ein.',
  quantity_invalid: 'Geben Sie eine ganze Zahl von {min} bis {max} ein.',
  number_missing: 'Geben Sie Ihre Kartennummer ein.',
  number_incomplete: 'Die Kartennummer ist nicht vollständig.',
  number_invalid: 'Diese Kartennummer ist nicht gültig. Prüfen Sie die Ziffern.',
  expiry_missing: 'Geben Sie das Ablaufdatum ein.',
  expiry_incomplete: 'Das Ablaufdatum ist nicht vollständig.',
  expiry_invalid: 'Dieses Ablaufdatum ist nicht gültig.',
  expiry_past: 'Diese Karte ist abgelaufen. Nehmen Sie eine andere Karte.',
  cvc_missing: 'Geben Sie die Prüfziffer ein.',
  cvc_incomplete: 'Die Prüfziffer ist nicht vollständig.',
  cvc_invalid: 'Die Prüfziffer stimmt nicht.',

  declined_generic:
    'Ihre Bank hat die Karte abgelehnt. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  declined_funds:
    'Laut Ihrer Bank reicht das Guthaben nicht. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte.',
  declined_limit:
    'Die Karte hat ein Limit erreicht. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  declined_expired:
    'Die Karte ist abgelaufen. Es wurde nichts abgebucht. Prüfen Sie das Datum oder nehmen Sie eine andere Karte.',
  declined_cvc: 'Die Prüfziffer stimmt nicht. Es wurde nichts abgebucht. Geben Sie sie noch einmal ein.',
  declined_number:
    'Die Kartennummer stimmt nicht. Es wurde nichts abgebucht. Prüfen Sie sie und versuchen Sie es erneut.',
  declined_expiry:
    'Das Ablaufdatum stimmt nicht. Es wurde nichts abgebucht. Prüfen Sie es und versuchen Sie es erneut.',
  declined_later:
    'Die Bank konnte die Karte gerade nicht verarbeiten. Es wurde nichts abgebucht. Versuchen Sie es gleich noch einmal oder nehmen Sie eine andere Karte.',
  declined_bank:
    'Ihre Bank hat ohne Angabe von Gründen abgelehnt. Es wurde nichts abgebucht. Fragen Sie Ihre Bank oder nehmen Sie eine andere Karte.',
  declined_unsupported:
    'Diese Karte ist für diesen Kauf nicht zugelassen. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte.',
  declined_currency:
    'Diese Karte kann nicht in dieser Währung bezahlen. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte.',
  declined_duplicate:
    'Ihre Bank hielt dies für eine Wiederholung einer kürzlichen Zahlung und hat abgelehnt. Für diesen Versuch wurde nichts abgebucht. Sehen Sie Ihre letzten Zahlungen an, bevor Sie es erneut versuchen.',
  declined_authentication:
    'Ihre Bank hat nicht bestätigt, dass Sie es sind. Es wurde nichts abgebucht. Versuchen Sie es erneut oder nehmen Sie eine andere Karte.',
  declined_pin:
    'Ihre Bank verlangt eine PIN, die hier nicht abgefragt werden kann. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte.',
  declined_address:
    'Die Adresse passt nicht zur Karte. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  declined_amount:
    'Ihre Bank erlaubt diesen Betrag nicht. Es wurde nichts abgebucht. Nehmen Sie eine andere Karte oder fragen Sie Ihre Bank.',
  declined_test:
    'Im Testmodus gehen nur Testkarten. Es wurde nichts abgebucht. Versuchen Sie 4242 4242 4242 4242.',

  price_changed:
    'Der Preis hat sich von {from} auf {to} geändert, daher wurde keine Zahlung begonnen. Prüfen Sie den neuen Preis und bezahlen Sie erneut.',
  price_reload:
    'Der Preis hat sich vielleicht geändert, daher wurde keine Zahlung begonnen. Laden Sie die Seite neu, um ihn zu sehen.',
  terms_changed:
    'Der Gesamtbetrag wurde in einem anderen Tab geändert. Es wurde nichts abgebucht. Prüfen Sie ihn und bezahlen Sie erneut.',
  action_pending:
    'Ihre Bank hat diese Zahlung nicht bestätigt, bisher wurde nichts abgebucht. Bezahlen Sie erneut, um fortzufahren.',
  not_arrived:
    'Bisher ist keine Zahlung eingegangen. Sie können gefahrlos noch einmal bezahlen: Dieser Kauf wird nur einmal berechnet.',
  not_charged: 'Die Zahlung hat nicht geklappt. Es wurde nichts abgebucht. Bitte versuchen Sie es erneut.',
  restarted:
    'Dieser Bezahlvorgang wurde geschlossen, wie nach vielen Versuchen oder langer Zeit. Es wurde nichts abgebucht. Bezahlen Sie erneut, um einen neuen zu beginnen.',
  not_started_offline:
    'Wir konnten den Shop nicht erreichen, daher wurde keine Zahlung begonnen. Prüfen Sie Ihre Verbindung und bezahlen Sie erneut.',
  not_started_busy:
    'Gerade gab es zu viele Versuche, daher wurde keine Zahlung begonnen. Warten Sie eine Minute und bezahlen Sie erneut.',
  not_started_wait:
    'Gerade gab es zu viele Versuche, daher wurde keine Zahlung begonnen. Warten Sie {wait} und bezahlen Sie erneut.',
  not_started_person:
    'Der Shop konnte nicht sicher sein, dass ein Mensch bezahlt, daher wurde keine Zahlung begonnen. Warten Sie einen Moment und bezahlen Sie erneut, oder nutzen Sie den anderen Weg des Shops.',
  not_started:
    'Bei uns ist etwas schiefgegangen, daher wurde keine Zahlung begonnen. Bitte bezahlen Sie gleich noch einmal.',

  try_again: 'Erneut versuchen',
  load_failed: 'Das Zahlungsformular konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.',
  offer_unavailable: 'Das kann hier im Moment nicht gekauft werden.',
  stripe_blocked:
    'Die Kartenfelder konnten nicht geladen werden. Vielleicht ist ein Werbeblocker oder die Verbindung im Weg.',
  misconfigured: 'Das Zahlungsformular ist auf dieser Seite nicht richtig eingerichtet.',
  unknown_outcome:
    'Wir konnten nicht herausfinden, ob die Zahlung geklappt hat. Bezahlen Sie noch nicht erneut. Prüfen Sie es noch einmal, wenn Sie online sind.',
  check_again: 'Noch einmal prüfen',

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
  item: 'Artikel',
  total: 'Summe',
  email: 'E-Mail',
  reference: 'Referenz',
  buy_again: 'Noch einmal kaufen',
}
