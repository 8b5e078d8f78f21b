// Who is signed in, behind one button at the top: their account, team and keys, other businesses, and the way out.
import { useEffect, useRef, useState } from 'preact/hooks'
import { post } from '../api'
import { Icon } from '../states'
import { useHere } from '../time'
import { ROLE_WORDS, WORDS } from '../words/access'

export const sign_out = () => post('/sign-out', {}).finally(() => location.replace('/'))

export function PersonMenu() {
  const { session } = useHere()
  const [open, set_open] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const person = session.person
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      if (!(event instanceof MouseEvent && menu.current?.contains(event.target as Node))) set_open(false)
    }
    addEventListener('hashchange', close)
    addEventListener('click', close)
    return () => { removeEventListener('hashchange', close); removeEventListener('click', close) }
  }, [open])
  if (!person) return null
  const others = session.accounts.filter((one) => one.id !== session.account.id)
  const look_at = (account: number) => post('/session/account', { account }).then(() => location.replace('/'), () => {})
  return (
    <div class="person-menu" ref={menu} onKeyDown={(event) => { if (event.key === 'Escape') set_open(false) }}>
      <button class="person-button" aria-label={WORDS.person.menu} aria-expanded={open} onClick={() => set_open(!open)}><Icon name="person" size={20} /></button>
      {open && (
        <div class="person-list">
          <p><b>{person.name}</b><span class="quiet">{session.role && ROLE_WORDS[session.role]}</span></p>
          <a href="#/me">{WORDS.me.title}</a>
          <a href="#/team">{WORDS.team.title}</a>
          {session.role === 'owner' && <a href="#/keys">{WORDS.keys.title}</a>}
          {others.map((one) => <button key={one.id} onClick={() => look_at(one.id)}>{WORDS.person.look_at} {one.name}</button>)}
          {!session.demo && <button onClick={sign_out}>{WORDS.me.sign_out}</button>}
        </div>
      )}
    </div>
  )
}
