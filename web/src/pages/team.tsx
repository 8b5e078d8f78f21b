// The business's people, and the keys of its own systems.
import { useState } from 'preact/hooks'
import { type ApiKey, get, type KeyKind, type Keys, type Member, post, type Problem, query, type Role, type Team } from '../api'
import { useGet } from '../live'
import { EventsPart } from '../parts/events'
import { Field, Form } from '../parts/field'
import { ShownOnce } from '../parts/shown_once'
import { Loading, Trouble } from '../parts/trouble'
import { useHere } from '../time'
import { useTitle } from '../title'
import { KIND_HINTS, KIND_WORDS, ROLE_HINTS, ROLE_WORDS, WORDS } from '../words/access'

const ROLES: Role[] = ['owner', 'staff', 'viewer']
const KINDS: KeyKind[] = ['test', 'guest', 'live']

function RoleSelect({ role, set, label }: { role: Role; set: (role: Role) => void; label: string }) {
  return (
    <select class="select" aria-label={label} name="role" value={role} onChange={(event) => set(event.currentTarget.value as Role)}>
      {ROLES.map((one) => <option key={one} value={one}>{ROLE_WORDS[one]}</option>)}
    </select>
  )
}

/** Beside the select, as a closed one would cut it. */
function RoleHint({ role }: { role: Role }) {
  return <small class="role-hint">{ROLE_HINTS[role]}</small>
}

