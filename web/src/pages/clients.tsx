// All clients: found by name or number, and those with whom something is wrong.
import { useEffect, useState } from 'preact/hooks'
import { type ClientDetail, type ClientList, type ClientProblem, type ClientRow, get, post, type Problem, query } from '../api'
import { useGet } from '../live'
import { Dialog } from '../parts/dialog'
import { Field, Form } from '../parts/field'
import { Trouble } from '../parts/trouble'
import { client_link, go } from '../router'
import { Icon } from '../states'
import { useHere } from '../time'
import { useTitle } from '../title'
import { CLIENTS as words } from '../words/clients'

const KINDS: ClientProblem[] = ['bad', 'missing', 'doubled', 'no_consent']
const PAGE = 50

const address = (show: string, q: string) => `#/clients${query({ show: show === 'all' ? '' : show, q })}`

export function ClientsPage({ query: asked }: { query: URLSearchParams }) {
  const show = asked.get('show') ?? 'all'
  const q = asked.get('q') ?? ''
  const { data, problem } = useGet<ClientList>(`/clients${query({ q, show, limit: PAGE })}`)
  const [adding, set_adding] = useState(false)
  const [counts, set_counts] = useState<ClientList['counts']>(null)
  useTitle(words.title)
  useEffect(() => { if (data?.counts) set_counts(data.counts) }, [data])
  return (
    <>
      <div class="day-head">
        <h1>{words.title}</h1>
        <p><button class="button primary" onClick={() => set_adding(true)}><Icon name="plus" />{words.add}</button></p>
      </div>
      <Search q={q} show={show} />
      <Shows show={show} q={q} counts={counts} />
      {problem && !data && <p class="problem" role="alert">{words.cannot}. {problem.message}</p>}
      {!data && !problem && <div class="skeleton" role="status" aria-label={words.loading}><i /><i /><i /></div>}
      {data && (data.clients.length === 0 && data.next === null
        ? <Nobody show={show} none_at_all={counts?.all === 0} />
        : <List key={`${show} ${q}`} first={data} show={show} q={q} />)}
      {adding && <NewClient close={() => set_adding(false)} />}
    </>
  )
}

function Search({ q, show }: { q: string; show: string }) {
  const [text, set_text] = useState(q)
  useEffect(() => set_text(q), [q])
  useEffect(() => {
    if (text === q) return
    const timer = window.setTimeout(() => location.replace(address(show, text)), 250)
    return () => window.clearTimeout(timer)
  }, [text, q, show])
  return (
    <form class="search clients-search" role="search" onSubmit={(event) => { event.preventDefault(); location.replace(address(show, text)) }}>
      <Icon name="search" />
      <input type="search" name="q" value={text} placeholder={words.search} aria-label={words.find} autoComplete="off"
        onInput={(event) => set_text(event.currentTarget.value)} />
    </form>
  )
}

/** Links, so that what is shown has an address and the way back leads to it. */
function Shows({ show, q, counts }: { show: string; q: string; counts: ClientList['counts'] }) {
  const wrong = show === 'problems' || KINDS.includes(show as ClientProblem)
  const one = (name: string, word: string, count: number | undefined, on: boolean) => (
    <a class="chip" href={address(name, q)} aria-current={on ? 'true' : undefined}>{word}{count !== undefined && <b>{count}</b>}</a>
  )
  const wrong_count = counts ? KINDS.reduce((sum, kind) => sum + counts[kind], 0) : undefined
  return (
    <>
      <nav class="shows" aria-label={words.shows}>
        {one('all', words.all, counts?.all, show === 'all')}
        {one('problems', words.problems, wrong_count, wrong)}
        {one('never', words.never, undefined, show === 'never')}
      </nav>
      {wrong && (
        <nav class="shows kinds" aria-label={words.which_problem}>
          {one('problems', words.any, undefined, show === 'problems')}
          {KINDS.map((kind) => one(kind, words.kinds[kind], counts?.[kind], show === kind))}
        </nav>
      )}
    </>
  )
}

function List({ first, show, q }: { first: ClientList; show: string; q: string }) {
  const [more, set_more] = useState<ClientRow[]>([])
  const [next, set_next] = useState<number | null | undefined>(undefined)
  const [problem, set_problem] = useState<Problem | null>(null)
  const after = next === undefined ? first.next : next
  const on = () => {
    get<ClientList>(`/clients${query({ q, show, limit: PAGE, after })}`).then(
      (page) => { set_problem(null); set_more([...more, ...page.clients]); set_next(page.next) }, set_problem)
  }
  return (
    <>
      <ul class="clients">{[...first.clients, ...more].map((one) => <Row key={one.id} one={one} />)}</ul>
      <Trouble problem={problem} />
      {after !== null && <p class="actions"><button class="button" onClick={on}>{words.more}</button></p>}
    </>
  )
}

function Row({ one }: { one: ClientRow }) {
  const { times } = useHere()
  return (
    <li class="client-row">
      <p class="client-who">
        <a class="row-link" href={client_link(one.id)}>{one.name || words.none_on_file}</a>
        {one.never && <span class="badge tone-bad"><Icon name="stop" />{words.never}</span>}
      </p>
      <p class="client-way">{one.number_text ?? one.email ?? <span class="quiet">{words.none_on_file}</span>}</p>
      <p class="quiet client-next">{one.next ? words.next(`${times.day(one.next)}, ${times.time(one.next)}`) : words.no_next}</p>
      {one.problems.length > 0 && (
        <ul class="client-problems">
          {one.problems.map((problem) => (
            <li key={problem.kind}><span class="dot tone-bad" /><b>{words.kinds[problem.kind]}</b> <span class="quiet">{problem.text}</span></li>
          ))}
        </ul>
      )}
    </li>
  )
}

function Nobody({ show, none_at_all }: { show: string; none_at_all: boolean }) {
  if (none_at_all) {
    return (
      <div class="empty">
        <Icon name="clients" size={44} />
        <h2>{words.empty_title}</h2>
        <p>{words.empty}</p>
        <p><a class="button primary" href="#/import"><Icon name="import" />{words.import}</a></p>
      </div>
    )
  }
  return <div class="empty"><p>{show === 'never' ? words.nobody_never : show === 'all' ? words.nobody : words.nobody_wrong}</p></div>
}

function NewClient({ close }: { close: () => void }) {
  const [name, set_name] = useState('')
  const [number, set_number] = useState('')
  const [email, set_email] = useState('')
  const add = () => post<ClientDetail>('/clients', { name, number, email }).then((one) => { close(); go(client_link(one.id)) })
  return (
    <Dialog title={words.add} close={close}>
      <Form submit={add} go={words.save} more={<button class="button" type="button" onClick={close}>{words.back}</button>}>
        <div class="fields">
          <Field name="name" label={words.name} value={name} set={set_name} focus max={200} />
          <Field name="number" label={words.number} hint={words.number_hint} value={number} set={set_number} mode="tel" required={false} max={40} />
          <Field name="email" label={words.email} type="email" value={email} set={set_email} required={false} max={254} />
        </div>
      </Form>
    </Dialog>
  )
}
