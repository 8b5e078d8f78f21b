// The timetable of who takes callbacks: `mon 08:00-17:00  2 agents` of the API as days in a row, and back.
import { date_words } from './views'

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
/** A Monday, for the names of weekdays. */
const SOME_MONDAY = '2024-01-0'

export interface Shift { first: number; last: number; opens: string; closes: string; agents: number }

/** Days in a row with the same times and as many agents are one. */
export function shifts_of(texts: string[]): Shift[] {
  const shifts: Shift[] = []
  for (const text of texts) {
    const [, day = '', opens = '', closes = '', agents = ''] = /^(\w{3}) ([\d:]+)-([\d:]+) +(\d+)/.exec(text) ?? []
    const at = WEEKDAYS.findIndex((one) => one === day)
    const same = shifts.find((one) => one.last === at - 1 && one.opens === opens && one.closes === closes && one.agents === Number(agents))
    if (same) same.last = at
    else if (at >= 0) shifts.push({ first: at, last: at, opens, closes, agents: Number(agents) })
  }
  return shifts
}

export const shift_text = (one: Shift) => `${WEEKDAYS[one.first]}-${WEEKDAYS[one.last]} ${one.opens}-${one.closes} ${one.agents}`

/** `Mon – Fri`, `Sat`. */
export function day_names(one: Shift, country: string): string {
  const name = (day: number) => date_words(country, `${SOME_MONDAY}${day + 1}`, { weekday: 'short' })
  return one.first === one.last ? name(one.first) : `${name(one.first)} – ${name(one.last)}`
}
