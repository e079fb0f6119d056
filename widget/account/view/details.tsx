/** Who pays: name, email, phone, address. */
import {
  ADDRESS_FIELDS,
  COUNTRIES,
  DETAILS_FIELDS,
  type Details,
  type DetailsField,
  detailsOf,
} from '../details.ts'
import { openerOf } from '../state.ts'
import { Button, doing, isBusy, NoticeLine, Panel, Part, type SheetView } from './parts.tsx'

const COMPLETE: Record<DetailsField, string> = {
  name: 'name',
  email: 'email',
  phone: 'tel',
  line1: 'address-line1',
  line2: 'address-line2',
  postal_code: 'postal-code',
  city: 'address-level2',
  state: 'address-level1',
  country: 'country',
}

const MODES: Partial<Record<DetailsField, 'email' | 'tel'>> = { email: 'email', phone: 'tel' }

export function DetailsPart(props: SheetView) {
  const { sheet, say, act } = props
  const { customer } = sheet.account
  if (!customer) return null
  return (
    <Part {...props} section="details" title={say('details')}>
      {doing(sheet, 'details') ? (
        <Edit {...props} draft={sheet.draft ?? detailsOf(customer)} />
      ) : (
        <>
          <Shown {...props} details={detailsOf(customer)} />
          <Button
            id={openerOf('details')}
            text={say('details_edit')}
            busy={isBusy(sheet)}
            onClick={() => act.open({ is: 'details', wrong: null }, 'name')}
          />
        </>
      )}
    </Part>
  )
}

function Shown({ details, say, locale }: SheetView & { details: Details }) {
  const { country } = details
  const address = ADDRESS_FIELDS.filter((field) => field !== 'country').map((field) => details[field])
  const lines = [...address, country && countryName(country, locale)].filter(Boolean)
  const rows = [
    ['name', details.name],
    ['email', details.email],
    ['phone', details.phone],
    ['address', lines.join(', ')],
  ] as const
  return (
    <dl>
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt>{say(key)}</dt>
          <dd>{value || say('nothing_given')}</dd>
        </div>
      ))}
    </dl>
  )
}

function Edit(props: SheetView & { draft: Details }) {
  const { sheet, draft, say, tell, act, locale } = props
  const task = doing(sheet, 'details')
  const busy = isBusy(sheet)
  const attributes = (field: DetailsField) => {
    const wrong = task?.wrong === field
    return {
      id: field,
      name: field,
      part: 'input',
      value: draft[field],
      autoComplete: COMPLETE[field],
      'aria-invalid': wrong ? ('true' as const) : undefined,
      'aria-describedby': wrong ? `${field}-error` : undefined,
    }
  }
  return (
    <Panel id="open-details" label={say('details_edit')} act={act}>
      {DETAILS_FIELDS.map((field) => (
        <div key={field} class="field">
          <label class="label" part="label" for={field}>
            {say(field)}
          </label>
          {field === 'country' ? (
            <select
              {...attributes(field)}
              disabled={busy}
              onChange={(event) => act.edit(field, event.currentTarget.value)}
            >
              <option value="">{say('country_none')}</option>
              {countries(locale).map(([code, name]) => (
                <option key={code} value={code}>
                  {name}
                </option>
              ))}
            </select>
          ) : (
            <input
              {...attributes(field)}
              inputMode={MODES[field]}
              readOnly={busy}
              onInput={(event) => act.edit(field, event.currentTarget.value)}
            />
          )}
          {task?.wrong === field && (
            <p class="error" part="error" id={`${field}-error`} role="alert">
              {say(field === 'email' ? 'email_invalid' : 'field_invalid')}
            </p>
          )}
        </div>
      ))}
      {sheet.notice?.section === 'details' && <NoticeLine notice={sheet.notice} tell={tell} />}
      <div class="buttons">
        <Button kind="pay" submit text={say('save')} busy={busy} turning={busy} />
        {!busy && <Button text={say('close')} busy={false} onClick={act.close} />}
      </div>
    </Panel>
  )
}

const countryName = (code: string, locale: string): string =>
  new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code

/** As a reader of this language looks for them. */
function countries(locale: string): [code: string, name: string][] {
  const names = new Intl.DisplayNames(locale, { type: 'region' })
  return COUNTRIES.map((code): [string, string] => [code, names.of(code) ?? code]).sort(([, a], [, b]) =>
    a.localeCompare(b, locale),
  )
}
