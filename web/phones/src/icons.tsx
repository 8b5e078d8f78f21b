// The small pictures of the handset. All drawn here.
import type { JSX } from 'preact'

const PATHS: Record<string, JSX.Element> = {
  answer: <path d="M5.6 2.8 3.7 3c-.9.1-1.4.8-1.3 1.7.6 4.6 4.3 8.3 8.9 8.9.9.1 1.6-.4 1.7-1.3l.2-1.9-2.9-1.3-1.2 1.3c-1.8-.9-2.6-1.7-3.5-3.5l1.3-1.2z" />,
  hang_up: <path d="M1.8 9.8c-.4-.8-.2-1.7.5-2.2C5.6 5.1 10.4 5.1 13.7 7.600c.7.5.9 1.4.5 2.200l-.8 1.5-2.9-.9-.1-1.700c-1.6-.5-3.2-.5-4.8 0l-.1 1.7-2.9.9z" />,
  machine: <><rect x="1.8" y="4.5" width="12.4" height="7" rx="1.5" /><circle cx="5" cy="8" r="1.4" /><circle cx="11" cy="8" r="1.4" /><path d="M6.4 8h3.2" /></>,
  loud: <path d="M2.5 6.200v3.600h2.300L8.5 13V3L4.8 6.200zM10.8 5.800c1.2 1.2 1.2 3.2 0 4.400M12.6 4c2.2 2.2 2.2 5.8 0 8" />,
  muted: <path d="M2.5 6.200v3.600h2.300L8.5 13V3L4.8 6.200zM10.8 6.200l3.6 3.600m0-3.6-3.6 3.6" />,
  warning: <path d="M8 2.3 14 13H2zM8 6.500v3M8 11.300v.1" />,
  text: <path d="M2.5 4.800c0-1 .8-1.8 1.8-1.800h7.400c1 0 1.8.8 1.8 1.800v4.400c0 1-.8 1.8-1.8 1.800H8l-3.2 2.600V11h-.5c-1 0-1.8-.8-1.8-1.800z" />,
  remove: <path d="m4.5 4.5 7 7m0-7-7 7" />,
}

export function Icon({ name, size = 16 }: { name: string; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor"
      stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  )
}
