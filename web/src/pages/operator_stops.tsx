// Who is stopped, why and since when, over all accounts; and what tripped. A release is made on the account's own page.
import { useState } from 'preact/hooks'
import type { Problem } from '../api'
import { type StopRow, type Stops, type TripRow } from '../api'
import { look_at, useFresh } from '../operator'
import { Part, Pending } from '../parts/operator'
import { Icon } from '../states'
import { useHere } from '../time'
import { OPERATOR } from '../words/operator'

const words = OPERATOR.stops

export function StopsTab() {
  const stops = useFresh<Stops>('/operator/stops')
  if (!stops.data) return <Pending problem={stops.problem} />
  const { house, stopped, trips } = stops.data
  return (
    <>
      {house && (
        <section class="card op-well tone-bad" aria-label={words.house}>
          <h2>{words.house}</h2>
          <p>{OPERATOR.accounts.by(house.who, house.why)} <Since at={house.at} /></p>
          <p class="quiet">{words.house_how}</p>
        </section>
      )}
      <Part title={words.stopped}>
        {stopped.length === 0
          ? <div class="empty"><Icon name="confirmed" size={44} /><h3>{words.none}</h3><p>{words.none_lead}</p></div>
          : <ul class="op-rows">{stopped.map((one) => <Stopped key={one.account} one={one} />)}</ul>}
      </Part>
      <Part title={words.trips}>
        {trips.length === 0 ? <p class="quiet">{words.no_trips}</p>
          : <ul class="op-rows">{trips.map((one) => <Trip key={`${one.account} ${one.trip}`} one={one} />)}</ul>}
      </Part>
    </>
  )
}

function Since({ at }: { at: string }) {
  const { times } = useHere()
  return <span class="quiet">{words.since(`${times.day(at)} ${times.time(at)}`)}</span>
}

function Stopped({ one }: { one: StopRow }) {
  return (
    <li data-stopped={one.account}>
      <p><b>{one.name}</b> <Since at={one.at} /></p>
      <p>{OPERATOR.accounts.by(one.who, one.why)}</p>
      <ToSafety account={one.account} name={one.name} />
    </li>
  )
}

function ToSafety({ account, name }: { account: number; name: string }) {
  const { session } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  if (session.account.id === account) return <p class="part-do"><a class="button small" href="#/waiting" aria-label={words.release_of(name)}>{words.release}</a></p>
  if (!session.accounts.some((one) => one.id === account)) return <p class="quiet">{words.not_yours}</p>
  return (
    <p class="part-do">
      <button class="button small" type="button" aria-label={words.release_of(name)} onClick={() => look_at(account, 'waiting').catch(set_problem)}>{words.release}</button>
      {problem && <span class="problem" role="alert">{problem.message}</span>}
    </p>
  )
}

function Trip({ one }: { one: TripRow }) {
  const { times } = useHere()
  return (
    <li data-trip={`${one.account}.${one.trip}`}>
      <p>
        <b>{one.account === 0 ? words.installation : one.name}</b> <span class={`badge tone-${one.severity === 'hard' && !one.decided ? 'bad' : 'neutral'}`}>{words[one.severity]}</span>
        <span class="quiet"> {times.day(one.at)} {times.time(one.at)}</span>
      </p>
      <p>{one.text} <code class="reason">{one.rule}</code></p>
      <p class="quiet">{one.decided ? `${words.decided(one.decided.who, one.decided.why)}, ${times.day(one.decided.at)} ${times.time(one.decided.at)}` : words.open}</p>
    </li>
  )
}
