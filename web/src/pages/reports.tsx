// What became of a period's visits, and whether reminding helps.
import { useEffect, useState } from 'preact/hooks'
import { type Channel, get, type Problem, query, type Report, type ReportEffect, type ReportLine, type ReportRow, type Rules } from '../api'
import { useGet } from '../live'
import { sentence } from '../parts/rules'
import { date_words, Views } from '../parts/views'
import { Icon } from '../states'
import { add_days, useHere } from '../time'
import { useTitle } from '../title'
import { language } from '../words/say'
import { REPORTS as W } from '../words/reports'

const BY = ['weekday', 'channel', 'rule', 'month'] as const
type By = typeof BY[number]
const COLUMNS = ['visits', 'confirmed', 'cancelled', 'showed', 'no_shows', 'reached', 'contacts', 'cost'] as const
const PARTS = [['showed', 'good'], ['others', 'quiet'], ['cancelled', 'neutral'], ['no_shows', 'bad']] as const

const number = new Intl.NumberFormat(language)
const money = new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const share = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
const points = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })

const others = (line: ReportLine) => Math.max(0, line.visits - line.showed - line.no_shows - line.cancelled)
const part = (line: ReportLine, name: typeof PARTS[number][0]) => (name === 'others' ? others(line) : line[name])

interface Asked { from?: string | undefined; to?: string | undefined; by: By }
const address = (asked: Asked) => `#/reports${query({ from: asked.from, to: asked.to, by: asked.by === 'weekday' ? '' : asked.by })}`

export function ReportsPage({ query: asked }: { query: URLSearchParams }) {
  const by = BY.find((one) => one === asked.get('by')) ?? 'weekday'
  const from = asked.get('from') ?? undefined
  const to = asked.get('to') ?? undefined
  const path = query({ from, to, by })
  const { report, problem } = useReport(path)
  useTitle(W.title)
  const today = report?.today ?? ''
  return (
    <div class="reports">
      <div class="views-row"><Views at="reports" date={today} today={today} /></div>
      <div class="day-head">
        <div>
          <h1>{W.title}</h1>
          <p class="quiet">{W.lead}</p>
        </div>
        <a class="button" href={`/v1/reports.csv${path}`} download><Icon name="import" />{W.csv}</a>
      </div>
      {report && <Period report={report} />}
      {problem && <p class="problem" role="alert">{W.cannot}. {problem.message} <a href="#/reports">{W.spans.days30}</a></p>}
      {!report && !problem && <div class="skeleton" role="status" aria-label={W.loading}><i /><i /><i /></div>}
      {report && (report.total.visits === 0 ? <Nothing /> : <Counted report={report} />)}
    </div>
  )
}

const RENEWED_EVERY_MS = 60_000

/** Counted anew each minute and not with each event: a year is a whole count, and no event changes what one reads of it. */
function useReport(path: string): { report: Report | null; problem: Problem | null } {
  const [found, set_found] = useState<{ path: string; report: Report | null; problem: Problem | null }>({ path: '', report: null, problem: null })
  useEffect(() => {
    let wanted = true
    const ask = () => get<Report>(`/reports${path}`).then(
      (report) => { if (wanted) set_found({ path, report, problem: null }) },
      (problem: Problem) => { if (wanted) set_found((old) => ({ path, report: old.path === path ? old.report : null, problem })) })
    ask()
    const timer = window.setInterval(ask, RENEWED_EVERY_MS)
    return () => { wanted = false; window.clearInterval(timer) }
  }, [path])
  return found.path === path ? found : { report: null, problem: null }
}

