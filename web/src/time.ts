// Times as a business reads them: in its zone, in its country's way of writing, in the page's language.
import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { Session } from './api'
import { language } from './words/say'
import { NEAR } from './words/shell'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(country: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${country} ${zone} ${JSON.stringify(options)}`
  let found = formats.get(key)
  if (!found) {
    try {
      found = new Intl.DateTimeFormat(`${language}-${country}`, { timeZone: zone, ...options })
    } catch {
      found = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...options })
    }
    formats.set(key, found)
  }
  return found
}

const TIME: Intl.DateTimeFormatOptions = { hour: 'numeric', minute: '2-digit' }
const PRECISE: Intl.DateTimeFormatOptions = { ...TIME, second: '2-digit' }
const DAY: Intl.DateTimeFormatOptions = { weekday: 'short', day: 'numeric', month: 'short' }
const LONG_DAY: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' }

const with_year = (options: Intl.DateTimeFormatOptions): Intl.DateTimeFormatOptions => ({ ...options, year: 'numeric' })

/** Local times and dates have no zone of their own: they are read and written as if in UTC. */
const wall = (local: string) => new Date(local.length === 10 ? `${local}T00:00Z` : `${local}Z`)

export class Times {
  /** `year`: the present one, which a day need not name. */
  constructor(readonly zone: string, readonly country: string, readonly year: string) {}
  private named(date: string, options: Intl.DateTimeFormatOptions) {
    return date.startsWith(this.year) ? options : with_year(options)
  }
  time(at: string | Date) { return format(this.country, this.zone, TIME).format(new Date(at)) }
  /** In another zone; empty where the clocks there show the same. */
  there(at: string | Date, zone: string | null) {
    const there = zone ? format(this.country, zone, TIME).format(new Date(at)) : ''
    return there === this.time(at) ? '' : there
  }
  precise(at: string | Date) { return format(this.country, this.zone, PRECISE).format(new Date(at)) }
  day(at: string | Date) { return format(this.country, this.zone, this.named(this.date(at), DAY)).format(new Date(at)) }
  long_day(at: string | Date) { return format(this.country, this.zone, this.named(this.date(at), LONG_DAY)).format(new Date(at)) }
  local_time(local: string) { return format(this.country, 'UTC', TIME).format(wall(local)) }
  local_day(local: string) { return format(this.country, 'UTC', this.named(local, DAY)).format(wall(local)) }
  local_long_day(local: string) { return format(this.country, 'UTC', this.named(local, LONG_DAY)).format(wall(local)) }
  /** `today`, `tomorrow`, or the day: where a list mixes days. */
  near_day(date: string, today: string) {
    if (date === today) return NEAR.today
    if (date === add_days(today, 1)) return NEAR.tomorrow
    return this.local_day(date)
  }
  /** The date that `at` falls on, `2026-11-25`. */
  date(at: string | Date) { return date_in(this.zone, new Date(at)) }
}

function dates_in(zone: string): Intl.DateTimeFormat {
  const options: Intl.DateTimeFormatOptions = { year: 'numeric', month: '2-digit', day: '2-digit' }
  let found = formats.get(zone)
  if (!found) {
    try {
      found = new Intl.DateTimeFormat('en-CA', { timeZone: zone, ...options })
    } catch {
      found = new Intl.DateTimeFormat('en-CA', { timeZone: 'UTC', ...options })
    }
    formats.set(zone, found)
  }
  return found
}

export function date_in(zone: string, at: Date): string {
  // Not for people: en-CA writes it as 2026-11-25, whatever the page speaks.
  return dates_in(zone).format(at)
}

export function add_days(date: string, days: number): string {
  const at = wall(date)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

export interface Here {
  session: Session
  times: Times
  /** performance.now() when the session was fetched: the server's clock is reckoned on from there. */
  read_at: number
  set_session: (session: Session) => void
}
export const HereContext = createContext<Here | null>(null)

export function useHere(): Here {
  const here = useContext(HereContext)
  if (!here) throw new Error('used outside the page')
  return here
}

/** The server's clock now, renewed every `every_ms`. */
export function useNow(every_ms: number): Date {
  const { session, read_at } = useHere()
  const [, tick] = useState(0)
  useEffect(() => {
    const timer = window.setInterval(() => tick((n) => n + 1), every_ms)
    return () => window.clearInterval(timer)
  }, [every_ms])
  const speed = session.demo ? session.demo.speed : 1
  return new Date(Date.parse(session.now) + (performance.now() - read_at) * speed)
}
