// One appointment: what happened, why, and what comes next. The answer to "did you really call me?".
import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { type Answer, type AppointmentDetail, type HistoryEntry, type LedgerPage, type Presence, post, Problem, query, type Says } from '../api'
import { type Fetched, refresh_all, useGet } from '../live'
import { ChangeVisit, ReminderWishes } from '../parts/change_visit'
import { EntryList } from '../parts/entry'
import { Hear } from '../parts/hear'
import { Trouble } from '../parts/trouble'
import { visit_words } from '../parts/visit'
import { remembered_who } from '../parts/who'
import { client_link, day_link } from '../router'
import { CHANNEL_WORDS, Icon, StateBadge } from '../states'
import { useHere } from '../time'
import { useTitle } from '../title'
import { VISITS } from '../words/clients'
import { ONE as words } from '../words/appointment'
import { CLOSED } from '../words/closed'
import { DAY } from '../words/day'
import { SHELL } from '../words/shell'

export function AppointmentPage({ id }: { id: string }) {
  const fetched = useGet<AppointmentDetail>(`/appointments/${encodeURIComponent(id)}`)
  const { data: one, problem } = fetched
  useTitle(one?.name || words.title)
  if (!one) {
    return problem
      ? <div class="empty"><h1>{words.cannot}</h1><p>{problem.message}</p><p><a class="button" href="#/">{SHELL.show_today}</a></p></div>
      : <div class="skeleton" role="status" aria-label={words.loading}><i /><i /><i /></div>
  }
  return (
    <>
      <Head one={one} fetched={fetched} />
      <div class="one-columns">
        <History history={one.history} />
        <aside class="one-side">
          <Next one={one} take={(answer) => { fetched.set(answer); refresh_all() }} />
          <Reach one={one} />
        </aside>
      </div>
      <Behind id={one.id} />
    </>
  )
}

function Head({ one, fetched }: { one: AppointmentDetail; fetched: Fetched<AppointmentDetail> }) {
  const { session, times } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  const date = one.local.slice(0, 10)
  const today = times.date(session.now)
  const send = (path: string, body: unknown) => {
    post<AppointmentDetail>(`/appointments/${one.id}/${path}`, body).then(
      (answer) => { set_problem(null); fetched.set(answer); refresh_all() },
      set_problem)
  }
  const mark = (presence: Presence) => send('presence', { presence })
  const said = (answer: Answer) => send('answer', { answer, who: remembered_who() })
  return (
    <header class="one-head">
      <p class="back"><a href={day_link(date, today)}><Icon name="left" />{times.local_long_day(one.local)}</a></p>
      <div class="one-title">
        <h1>{one.name || SHELL.no_name}</h1>
        <StateBadge state={one.state} />
      </div>
      <p class="one-when">
        <b>{times.local_time(one.local)}</b>, {times.local_long_day(one.local)}
        {one.zone !== session.account.zone && <span class="quiet"> ({one.zone})</span>}
        <There at={one.at} zone={one.client_zone} />
        {visit_words(one) && <span class="quiet"> · {visit_words(one)}</span>}
      </p>
      {one.text && <p class="one-text">{one.text}{one.since && <time class="quiet" dateTime={one.since}> {times.day(one.since)}, {times.time(one.since)}</time>}</p>}
      {one.closed && <p class="warning"><Icon name="warning" />{CLOSED.on_visit(one.closed.name)}</p>}
      {one.flag !== 'exact' && (
        <p class="warning"><Icon name="warning" />{one.flag === 'gap'
          ? words.gap
          : words.overlap}</p>
      )}
      <div class="one-actions">
        <Choice label={words.came} value={one.presence} choices={[['showed', DAY.showed], ['no_show', DAY.no_show]]} none="unknown" choose={mark} />
        <Choice label={words.rung} value={one.answer} choices={[['confirmed', DAY.comes], ['cancelled', DAY.cancels]]} none="none" choose={said} />
      </div>
      <Trouble problem={problem} />
      <ChangeVisit one={one} fetched={fetched} />
    </header>
  )
}

/** Buttons of which one may be down; pressing it again takes it back. */
function Choice<T extends string>({ label, value, choices, none, choose }: {
  label: string; value: T; choices: [T, string][]; none: T; choose: (value: T) => void
}) {
  return (
    <div class="choice" role="group" aria-label={label}>
      <span class="quiet">{label}</span>
      {choices.map(([choice, word]) => (
        <button key={choice} class="button small" aria-pressed={value === choice}
          onClick={() => choose(value === choice ? none : choice)}>{word}</button>
      ))}
    </div>
  )
}

function History({ history }: { history: HistoryEntry[] }) {
  const { times } = useHere()
  let day = ''
  return (
    <section class="history" aria-labelledby="history">
      <h2 id="history">{words.history}</h2>
      {history.length === 0
        ? <p class="quiet">{words.no_history}</p>
        : (
          <ol>
            {history.map((entry) => {
              const date = times.date(entry.at)
              const head = date !== day
              day = date
              return (
                <Fragment key={entry.seq}>
                  {head && <li class="history-day">{times.long_day(entry.at)}</li>}
                  <li class={`event tone-${entry.tone}`}>
                    <time dateTime={entry.at} title={times.precise(entry.at)}>{times.time(entry.at)}</time>
                    <span class="event-mark">{entry.channel ? <Icon name={entry.channel} size={14} /> : <i />}</span>
                    <p>{entry.channel && <span class="sr">{CHANNEL_WORDS[entry.channel]}: </span>}{entry.text}{entry.until && <b class="until">{words.until}{times.time(entry.until)}{times.date(entry.until) !== date && `, ${times.day(entry.until)}`}</b>}{entry.moved.map((one, index) => <Moved key={index} one={one} />)}</p>
                  </li>
                </Fragment>
              )
            })}
          </ol>
        )}
    </section>
  )
}

