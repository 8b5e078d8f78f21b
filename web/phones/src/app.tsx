// The page around a phone: which phones there are, the one that is held, and what the network does meanwhile.
import { useEffect, useRef, useState } from 'preact/hooks'
import { type Call, type Handset, type List, get, post, Problem } from './api'
import { Book } from './book'
import { Icon } from './icons'
import { listen, useGet, useLost } from './live'
import { Phone } from './phone'
import { is_muted, ring_begins, ring_stops, set_muted, wake_at_first_touch } from './sound'
import { Texts } from './texts'
import { Walk } from './walk'

/** `#/+12125550101` */
function useNumber(): string {
  const read = () => decodeURIComponent(location.hash.replace(/^#\/?/, ''))
  const [number, set_number] = useState(read())
  useEffect(() => {
    const changed = () => set_number(read())
    addEventListener('hashchange', changed)
    return () => removeEventListener('hashchange', changed)
  }, [])
  return number
}

export function App() {
  const [muted, mute] = useState(is_muted())
  const [woken, set_woken] = useState(false)
  const lost = useLost()
  const wanted = useNumber()
  const list = useGet<List>('handsets')
  const number = list?.handsets.some((one) => one.number === wanted) ? wanted : list?.handsets[0]?.number ?? ''
  const handset = useGet<Handset>(number ? `handsets/${encodeURIComponent(number)}` : null)
  const last = handset && !handset.call ? handset.calls[0]?.sid : undefined
  const over = useGet<Call>(last ? `calls/${last}` : null)
  const call = handset?.call ?? over
  const rings = list?.handsets.filter((one) => one.status === 'ringing' && !(one.number === number && handset?.call && mine(handset.call))) ?? []

  useEffect(() => {
    wake_at_first_touch(() => set_woken(true))
    return listen()
  }, [])
  useEffect(() => {
    if (rings.length > 0 && !muted) ring_begins()
    else ring_stops()
  }, [rings.length > 0, muted, woken])

  return (
    <>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus() }}>Skip to the phones</a>
      <header class="top">
        <h1><img src="/favicon.svg" alt="" width="28" height="28" />Phones</h1>
        {list && <Clock now={list.now} />}
        <button class="button small" aria-pressed={muted} onClick={() => { set_muted(!muted); mute(!muted) }}>
          <Icon name={muted ? 'muted' : 'loud'} />{muted ? 'Muted' : 'Mute'}
        </button>
      </header>
      <div aria-live="polite">
        {lost && <p class="warning"><Icon name="warning" />The phone network does not answer. What you see may be old; trying again.</p>}
        {rings.length > 0 && !woken && !muted && (
          <p class="warning"><Icon name="loud" />Click or press any key once: until then the browser lets nothing ring.</p>
        )}
      </div>
      <main id="main" tabIndex={-1}>
        <VirtualTime />
        {list && <Book list={list} number={number} />}
        {list && number && handset && (
          <div class="room">
            <div class="held">
              <Phone key={number} handset={handset} list={list} muted={muted} />
              <Texts key={`${number} texts`} handset={handset} list={list} />
            </div>
            <Walk call={call ?? null} handset={handset} />
          </div>
        )}
      </main>
      <footer class="foot">
        <p>Nothing here rings anybody: the network exists only on this machine.{list && <> Account <code>{list.account}</code>.</>}</p>
      </footer>
    </>
  )
}

/** Whoever calls hears no ring of their own. */
const mine = (call: Call) => call.direction === 'inbound'

function Clock({ now }: { now: string }) {
  return <p class="clock"><span class="sr">The network’s time: </span>{now.slice(0, 10)} {now.slice(11, 19)} UTC</p>
}

/** Where time goes on only when told: told from here too. */
function VirtualTime() {
  const [virtual, set_virtual] = useState(false)
  const [problem, set_problem] = useState('')
  const asked = useRef(false)
  useEffect(() => {
    if (asked.current) return
    asked.current = true
    // A network in real time refuses.
    post('advance', { Seconds: '0' }).then(() => set_virtual(true), () => {})
  }, [])
  if (!virtual) return null
  const advance = (fields: Record<string, string>) =>
    post('advance', fields).then(() => set_problem(''), (error: Problem) => set_problem(error.message)).then(() => get('handsets'))
  return (
    <section class="virtual" aria-label="Virtual time">
      <p>Time is virtual: it goes on when told.</p>
      {['1', '5', '60'].map((seconds) => (
        <button key={seconds} class="button small" onClick={() => advance({ Seconds: seconds })}>{seconds} s</button>
      ))}
      <button class="button small" onClick={() => advance({ Seconds: '86400', Until: 'idle' })}>Until nothing is due</button>
      {problem && <p class="problem" role="alert">{problem}</p>}
    </section>
  )
}
