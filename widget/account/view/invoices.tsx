/** What was asked for and paid, with Stripe's own documents. */
import type { AccountInvoice } from '../../../worker/account-contract.ts'
import { invoiceStatus } from '../words.ts'
import { Part, type SheetView, type View } from './parts.tsx'

/** Cells are stacked on a phone, which tells some browsers that this is no table: so each part says what it is. */
const IS = {
  table: { role: 'table' },
  rows: { role: 'rowgroup' },
  row: { role: 'row' },
  columnHeader: { role: 'columnheader' },
  rowHeader: { role: 'rowheader' },
  cell: { role: 'cell' },
} as const

export function Invoices(props: SheetView) {
  const { sheet, say } = props
  const { invoices } = sheet.account
  const heads = [
    'invoice_date',
    'invoice_number',
    'invoice_amount',
    'invoice_status',
    'invoice_links',
  ] as const
  return (
    <Part {...props} section="invoices" title={say('invoices')}>
      {invoices.length === 0 ? (
        <p class="quiet">{say('invoices_none')}</p>
      ) : (
        <table {...IS.table} aria-labelledby="invoices">
          <thead {...IS.rows}>
            <tr {...IS.row}>
              {heads.map((key) => (
                <th key={key} scope="col" {...IS.columnHeader}>
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody {...IS.rows}>
            {invoices.map((invoice) => (
              <Row key={invoice.id} {...props} invoice={invoice} />
            ))}
          </tbody>
        </table>
      )}
    </Part>
  )
}

function Row({ invoice, say, tell, money, locale }: View & { invoice: AccountInvoice }) {
  const { id, number, created, status, amount_due, amount_paid, currency } = invoice
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(new Date(created * 1000))
  const paid = status === 'paid'
  const links = [
    [invoice.hosted_invoice_url, paid ? 'receipt' : 'invoice_page', paid ? 'receipt_of' : 'invoice_page_of'],
    [invoice.invoice_pdf, 'pdf', 'pdf_of'],
  ] as const
  return (
    <tr {...IS.row} part="invoice">
      <th scope="row" {...IS.rowHeader}>
        {date}
      </th>
      <td {...IS.cell}>{number ?? id}</td>
      <td {...IS.cell} class="much">
        {money({ amount: paid ? amount_paid : amount_due, currency })}
      </td>
      <td {...IS.cell}>{tell(invoiceStatus(invoice))}</td>
      <td {...IS.cell}>
        {links.map(
          ([url, text, name]) =>
            url && (
              <a
                key={text}
                href={url}
                target="_blank"
                rel="noopener noreferrer"
                aria-label={say(name, { number: number ?? id })}
              >
                {say(text)}
              </a>
            ),
        )}
      </td>
    </tr>
  )
}
