// A calendar or a table becomes appointments: read and shown first, written only on a person's word. Never sends.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type ImportPace, type ImportResult, post_file, Problem, query } from '../api'
import { refresh_all } from '../live'
import { Icon } from '../states'
import { COLUMNS, type Columns, guess_columns, headers_of, NO_COLUMNS } from '../table'
import { useHere } from '../time'
import { useTitle } from '../title'
import { IMPORT as words } from '../words/import'
import { figure } from '../words/say'
import { SHELL } from '../words/shell'

interface Options {
  zone: string
  date_form: string
  time_form: string
  consent_who: string
  consent_when: string
  consent_how: string
}

const DATE_FORMS = [
  ['year_month_day', words.date_forms.year_month_day, '2026-11-25'],
  ['day_month_year', words.date_forms.day_month_year, '25/11/2026'],
  ['month_day_year', words.date_forms.month_day_year, '11/25/2026'],
] as const

const TIME_FORMS = [
  ['h24', words.time_forms.h24, '14:30'],
  ['h12', words.time_forms.h12, '2:30 pm'],
] as const

const is_table = (file: File) => /\.csv$/i.test(file.name)
const import_path = (file: File, options: Options, columns: Columns, dry_run: boolean) => {
  const { date_form, time_form, ...rest } = options
  const table = is_table(file)
    ? { date_form, time_form, ...Object.fromEntries(COLUMNS.map((column) => [`column_${column}`, columns[column]])) }
    : {}
  return `/imports${query({ name: file.name, dry_run, ...rest, ...table })}`
}

export function ImportPage({ file, set_file }: { file: File | null; set_file: (file: File | null) => void }) {
  const [done, set_done] = useState<ImportResult | null>(null)
  useTitle(words.title)
  useEffect(() => { if (file) set_done(null) }, [file])
  if (done) return <Done result={done} again={() => { set_file(null); set_done(null) }} />
  return (
    <>
      <div class="import-head">
        <h1>{words.heading}</h1>
        <p class="quiet">{words.lead}</p>
      </div>
      {file ? <Review key={`${file.name}${file.size}${file.lastModified}`} file={file} leave={() => set_file(null)} done={(result) => { set_file(null); set_done(result) }} />
        : <Choose take={set_file} />}
    </>
  )
}

function Choose({ take }: { take: (file: File) => void }) {
  return (
    <label class="choose">
      <Icon name="import" size={44} />
      <b>{words.choose}</b>
      <span class="quiet">{words.choose_lead}</span>
      <span class="button primary" aria-hidden="true">{words.choose_do}</span>
      <input type="file" accept=".ics,.csv,text/calendar,text/csv" onChange={(event) => {
        const file = event.currentTarget.files?.[0]
        if (file) take(file)
      }} />
    </label>
  )
}

