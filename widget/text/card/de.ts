import type { CardOffline, CardText } from './en.ts'

export const offline: CardOffline = {
  try_again: 'Erneut versuchen',
  stripe_blocked:
    'Die Kartenfelder konnten nicht geladen werden. Vielleicht ist ein Werbeblocker oder die Verbindung im Weg.',
}

export const de: CardText = {
  ...offline,

  test_mode: 'Testmodus',
  by_stripe: 'Zahlung über Stripe',

  card_number: 'Kartennummer',
  card_expiry: 'Gültig bis',
  card_expiry_hint: 'Monat / Jahr',
  card_cvc: 'Prüfziffer',
  card_cvc_hint: '3 Ziffern auf der Rückseite',
  card_cvc_hint_amex: '4 Ziffern auf der Vorderseite',

  checking: 'Wir prüfen, was geschehen ist. Bitte diese Seite geöffnet lassen.',
  authenticating: 'Ihre Bank bittet Sie, {total} zu bestätigen.',
  challenge_missing: 'Keine Seite der Bank? Prüfen',

  check_fields: 'Bitte prüfen: {fields}',
  email_invalid: 'Geben Sie eine E-Mail-Adresse wie name@example.com ein.',
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

  check_again: 'Noch einmal prüfen',
}
