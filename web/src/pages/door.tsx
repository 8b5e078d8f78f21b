// Before anybody is in: signing in, setting up, and links that work once.
import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { get, post, Problem, type Setup, type Welcome } from '../api'
import { Field, Form } from '../parts/field'
import { LanguageChoice } from '../parts/language'
import { useTitle } from '../title'
import { ROLE_HINTS, WORDS } from '../words/access'

function Door({ title, children }: { title: string; children: ComponentChildren }) {
  useTitle(title)
  return (
    <main class="door" id="main">
      <img src="/favicon.svg" alt="" width="48" height="48" />
      <h1>{title}</h1>
      {children}
      <LanguageChoice />
    </main>
  )
}

export function SignInPage({ done }: { done: () => void }) {
  const words = WORDS.sign_in
  const [email, set_email] = useState('')
  const [password, set_password] = useState('')
  const [code, set_code] = useState('')
  const [wants_code, set_wants_code] = useState(false)
  const submit = async () => {
    try {
      await post('/sign-in', wants_code ? { email, password, code } : { email, password })
    } catch (error) {
      if (error instanceof Problem && error.code === 'second_factor' && !wants_code) return set_wants_code(true)
      set_code('')
      throw error
    }
    done()
  }
  return (
    <Door title={words.title}>
      <Form submit={submit} go={words.go}>
        <div class="fields">
          <Field name="email" label={words.email} type="email" autocomplete="username" value={email} set={set_email} focus max={254} />
          <Field name="password" label={words.password} type="password" autocomplete="current-password" value={password} set={set_password} max={128} />
          {wants_code && <Field name="code" label={words.code} autocomplete="one-time-code" value={code} set={set_code} focus max={40} />}
        </div>
      </Form>
      <LostPassword email={email} />
    </Door>
  )
}

/** Tells the same whether somebody has that email or not. */
function LostPassword({ email }: { email: string }) {
  const words = WORDS.sign_in
  const [asked, set_asked] = useState(false)
  const [typed, set_typed] = useState('')
  if (asked) return <p role="status">{words.asked}</p>
  return (
    <details onToggle={() => set_typed((now) => now || email)}>
      <summary>{words.lost}</summary>
      <Form go={words.ask} submit={async () => { await post('/links/ask', { email: typed }); set_asked(true) }}>
        <div class="fields">
          <Field name="link_email" label={words.email} type="email" autocomplete="username" value={typed} set={set_typed} max={254} />
        </div>
      </Form>
      <p class="quiet small">{words.no_mail}</p>
    </details>
  )
}

export function SetUpPage({ done }: { done: () => void }) {
  const words = WORDS.set_up
  const [setup, set_setup] = useState<Setup | null>(null)
  const [you, set_you] = useState({ name: '', email: '', password: '' })
  const [business, set_business] = useState({
    name: '', zone: Intl.DateTimeFormat().resolvedOptions().timeZone, country: navigator.language.split('-')[1] ?? '',
    caller_number: '', callback_number: '',
  })
  useEffect(() => { get<Setup>('/setup').then(set_setup, () => {}) }, [])
  if (!setup) return null
  if (!setup.here) return <Door title={words.title}><p>{words.elsewhere}</p></Door>
  const submit = async () => {
    await post('/setup', setup.account_needed ? { ...you, account: business } : you)
    done()
  }
  const of_you = (name: keyof typeof you) => ({ value: you[name], set: (value: string) => set_you({ ...you, [name]: value }) })
  const of_business = (name: keyof typeof business) => ({ value: business[name], set: (value: string) => set_business({ ...business, [name]: value }) })
  return (
    <Door title={words.title}>
      <p>{words.lead}</p>
      <Form submit={submit} go={words.go}>
        <fieldset class="fields">
          <legend>{words.you}</legend>
          <Field name="name" label={words.name} autocomplete="name" max={80} focus {...of_you('name')} />
          <Field name="email" label={words.email} type="email" autocomplete="username" max={254} {...of_you('email')} />
          <Field name="password" label={words.password} hint={words.password_hint} type="password" autocomplete="new-password" max={128} {...of_you('password')} />
        </fieldset>
        {setup.account_needed && (
          <fieldset class="fields">
            <legend>{words.business}</legend>
            <Field name="business" label={words.business_name} autocomplete="organization" max={80} {...of_business('name')} />
            <Field name="zone" label={words.zone} max={60} {...of_business('zone')} />
            <Field name="country" label={words.country} autocomplete="country" max={2} {...of_business('country')} />
            <Field name="caller_number" label={words.caller_number} mode="tel" max={40} {...of_business('caller_number')} />
            <Field name="callback_number" label={words.callback_number} mode="tel" max={40} {...of_business('callback_number')} />
          </fieldset>
        )}
      </Form>
    </Door>
  )
}

/** Behind a link that works once. The token stands after #, and goes to the server only in a body. */
export function WelcomePage({ token, done }: { token: string; done: () => void }) {
  const words = WORDS.welcome
  const [link, set_link] = useState<Welcome | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [name, set_name] = useState('')
  const [password, set_password] = useState('')
  useEffect(() => { post<Welcome>('/links/look', { token }).then(set_link, set_problem) }, [token])
  const leave = () => { location.hash = '#/'; done() }
  if (problem) {
    return <Door title={words.gone}><p>{problem.message}</p><p class="actions"><button class="button" onClick={leave}>{words.to_sign_in}</button></p></Door>
  }
  if (!link) return null
  const joins = link.purpose === 'join'
  const needs_password = !joins || !link.known
  if (joins && link.known && !link.signed_in_as_them) {
    return <Door title={words.title}><p>{words.known(link.email)}</p><p class="actions"><button class="button primary" onClick={leave}>{words.to_sign_in}</button></p></Door>
  }
  const submit = async () => {
    const whole = joins && needs_password ? { token, name, password } : needs_password ? { token, password } : { token }
    await post('/links/use', whole)
    leave()
  }
  return (
    <Door title={words.title}>
      <p>{joins ? words.join(link.account ?? 'Courtesy', link.by, link.role) : words.password(link.email)}</p>
      {joins && <p class="quiet">{ROLE_HINTS[link.role]}</p>}
      <Form submit={submit} go={joins ? words.accept : words.go}>
        {needs_password && (
          <div class="fields">
            <input type="email" autoComplete="username" value={link.email} readOnly hidden />
            {joins && <Field name="name" label={WORDS.set_up.name} autocomplete="name" max={80} value={name} set={set_name} focus />}
            <Field name="password" label={WORDS.set_up.password} hint={WORDS.set_up.password_hint} type="password" autocomplete="new-password" max={128} value={password} set={set_password} focus={!joins} />
          </div>
        )}
      </Form>
    </Door>
  )
}

export function NowherePage({ sign_out, children }: { sign_out: () => void; children?: ComponentChildren }) {
  return (
    <Door title={WORDS.nowhere.title}>
      <p>{WORDS.nowhere.lead}</p>
      {children}
      <p class="actions"><button class="button" onClick={sign_out}>{WORDS.me.sign_out}</button></p>
    </Door>
  )
}
