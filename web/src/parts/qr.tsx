// A picture for a telephone's camera: dark on white, in either colour scheme, with its quiet margin.
import { qr_code } from '../qr'

const MARGIN = 4

export function QrCode({ text, label }: { text: string; label: string }) {
  const rows = qr_code(text)
  if (!rows) return null
  const path = rows.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + MARGIN} ${y + MARGIN}h1v1h-1z`] : []))).join('')
  const side = rows.length + 2 * MARGIN
  return (
    <svg class="qr" viewBox={`0 0 ${side} ${side}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
