/** Name, email, phone and address: as they are edited, and as they are sent. Pure. */
import type { AccountAnswer } from '../../worker/account-contract.ts'

export const ADDRESS_FIELDS = ['line1', 'line2', 'postal_code', 'city', 'state', 'country'] as const
type AddressField = (typeof ADDRESS_FIELDS)[number]

export const DETAILS_FIELDS = ['name', 'email', 'phone', ...ADDRESS_FIELDS] as const
export type DetailsField = (typeof DETAILS_FIELDS)[number]

/** As typed; empty where nothing is given. */
export type Details = Record<DetailsField, string>

type Customer = NonNullable<AccountAnswer['customer']>

/** What is sent: only what was changed. An address is sent whole, for Stripe replaces it. */
export interface DetailsChange {
  name?: string | null
  email?: string | null
  phone?: string | null
  address?: Record<AddressField, string | null> | null
}

export function detailsOf({ name, email, phone, address }: Customer): Details {
  const part = (field: AddressField): [AddressField, string] => [field, address?.[field] ?? '']
  return {
    name: name ?? '',
    email: email ?? '',
    phone: phone ?? '',
    ...(Object.fromEntries(ADDRESS_FIELDS.map(part)) as Record<AddressField, string>),
  }
}

/** @returns null where nothing was changed. */
export function changeOf(customer: Customer, draft: Details): DetailsChange | null {
  const before = detailsOf(customer)
  const given = (field: DetailsField): string | null => draft[field].trim() || null
  const differs = (field: DetailsField): boolean => draft[field].trim() !== before[field]
  const change: DetailsChange = {}
  for (const field of ['name', 'email', 'phone'] as const) if (differs(field)) change[field] = given(field)
  if (ADDRESS_FIELDS.some(differs)) {
    const address = Object.fromEntries(ADDRESS_FIELDS.map((field) => [field, given(field)]))
    change.address = ADDRESS_FIELDS.some(given) ? (address as Record<AddressField, string | null>) : null
  }
  return Object.keys(change).length > 0 ? change : null
}

/** What the Worker names in a refusal, `address.city` too. */
export const fieldOf = (param: string | undefined): DetailsField | undefined =>
  DETAILS_FIELDS.find((field) => field === param?.replace(/^address\./, ''))

/** ISO 3166-1 alpha-2; their names come from the browser. */
export const COUNTRIES =
  'AD AE AF AG AI AL AM AO AQ AR AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CD CF CG CH CI CK CL CM CN CO CR CV CW CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IS IT JE JM JO JP KE KG KH KI KM KN KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MK ML MM MN MO MQ MR MS MT MU MV MW MX MY MZ NA NC NE NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PY QA RE RO RS RU RW SA SB SC SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SZ TA TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG US UY UZ VA VC VE VG VN VU WF WS XK YE YT ZA ZM ZW'.split(
    ' ',
  )
