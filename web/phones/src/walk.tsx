// What the network does meanwhile: the document, walked line by line, and each webhook.
import { useEffect, useState } from 'preact/hooks'
import { type Call, current, type Handset, type Webhook } from './api'

/** Path and query: the host is the same for all of them, nearly always. */
const path_of = (url: string) => {
  try {
    const { pathname, search } = new URL(url)
    return pathname + search
  } catch {
    return url
  }
}

export function Walk({ call, handset }: { call: Call | null; handset: Handset }) {
  if (!call) {
    return (
      <section class="card walk" aria-labelledby="walk">
        <h2 id="walk">The call from within</h2>
        <p class="quiet">Once {handset.number} is called, the TwiML stands here with the verb that is at work, and every webhook with
          its parameters, signature, status and time.</p>
      </section>
    )
  }
  return (
    <div class="walk">
      <Document key={call.sid} call={call} />
      <Timeline key={`${call.sid} timeline`} call={call} />
      <section class="card" aria-labelledby="webhooks">
        <h2 id="webhooks">Webhooks</h2>
        {call.webhooks.length === 0 && <p class="quiet">None yet.</p>}
        <ol class="hooks">{call.webhooks.map((hook, index) => <Hook key={index} hook={hook} />)}</ol>
      </section>
      {call.notices.length > 0 && (
        <section class="card" aria-labelledby="notices">
          <h2 id="notices">Notices</h2>
          <ul class="notices">
            {call.notices.map((notice, index) => (
              <li key={index} class={notice.error ? 'tone-bad' : 'tone-neutral'}>
                <b class="badge">{notice.error ? 'error' : 'warning'} {notice.code}</b> {notice.text} {notice.url && <code>{notice.url}</code>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  )
}

function Document({ call }: { call: Call }) {
  const [chosen, set_chosen] = useState(0)
  const step = current(call)
  const last = call.documents.length
  // A new document is what one wants to see.
  useEffect(() => { set_chosen(0) }, [last])
  const at = chosen || last
  const document = call.documents[at - 1]
  const walked = new Set(call.steps.filter((one) => one.document === at).map((one) => one.line))
  const line = step && step.document === at ? step.line : 0
  return (
    <section class="card" aria-labelledby="document">
      <h2 id="document">Document</h2>
      {last > 1 && (
        <label class="field which">
          <span class="sr">Which document</span>
          <select value={String(at)} onChange={(event) => set_chosen(Number(event.currentTarget.value))}>
            {call.documents.map((one, index) => (
              <option key={index} value={String(index + 1)}>{index + 1}. {one.url ? path_of(one.url) : 'given as text'}</option>
            ))}
          </select>
        </label>
      )}
      {!document && <p class="quiet">None was asked for yet.</p>}
      {document && (
        <>
          <p class="quiet small wrap">{document.url ? `${document.method} ${document.url}` : 'Given as text with the call'}</p>
          <ol class="lines" tabIndex={0} aria-label="TwiML, by lines">
            {document.text.replace(/\n$/, '').split('\n').map((text, index) => (
              <li key={index} class={index + 1 === line ? 'now' : walked.has(index + 1) ? 'walked' : ''}
                aria-current={index + 1 === line ? 'step' : undefined}>
                <code>{text || ' '}</code>
                {index + 1 === line && <b class="verb">{step!.verb}</b>}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}

/** Drawn by the network, anew whenever the call has gone on. */
function Timeline({ call }: { call: Call }) {
  const [open, set_open] = useState(false)
  const path = `/_/calls/${call.sid}/timeline`
  const version = `${call.steps.length}.${call.webhooks.length}.${call.over}`
  return (
    <section class="card" aria-labelledby="timeline">
      <h2 id="timeline">Timeline</h2>
      <p class="quiet small">
        <a href={`${path}.svg`} target="_blank" rel="noreferrer">As a picture of its own</a>, or <a href={`${path}.txt`} target="_blank" rel="noreferrer">as a transcript</a>.
      </p>
      <details class="timeline" onToggle={(event) => set_open(event.currentTarget.open)}>
        <summary>Show it here</summary>
        {open && (
          <div class="picture" tabIndex={0} role="region" aria-label="The call’s timeline">
            <img src={`${path}.svg?v=${version}`} alt="What was said, pressed and asked in the call, with its times. The transcript has the same in words." />
          </div>
        )}
      </details>
    </section>
  )
}

function Hook({ hook }: { hook: Webhook }) {
  const good = hook.status > 0 && hook.status < 400
  const status = hook.parameters.find(([name]) => name === 'CallStatus')?.[1]
  return (
    <li>
      <details class="hook">
        <summary>
          <span class="hook-url">{hook.method} {path_of(hook.url)}</span>
          <span class="hook-end">
            {status && <small>{status}</small>}
            <b class={`badge ${good ? 'tone-good' : 'tone-bad'}`}>{hook.status || 'no answer'}</b>
            <small>{hook.lasted_ms} ms</small>
          </span>
        </summary>
        <p class="small wrap"><code>{hook.url}</code></p>
        <p class="small wrap">{hook.at.slice(11, 23)}, answered with {hook.type || 'no type'}. <code>X-Twilio-Signature: {hook.signature}</code></p>
        <div class="fields-table" tabIndex={0} role="region" aria-label="Parameters">
          <table>
            <tbody>{hook.parameters.map(([name, value], index) => <tr key={index}><th scope="row">{name}</th><td>{value}</td></tr>)}</tbody>
          </table>
        </div>
      </details>
    </li>
  )
}
