/** A page of text as a PDF. */

/** What Latin-1 has not, and the encoding of the fonts that every reader has. */
const BEYOND_LATIN: Record<string, string> = {
  '€': '\x80',
  '…': '\x85',
  '’': '\x92',
  '•': '\x95',
  '–': '\x96',
}

const encoded = (text: string): string =>
  text
    .replaceAll(/[^\x20-\xff]/g, (character) => BEYOND_LATIN[character] ?? '?')
    .replaceAll(/[()\\]/g, '\\$&')

/** @param lines from the top; as many as fit on a page of A4, about fifty. */
export function textPdf(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  const content = `BT /F1 11 Tf 15 TL 56 800 Td\n${lines.map((line) => `(${encoded(line)}) '`).join('\n')}\nET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R >>',
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
  ]
  const offsets: string[] = []
  let file = '%PDF-1.4\n'
  for (const [index, object] of objects.entries()) {
    offsets.push(`${String(file.length).padStart(10, '0')} 00000 n \n`)
    file += `${index + 1} 0 obj\n${object}\nendobj\n`
  }
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`
  file += `${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  // A character is a byte: there are none beyond.
  return Uint8Array.from(file, (character) => character.charCodeAt(0))
}
