// One ledger entry: a line that opens to what was sent and received.
import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { get, type LedgerBodies, type LedgerEntry, type Problem } from '../api'
import { appointment_link, ledger_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { LEDGER as words } from '../words/ledger'
import { Trouble } from './trouble'

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
  if (!entry.bodies) return <li class="entry"><div class="entry-line closed"><EntryLine entry={entry} with_name={with_name} links /></div></li>
  return (
    <li class="entry">
      <details onToggle={(event) => { if (event.currentTarget.open) set_opened(true) }}>
        <summary class="entry-line"><EntryLine entry={entry} with_name={with_name} links={false} /></summary>
        <EntryLinks entry={entry} />
        {opened && <Bodies seq={entry.seq} />}
      </details>
    </li>
  )
}

/** What an opened entry leads to: its line opens and closes it, and holds no link of its own. */
function EntryLinks({ entry }: { entry: LedgerEntry }) {
  if (entry.appointment === null && !entry.reason) return null
  return (
    <p class="entry-links">
      {entry.appointment !== null && <a href={appointment_link(entry.appointment)}>{entry.name || words.appointment(entry.appointment)}</a>}
      {entry.reason && <SameReason code={entry.reason} />}
    </p>
  )
}

function EntryLine({ entry, with_name, links }: { entry: LedgerEntry; with_name: boolean; links: boolean }) {
  const { times } = useHere()
  const name = entry.appointment === null ? '' : entry.name || words.appointment(entry.appointment)
  return (
    <>
      <time class="entry-time" dateTime={entry.at}>{times.precise(entry.at)}</time>
      <span class="entry-kind">{entry.channel && <><Icon name={entry.channel} size={14} /><span class="sr">{CHANNEL_WORDS[entry.channel]}</span></>}{words.kinds(entry.kind)}</span>
      <span class="entry-text">
        {with_name && entry.appointment !== null && (links ? <a href={appointment_link(entry.appointment)}>{name}</a> : <b>{name}</b>)}
        <span>{entry.text}</span>
        {entry.reason && links && <SameReason code={entry.reason} />}
      </span>
      <span class="entry-seq">{entry.seq}</span>
    </>
  )
}

/** The text says the reason in words; what has the same one is searched for by its code, spelt as in the API. */
function SameReason({ code }: { code: string }) {
  return <a class="same-reason" href={ledger_link(code)} title={code}>{words.same_reason}</a>
}

function Bodies({ seq }: { seq: number }) {
  const [bodies, set_bodies] = useState<LedgerBodies | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [asked, set_asked] = useState(false)
  if (!asked) {
    set_asked(true)
    get<LedgerBodies>(`/ledger/${seq}`).then(set_bodies, set_problem)
  }
  if (problem) return <Trouble problem={problem} />
  if (!bodies) return <p class="quiet">{words.fetching}</p>
  return (
    <div class="bodies">
      {bodies.bodies.length === 0 && <p class="quiet">{words.gone}</p>}
      {bodies.bodies.map((body, index) => (
        <figure key={index}>
          <figcaption>{body.title}</figcaption>
          <pre tabIndex={0}>{body.text}</pre>
        </figure>
      ))}
    </div>
  )
}
