// The switch between a day, a week, a month and reports, the keys that turn its pages, and a day on paper.
import { useEffect, useRef } from 'preact/hooks'
import type { Appointment, Day } from '../api'
import { day_link, go } from '../router'
import { Icon, STATE_WORDS } from '../states'
import { add_days, useHere, useNow } from '../time'
import { language } from '../words/say'
import { WEEK as W } from '../words/week'

export type View = 'day' | 'week' | 'month' | 'reports'

export function view_link(view: View, date: string, today: string): string {
  if (view === 'reports') return '#/reports'
  if (view === 'day') return day_link(date, today)
  return date === today ? `#/${view}` : `#/${view}/${date}`
}

export function Views({ at, date, today }: { at: View; date: string; today: string }) {
  const views: View[] = ['day', 'week', 'month', 'reports']
  return (
    <nav class="tabs views" aria-label={W.views}>
      {views.map((view) => (
        <a key={view} href={view_link(view, date, today)} aria-current={at === view ? 'page' : undefined}>{W[view]}</a>
      ))}
    </nav>
  )
}

/** Of the day's page: the switch, its keys, and the button that prints. */
export function DayViews({ day }: { day: Day }) {
  usePageKeys({
    ArrowLeft: day_link(add_days(day.date, -1), day.today), ArrowRight: day_link(add_days(day.date, 1), day.today), t: '#/',
  })
  return (
    <div class="views-row">
      <Views at="day" date={day.date} today={day.today} />
      <button class="button small print-button" aria-label={W.print} onClick={() => print()}><Icon name="print" /><span>{W.print}</span></button>
    </div>
  )
}

/** Single keys lead somewhere, or do something, on the page alone: not while somebody types, chooses, or has a dialog open. */
export function usePageKeys(ways: Record<string, string | (() => void)>) {
  const latest = useRef(ways)
  latest.current = ways
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const way = latest.current[event.key]
      if (!way || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || (event.shiftKey && event.key.length > 1)) return
      const on = event.target as HTMLElement
      if (on !== document.body && !on.closest('main')) return
      if (on.closest('input, select, textarea, dialog, audio, [role=region], [role=group]') || document.querySelector('dialog[open]')) return
      event.preventDefault()
      if (typeof way === 'string') go(way)
      else way()
    }
    addEventListener('keydown', pressed)
    return () => removeEventListener('keydown', pressed)
  }, [])
}

/** In the page's language, in the country's way. */
export function date_words(country: string, date: string, options: Intl.DateTimeFormatOptions): string {
  const at = new Date(`${date}T00:00Z`)
  try {
    return new Intl.DateTimeFormat(`${language}-${country}`, { timeZone: 'UTC', ...options }).format(at)
  } catch {
    return new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options }).format(at)
  }
}

/** Monday is 1, Sunday 7: with which day a week begins there. */
export function first_weekday(country: string): number {
  type WithWeek = Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } }
  try {
    const locale = new Intl.Locale(`${language}-${country}`) as WithWeek
    return (locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1
  } catch {
    return 1
  }
}

/** The first day of the date's week. */
export function week_of(date: string, country: string): string {
  const weekday = new Date(`${date}T00:00Z`).getUTCDay()
  return add_days(date, -((weekday - (first_weekday(country) % 7) + 7) % 7))
}

/** Shown on paper alone. */
export function PrintedDay({ day }: { day: Day }) {
  const { session, times } = useHere()
  const now = useNow(60_000)
  const whole = date_words(session.account.country, day.date, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
  return (
    <section class="printed" aria-hidden="true">
      <h1>{W.list_of(session.account.name, whole)}</h1>
      <table>
        <thead><tr>{Object.entries(W.columns).map(([name, word]) => <th key={name} scope="col">{word}</th>)}</tr></thead>
        <tbody>{day.appointments.map((one) => <PrintedRow key={one.id} one={one} />)}</tbody>
      </table>
      <p>{W.printed(`${times.local_day(times.date(now))}, ${times.time(now)}`)}. {W.people(day.appointments.filter((one) => one.state !== 'cancelled').length)}.</p>
    </section>
  )
}

function PrintedRow({ one }: { one: Appointment }) {
  const { times } = useHere()
  return (
    <tr class={one.state}>
      <td>{times.local_time(one.local)}</td>
      <td>{one.name || W.no_name}</td>
      <td>{one.number_text ?? one.number ?? W.number_none}</td>
      <td>{STATE_WORDS[one.state]}</td>
      <td><span class="box" /></td>
    </tr>
  )
}
