// One ledger entry: a line that opens to what was sent and received.
import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { get, type LedgerBodies, type LedgerEntry, type Problem } from '../api'
import { appointment_link, ledger_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'

export function EntryList({ entries, with_name }: { entries: LedgerEntry[]; with_name: boolean }) {
  const { times } = useHere()
  let day = ''
  return (
    <ol class="entries">
      {entries.map((entry) => {
        const date = times.date(entry.at)
        const head = date !== day
        day = date
        return (
          <Fragment key={entry.seq}>
            {head && <li class="entries-day">{times.long_day(entry.at)}</li>}
            <Entry entry={entry} with_name={with_name} />
          </Fragment>
        )
      })}
    </ol>
  )
}

function Entry({ entry, with_name }: { entry: LedgerEntry; with_name: boolean }) {
  const [opened, set_opened] = useState(false)
  const line = <EntryLine entry={entry} with_name={with_name} />
  if (!entry.bodies) return <li class="entry"><div class="entry-line closed">{line}</div></li>
  return (
    <li class="entry">
      <details onToggle={(event) => { if (event.currentTarget.open) set_opened(true) }}>
        <summary class="entry-line">{line}</summary>
        {opened && <Bodies seq={entry.seq} />}
      </details>
    </li>
  )
}

function EntryLine({ entry, with_name }: { entry: LedgerEntry; with_name: boolean }) {
  const { times } = useHere()
  return (
    <>
      <time class="entry-time" dateTime={entry.at}>{times.precise(entry.at)}</time>
      <span class="entry-kind">{entry.channel && <><Icon name={entry.channel} size={14} /><span class="sr">{CHANNEL_WORDS[entry.channel]}</span></>}{entry.kind.replaceAll('_', ' ')}</span>
      <span class="entry-text">
        {with_name && entry.appointment !== null && <a href={appointment_link(entry.appointment)}>{entry.name || `Appointment ${entry.appointment}`}</a>}
        <span>{entry.text}</span>
        {entry.reason && <Reason code={entry.reason} />}
      </span>
      <span class="entry-seq">{entry.seq}</span>
    </>
  )
}

/** A reason's code, spelt as in the code, the API and the ledger: a search for it finds its whole life. */
export function Reason({ code }: { code: string }) {
  return <a class="reason" href={ledger_link(code)} title="Search the ledger for this reason">{code}</a>
}

function Bodies({ seq }: { seq: number }) {
  const [bodies, set_bodies] = useState<LedgerBodies | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [asked, set_asked] = useState(false)
  if (!asked) {
    set_asked(true)
    get<LedgerBodies>(`/ledger/${seq}`).then(set_bodies, set_problem)
  }
  if (problem) return <p class="problem" role="alert">{problem.message}</p>
  if (!bodies) return <p class="quiet">Fetching…</p>
  return (
    <div class="bodies">
      {bodies.bodies.length === 0 && <p class="quiet">The bodies are no longer kept.</p>}
      {bodies.bodies.map((body, index) => (
        <figure key={index}>
          <figcaption>{body.title}</figcaption>
          <pre tabIndex={0}>{body.text}</pre>
        </figure>
      ))}
    </div>
  )
}