export function TeamPage() {
  const words = WORDS.team
  useTitle(words.title)
  const { session, times } = useHere()
  const team = useGet<Team>('/team')
  const [made, set_made] = useState<Team | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [email, set_email] = useState('')
  const [role, set_role] = useState<Role>('staff')
  const owns = session.role === 'owner'
  const change = (path: string, body: unknown) => {
    post<Team>(path, body).then((next) => { set_problem(null); team.set(next) }, set_problem)
  }
  const invite = async () => {
    const next = await post<Team>('/team/invitations', { email, role })
    set_made(next)
    set_email('')
    team.set(next)
  }
  if (!team.data) return <Loading problem={team.problem} />
  return (
    <>
      <h1>{words.title}</h1>
      <Trouble problem={problem} />
      <section class="card people" aria-label={words.people}>
        <ul>
          {team.data.people.map((one) => (
            <Person key={one.person} one={one} owns={owns}
              set_role={(next) => change(`/team/${one.person}/role`, { role: next })}
              remove={() => change(`/team/${one.person}/remove`, {})} />
          ))}
        </ul>
      </section>
      {owns && (
        <section class="card" aria-label={words.invite}>
          <h2>{words.invite}</h2>
          <Form submit={invite} go={words.send}>
            <div class="fields two">
              <Field name="email" label={WORDS.sign_in.email} type="email" value={email} set={set_email} max={254} />
              <label class="field">{words.role}<RoleSelect role={role} set={set_role} label={words.role} /><RoleHint role={role} /></label>
            </div>
          </Form>
          {made?.link && <ShownOnce text={made.link} hint={made.mailed ? words.mailed : words.link} />}
          <h3>{words.invitations}</h3>
          {team.data.invitations.length === 0 && <p class="quiet">{words.none}</p>}
          <ul>
            {team.data.invitations.map((one) => (
              <li key={one.invitation} class="person-row">
                <span><b>{one.email}</b> <span class="quiet">{ROLE_WORDS[one.role]}, {one.made_by}, {times.day(one.made_at)}</span></span>
                <button class="button small" onClick={() => change(`/team/invitations/${one.invitation}/withdraw`, {})}>{words.withdraw}</button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}

function Person({ one, owns, set_role, remove }: { one: Member; owns: boolean; set_role: (role: Role) => void; remove: () => void }) {
  const words = WORDS.team
  const [sure, set_sure] = useState(false)
  return (
    <li class="person-row" data-person={one.person}>
      <span>
        <b>{one.name}</b>{one.you && <span class="badge tone-quiet">{words.you}</span>}
        <span class="quiet"> {one.email}, {one.second_factor ? words.factor : words.no_factor}</span>
      </span>
      {owns && !one.you
        ? <span class="person-do">
            <RoleSelect role={one.role} set={set_role} label={`${words.role}: ${one.name}`} />
            <RoleHint role={one.role} />
            {sure
              ? <button class="button small" onClick={remove}>{words.removed(one.name)}</button>
              : <button class="button small" onClick={() => set_sure(true)}>{words.remove}</button>}
          </span>
        : <span class="quiet">{ROLE_WORDS[one.role]}</span>}
    </li>
  )
}

export function KeysPage() {
  const words = WORDS.keys
  useTitle(words.title)
  const keys = useGet<Keys>('/keys')
  const [made, set_made] = useState<Keys | null>(null)
  const [older, set_older] = useState<Keys | null>(null)
  const [problem, set_problem] = useState<Problem | null>(null)
  const [name, set_name] = useState('')
  const [kind, set_kind] = useState<KeyKind>('test')
  const [role, set_role] = useState<Role>('staff')
  const make = async () => {
    const next = await post<Keys>('/keys', { name, kind, role })
    set_made(next)
    set_name('')
    keys.set(next)
  }
  const revoke = (key: ApiKey) => {
    post<Keys>(`/keys/${key.key}/revoke`, {}).then((next) => { set_problem(null); keys.set(next) }, set_problem)
  }
  if (!keys.data) return <Loading problem={keys.problem} />
  const shown = new Set(keys.data.keys.map((one) => one.key))
  const all = [...keys.data.keys, ...(older?.keys ?? []).filter((one) => !shown.has(one.key))]
  const before = older ? older.before : keys.data.before
  const more = () => {
    get<Keys>(`/keys${query({ before })}`).then(
      (page) => { set_problem(null); set_older({ ...page, keys: [...(older?.keys ?? []), ...page.keys] }) }, set_problem)
  }
  return (
    <>
      <h1>{words.title}</h1>
      <p class="quiet">{words.lead}</p>
      <Trouble problem={problem} />
      <section class="card" aria-label={words.title}>
        {all.length === 0 && <p class="quiet">{words.none}</p>}
        <ul>{all.map((one) => <KeyRow key={one.key} one={one} revoke={() => revoke(one)} />)}</ul>
        {before !== null && <p class="actions"><button class="button" onClick={more}>{words.older}</button></p>}
      </section>
      <section class="card" aria-label={words.make}>
        <h2>{words.make}</h2>
        <Form submit={make} go={words.make}>
          <div class="fields two">
            <Field name="name" label={words.name} value={name} set={set_name} max={80} />
            <label class="field">{words.kind}
              <select class="select" name="kind" value={kind} onChange={(event) => set_kind(event.currentTarget.value as KeyKind)}>
                {KINDS.map((one) => <option key={one} value={one}>{KIND_WORDS[one]}</option>)}
              </select>
              <small class="role-hint">{KIND_HINTS[kind]}</small>
            </label>
            <label class="field">{words.role}<RoleSelect role={role} set={set_role} label={words.role} /><RoleHint role={role} /></label>
          </div>
        </Form>
        {made?.text && <ShownOnce text={made.text} hint={words.shown_once} />}
      </section>
      <EventsPart />
    </>
  )
}

function KeyRow({ one, revoke }: { one: ApiKey; revoke: () => void }) {
  const words = WORDS.keys
  const { times } = useHere()
  return (
    <li class={`person-row ${one.revoked_at ? 'gone' : ''}`} data-key={one.key}>
      <span>
        <b>{one.name}</b> <code>{one.prefix}…</code>
        <span class="quiet"> {ROLE_WORDS[one.role]}, {one.used_at ? `${words.used} ${times.day(one.used_at)} ${times.time(one.used_at)}` : words.never_used}</span>
      </span>
      {one.revoked_at
        ? <span class="quiet">{words.revoked} {times.day(one.revoked_at)}</span>
        : <button class="button small" onClick={revoke}>{words.revoke}</button>}
    </li>
  )
}