function Review({ file, leave, done }: { file: File; leave: () => void; done: (result: ImportResult) => void }) {
  const { session } = useHere()
  const [options, set_options] = useState<Options>({
    zone: session.account.zone, date_form: '', time_form: '', consent_who: '', consent_when: '', consent_how: '' })
  const set = (name: keyof Options) => (value: string) => set_options((old) => ({ ...old, [name]: value }))
  const [headers, set_headers] = useState<string[]>([])
  const [columns, set_columns] = useState<Columns>(NO_COLUMNS)
  useEffect(() => {
    if (!is_table(file)) return
    file.slice(0, 16384).text().then((text) => {
      const found = headers_of(text)
      set_headers(found)
      set_columns(guess_columns(found))
    }, () => {})
  }, [file])
  const needs_form = is_table(file) && (options.date_form === '' || options.time_form === '')
  const trial = useTrial(file, options, columns, needs_form)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [busy, set_busy] = useState(false)
  const given = [options.consent_who, options.consent_when, options.consent_how].filter((text) => text.trim() !== '').length
  const run = async () => {
    set_busy(true)
    try {
      const result = await post_file<ImportResult>(import_path(file, options, columns, false), file)
      refresh_all()
      done(result)
    } catch (error) {
      set_problem(error as Problem)
      set_busy(false)
    }
  }
  return (
    <div class="review">
      <div class="review-side">
        <p class="file"><Icon name="import" size={20} /><b>{file.name}</b><span class="quiet">{size_words(file.size)}</span><button class="link" onClick={leave}>{words.another}</button></p>
        <Reading file={file} options={options} set={set} />
        {is_table(file) && headers.length > 0 && <ColumnChoice headers={headers} columns={columns} set={set_columns} />}
        <Consent options={options} set={set} given={given} />
      </div>
      <div class="review-main" aria-live="polite">
        {needs_form && <div class="empty"><h2>{words.needs_form}</h2><p>{words.needs_form_lead}</p></div>}
        {!needs_form && trial.problem && <p class="problem" role="alert">{words.unreadable}{trial.problem.message}</p>}
        {!needs_form && !trial.result && !trial.problem && <div class="skeleton" role="status" aria-label={words.reading}><i /><i /><i /></div>}
        {trial.result && <Found result={trial.result} />}
        {trial.result?.pace && <Pace pace={trial.result.pace} />}
        {trial.result && (
          <div class="import-do">
            {problem && <p class="problem" role="alert">{words.not_imported}{problem.message}</p>}
            {given === 1 || given === 2 ? <p class="problem">{words.half_consent}</p> : null}
            <button class="button primary" disabled={busy || given === 1 || given === 2 || writes(trial.result) === 0} onClick={run}>
              {writes(trial.result) === 0 ? words.nothing : import_words(trial.result)}
            </button>
            <p class="quiet">{given === 3 ? words.not_now : words.no_consent}</p>
          </div>
        )}
      </div>
    </div>
  )
}

/** Reads the file without effect, again a moment after the options change. */
function useTrial(file: File, options: Options, columns: Columns, wait: boolean) {
  const [trial, set_trial] = useState<{ result: ImportResult | null; problem: Problem | null }>({ result: null, problem: null })
  // The consent changes nothing in what is read, and half of one is refused: it is left out of the trial.
  const path = import_path(file, { ...options, consent_who: '', consent_when: '', consent_how: '' }, columns, true)
  useEffect(() => {
    if (wait) return
    let mine = true
    const timer = window.setTimeout(() => {
      post_file<ImportResult>(path, file).then(
        (result) => { if (mine) set_trial({ result, problem: null }) },
        (problem: Problem) => { if (mine) set_trial({ result: null, problem }) })
    }, 150)
    return () => {
      mine = false
      window.clearTimeout(timer)
    }
  }, [path, wait])
  return trial
}

