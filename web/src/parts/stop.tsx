// The switch that stops all sending of this business, on every page; what is stopped, loudly; and the careful way back.
import { useState } from 'preact/hooks'
import { type Failsafe, post, Problem, type Release, type Session } from '../api'
import { useGet } from '../live'
import { appointment_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { Dialog } from './dialog'
import { ShowFactor } from './factor'
import { Trouble } from './trouble'
import { visit_words } from './visit'
import { remember_who, remembered_who } from './who'
import { STOP as words } from '../words/safety'
import { SHELL } from '../words/shell'

export function StopSwitch() {
  const { session } = useHere()
  const [open, set_open] = useState(false)
  if (session.stopped) {
    return <p class="stop-switch is-stopped" aria-hidden="true"><Icon name="stop" size={20} />{words.stopped}</p>
  }
  return (
    <>
      <button class="stop-switch" aria-label={words.stop_all(session.account.name)} onClick={() => set_open(true)}>
        <Icon name="stop" size={20} /><span>{words.stop}<span class="stop-more">{words.stop_more}</span></span>
      </button>
      {open && <StopDialog close={() => set_open(false)} />}
    </>
  )
}

/** Opens with the button in focus: a click and Enter stop everything of this business. A name and a reason help, and are never in the way. */
function StopDialog({ close }: { close: () => void }) {
  const { session, set_session } = useHere()
  const [who, set_who] = useState(remembered_who)
  const [why, set_why] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const [busy, set_busy] = useState(false)
  const stop = async (event: Event) => {
    event.preventDefault()
    set_busy(true)
    remember_who(who.trim())
    try {
      const stopped = await post<Session>('/stop', { who: who.trim(), why: why.trim(), scope: 'account' })
      close()
      set_session(stopped)
    } catch (error) {
      set_problem(error as Problem)
      set_busy(false)
    }
  }
  return (
    <Dialog title={words.title(session.account.name)} tone="stop" close={close}>
      <p>{words.lead(session.account.name)}</p>
      <p class="quiet">{words.others}<code>courtesy stop</code>.</p>
      <form onSubmit={stop}>
        <p class="reasons" role="group" aria-label={words.reasons_at_hand}>
          {words.reasons.map((reason) => (
            <button key={reason} type="button" class="chip" aria-pressed={why === reason}
              onClick={() => set_why(why === reason ? '' : reason)}>{reason}</button>
          ))}
        </p>
        <div class="fields two">
          <label class="field">{words.why}<small>{words.optional}</small>
            <input value={why} maxLength={300} onInput={(event) => set_why(event.currentTarget.value)} />
          </label>
          {session.demo && (
            <label class="field">{words.your_name}<small>{words.optional}</small>
              <input value={who} maxLength={80} autoComplete="name" onInput={(event) => set_who(event.currentTarget.value)} />
            </label>
          )}
        </div>
        {problem && <p class="problem" role="alert">{words.not_stopped(problem.message)}</p>}
        <p class="actions">
          <button class="button danger" type="submit" autoFocus disabled={busy}><Icon name="stop" size={20} />{words.now(session.account.name)}</button>
          <button class="button" type="button" onClick={close}>{words.go_on}</button>
        </p>
      </form>
    </Dialog>
  )
}

export function StoppedBanner() {
  const { session, times } = useHere()
  const [open, set_open] = useState(false)
  const stopped = session.stopped
  if (!stopped) return null
  const what = stopped.whole_house ? words.house_stopped : words.is_stopped(session.account.name)
  return (
    <>
    <section class="stopped" role="alert" aria-label={what}>
      <Icon name="stop" size={34} />
      <div class="stopped-words">
        <h2>{what}</h2>
        <p>
          {words.since(`${times.time(stopped.at)}, ${times.day(stopped.at)}`)}{stopped.tripped_by
            ? <>{words.by_failsafe}(<code>{stopped.tripped_by}</code>)</>
            : words.by(stopped.who || words.somebody)}: {stopped.why || words.no_reason}
        </p>
      </div>
      {stopped.whole_house
        ? <p>{words.operator_releases}</p>
        : <button class="button on-stop" onClick={() => set_open(true)}>{words.release_more}</button>}
    </section>
    {open && <ReleaseDialog close={() => set_open(false)} />}
    </>
  )
}

/** Shows what will go out and wants its number typed: a hand that only clicks through is stopped by the server too. */
function ReleaseDialog({ close }: { close: () => void }) {
  const { session: here, set_session } = useHere()
  const release = useGet<Release>('/release')
  // What tripped and was not decided yet is decided with this release: after a second trip the server asks for it.
  const failsafe = useGet<Failsafe>('/failsafe')
  const trip = failsafe.data?.trips.find((one) => one.severity === 'hard' && !one.decided)
  const [who, set_who] = useState(remembered_who)
  const [why, set_why] = useState('')
  const [typed, set_typed] = useState('')
  const [problem, set_problem] = useState<Problem | null>(null)
  const [busy, set_busy] = useState(false)
  const ready = (who.trim() !== '' || !here.demo) && why.trim() !== '' && /^\d+$/.test(typed.trim()) && release.data !== null
  const let_go = async (event: Event) => {
    event.preventDefault()
    set_busy(true)
    remember_who(who.trim())
    try {
      const session = await post<Session>('/release', { who: who.trim(), why: why.trim(), count: Number(typed), trip: trip?.id })
      close()
      set_session(session)
    } catch (error) {
      set_problem(error as Problem)
      set_busy(false)
      release.again()
    }
  }
  return (
    <Dialog title={words.release_title} close={close}>
      <Trouble problem={release.problem} />
      {!release.data && !release.problem && <p>{words.asking}</p>}
      {trip && <p class="warning"><Icon name="warning" />{trip.text}</p>}
      {release.data && <WouldGoOut release={release.data} />}
      <form onSubmit={let_go}>
        <div class="fields two">
          {here.demo && (
            <label class="field">{words.name}
              <input value={who} required maxLength={80} autoComplete="name" onInput={(event) => set_who(event.currentTarget.value)} />
            </label>
          )}
          <label class="field">{words.why_safe}
            <input value={why} required maxLength={300} onInput={(event) => set_why(event.currentTarget.value)} />
          </label>
        </div>
        <label class="field">{words.how_many}<small>{words.type_number}</small>
          <input class="count" value={typed} required inputMode="numeric" autoComplete="off" onInput={(event) => set_typed(event.currentTarget.value)} />
        </label>
        {problem?.code === 'second_factor' && <ShowFactor shown={() => set_problem(null)} />}
        {problem && problem.code !== 'second_factor' && <p class="problem" role="alert">{words.not_released}{problem.message}</p>}
        <p class="actions">
          <button class="button primary" type="submit" disabled={!ready || busy}>{words.release}</button>
          <button class="button" type="button" onClick={close}>{words.stay}</button>
        </p>
      </form>
    </Dialog>
  )
}

function WouldGoOut({ release }: { release: Release }) {
  const { times } = useHere()
  const more = release.count - release.first.length
  return (
    <div class="would">
      <p class="would-count"><b>{release.count}</b>{words.go_out(release.count, times.time(release.until))}</p>
      {release.too_late > 0 && (
        <p class="quiet">{words.too_late(release.too_late)}</p>
      )}
      {release.others > 0 && (
        <p class="quiet">{words.others_not(release.others)}</p>
      )}
      {release.first.length > 0 && (
        <ul class="would-list">
          {release.first.map((contact, index) => (
            <li key={index}>
              <Icon name={contact.channel} />
              <span class="sr">{CHANNEL_WORDS[contact.channel]}</span>
              <a href={appointment_link(contact.appointment)}>{contact.name || SHELL.no_name}</a>
              <span class="quiet">{visit_words({ name: contact.name, summary: contact.text })}</span>
              <span class="quiet end">{words.due(times.time(contact.at))}</span>
            </li>
          ))}
          {more > 0 && <li class="quiet">{words.more(more)}</li>}
        </ul>
      )}
    </div>
  )
}
