// The first line of a table, read in the browser only to offer its columns: the file itself is read by the server.

/** What a column may hold, in the server's words. */
export const COLUMNS = ['name', 'number', 'date', 'time', 'start', 'email', 'summary', 'id', 'status', 'zone'] as const
export type Column = (typeof COLUMNS)[number]
export type Columns = Record<Column, string>

export const NO_COLUMNS: Columns = {
  name: '', number: '', date: '', time: '', start: '', email: '', summary: '', id: '', status: '', zone: '' }

const USUAL: Record<Column, RegExp> = {
  name: /^((full |client |patient |customer )?name|client|patient|customer)$/,
  number: /^((mobile|cell|phone|telephone|contact)( ?(phone|number|no\.?))?|tel\.?|number)$/,
  date: /^((appointment |start |visit )?date|day)$/,
  time: /^((appointment |start |visit )?time|starts? at)$/,
  start: /^(start|starts|date ?(and|&|\/)? ?time|datetime|when)$/,
  email: /^e-?mail( address)?$/,
  summary: /^(service|treatment|type|reason|summary|appointment|visit|subject)( type)?$/,
  id: /^(id|(booking|appointment|reference)( ?(id|number|no\.?))?|ref\.?)$/,
  status: /^(appointment |booking )?(status|state)$/,
  zone: /^(time ?)?zone$/,
}

/** The headers as they stand in the first line, outside of quotes parted by whichever of `,` `;` and tab it has most of. */
export function headers_of(text: string): string[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  const said = /^sep=(.)$/.exec(lines[0] ?? '')
  const line = (said ? lines[1] : lines[0]) ?? ''
  const bare = line.replace(/"[^"]*"/g, '')
  const counted = [',', ';', '\t'].map((sign) => [sign, bare.split(sign).length] as const)
  const separator = said?.[1] ?? counted.reduce((best, one) => (one[1] > best[1] ? one : best))[0]
  const headers: string[] = []
  let field = ''
  let quoted = false
  for (const sign of line) {
    if (sign === '"') quoted = !quoted
    else if (sign === separator && !quoted) { headers.push(field.trim()); field = '' }
    else field += sign
  }
  return [...headers, field.trim()].filter((header) => header !== '')
}

/** Which column looks like what; the person sees it and may choose otherwise. */
export function guess_columns(headers: string[]): Columns {
  const columns = { ...NO_COLUMNS }
  const free = new Set(headers)
  for (const column of COLUMNS) {
    const header = headers.find((one) => free.has(one) && USUAL[column].test(one.toLowerCase()))
    if (!header) continue
    columns[column] = header
    free.delete(header)
  }
  // One column with both, or one of each: never all three.
  if (columns.date && columns.time) columns.start = ''
  if (columns.start) columns.date = columns.time = ''
  return columns
}