function Period({ report }: { report: Report }) {
  const { from, to, by, today } = report
  const go = (change: Partial<Asked>) => { location.hash = address({ from, to, by, ...change }) }
  const first = `${today.slice(0, 7)}-01`
  const last_month = add_days(first, -1)
  const spans = [
    { name: W.spans.days30, from: add_days(today, -29), to: today },
    { name: W.spans.this_month, from: first, to: today },
    { name: W.spans.last_month, from: `${last_month.slice(0, 7)}-01`, to: last_month },
    { name: W.spans.year, from: add_days(today, -364), to: today },
  ]
  return (
    <div class="report-choose">
      <form class="filters" aria-label={W.period} onSubmit={(event) => event.preventDefault()}>
        <label><span>{W.from}</span><input type="date" name="from" value={from} max={to} onChange={(event) => { if (event.currentTarget.value) go({ from: event.currentTarget.value }) }} /></label>
        <label><span>{W.to}</span><input type="date" name="to" value={to} min={from} onChange={(event) => { if (event.currentTarget.value) go({ to: event.currentTarget.value }) }} /></label>
      </form>
      <div class="chips" role="group" aria-label={W.period}>
        {spans.map((span) => (
          <button key={span.name} class="chip" aria-pressed={span.from === from && span.to === to} onClick={() => go({ from: span.from, to: span.to })}>{span.name}</button>
        ))}
      </div>
      <div class="chips by" role="group" aria-label={W.by_label}>
        {BY.map((one) => <button key={one} class="chip" data-by={one} aria-pressed={one === by} onClick={() => go({ by: one })}>{W.by[one]}</button>)}
      </div>
    </div>
  )
}

function Nothing() {
  return (
    <div class="empty">
      <Icon name="day" size={44} />
      <h2>{W.no_visits}</h2>
      <p>{W.teach}</p>
      <p><a class="button primary" href="#/">{W.to_day}</a></p>
    </div>
  )
}

function Counted({ report }: { report: Report }) {
  const marked = report.total.showed + report.total.no_shows
  return (
    <>
      {marked === 0 && <p class="warning report-hint"><Icon name="warning" /><span>{W.unmarked} <a href="#/">{W.to_day}</a></span></p>}
      <div class="report-columns">
        <section class="card" aria-labelledby="report-chart"><h2 id="report-chart">{W.by[report.by]}</h2><Chart report={report} /></section>
        <section class="card" aria-labelledby="report-effect"><h2 id="report-effect">{W.effect_title}</h2><EffectWords effect={report.effect} /></section>
        <section class="card wide" aria-labelledby="report-table"><h2 id="report-table">{W.table}</h2><Table report={report} /></section>
        <section class="card wide" aria-labelledby="report-left"><h2 id="report-left">{W.left_title}</h2><Left total={report.total} /></section>
      </div>
    </>
  )
}

function useRowName(by: By): (row: ReportRow) => string {
  const { session } = useHere()
  const { country } = session.account
  // The rules in force say themselves in the page's language; of one that is retired there is the server's sentence.
  const { data: rules } = useGet<Rules>(by === 'rule' ? '/rules' : null)
  return (row) => {
    // The first of January 2024 was a Monday.
    if (by === 'weekday') return date_words(country, `2024-01-0${row.key}`, { weekday: 'long' })
    if (by === 'month') return date_words(country, `${row.key}-01`, { month: 'long', year: 'numeric' })
    if (by === 'channel') return W.channel[row.key as Channel]
    const rule = rules?.rules.find((one) => String(one.id) === row.key)
    return rule ? sentence(rule).replace(/\.$/, '') : row.text ?? W.retired(row.key)
  }
}

const WIDTH = 480
const ROW = 46

function Chart({ report }: { report: Report }) {
  const name = useRowName(report.by)
  const most = Math.max(1, ...report.rows.map((row) => row.visits))
  const height = Math.max(1, report.rows.length) * ROW
  return (
    <>
      <ul class="legend">{PARTS.map(([one, tone]) => <li key={one}><i class={`part-${tone}`} />{W.parts[one]}</li>)}</ul>
      <svg class="chart" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label={W.chart(W.by[report.by])}>
        {report.rows.map((row, at) => {
          let x = 0
          return (
            <g key={row.key} transform={`translate(0 ${at * ROW})`}>
              <text x="0" y="16">{shortened(name(row))}</text>
              <text x={WIDTH} y="16" text-anchor="end" class="chart-count">{number.format(row.visits)}</text>
              <rect class="part-rail" x="0" y="23" width={WIDTH} height="14" rx="3" />
              {PARTS.map(([one, tone]) => {
                const width = (part(row, one) / most) * WIDTH
                const rect = <rect key={one} class={`part-${tone}`} x={x} y="23" width={width} height="14"><title>{`${W.parts[one]}: ${part(row, one)}`}</title></rect>
                x += width
                return width > 0 && rect
              })}
            </g>
          )
        })}
      </svg>
    </>
  )
}

