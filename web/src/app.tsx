// The shell around every page: name, ways, the stop switch, what is stopped, the demo's clock, a file dropped anywhere.
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Session } from './api'
import { listen, useGet, useLost } from './live'
import { DemoBar } from './parts/demo'
import { DropAnywhere } from './parts/drop'
import { PersonMenu, sign_out } from './parts/person'
import { StoppedBanner, StopSwitch } from './parts/stop'
import { Ways } from './parts/ways'
import { AppointmentPage } from './pages/appointment'
import { ClientPage } from './pages/client'
import { ClientsPage } from './pages/clients'
import { DayPage } from './pages/day'
import { NowherePage, SetUpPage, SignInPage, WelcomePage } from './pages/door'
import { ImportPage } from './pages/import'
import { ExchangePage, InboxPage } from './pages/inbox'
import { LedgerPage } from './pages/ledger'
import { MePage } from './pages/me'
import { OperatorPage } from './pages/operator'
import { RemindersPage } from './pages/reminders'
import { ReportsPage } from './pages/reports'
import { SafetyPage } from './pages/safety'
import { KeysPage, TeamPage } from './pages/team'
import { VoicePage } from './pages/voice'
import { MonthPage, WeekPage } from './pages/week'
import { type Route, useRoute, ledger_filters } from './router'
import { Icon } from './states'
import { useTitle } from './title'
import { WORDS } from './words/access'
import { OPERATOR } from './words/operator'
import { SHELL } from './words/shell'
import { date_in, HereContext, Times, useHere, useNow } from './time'

export function App() {
  const { data: session, problem, set, again } = useGet<Session>('/session')
  const route = useRoute()
  const read = useRef({ session, at: 0 })
  if (read.current.session !== session) read.current = { session, at: performance.now() }

  const known = session !== null
  const out = problem?.code === 'signed_out' || problem?.code === 'setup_needed'
  const inside = known && !out && session.account !== null
  useEffect(() => (inside ? listen(session.seq) : undefined), [inside])
  useEffect(() => {
    // By itself, so that the answer which told of it is not asked for again and again.
    let asked = false
    const ended = () => { if (!asked) { asked = true; again() } }
    if (!out) addEventListener('courtesy-signed-out', ended)
    return () => removeEventListener('courtesy-signed-out', ended)
  }, [out, again])

  if (route.name === 'welcome') return <WelcomePage token={route.argument} done={again} />
  if (problem?.code === 'signed_out') return <SignInPage done={again} />
  if (problem?.code === 'setup_needed') return <SetUpPage done={again} />
  if (session && !session.account && !session.person?.operator) return <NowherePage sign_out={sign_out} />
  if (!session) {
    return (
      <div class="opening" role="status">
        <img src="/favicon.svg" alt="" width="56" height="56" />
        <p>{problem ? SHELL.again(problem.message) : SHELL.opening}</p>
        {problem && <Retry again={() => location.reload()} />}
      </div>
    )
  }
  if (!session.account) return <InNoAccount session={session} read_at={read.current.at} set={set} />
  const times = new Times(session.account.zone, session.account.country, date_in(session.account.zone, new Date(session.now)).slice(0, 4))
  return (
    <HereContext.Provider value={{ session, times, read_at: read.current.at, set_session: set }}>
      <Shell />
    </HereContext.Provider>
  )
}

/** The operator may be in no account: then the installation stands in its place, in the browser's own zone. */
function InNoAccount({ session, read_at, set }: { session: Session; read_at: number; set: (session: Session) => void }) {
  const { timeZone, locale } = Intl.DateTimeFormat().resolvedOptions()
  const account = { id: 0, name: OPERATOR.stops.installation, zone: timeZone, country: locale.split('-')[1] ?? 'US' }
  const times = new Times(account.zone, account.country, date_in(account.zone, new Date(session.now)).slice(0, 4))
  return (
    <HereContext.Provider value={{ session: { ...session, account }, times, read_at, set_session: set }}>
      <Shell />
    </HereContext.Provider>
  )
}

/** Comes back by itself when the server does. */
function Retry({ again }: { again: () => void }) {
  useEffect(() => {
    const timer = window.setTimeout(again, 3000)
    return () => window.clearTimeout(timer)
  }, [])
  return <button class="button" onClick={again}>{SHELL.try_now}</button>
}

