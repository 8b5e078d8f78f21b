// The account's flows: a picture of each, and a call to go through by buttons for keys, silence, a machine and hanging up.
import { useEffect, useState } from 'preact/hooks'
import { type Flow, post, Problem, type Walk } from '../api'
import { useGet } from '../live'
import { go } from '../router'
import { Icon } from '../states'
import { FLOWS as W } from '../words/flows'
import { Diagram } from './flow_calls'
import { Hear } from './hear'
import { Trouble } from './trouble'

const USUAL = 'appointment-reminder'

export function FlowsTab({ wanted }: { wanted: string }) {
  const { data, problem } = useGet<{ flows: Flow[] }>('/flows')
  const flows = data?.flows ?? []
  const flow = flows.find((one) => one.name === (wanted || USUAL)) ?? flows[0]
  return (
    <div class="flows">
      <p class="quiet">{W.lead}</p>
      {problem && !data && <p class="problem" role="alert">{problem.message}</p>}
      {flow && (
        <>
          <label class="field">{W.which}
            <select class="select" name="flow" value={flow.name} onChange={(event) => go(`#/reminders/flows?name=${encodeURIComponent(event.currentTarget.value)}`)}>
              {flows.map((one) => <option key={one.name} value={one.name}>{one.title ?? one.name}</option>)}
            </select>
          </label>
          <p class="flow-marks">
            {flow.kind && <span class="badge tone-neutral">{W.kinds[flow.kind]}</span>}
            <span class={`badge tone-${flow.own ? 'good' : 'quiet'}`}>{flow.own ? W.own : W.shipped}</span>
          </p>
          {flow.trouble ? <p class="problem">{W.trouble}{flow.trouble}</p> : (
            <>
              <WalkThrough key={`walk ${flow.name} ${flow.hash}`} name={flow.name} />
              <Diagram flow={flow} />
            </>
          )}
        </>
      )}
    </div>
  )
}

type Choice = Walk['choices'][number]

/** Of `1#2`, which is the same for callers of whom something else holds, what is before the mark. */
function input_words(input: string): string {
  const what = input.replace(/(.)#\d$/, '$1')
  if (what.startsWith('answer:')) return W.answer(what.slice('answer:'.length))
  return W.inputs[what] ?? W.key(what)
}

function choice_words(one: Choice): string {
  const words = one.words.includes('other') ? W.key_other(one.input) : input_words(one.input)
  return one.when.length === 0 ? words : `${words}: ${one.when.map((flag) => W.when[flag] ?? flag).join(', ')}`
}

function WalkThrough({ name }: { name: string }) {
  const [inputs, set_inputs] = useState<string[]>([])
  const [language, set_language] = useState('en')
  const [walk, set_walk] = useState<Walk | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  useEffect(() => {
    let mine = true
    post<Walk>(`/flows/${encodeURIComponent(name)}/walk`, { language, inputs }).then(
      (told) => { if (mine) { set_walk(told); set_problem(null) } },
      (failed: Problem) => { if (mine) set_problem(failed) })
    return () => { mine = false }
  }, [name, language, inputs])
  if (problem) return <Trouble problem={problem} />
  if (!walk) return null
  return (
    <section class="card flow-walk">
      <h2>{W.walk}</h2>
      {walk.languages.length > 1 && (
        <div class="chips" role="group" aria-label={W.language}>
          {walk.languages.map((code) => (
            <button key={code} class="chip" type="button" aria-pressed={code === walk.language} onClick={() => set_language(code)}>{W.languages[code] ?? code}</button>
          ))}
        </div>
      )}
      <ol class="flow-turns" aria-live="polite">
        {walk.turns.map((turn, at) => (
          <li key={at}>
            <b class="flow-input">{input_words(turn.input)}</b>
            <blockquote lang={walk.language}>{turn.said || turn.asks || W.said_nothing}</blockquote>
            <Hear pieces={turn.pieces} what={input_words(turn.input)} lang={walk.language} />
            <span class="quiet">{turn.state}{turn.said && <> · {W.seconds(turn.seconds.toFixed(0))}</>}{turn.does.length > 0 && <> · {W.does(turn.does.join(', '))}</>}</span>
          </li>
        ))}
      </ol>
      {walk.choices.length === 0 ? <p role="status"><Icon name="confirmed" /> {W.over}</p> : (
        <div class="flow-choices" role="group" aria-label={W.next}>
          <p>{W.next}</p>
          {walk.choices.map((one) => (
            <button key={one.input} class="button small" type="button" data-input={one.input} onClick={() => set_inputs([...inputs, one.input])}>
              {choice_words(one)}
            </button>
          ))}
        </div>
      )}
      {inputs.length > 0 && (
        <p class="flow-again">
          <button class="button small" type="button" onClick={() => set_inputs(inputs.slice(0, -1))}><Icon name="undo" />{W.back}</button>
          <button class="button small" type="button" onClick={() => set_inputs([])}>{W.begin_again}</button>
        </p>
      )}
    </section>
  )
}