function Reading({ file, options, set }: { file: File; options: Options; set: (name: keyof Options) => (value: string) => void }) {
  return (
    <fieldset class="card">
      <legend>{words.how}</legend>
      <label class="field">{words.zone}<small>{words.zone_hint}</small>
        <input list="zones" value={options.zone} onInput={(event) => set('zone')(event.currentTarget.value)} />
        <datalist id="zones">{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist>
      </label>
      {is_table(file) && (
        <>
          <Forms name="date_form" title={words.dates} forms={DATE_FORMS} value={options.date_form} set={set('date_form')} />
          <Forms name="time_form" title={words.times} forms={TIME_FORMS} value={options.time_form} set={set('time_form')} />
        </>
      )}
    </fieldset>
  )
}

function Forms({ name, title, forms, value, set }: {
  name: string; title: string; forms: readonly (readonly [string, string, string])[]; value: string; set: (value: string) => void
}) {
  return (
    <div class="forms" role="radiogroup" aria-label={title}>
      <p class="field-name">{title}</p>
      {forms.map(([form, word, sample]) => (
        <label key={form} class="form">
          <input type="radio" name={name} value={form} checked={value === form} onChange={() => set(form)} />
          <span>{word}</span><code>{sample}</code>
        </label>
      ))}
    </div>
  )
}

function ColumnChoice({ headers, columns, set }: { headers: string[]; columns: Columns; set: (columns: Columns) => void }) {
  const usual = COLUMNS.filter((column) => ['name', 'number', 'date', 'time', 'summary'].includes(column) || columns[column])
  const rare = COLUMNS.filter((column) => !usual.includes(column))
  const choice = (column: (typeof COLUMNS)[number]) => (
    <label key={column} class="column">
      <span>{words.column[column]}</span>
      <select value={columns[column]} onChange={(event) => set({ ...columns, [column]: event.currentTarget.value })}>
        <option value="">–</option>
        {headers.map((header) => <option key={header} value={header}>{header}</option>)}
      </select>
    </label>
  )
  return (
    <fieldset class="card">
      <legend>{words.columns}</legend>
      <div class="columns">{usual.map(choice)}</div>
      <details><summary>{words.more_columns}</summary><div class="columns">{rare.map(choice)}</div></details>
    </fieldset>
  )
}

function Consent({ options, set, given }: { options: Options; set: (name: keyof Options) => (value: string) => void; given: number }) {
  return (
    <fieldset class="card">
      <legend>{words.consent}</legend>
      <p class="quiet">{given === 0
        ? words.consent_none
        : words.consent_kept}</p>
      <label class="field">{words.who}
        <input value={options.consent_who} placeholder={words.who_sample} maxLength={80} onInput={(event) => set('consent_who')(event.currentTarget.value)} />
      </label>
      <label class="field">{words.since}
        <input type="date" value={options.consent_when} onInput={(event) => set('consent_when')(event.currentTarget.value)} />
      </label>
      <label class="field">{words.agreed}
        <input value={options.consent_how} placeholder={words.agreed_sample} maxLength={200} onInput={(event) => set('consent_how')(event.currentTarget.value)} />
      </label>
    </fieldset>
  )
}

const writes = (result: ImportResult) => result.added + result.changed + result.cancelled
const import_words = (result: ImportResult) => words.import(result.added, result.changed, result.cancelled)
const size_words = (bytes: number) => (bytes < 1024 ? words.bytes(bytes) : `${figure(Math.round(bytes / 1024))} KB`)

function Figures({ result }: { result: ImportResult }) {
  const figures: [number, string, string][] = [
    [result.added, words.figures.added, 'good'], [result.changed, words.figures.changed, 'neutral'], [result.cancelled, words.figures.cancelled, 'bad'],
    [result.unchanged, words.figures.unchanged, 'quiet'], [result.excluded, words.figures.excluded, 'quiet'], [result.reports.length, words.figures.reported, 'bad'],
  ]
  return (
    <ul class="figures">
      {figures.map(([number, word, tone]) => (
        <li key={word} class={number ? `tone-${tone}` : 'zero'}><b>{number}</b><span>{word}</span></li>
      ))}
    </ul>
  )
}

function Found({ result }: { result: ImportResult }) {
  const { times } = useHere()
  const outside = result.outside ?? 0
  return (
    <>
      <Figures result={result} />
      <p class="quiet">{words.events(result.events)}</p>
      {result.first && writes(result) > 0 && <p class="hint">{words.first}</p>}
      {outside > 0 && <p class="quiet">{words.outside(outside)}</p>}
      {result.spared > 0 && <p class="hint">{(result.events === 0 ? words.spared_empty : words.spared)(result.spared, result.dry_run)}</p>}
      <Rows kind="reported" title={words.reported(result.reports.length)} count={result.reports.length}
        lead={words.reported_lead}>
        {result.reports.map((report, index) => <li key={index}><span class="line">{words.line(report.line)}</span><span>{report.reason}</span></li>)}
      </Rows>
      <Rows kind="unreachable" title={words.unreachable(result.unreachable.length)} count={result.unreachable.length}
        lead={words.unreachable_lead}>
        {result.unreachable.map((one, index) => (
          <li key={index}><span class="line">{words.line(one.line)}</span><span><b>{one.name || SHELL.no_name}</b>, {times.local_day(one.local)} {times.local_time(one.local)}: {one.reason}</span></li>
        ))}
      </Rows>
      <Changes result={result} />
    </>
  )
}

const short = (number: number) => figure(number, number < 100 ? 1 : 0)
const percent = (share: number) => `${figure(share * 100)} %`

/** What the new reminders mean for those who take callbacks: said before the import, and only where there is something to say. */
function Pace({ pace }: { pace: ImportPace }) {
  if (pace.sentence === '' || !(pace.suggested || pace.by_agents)) return null
  const { plan } = pace
  const rows: [string, string, string][] = plan ? [
    [words.pace_rows.contacts, short(plan.at_the_pace.contacts_per_hour), short(plan.at_once.contacts_per_hour)],
    [words.pace_rows.callbacks, short(plan.at_the_pace.callbacks_per_hour), short(plan.at_once.callbacks_per_hour)],
    [words.pace_rows.hours, short(plan.hours), '1'],
    [words.pace_rows.within(short(plan.wait_seconds)), percent(plan.at_the_pace.answered_in_time), percent(plan.at_once.answered_in_time)],
    [words.pace_rows.hang_up, percent(plan.at_the_pace.hang_up), percent(plan.at_once.hang_up)],
  ] : []
  return (
    <section class={`pace${pace.suggested ? ' suggested' : ''}`}>
      <h2>{pace.suggested && <Icon name="warning" size={18} />}{words.pace}</h2>
      <p>{pace.sentence}</p>
      {rows.length > 0 && (
        <table>
          <thead><tr><th /><th>{words.at_pace}</th><th>{words.at_once}</th></tr></thead>
          <tbody>{rows.map(([word, paced, rushed]) => <tr key={word}><th scope="row">{word}</th><td>{paced}</td><td>{rushed}</td></tr>)}</tbody>
        </table>
      )}
      <p class="quiet">{pace.by_agents
        ? words.pace_on
        : words.pace_off(short(pace.busiest_hour))}</p>
    </section>
  )
}

function Rows({ kind, title, count, lead, children }: { kind: string; title: string; count: number; lead: string; children: ComponentChildren }) {
  if (count === 0) return null
  return (
    <section class={`rows ${kind}`}>
      <h2><Icon name="warning" size={18} />{title}</h2>
      <p class="quiet">{lead}</p>
      <ul>{children}</ul>
    </section>
  )
}

const CHANGE_TONES = { added: 'good', changed: 'neutral', cancelled: 'bad' }

function Changes({ result }: { result: ImportResult }) {
  const { times } = useHere()
  if (result.changes.length === 0) return null
  return (
    <section class="changes">
      <h2>{result.dry_run ? words.will_be : words.was}</h2>
      <table>
        <thead><tr>{words.head.map((word) => <th key={word}>{word}</th>)}</tr></thead>
        <tbody>
          {result.changes.map((change, index) => (
            <tr key={index}>
              <td class="line">{change.line ?? words.gone}</td>
              <td><span class={`badge tone-${CHANGE_TONES[change.change]}`}>{words.changes[change.change]}</span></td>
              <td>{change.was && change.was !== change.local && <s>{times.local_day(change.was)} {times.local_time(change.was)}</s>} {times.local_day(change.local)} {times.local_time(change.local)}</td>
              <td>{change.name || SHELL.no_name} <span class="quiet">{change.summary}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.changes_left_off > 0 && <p class="quiet">{words.more(result.changes_left_off)}</p>}
    </section>
  )
}

function Done({ result, again }: { result: ImportResult; again: () => void }) {
  return (
    <div class="import-done">
      <div class="import-head">
        <h1>{writes(result) > 0 ? words.done : words.nothing_new}</h1>
        <p class="quiet">{result.consent
          ? words.done_lead
          : words.done_no_consent}</p>
        <p class="actions"><a class="button primary" href="#/">{SHELL.show_today}</a><button class="button" onClick={again}>{words.again}</button></p>
      </div>
      <Found result={result} />
    </div>
  )
}
