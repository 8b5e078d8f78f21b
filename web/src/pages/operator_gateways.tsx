// What each way to the outside answered lately, with its codes in words.
import { type Gateway, type Gateways } from '../api'
import { useSeldom } from '../operator'
import { Figure, Part, Pending } from '../parts/operator'
import { go } from '../router'
import { CHANNEL_WORDS, Icon } from '../states'
import { useHere } from '../time'
import { OPERATOR } from '../words/operator'
import { figure } from '../words/say'

const words = OPERATOR.gateways
const HOURS = [1, 6, 24]

export function GatewaysTab({ query }: { query: URLSearchParams }) {
  const hours = HOURS.find((one) => String(one) === query.get('hours')) ?? 1
  const { data, problem } = useSeldom<Gateways>(`/operator/gateways?hours=${hours}`)
  const { times } = useHere()
  return (
    <>
      <p class="quiet">{words.lead}</p>
      <div class="chips" role="group" aria-label={words.hours}><span class="quiet" aria-hidden="true">{words.hours}</span>
        {HOURS.map((one) => (
          <button key={one} class="chip" type="button" aria-pressed={one === hours} onClick={() => go(`#/operator/gateways?hours=${one}`)}>{words.hour(one)}</button>
        ))}
      </div>
      {!data && <Pending problem={problem} />}
      {data?.rests.map((one) => (
        <p key={`${one.node} ${one.channel}`} class="warning"><Icon name="warning" />{OPERATOR.house.rests(CHANNEL_WORDS[one.channel], one.node, times.time(one.until))}</p>
      ))}
      {data?.gateways.map((one) => <Way key={one.channel} one={one} />)}
    </>
  )
}

function Way({ one }: { one: Gateway }) {
  const { times } = useHere()
  return (
    <Part title={CHANNEL_WORDS[one.channel]}>
      {one.last === null ? <p class="quiet">{words.silent}</p> : (
        <>
          <p class="quiet">{words.last(`${times.day(one.last)} ${times.time(one.last)}`)}</p>
          <dl class="op-figures">
            {Object.entries(one.endings).map(([ending, count]) => (
              <Figure key={ending} value={count} word={OPERATOR.house.endings[ending] ?? ending} bad={ending === 'unknown' || ending === 'refused'} />
            ))}
            <Figure value={one.failed_later} word={words.failed_later} bad />
          </dl>
          {one.callbacks === null ? <p class="quiet">{words.no_callbacks}</p> : (
            <>
              <h3>{words.callbacks}</h3>
              <dl class="op-figures">
                {Object.entries(one.callbacks).map(([when, count]) => <Figure key={when} value={count} word={words.callback[when] ?? when} bad={when === 'missing'} />)}
              </dl>
            </>
          )}
          {one.codes.length > 0 && (
            <>
              <h3>{words.codes}</h3>
              <table class="op-table">
                <thead><tr><th scope="col">{words.code}</th><th scope="col">{words.meaning}</th><th scope="col">{words.times}</th><th scope="col">{words.seen}</th></tr></thead>
                <tbody>
                  {one.codes.map((code) => (
                    <tr key={code.code}>
                      <th scope="row"><code>{code.code}</code></th><td>{words.ours[code.code] ?? code.meaning ?? words.unexplained}</td>
                      <td>{figure(code.count)}</td><td>{times.day(code.last)} {times.time(code.last)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </>
          )}
        </>
      )}
    </Part>
  )
}
