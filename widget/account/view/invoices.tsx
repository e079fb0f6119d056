/** What was asked for and paid, with Stripe's own documents. */
import type { AccountInvoice } from '../../../worker/account-contract.ts'
import { invoiceStatus } from '../words.ts'
import { Part, type SheetView, type View } from './parts.tsx'

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
        // Cells are stacked on a phone: what tells a browser that this is no table any more is taken back by roles.
        <table aria-labelledby="invoices">
          <thead>
            <tr>
              {heads.map((key) => (
                <th key={key} scope="col">
                  {say(key)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
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
    <tr part="invoice">
      <th scope="row">{date}</th>
      <td>{number ?? id}</td>
      <td class="much">{money({ amount: paid ? amount_paid : amount_due, currency })}</td>
      <td>{tell(invoiceStatus(invoice))}</td>
      <td>
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
