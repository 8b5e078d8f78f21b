// A calendar or a table becomes appointments: read and shown first, written only on a person's word. Never sends.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { type ImportPace, type ImportResult, post_file, Problem, query } from '../api'
import { refresh_all } from '../live'
import { Icon } from '../states'
import { COLUMN_WORDS, COLUMNS, type Columns, guess_columns, headers_of, NO_COLUMNS } from '../table'
import { useHere } from '../time'

interface Options {
  zone: string
  date_form: string
  time_form: string
  consent_who: string
  consent_when: string
  consent_how: string
}

const DATE_FORMS = [
  ['year_month_day', 'Year first', '2026-11-25'],
  ['day_month_year', 'Day first', '25/11/2026'],
  ['month_day_year', 'Month first', '11/25/2026'],
] as const

const TIME_FORMS = [
  ['h24', '24 hours', '14:30'],
  ['h12', '12 hours', '2:30 pm'],
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
  useEffect(() => { document.title = 'Import · Courtesy' }, [])
  useEffect(() => { if (file) set_done(null) }, [file])
  if (done) return <Done result={done} again={() => { set_file(null); set_done(null) }} />
  return (
    <>
      <div class="import-head">
        <h1>Import appointments</h1>
        <p class="quiet">The file is read and shown to you first. Importing never sends anything: reminders go out at their own time.</p>
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
      <b>Choose a file, or drop one anywhere</b>
      <span class="quiet">A calendar (<code>.ics</code>) from your booking program, or a table (<code>.csv</code>) with name, phone, date and time.</span>
      <span class="button primary" aria-hidden="true">Choose a file</span>
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
        <p class="file"><Icon name="import" size={20} /><b>{file.name}</b><span class="quiet">{size_words(file.size)}</span><button class="link" onClick={leave}>Another file</button></p>
        <Reading file={file} options={options} set={set} />
        {is_table(file) && headers.length > 0 && <ColumnChoice headers={headers} columns={columns} set={set_columns} />}
        <Consent options={options} set={set} given={given} />
      </div>
      <div class="review-main" aria-live="polite">
        {needs_form && <div class="empty"><h2>How are dates and times written?</h2><p>03/04 is the 3rd of April to some and the 4th of March to others; 7:30 may be morning or evening. Courtesy never guesses: say which, and the file is read.</p></div>}
        {!needs_form && trial.problem && <p class="problem" role="alert">This file cannot be read: {trial.problem.message}</p>}
        {!needs_form && !trial.result && !trial.problem && <div class="skeleton" role="status" aria-label="Reading the file"><i /><i /><i /></div>}
        {trial.result && <Found result={trial.result} />}
        {trial.result?.pace && <Pace pace={trial.result.pace} />}
        {trial.result && (
          <div class="import-do">
            {problem && <p class="problem" role="alert">Not imported: {problem.message}</p>}
            {given === 1 || given === 2 ? <p class="problem">The consent needs all three: who, since when, and how. Or leave all empty.</p> : null}
            <button class="button primary" disabled={busy || given === 1 || given === 2 || writes(trial.result) === 0} onClick={run}>
              {writes(trial.result) === 0 ? 'Nothing to import' : `Import ${import_words(trial.result)}`}
            </button>
            <p class="quiet">{given === 3 ? 'Nothing is sent now. Reminders go out at their own time.' : 'Without consent the appointments will be there and nobody is contacted.'}</p>
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
      <legend>How to read it</legend>
      <label class="field">Time zone <small>for times that name none</small>
        <input list="zones" value={options.zone} onInput={(event) => set('zone')(event.currentTarget.value)} />
        <datalist id="zones">{Intl.supportedValuesOf('timeZone').map((zone) => <option key={zone} value={zone} />)}</datalist>
      </label>
      {is_table(file) && (
        <>
          <Forms name="date_form" title="Dates are written" forms={DATE_FORMS} value={options.date_form} set={set('date_form')} />
          <Forms name="time_form" title="Times are written" forms={TIME_FORMS} value={options.time_form} set={set('time_form')} />
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
      {forms.map(([form, words, sample]) => (
        <label key={form} class="form">
          <input type="radio" name={name} value={form} checked={value === form} onChange={() => set(form)} />
          <span>{words}</span><code>{sample}</code>
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
      <span>{COLUMN_WORDS[column]}</span>
      <select value={columns[column]} onChange={(event) => set({ ...columns, [column]: event.currentTarget.value })}>
        <option value="">–</option>
        {headers.map((header) => <option key={header} value={header}>{header}</option>)}
      </select>
    </label>
  )
  return (
    <fieldset class="card">
      <legend>Which column is what</legend>
      <div class="columns">{usual.map(choice)}</div>
      <details><summary>More columns</summary><div class="columns">{rare.map(choice)}</div></details>
    </fieldset>
  )
}

function Consent({ options, set, given }: { options: Options; set: (name: keyof Options) => (value: string) => void; given: number }) {
  return (
    <fieldset class="card">
      <legend>Did they agree to be reminded?</legend>
      <p class="quiet">{given === 0
        ? 'May be left empty: the appointments will be there and nobody is contacted.'
        : 'Kept with each client, and shown when somebody asks.'}</p>
      <label class="field">Who says so
        <input value={options.consent_who} placeholder="Kim Reyes, front desk" maxLength={80} onInput={(event) => set('consent_who')(event.currentTarget.value)} />
      </label>
      <label class="field">Since when
        <input type="date" value={options.consent_when} onInput={(event) => set('consent_when')(event.currentTarget.value)} />
      </label>
      <label class="field">How they agreed
        <input value={options.consent_how} placeholder="Signed on the intake form" maxLength={200} onInput={(event) => set('consent_how')(event.currentTarget.value)} />
      </label>
    </fieldset>
  )
}

const writes = (result: ImportResult) => result.added + result.changed + result.cancelled
const import_words = (result: ImportResult) => [
  result.added ? `${result.added} new` : '',
  result.changed ? `${result.changed} changed` : '',
  result.cancelled ? `${result.cancelled} cancelled` : '',
].filter(Boolean).join(', ')
const size_words = (bytes: number) => (bytes < 1024 ? `${bytes} bytes` : `${Math.round(bytes / 1024)} KB`)

function Figures({ result }: { result: ImportResult }) {
  const figures: [number, string, string][] = [
    [result.added, 'new', 'good'], [result.changed, 'changed', 'neutral'], [result.cancelled, 'cancelled', 'bad'],
    [result.unchanged, 'as before', 'quiet'], [result.excluded, 'left out', 'quiet'], [result.reports.length, 'reported', 'bad'],
  ]
  return (
    <ul class="figures">
      {figures.map(([number, words, tone]) => (
        <li key={words} class={number ? `tone-${tone}` : 'zero'}><b>{number}</b><span>{words}</span></li>
      ))}
    </ul>
  )
}

function Found({ result }: { result: ImportResult }) {
  const { times } = useHere()
  return (
    <>
      <Figures result={result} />
      <p class="quiet">{result.events} {result.events === 1 ? 'entry' : 'entries'} in the file: each is one of these.</p>
      {result.first && writes(result) > 0 && <p class="hint">This is the first import from this source: reminders whose time has already come are not made up for.</p>}
      {result.spared > 0 && <p class="hint">{result.spared} {result.spared === 1 ? 'booking is' : 'bookings are'} no longer in the file and {result.dry_run ? 'stay' : 'stayed'} as before: a part of it could not be read, and they may be in that part.</p>}
      <Rows kind="reported" title={`${result.reports.length} could not be read`} count={result.reports.length}
        words="Nothing is guessed. Mend these in the file and drop it again; the others can be imported meanwhile.">
        {result.reports.map((report, index) => <li key={index}><span class="line">line {report.line}</span><span>{report.reason}</span></li>)}
      </Rows>
      <Rows kind="unreachable" title={`${result.unreachable.length} cannot be reached`} count={result.unreachable.length}
        words="They will be there, and on the list to ring by hand.">
        {result.unreachable.map((one, index) => (
          <li key={index}><span class="line">line {one.line}</span><span><b>{one.name || 'No name'}</b>, {times.local_day(one.local)} {times.local_time(one.local)}: {one.reason}</span></li>
        ))}
      </Rows>
      <Changes result={result} />
    </>
  )
}

const figure = (number: number) => number.toLocaleString('en', { maximumFractionDigits: number < 100 ? 1 : 0 })
const percent = (share: number) => `${Math.round(share * 100)} %`

/** What the new reminders mean for those who take callbacks: said before the import, and only where there is something to say. */
function Pace({ pace }: { pace: ImportPace }) {
  if (pace.sentence === '' || !(pace.suggested || pace.by_agents)) return null
  const { plan } = pace
  const rows: [string, string, string][] = plan ? [
    ['Contacts an hour', figure(plan.at_the_pace.contacts_per_hour), figure(plan.at_once.contacts_per_hour)],
    ['Callbacks an hour', figure(plan.at_the_pace.callbacks_per_hour), figure(plan.at_once.callbacks_per_hour)],
    ['Hours of sending', figure(plan.hours), '1'],
    [`Answered within ${figure(plan.wait_seconds)} s`, percent(plan.at_the_pace.answered_in_time), percent(plan.at_once.answered_in_time)],
    ['Hang up', percent(plan.at_the_pace.hang_up), percent(plan.at_once.hang_up)],
  ] : []
  return (
    <section class={`pace${pace.suggested ? ' suggested' : ''}`}>
      <h2>{pace.suggested && <Icon name="warning" size={18} />}Can those who ring back be answered?</h2>
      <p>{pace.sentence}</p>
      {rows.length > 0 && (
        <table>
          <thead><tr><th /><th>At the pace</th><th>All at once</th></tr></thead>
          <tbody>{rows.map(([words, paced, rushed]) => <tr key={words}><th scope="row">{words}</th><td>{paced}</td><td>{rushed}</td></tr>)}</tbody>
        </table>
      )}
      <p class="quiet">{pace.by_agents
        ? 'Pacing is on: contacts wait their turn, and what grows too late meanwhile goes to the list to ring by hand.'
        : `Pacing is off: reminders go out when they are due, ${figure(pace.busiest_hour)} of them within the fullest hour. Ask whoever runs Courtesy to turn it on first.`}</p>
    </section>
  )
}

function Rows({ kind, title, count, words, children }: { kind: string; title: string; count: number; words: string; children: ComponentChildren }) {
  if (count === 0) return null
  return (
    <section class={`rows ${kind}`}>
      <h2><Icon name="warning" size={18} />{title}</h2>
      <p class="quiet">{words}</p>
      <ul>{children}</ul>
    </section>
  )
}

const CHANGE_WORDS = { added: 'New', changed: 'Changed', cancelled: 'Cancelled' }
const CHANGE_TONES = { added: 'good', changed: 'neutral', cancelled: 'bad' }

function Changes({ result }: { result: ImportResult }) {
  const { times } = useHere()
  if (result.changes.length === 0) return null
  return (
    <section class="changes">
      <h2>What {result.dry_run ? 'will be' : 'was'} written</h2>
      <table>
        <thead><tr><th>Line</th><th>What</th><th>When</th><th>Who</th></tr></thead>
        <tbody>
          {result.changes.map((change, index) => (
            <tr key={index}>
              <td class="line">{change.line ?? 'gone'}</td>
              <td><span class={`badge tone-${CHANGE_TONES[change.change]}`}>{CHANGE_WORDS[change.change]}</span></td>
              <td>{change.was && change.was !== change.local && <s>{times.local_day(change.was)} {times.local_time(change.was)}</s>} {times.local_day(change.local)} {times.local_time(change.local)}</td>
              <td>{change.name || 'No name'} <span class="quiet">{change.summary}</span></td>
            </tr>
          ))}
        </tbody>
      </table>
      {result.changes_left_off > 0 && <p class="quiet">and {result.changes_left_off} more</p>}
    </section>
  )
}

function Done({ result, again }: { result: ImportResult; again: () => void }) {
  return (
    <div class="import-done">
      <div class="import-head">
        <h1>{writes(result) > 0 ? 'Imported' : 'Nothing was new'}</h1>
        <p class="quiet">{result.consent
          ? 'Nothing was sent. Reminders go out at their own time, and each is judged again at that moment.'
          : 'Nobody is contacted: no consent was given. Import the file again with it when you have it.'}</p>
        <p class="actions"><a class="button primary" href="#/">Show today</a><button class="button" onClick={again}>Import another file</button></p>
      </div>
      <Found result={result} />
    </div>
  )
}
