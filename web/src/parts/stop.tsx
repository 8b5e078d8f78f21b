// The switch that stops all sending of this business, on every page; what is stopped, loudly; and the careful way back.
import { useState } from 'preact/hooks'
import { type Failsafe, post, Problem, type Release, type Session } from '../api'
import { useGet } from '../live'
import { appointment_link } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { Dialog } from './dialog'
import { ShowFactor } from './factor'
import { remember_who, remembered_who } from './who'

const REASONS = ['Clients are contacted twice', 'The calendar is wrong', 'The message is wrong', 'Somebody complained']

export function StopSwitch() {
  const { session } = useHere()
  const [open, set_open] = useState(false)
  if (session.stopped) {
    return <p class="stop-switch is-stopped" aria-hidden="true"><Icon name="stop" size={20} />Stopped</p>
  }
  return (
    <>
      <button class="stop-switch" aria-label={`Stop all sending for ${session.account.name}`} onClick={() => set_open(true)}>
        <Icon name="stop" size={20} /><span>Stop<span class="stop-more"> all sending</span></span>
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
      const stopped = await post<Session>('/stop', { who: who.trim() || 'somebody at this page', why: why.trim() || 'no reason given', scope: 'account' })
      close()
      set_session(stopped)
    } catch (error) {
      set_problem(error as Problem)
      set_busy(false)
    }
  }
  return (
    <Dialog title={`Stop all sending for ${session.account.name}?`} tone="stop" close={close}>
      <p>No call, text or email of {session.account.name} goes out until a person lets them go again. Appointments and answers still come in.</p>
      <p class="quiet">Other businesses on this server go on: its operator stops them all with <code>courtesy stop</code>.</p>
      <form onSubmit={stop}>
        <p class="reasons" role="group" aria-label="Reasons at hand">
          {REASONS.map((reason) => (
            <button key={reason} type="button" class="chip" aria-pressed={why === reason}
              onClick={() => set_why(why === reason ? '' : reason)}>{reason}</button>
          ))}
        </p>
        <div class="fields two">
          <label class="field">Why <small>may stay empty</small>
            <input value={why} maxLength={300} onInput={(event) => set_why(event.currentTarget.value)} />
          </label>
          {session.demo && (
            <label class="field">Your name <small>may stay empty</small>
              <input value={who} maxLength={80} autoComplete="name" onInput={(event) => set_who(event.currentTarget.value)} />
            </label>
          )}
        </div>
        {problem && <p class="problem" role="alert">Not stopped: {problem.message} Try again, or run <code>courtesy stop</code> on the server.</p>}
        <p class="actions">
          <button class="button danger" type="submit" autoFocus disabled={busy}><Icon name="stop" size={20} />Stop everything for {session.account.name} now</button>
          <button class="button" type="button" onClick={close}>Go on sending</button>
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
  const what = stopped.whole_house ? 'All sending of the whole installation is stopped' : `All sending for ${session.account.name} is stopped`
  return (
    <>
    <section class="stopped" role="alert" aria-label={what}>
      <Icon name="stop" size={34} />
      <div class="stopped-words">
        <h2>{what}</h2>
        <p>
          Since {times.time(stopped.at)}, {times.day(stopped.at)}, {stopped.tripped_by
            ? <>by the failsafe (<code>{stopped.tripped_by}</code>)</>
            : <>by {stopped.who}</>}: {stopped.why}
        </p>
      </div>
      {stopped.whole_house
        ? <p>Its operator releases it, on the server.</p>
        : <button class="button on-stop" onClick={() => set_open(true)}>Release…</button>}
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
    <Dialog title="Let sending go on" close={close}>
      {release.problem && <p class="problem" role="alert">{release.problem.message}</p>}
      {!release.data && !release.problem && <p>Asking what would go out…</p>}
      {trip && <p class="warning"><Icon name="warning" />{trip.text}</p>}
      {release.data && <WouldGoOut release={release.data} />}
      <form onSubmit={let_go}>
        <div class="fields two">
          {here.demo && (
            <label class="field">Your name
              <input value={who} required maxLength={80} autoComplete="name" onInput={(event) => set_who(event.currentTarget.value)} />
            </label>
          )}
          <label class="field">Why it is safe now
            <input value={why} required maxLength={300} onInput={(event) => set_why(event.currentTarget.value)} />
          </label>
        </div>
        <label class="field">How many contacts go out within the hour? <small>Type the number that stands above.</small>
          <input class="count" value={typed} required inputMode="numeric" autoComplete="off" onInput={(event) => set_typed(event.currentTarget.value)} />
        </label>
        {problem?.code === 'second_factor' && <ShowFactor shown={() => set_problem(null)} />}
        {problem && problem.code !== 'second_factor' && <p class="problem" role="alert">Not released: {problem.message}</p>}
        <p class="actions">
          <button class="button primary" type="submit" disabled={!ready || busy}>Release</button>
          <button class="button" type="button" onClick={close}>Stay stopped</button>
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
      <p class="would-count"><b>{release.count}</b> {release.count === 1 ? 'contact goes' : 'contacts go'} out by {times.time(release.until)}, within the hour, if you release now.</p>
      {release.too_late > 0 && (
        <p class="quiet">{release.too_late} more {release.too_late === 1 ? 'is' : 'are'} too late to be useful: not sent, and on the list to ring by hand.</p>
      )}
      {release.others > 0 && (
        <p class="quiet">{release.others} {release.others === 1 ? 'is' : 'are'} not sent for another reason: cancelled, told already, opted out, or waiting for a person.</p>
      )}
      {release.first.length > 0 && (
        <ul class="would-list">
          {release.first.map((contact, index) => (
            <li key={index}>
              <Icon name={contact.channel} />
              <span class="sr">{CHANNEL_WORDS[contact.channel]}</span>
              <a href={appointment_link(contact.appointment)}>{contact.name || 'No name'}</a>
              <span class="quiet">{contact.text}</span>
              <span class="quiet end">due {times.time(contact.at)}</span>
            </li>
          ))}
          {more > 0 && <li class="quiet">and {more} more</li>}
        </ul>
      )}
    </div>
  )
}
