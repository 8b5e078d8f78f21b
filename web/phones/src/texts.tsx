// The texts of a phone, and a line to write one.
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Handset, type List, post, Problem } from './api'

export function Texts({ handset, list }: { handset: Handset; list: List }) {
  const numbers = list.numbers.filter((one) => one.texts)
  const latest = handset.texts.at(-1)?.with
  const [chosen, set_chosen] = useState('')
  const to = chosen || (numbers.some((one) => one.number === latest) ? latest! : numbers[0]?.number ?? '')
  const [body, set_body] = useState('')
  const [problem, set_problem] = useState('')
  const thread = useRef<HTMLDivElement>(null)
  useEffect(() => { thread.current?.scrollTo({ top: 1e6 }) }, [handset.texts.length])
  const send = async (event: Event) => {
    event.preventDefault()
    try {
      await post(`handsets/${encodeURIComponent(handset.number)}/text`, { To: to, Body: body })
      set_body('')
      set_problem('')
    } catch (error) {
      set_problem((error as Problem).message)
    }
  }
  return (
    <section class="card texts" aria-labelledby="texts">
      <h2 id="texts">Texts</h2>
      <div class="thread" role="log" aria-label="Texts" tabIndex={0} ref={thread}>
        {handset.texts.length === 0 && <p class="quiet">None yet.</p>}
        <ol class="bubbles">
        {handset.texts.map((text) => (
          <li key={text.sid} class={text.mine ? 'bubble mine' : 'bubble'}>
            <small>{text.mine ? `to ${text.with}` : `from ${text.with}`}, {text.at.slice(11, 19)}{text.media > 0 && `, with ${text.media} attached`}</small>
            {text.body}
          </li>
        ))}
        </ol>
      </div>
      {numbers.length === 0 ? <p class="quiet">No number of the account has an SmsUrl: there is nobody to write to.</p> : (
        <form class="write" onSubmit={send}>
          <label class="field">
            To
            <select value={to} onChange={(event) => set_chosen(event.currentTarget.value)}>
              {numbers.map((one) => <option key={one.number} value={one.number}>{one.number}</option>)}
            </select>
          </label>
          <label class="field">
            Text
            <input name="body" value={body} maxLength={1600} autocomplete="off" required onInput={(event) => set_body(event.currentTarget.value)} />
          </label>
          <button class="button">Send</button>
        </form>
      )}
      {problem && <p class="problem" role="alert">{problem}</p>}
    </section>
  )
}
