// The eight states in words, tones and icons, and the other small pictures of the page. All drawn here.
import type { JSX } from 'preact'
import type { State, Tone } from './api'
import { STATE_WORDS } from './words/shell'

export { CHANNEL_WORDS, STATE_WORDS, WHY_WORDS } from './words/shell'

const PATHS: Record<string, JSX.Element> = {
  scheduled: <><rect x="2.5" y="3.5" width="11" height="10" rx="2" /><path d="M2.5 6.8h11M5.5 2v3M10.5 2v3" /></>,
  confirmed: <><circle cx="8" cy="8" r="6" /><path d="m5.3 8.2 1.9 1.9 3.6-4" /></>,
  showed: <><circle cx="6.3" cy="5" r="2.6" /><path d="M1.8 13.6c.4-2.8 2.2-4.2 4.5-4.2 1 0 1.9.3 2.6.8M9.6 12l1.7 1.7 3-3.4" /></>,
  notified: <path d="M2.5 4.8c0-1 .8-1.8 1.8-1.8h7.4c1 0 1.8.8 1.8 1.8v4.4c0 1-.8 1.8-1.8 1.8H8l-3.2 2.6V11h-.5c-1 0-1.8-.8-1.8-1.8z" />,
  requested_contact: <><path d="M5.6 2.8 3.7 3c-.9.1-1.4.8-1.3 1.7.6 4.6 4.3 8.3 8.9 8.9.9.1 1.6-.4 1.7-1.3l.2-1.9-2.9-1.3-1.2 1.3C7.3 9.5 6.5 8.7 5.6 6.9l1.3-1.2z" /><path d="M9.5 2.5h4v4M13.3 2.7 9.8 6.2" /></>,
  not_notified: <path d="M4.3 6.3c0-2.1 1.5-3.8 3.7-3.8 2.1 0 3.7 1.7 3.7 3.8 0 2.5 1 3.5 1 3.5M10 11.5H3.3s1-1 1-3.5M6.7 13.6h2.6M2.3 2.3l11.4 11.4" />,
  cancelled: <><circle cx="8" cy="8" r="6" /><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" /></>,
  no_show: <><circle cx="6.5" cy="5" r="2.6" stroke-dasharray="2 1.5" /><path d="M2 13.6c.4-2.8 2.2-4.2 4.5-4.2 1 0 1.9.3 2.6.8" stroke-dasharray="2 1.5" /><path d="m10.5 10.5 3.4 3.4m0-3.4-3.4 3.4" /></>,
  call: <path d="M5.6 2.8 3.7 3c-.9.1-1.4.8-1.3 1.7.6 4.6 4.3 8.3 8.9 8.9.9.1 1.6-.4 1.7-1.3l.2-1.9-2.9-1.3-1.2 1.3c-1.8-.9-2.6-1.7-3.5-3.5l1.3-1.2z" />,
  text: <path d="M2.5 4.8c0-1 .8-1.8 1.8-1.8h7.4c1 0 1.8.8 1.8 1.8v4.4c0 1-.8 1.8-1.8 1.8H8l-3.2 2.6V11h-.5c-1 0-1.8-.8-1.8-1.8zM5.5 6h5M5.5 8.2h3" />,
  email: <><rect x="2" y="3.5" width="12" height="9" rx="1.8" /><path d="m2.6 5 5.4 4 5.4-4" /></>,
  stop: <><path d="M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4z" /><path d="M5.6 8h4.8" /></>,
  day: <><rect x="2.5" y="3.5" width="11" height="10" rx="2" /><path d="M2.5 6.8h11M5.5 2v3M10.5 2v3M5.3 9.3h2M5.3 11.3h4" /></>,
  import: <path d="M8 2v7.5M4.8 6.5 8 9.7l3.2-3.2M2.5 10.5v1.7c0 .9.7 1.6 1.6 1.6h7.8c.9 0 1.6-.7 1.6-1.6v-1.7" />,
  waiting: <><path d="M5 2.5h6M5 13.5h6M5.5 2.5c0 3 5 3.5 5 5.5s-5 2.5-5 5.5M10.5 2.5c0 3-5 3.5-5 5.5s5 2.5 5 5.5" /></>,
  ledger: <path d="M4 2.5h7.5c.8 0 1.5.7 1.5 1.5v9.5H4.5c-.8 0-1.5-.7-1.5-1.5V3.5c0-.6.4-1 1-1zM3 11.8c0-.8.7-1.3 1.5-1.3H13M6 5.3h4.5M6 7.6h3" />,
  clients: <><circle cx="6" cy="5.6" r="2.5" /><path d="M1.6 13.2c.4-2.6 2.2-3.9 4.4-3.9s4 1.3 4.4 3.9M10.3 3.3a2.4 2.4 0 0 1 0 4.6M12 9.7c1.4.5 2.2 1.7 2.5 3.5" /></>,
  inbox: <path d="M2.5 9.5 4.4 3.9c.2-.6.7-.9 1.3-.9h4.6c.6 0 1.1.3 1.3.9l1.9 5.6v2.7c0 .9-.7 1.6-1.6 1.6H4.1c-.9 0-1.6-.7-1.6-1.6zM2.5 9.5h3.3l.9 1.7h2.6l.9-1.7h3.3" />,
  plus: <path d="M8 3v10M3 8h10" />,
  more: <><circle cx="3" cy="8" r="1.2" /><circle cx="8" cy="8" r="1.2" /><circle cx="13" cy="8" r="1.2" /></>,
  left: <path d="M10 3.5 5.5 8l4.5 4.5" />,
  right: <path d="M6 3.5 10.5 8 6 12.5" />,
  down: <path d="M3.5 6 8 10.5 12.5 6" />,
  warning: <path d="M8 2.3 14 13H2zM8 6.5v3M8 11.3v.1" />,
  clock: <><circle cx="8" cy="8" r="6" /><path d="M8 4.8V8l2.2 1.6" /></>,
  lost: <path d="M2 6.2c3.4-3 8.6-3 12 0M4.4 8.8c2-1.8 5.2-1.8 7.2 0M8 12v.1M2.5 2.5l11 11" />,
  voice: <><rect x="5.8" y="1.8" width="4.4" height="7.8" rx="2.2" /><path d="M3.3 7.4c0 2.7 2 4.7 4.7 4.7s4.7-2 4.7-4.7M8 12.1v2.2M5.7 14.3h4.6" /></>,
  reminders: <><path d="M8 2.3c-2.3 0-3.8 1.7-3.8 3.9 0 3-1.2 3.9-1.2 3.9h10s-1.2-.9-1.2-3.9c0-2.2-1.5-3.9-3.8-3.9zM6.8 12.6c.2.7.6 1 1.2 1s1-.3 1.2-1" /></>,
  robot: <><rect x="3" y="5.3" width="10" height="7.7" rx="2" /><path d="M8 5.3V2.8M6.2 8.6v.8M9.8 8.6v.8M1.5 8.2v2M14.5 8.2v2M6.3 11.2h3.4" /><circle cx="8" cy="2.3" r=".6" /></>,
  play: <path d="M5 3.2v9.6L12.5 8z" />,
  person: <><circle cx="8" cy="5.4" r="2.9" /><path d="M2.6 13.8c.5-3 2.6-4.5 5.4-4.5s4.9 1.5 5.4 4.5" /></>,
  pause: <path d="M5.5 3.3v9.4M10.5 3.3v9.4" />,
  undo: <path d="M5.5 3 2.8 5.7l2.7 2.7M3 5.7h6.3a3.7 3.7 0 0 1 0 7.4H6" />,
  upload: <path d="M8 10.5V3M4.8 6 8 2.8 11.2 6M2.5 10.5v1.7c0 .9.7 1.6 1.6 1.6h7.8c.9 0 1.6-.7 1.6-1.6v-1.7" />,
  trash: <path d="M2.8 4.3h10.4M6.2 4.3V2.7h3.6v1.6M4.3 4.3l.6 8.3c0 .6.5 1 1.1 1h4c.6 0 1.1-.4 1.1-1l.6-8.3M6.8 7v4M9.2 7v4" />,
  print: <path d="M4.5 5.5v-3h7v3M4.5 11.5H3.3c-.7 0-1.3-.6-1.3-1.3V6.8c0-.7.6-1.3 1.3-1.3h9.4c.7 0 1.3.6 1.3 1.3v3.4c0 .7-.6 1.3-1.3 1.3h-1.2M4.5 9.3h7v4.2h-7z" />,
  operator: <><rect x="2.5" y="2.5" width="11" height="4.5" rx="1.2" /><rect x="2.5" y="9" width="11" height="4.5" rx="1.2" /><path d="M5 4.8h.1M5 11.3h.1M8 4.8h3M8 11.3h3" /></>,
  search: <><circle cx="7" cy="7" r="4.3" /><path d="m10.3 10.3 3.4 3.4" /></>,
}

export function Icon({ name, size = 16 }: { name: string; size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" fill="none" stroke="currentColor"
      stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      {PATHS[name]}
    </svg>
  )
}

export const STATES: readonly State[] = [
  'scheduled', 'confirmed', 'showed', 'notified', 'requested_contact', 'not_notified', 'cancelled', 'no_show']

export const STATE_TONES: Record<State, Tone> = {
  scheduled: 'good', confirmed: 'good', showed: 'good', notified: 'neutral', requested_contact: 'neutral',
  not_notified: 'bad', cancelled: 'bad', no_show: 'bad',
}

export function StateBadge({ state }: { state: State }) {
  return (
    <span class={`badge tone-${STATE_TONES[state]} state-${state}`}>
      <Icon name={state} />
      {STATE_WORDS[state]}
    </span>
  )
}
