// A flow's picture with the calls that went through it, and those that are under way: live, and once more as a table.
import { useRef } from 'preact/hooks'
import { type Flow, type FlowCalls, query } from '../api'
import { useGet } from '../live'
import { useHere } from '../time'
import { FLOWS as W } from '../words/flows'
import { figure, language } from '../words/say'

/** How many other answers there were so far: the picture is fetched anew with each. */
function useTurn(data: unknown): number {
  const seen = useRef({ data, turn: 0 })
  if (seen.current.data !== data) seen.current = { data, turn: seen.current.turn + 1 }
  return seen.current.turn
}

export function Diagram({ flow }: { flow: Flow }) {
  const place = `/flows/${encodeURIComponent(flow.name)}`
  const { data, problem } = useGet<FlowCalls>(`${place}/calls`)
  const turn = useTurn(data)
  const picture = `/v1${place}/diagram`
  const counted = data !== null && data.calls > 0
  const title = W.diagram_of(flow.title ?? flow.name)
  return (
    <section class="card flow-diagram">
      <h2>{W.diagram}</h2>
      {problem && <p class="problem" role="alert">{problem.message}</p>}
      {data && <Summary calls={data} kind={flow.kind} />}
      {/* Scrolled sideways where it is wider than the page. */}
      <div tabIndex={0} role="region" aria-label={title}>
        {data && <img src={picture + query({ language, counted: counted || null, of: `${flow.hash}.${turn}` })} alt={title} />}
      </div>
      <a href={picture + query({ language, counted: counted || null })} target="_blank" rel="noopener">{W.open}</a>
      {data && counted && <Table calls={data} />}
    </section>
  )
}

function Summary({ calls, kind }: { calls: FlowCalls; kind: Flow['kind'] }) {
  const { times } = useHere()
  if (calls.calls === 0) return <p class="quiet">{kind === 'run_by_others' ? W.counted_elsewhere : kind === 'operator' ? W.not_counted : W.no_calls}</p>
  return (
    <p data-calls={calls.calls} data-now={calls.now}>
      <b>{W.calls_since(calls.calls, calls.since ? times.day(calls.since) : '')}</b>{' '}
      {calls.now > 0 ? <span class="badge tone-good">{W.now(calls.now)}</span> : <span class="quiet">{W.nobody_now}</span>}
    </p>
  )
}

const way_words = (input: string) => W.inputs[input] ?? (input.length === 1 ? W.key(input) : input.replaceAll('_', ' '))

/** States that no call came to are left out. */
function Table({ calls }: { calls: FlowCalls }) {
  const titles = new Map(calls.states.map((one) => [one.state, one.title]))
  const ways_of = (state: string) => calls.ways.filter((way) => way.state === state).sort((a, b) => b.calls - a.calls)
  return (
    <details class="flow-table">
      <summary>{W.as_table}</summary>
      <div class="table-scroll" role="group" aria-label={W.as_table} tabIndex={0}>
        <table class="report-table">
          <thead><tr><th scope="col">{W.state}</th><th scope="col">{W.calls}</th><th scope="col">{W.under_way}</th><th scope="col" class="words">{W.how_on}</th></tr></thead>
          <tbody>
            {calls.states.filter((one) => one.calls > 0).map((one) => (
              <tr key={one.state} data-state={one.state}>
                <th scope="row">{one.title}</th>
                <td>{figure(one.calls)}</td>
                <td>{one.now > 0 ? figure(one.now) : ''}</td>
                <td class="words">
                  {ways_of(one.state).map((way) => (
                    <div key={`${way.input} ${way.to} ${way.enough}`}>{W.way_taken(way_words(way.input) + (way.enough ? W.enough : ''), way.to === 'end' ? W.the_end : titles.get(way.to) ?? way.to, figure(way.calls), figure(100 * way.calls / one.calls))}</div>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  )
}
