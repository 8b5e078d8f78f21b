// Whether the house is well: its queue, its workers and nodes, and the places at the gateway.
import { type House } from '../api'
import { useFresh } from '../operator'
import { Figure, Part, Pending } from '../parts/operator'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { OPERATOR } from '../words/operator'

const words = OPERATOR.house

export function HouseTab() {
  const { times } = useHere()
  const house = useFresh<House>('/operator/house')
  if (!house.data) return <Pending problem={house.problem} />
  const { work, health, nodes, places, rests } = house.data
  return (
    <>
      <Wellness house={house.data} />
      <Part title={words.queue}>
        <dl class="op-figures">
          <Figure value={work.due} word={words.due} />
          <Figure value={work.late} word={words.late(OPERATOR.how_long(house.data.late_after_seconds))} bad />
          <div><dt>{words.oldest}</dt><dd>{work.oldest_due_seconds === null ? words.nothing_due : OPERATOR.how_long(work.oldest_due_seconds)}</dd></div>
          <Figure value={work.held} word={words.held} />
          <Figure value={work.under_way} word={words.under_way} />
          <Figure value={work.asked_about} word={words.asked} />
          <Figure value={work.undecided} word={words.undecided} bad />
          <Figure value={work.contacts_in_hour} word={words.hour} />
        </dl>
        <p class="quiet">{words.by_account} <a href="#/operator">{OPERATOR.tabs.accounts}</a></p>
      </Part>
      <Part title={words.places}>
        {places === null ? <p>{words.no_places}</p> : (
          <>
            {health && <p><meter min={0} max={places.in_flight} value={Math.min(health.in_flight, places.in_flight)} aria-label={words.places} /> {words.in_use(health.in_flight, places.in_flight)}</p>}
            <p class="quiet">{words.pace(places.calls_per_second, places.texts_per_second, places.emails_per_second)}</p>
          </>
        )}
        {rests.map((one) => (
          <p key={`${one.node} ${one.channel}`} class="warning"><Icon name="warning" />{words.rests(CHANNEL_WORDS[one.channel], one.node, times.time(one.until))}</p>
        ))}
        {health && (
          <>
            <h3>{words.since_start}</h3>
            <dl class="op-figures">
              {Object.entries(health.sends).map(([ending, count]) => <Figure key={ending} value={count} word={words.endings[ending] ?? ending} bad={ending === 'unknown' || ending === 'refused'} />)}
            </dl>
          </>
        )}
      </Part>
      {health && (
        <Part title={words.workers}>
          {health.workers.length === 0 ? <p class="quiet">{words.no_workers}</p> : (
            <table class="op-table">
              <thead><tr><th scope="col">{words.worker}</th><th scope="col">{words.node}</th><th scope="col">{words.got_on}</th></tr></thead>
              <tbody>
                {health.workers.map((one) => (
                  <tr key={`${one.node} ${one.worker}`} data-worker={one.worker}>
                    <th scope="row">{one.worker.replaceAll('_', ' ')}</th><td>{one.node}</td><td>{OPERATOR.ago(OPERATOR.how_long(one.seconds_since_it_got_on))}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Part>
      )}
      <Part title={words.nodes}>
        <table class="op-table op-nodes">
          <thead><tr><th scope="col">{words.node}</th><th scope="col">{words.role}</th><th scope="col">{words.got_on}</th><th scope="col">{words.began}</th><th scope="col">{words.version}</th></tr></thead>
          <tbody>
            {nodes.map((one) => (
              <tr key={one.node} data-node={one.node}>
                <th scope="row">{one.node}{one.this_one && <span class="quiet"> {words.this_one}</span>}</th>
                <td data-is={words.role}>{words.roles[one.role]}</td>
                <td data-is={words.got_on}>{one.heard_at ? `${times.day(one.heard_at)} ${times.time(one.heard_at)}` : words.ended}</td>
                <td data-is={words.began}>{times.day(one.began)} {times.time(one.began)}</td>
                <td data-is={words.version}>{one.version ?? words.unknown_version}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Part>
    </>
  )
}

/** The same words as /health. */
function Wellness({ house }: { house: House }) {
  const { times } = useHere()
  const { health } = house
  if (!health) return <p class="warning"><Icon name="warning" />{words.unwatched}</p>
  const tested = health.test_reminder_at
  return (
    <section class={`card op-well tone-${health.status === 'green' ? 'good' : 'bad'}`} aria-label={health.status === 'green' ? words.green : words.red}>
      <h2><span class={`badge tone-${health.status === 'green' ? 'good' : 'bad'}`}><Icon name={health.status === 'green' ? 'confirmed' : 'warning'} />{health.status === 'green' ? words.green : words.red}</span></h2>
      {health.red.length > 0 && <ul class="op-red">{health.red.map((one) => <li key={one}>{one}</li>)}</ul>}
      {health.warnings.map((one) => <p key={one} class="warning"><Icon name="warning" />{one}</p>)}
      <p class="quiet">{words.pages(health.unacknowledged_pages, health.pages)}. {words.test_reminder}: {tested ? `${times.day(tested)} ${times.time(tested)}` : words.no_test_reminder}.</p>
    </section>
  )
}
