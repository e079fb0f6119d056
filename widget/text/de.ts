import { de as card } from './card/de.ts'
import type { Text } from './en.ts'

export const de: Text = {
  ...card,

  loading: 'Das Zahlungsformular wird geladen …',

  each: '{price} pro Stück',
  quantity: 'Menge',
  fewer: 'Eins weniger',
  more: 'Eins mehr',
  amount: 'Betrag ({currency})',
  amount_hint: 'Von {min} bis {max}',
  presets: 'Vorgeschlagene Beträge',
  email_required: 'E-Mail (erforderlich)',
  email_optional: 'E-Mail (freiwillig)',

  pay: '{total} bezahlen',
  pay_nothing_yet: 'Bezahlen',
  paying: '{total} werden bezahlt. Bitte diese Seite geöffnet lassen.',

  email_missing: 'Geben Sie Ihre E-Mail-Adresse ein.',
  amount_missing: 'Geben Sie einen Betrag ein.',
  amount_invalid: 'Geben Sie den Betrag in Zahlen ein, zum Beispiel {example}.',
  amount_range: 'Geben Sie einen Betrag von {min} bis {max} ein.',
  amount_limit: 'Geben Sie einen kleineren Betrag ein.',
  quantity_invalid: 'Geben Sie eine ganze Zahl von {min} bis {max} ein.',

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

  load_failed: 'Das Zahlungsformular konnte nicht geladen werden. Prüfen Sie Ihre Verbindung.',
  offer_unavailable: 'Das kann hier im Moment nicht gekauft werden.',
  misconfigured: 'Das Zahlungsformular ist auf dieser Seite nicht richtig eingerichtet.',
  unknown_outcome:
    'Wir konnten nicht herausfinden, ob die Zahlung geklappt hat. Bezahlen Sie noch nicht erneut. Prüfen Sie es noch einmal, wenn Sie online sind.',

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