/** A reminder at its time, and the time that its rule had for it. */
function Moved({ one }: { one: HistoryEntry['moved'][number] }) {
  const { times } = useHere()
  const at = (instant: string) => `${times.time(instant)}, ${times.day(instant)}`
  return <span class="moved">{CHANNEL_WORDS[one.channel]}: <b>{at(one.at)}</b> <s><span class="sr">{words.not_at}</span>{at(one.due)}</s></span>
}

function Next({ one: { id, next, reminders, client_zone }, take }: { one: AppointmentDetail; take: (one: AppointmentDetail) => void }) {
  const { times } = useHere()
  return (
    <section class="next card" aria-labelledby="next">
      <h2 id="next">{words.next}</h2>
      {next.length === 0
        ? <p class="quiet">{words.no_next}</p>
        : (
          <ul>
            {next.map((one, index) => (
              <li key={index} class={one.state}>
                <Icon name={one.channel} size={18} />
                <div>
                  <p><b>{times.time(one.at)}</b>, {times.day(one.at)}<There at={one.at} zone={client_zone} /></p>
                  <p class="quiet">{one.text}</p>
                  {one.state === 'held' && <p class="held">{words.held}</p>}
                  {one.state === 'stopped' && <p class="held">{words.stopped}</p>}
                </div>
              </li>
            ))}
          </ul>
        )}
      {reminders.length > 0 && (
        <ul class="standing" aria-label={words.standing}>
          {reminders.map((one, index) => (
            <li key={index} class={one.open ? 'open' : 'over'}>
              <p>{one.text}{one.at && <b class="until"> {times.time(one.at)}, {times.day(one.at)}</b>}</p>
              <ReminderWishes id={id} one={one} take={take} />
            </li>
          ))}
        </ul>
      )}
      {next.length > 0 && <WhatTheySay id={id} />}
      <p class="quiet small">{words.judged}</p>
    </section>
  )
}

/** The words of what is still to come, asked for when somebody wants to know; a call is heard as the client will hear it. */
function WhatTheySay({ id }: { id: number }) {
  const [open, set_open] = useState(false)
  return (
    <details class="they-say" onToggle={(event) => set_open(event.currentTarget.open)}>
      <summary>{words.they_say}</summary>
      {open && <TheySay id={id} />}
    </details>
  )
}

function TheySay({ id }: { id: number }) {
  const { data, problem } = useGet<Says>(`/appointments/${id}/says`)
  if (!data) return problem ? <Trouble problem={problem} /> : <p role="status">{SHELL.loading}…</p>
  return (
    <ul>
      {data.reminders.map((one) => (
        <li key={`${one.rule} ${one.channel}`}>
          <p><Icon name={one.channel} size={15} /> <b>{CHANNEL_WORDS[one.channel]}</b></p>
          {one.says ? <blockquote lang={one.language}>{one.says}</blockquote> : <p class="problem">{one.why}</p>}
          <Hear pieces={one.pieces} what={CHANNEL_WORDS[one.channel]} lang={one.language} />
        </li>
      ))}
    </ul>
  )
}

/** The client's own clock, where it shows something else. */
function There({ at, zone }: { at: string; zone: string | null }) {
  const { times } = useHere()
  const there = times.there(at, zone)
  return there ? <span class="quiet" title={zone!}> {words.there(there)}</span> : null
}

function Reach({ one }: { one: AppointmentDetail }) {
  return (
    <section class="card" aria-labelledby="reach">
      <h2 id="reach">{words.reach}</h2>
      <dl>
        <dt>{VISITS.client}</dt>
        <dd><a href={client_link(one.client)}>{one.name || SHELL.no_name}</a></dd>
        <dt>{words.phone}</dt>
        <dd>{one.number ? <a href={`tel:${one.number}`}>{one.number_text ?? one.number}</a> : <span class="quiet">{SHELL.none_on_file}</span>}</dd>
        <dt>{words.email}</dt>
        <dd>{one.email ? <a href={`mailto:${one.email}`}>{one.email}</a> : <span class="quiet">{SHELL.none_on_file}</span>}</dd>
        <dt>{words.source}</dt>
        <dd>{one.source}</dd>
      </dl>
    </section>
  )
}

function Behind({ id }: { id: number }) {
  const { data, problem } = useGet<LedgerPage>(`/ledger${query({ appointment: id, limit: 100 })}`)
  return (
    <section class="behind" aria-labelledby="behind">
      <h2 id="behind">{words.behind}</h2>
      <p class="quiet">{words.behind_lead}</p>
      <Trouble problem={problem} />
      {data && (data.entries.length === 0
        ? <p class="quiet">{words.none}</p>
        : <EntryList entries={data.entries} with_name={false} />)}
    </section>
  )
}
