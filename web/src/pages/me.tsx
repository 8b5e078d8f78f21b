// A person's own account: password, second factor, recovery codes, and where they are signed in.
import { useState } from 'preact/hooks'
import { type Me, post, type Problem } from '../api'
import { refresh_all, useGet } from '../live'
import { Field, Form } from '../parts/field'
import { LanguageChoice } from '../parts/language'
import { QrCode } from '../parts/qr'
import { ShownOnce } from '../parts/shown_once'
import { Loading, Trouble } from '../parts/trouble'
import { useHere } from '../time'
import { useTitle } from '../title'
import { WORDS } from '../words/access'
import { SHELL } from '../words/shell'

export function MePage() {
  const me = useGet<Me>('/me')
  useTitle(WORDS.me.title)
  if (!me.data) return <Loading problem={me.problem} />
  const told = (next: Me) => { me.set(next); refresh_all() }
  return (
    <>
      <h1>{WORDS.me.title}</h1>
      <p class="quiet">{me.data.name}, {me.data.email}{me.data.operator && `, ${WORDS.person.operator}`}</p>
      <section class="card" aria-label={SHELL.language}>
        <h2>{SHELL.language}</h2>
        <LanguageChoice />
      </section>
      <Factor me={me.data} told={told} />
      <Password told={told} />
      <Sessions me={me.data} told={told} />
    </>
  )
}

function Password({ told }: { told: (me: Me) => void }) {
  const words = WORDS.me
  const [password, set_password] = useState('')
  const [new_password, set_new] = useState('')
  const [changed, set_changed] = useState(false)
  const change = async () => {
    set_changed(false)
    told(await post<Me>('/me/password', { password, new_password }))
    set_password('')
    set_new('')
    set_changed(true)
  }
  return (
    <section class="card" aria-label={words.password}>
      <h2>{words.password}</h2>
      <Form submit={change} go={words.change}>
        <div class="fields two">
          <Field name="password" label={words.old_password} type="password" autocomplete="current-password" value={password} set={set_password} max={128} />
          <Field name="new_password" label={words.new_password} type="password" autocomplete="new-password" value={new_password} set={set_new} max={128} />
        </div>
      </Form>
      {changed && <p role="status">{words.changed}</p>}
    </section>
  )
}

function Factor({ me, told }: { me: Me; told: (me: Me) => void }) {
  const words = WORDS.me
  const [password, set_password] = useState('')
  const [code, set_code] = useState('')
  const [begun, set_begun] = useState<{ secret: string; uri: string } | null>(null)
  const [codes, set_codes] = useState<string[]>([])
  const begin = async () => {
    set_begun(await post<{ secret: string; uri: string }>('/me/factor/begin', { password }))
    set_password('')
  }
  const prove = async () => {
    const next = await post<Me>('/me/factor/prove', { code })
    set_codes(next.recovery_codes ?? [])
    set_begun(null)
    set_code('')
    told(next)
  }
  const drop = async () => {
    told(await post<Me>('/me/factor/drop', { password, code }))
    set_password('')
    set_code('')
    set_codes([])
  }
  const renew = async () => {
    await post<Me>('/me/factor/show', { code })
    const next = await post<Me>('/me/recovery-codes', {})
    set_codes(next.recovery_codes ?? [])
    set_code('')
    told(next)
  }
  const code_field = <Field name="code" label={words.code} autocomplete="one-time-code" value={code} set={set_code} max={40} />
  return (
    <section class="card" aria-label={words.factor}>
      <h2>{words.factor}</h2>
      <p>{me.second_factor ? words.factor_on : words.factor_off}</p>
      {codes.length > 0 && (
        <div class="recovery" role="status">
          <h3>{words.recovery}</h3>
          <p>{words.recovery_lead}</p>
          <ol>{codes.map((one) => <li key={one}><code>{one}</code></li>)}</ol>
        </div>
      )}
      {begun && (
        <Form submit={prove} go={words.prove}>
          <p>{words.scan}</p>
          <div class="factor">
            <QrCode text={begun.uri} label={words.scan} />
            <div class="fields">
              <ShownOnce text={begun.secret} hint={words.key} />
              {code_field}
            </div>
          </div>
        </Form>
      )}
      {!begun && !me.second_factor && (
        <Form submit={begin} go={words.begin}>
          <div class="fields two">
            <Field name="password" label={words.old_password} type="password" autocomplete="current-password" value={password} set={set_password} max={128} />
          </div>
        </Form>
      )}
      {me.second_factor && (
        <>
          <p class="quiet">{words.recovery_left(me.recovery_codes_left)}</p>
          <details>
            <summary>{words.recovery_new}</summary>
            <Form submit={renew} go={words.recovery_new}><div class="fields two">{code_field}</div></Form>
          </details>
          <details>
            <summary>{words.drop}</summary>
            <Form submit={drop} go={words.drop}>
              <div class="fields two">
                <Field name="password" label={words.old_password} type="password" autocomplete="current-password" value={password} set={set_password} max={128} />
                {code_field}
              </div>
            </Form>
          </details>
        </>
      )}
    </section>
  )
}

function Sessions({ me, told }: { me: Me; told: (me: Me) => void }) {
  const words = WORDS.me
  const { times } = useHere()
  const [problem, set_problem] = useState<Problem | null>(null)
  const end = (path: string) => { post<Me>(path, {}).then(told, set_problem) }
  if (me.sessions.length === 0) return null
  return (
    <section class="card" aria-label={words.sessions}>
      <h2>{words.sessions}</h2>
      <Trouble problem={problem} />
      <ul>
        {me.sessions.map((one) => (
          <li key={one.session} class="person-row" data-session={one.session}>
            <span>
              <b>{browser_of(one.browser)}</b>{one.this_one && <span class="badge tone-quiet">{words.this_one}</span>}
              <span class="quiet"> {one.address ?? ''} {times.day(one.seen_at)} {times.time(one.seen_at)}</span>
            </span>
            {!one.this_one && <button class="button small" onClick={() => end(`/me/sessions/${one.session}/end`)}>{words.end}</button>}
          </li>
        ))}
      </ul>
      {me.sessions.length > 1 && <p class="actions"><button class="button" onClick={() => end('/me/sessions/end-others')}>{words.end_others}</button></p>}
    </section>
  )
}

/** A browser's own words are long and old: its name and system are what anybody recognises. */
function browser_of(agent: string): string {
  const name = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0].replace('Edg', 'Edge') ?? (agent.split('/')[0] || '?')
  const system = /Windows|Macintosh|Android|iPhone|iPad|Linux/.exec(agent)?.[0].replace('Macintosh', 'Mac')
  return system ? `${name}, ${system}` : name
}