function Shell() {
  const { session } = useHere()
  const route = useRoute()
  const [file, set_file] = useState<File | null>(null)
  return (
    <>
      <a class="skip" href="#main" onClick={skip_to_main}>{SHELL.skip}</a>
      {session.demo && <DemoBar />}
      <header class="top">
        <a class="brand" href="#/" aria-label={SHELL.home}>
          <img src="/favicon.svg" alt="" width="32" height="32" />
          <span class="brand-name">{session.account.name}</span>
        </a>
        <div class="top-end">
          <BusinessClock />
          {session.account.id !== 0 && <StopSwitch />}
          <PersonMenu />
        </div>
      </header>
      <div class="house">
        <Ways />
        <div class="house-page">
          <StoppedBanner />
          <Warnings />
          <main id="main" tabIndex={-1}>
            <Page route={route} file={file} set_file={set_file} />
          </main>
          <footer class="foot">
            {session.notice && <p>{session.notice}</p>}
            <p>
              {session.environment === 'production'
                ? SHELL.production(session.version)
                : SHELL.not_production(session.version, session.environment)}
            </p>
          </footer>
        </div>
      </div>
      <DropAnywhere take={(dropped) => { set_file(dropped); location.hash = '#/import' }} />
    </>
  )
}

function skip_to_main(event: Event) {
  event.preventDefault()
  document.getElementById('main')?.focus()
}

function Page({ route, file, set_file }: { route: Route; file: File | null; set_file: (file: File | null) => void }) {
  // Whoever reads with a keyboard or a voice goes on from the new page's beginning.
  const first = useRef(true)
  useEffect(() => {
    if (first.current) { first.current = false; return }
    scrollTo(0, 0)
    document.getElementById('main')?.focus({ preventScroll: true })
  }, [route.name, route.argument])
  const { session } = useHere()
  switch (session.account.id === 0 && route.name !== 'me' ? 'operator' : route.name) {
    case 'appointment': return <AppointmentPage key={route.argument} id={route.argument} />
    case 'clients': return <ClientsPage query={route.query} />
    case 'client': return <ClientPage key={route.argument} id={route.argument} />
    case 'inbox': return route.argument === '' ? <InboxPage /> : <ExchangePage key={route.argument} number={route.argument} />
    case 'import': return <ImportPage file={file} set_file={set_file} />
    case 'waiting': return <SafetyPage />
    case 'team': return <TeamPage />
    case 'keys': return <KeysPage />
    case 'me': return <MePage />
    case 'operator': return <OperatorPage tab={route.name === 'operator' ? route.argument : ''} query={route.query} />
    case 'reminders': return <RemindersPage tab={route.argument} query={route.query} />
    case 'week': return <WeekPage date={route.argument} />
    case 'month': return <MonthPage date={route.argument} />
    case 'reports': return <ReportsPage query={route.query} />
    case 'voice': return <VoicePage tab={route.argument} />
    case 'ledger': return <LedgerPage q={route.query.get('q') ?? ''} filters={ledger_filters(route.query)} />
    case 'day': return <DayPage date={route.argument} />
    default: return <NoSuchPage />
  }
}

function NoSuchPage() {
  useTitle(SHELL.no_page)
  return (
    <div class="empty">
      <h1>{SHELL.no_page}</h1>
      <p>{SHELL.no_page_detail}</p>
      <p><a class="button" href="#/">{SHELL.show_today}</a></p>
    </div>
  )
}

function BusinessClock() {
  const { session, times } = useHere()
  const now = useNow(session.demo ? 250 : 1000)
  return (
    <p class="clock" title={SHELL.zone(session.account.zone)}>
      <b>{times.time(now)}</b>
      <span>{times.day(now)}</span>
    </p>
  )
}

function Warnings() {
  const { session } = useHere()
  const lost = useLost()
  return (
    <div class="warnings" aria-live="polite">
      {lost && <p class="warning"><Icon name="lost" />{SHELL.lost}</p>}
      {session.person?.operator && !session.person.second_factor && !session.demo && (
        <p class="warning"><Icon name="warning" /><span>{WORDS.person.no_factor} <a href="#/me">{WORDS.factor.set_up}</a></span></p>
      )}
      {session.warnings.map((warning) => <p key={warning} class="warning"><Icon name="warning" />{warning}</p>)}
    </div>
  )
}