const shortened = (text: string) => (text.length > 38 ? `${text.slice(0, 37)}…` : text)

function Table({ report }: { report: Report }) {
  const name = useRowName(report.by)
  return (
    <>
      <div class="table-scroll" role="group" aria-labelledby="report-table" tabIndex={0}>
        <table class="report-table">
          <thead><tr><th scope="col">{W.by[report.by]}</th>{COLUMNS.map((one) => <th key={one} scope="col">{W.columns[one]}</th>)}</tr></thead>
          <tbody>{report.rows.map((row) => <Row key={row.key} head={name(row)} line={row} />)}</tbody>
          <tfoot><Row head={W.total} line={report.total} /></tfoot>
        </table>
      </div>
      <p class="quiet">{(report.by === 'channel' || report.by === 'rule') && `${W.several} `}{W.cost_note}</p>
    </>
  )
}

function Row({ head, line }: { head: string; line: ReportLine }) {
  return <tr><th scope="row">{head}</th>{COLUMNS.map((one) => <td key={one}>{(one === 'cost' ? money : number).format(line[one])}</td>)}</tr>
}

function Left({ total }: { total: ReportLine }) {
  if (total.calls === 0) return <p class="quiet">{W.left_none}</p>
  const counts = { calls_heard: total.calls_heard, calls_with_beep: total.calls_with_beep, calls_machine: total.calls_machine, calls_nobody_knows: total.calls_nobody_knows }
  const rest = total.calls - Object.values(counts).reduce((sum, one) => sum + one, 0)
  return (
    <>
      <p>{W.left_lead(total.calls)}</p>
      <ul class="left-list">
        {Object.entries({ ...counts, rest }).map(([name, count]) => <li key={name} data-left={name}><b>{number.format(count)}</b><span>{W.left[name]}</span></li>)}
      </ul>
      <p class="quiet">{W.left_note}</p>
    </>
  )
}

function EffectWords({ effect }: { effect: ReportEffect }) {
  const { reached, not_reached, difference } = effect
  if (!difference) {
    return (
      <div class="effect">
        <p>{W.too_few(effect.least_visits, reached.visits, not_reached.visits)}</p>
        <p class="quiet">{W.who}</p>
      </div>
    )
  }
  const p = (value: number) => points.format(value * 100)
  const { value, low, high } = difference
  const words = low > 0 ? W.fewer(p(value), p(low), p(high)) : high < 0 ? W.more(p(-value), p(-high), p(-low)) : W.chance(p(low), p(high))
  return (
    <div class="effect">
      <p class="effect-words">{words}</p>
      <Rate side={reached} reached /><Rate side={not_reached} reached={false} />
      <p><b>{W.no_experiment}</b></p>
      <p class="quiet">{W.who}</p>
    </div>
  )
}

function Rate({ side, reached }: { side: ReportEffect['reached']; reached: boolean }) {
  const rate = side.rate!
  return (
    <div class={`rate part-of-${reached ? 'good' : 'bad'}`}>
      <p>{W.rate(reached, side.visits, side.no_shows)}<br /><b>{W.interval(share.format(rate.value), share.format(rate.low), share.format(rate.high))}</b></p>
      <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect class="part-rail" width="100" height="8" />
        <rect class={reached ? 'part-good' : 'part-bad'} x={rate.low * 100} y="1" width={Math.max(0.6, (rate.high - rate.low) * 100)} height="6" opacity="0.45" />
        <rect class={reached ? 'part-good' : 'part-bad'} x={Math.max(0, rate.value * 100 - 0.4)} width="0.8" height="8" />
      </svg>
    </div>
  )
}
