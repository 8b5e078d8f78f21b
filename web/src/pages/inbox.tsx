// Texts and messages by whom they came from: the list, and the whole exchange with one number.
import { Fragment } from 'preact'
import { useState } from 'preact/hooks'
import { type Conversation, type Correspondent, type Exchange, get, type InboxList, post, type Problem, query, type Said } from '../api'
import { refresh_all, useGet } from '../live'
import { Loading, Trouble } from '../parts/trouble'
import { appointment_link, client_link, inbox_link } from '../router'
import { Icon } from '../states'
import { add_days, useHere } from '../time'
import { useTitle } from '../title'
import { INBOX as words } from '../words/inbox'
import { MessageRow } from './voice'

const name_of = (one: Correspondent) =>
  one.clients.length === 1 ? one.clients[0]!.name : one.from_text ?? one.from ?? words.unknown

export function InboxPage() {
  const { data, problem } = useGet<InboxList>('/inbox')
  const [older, set_older] = useState<{ list: Conversation[]; before: string | null } | null>(null)
  const [trouble, set_trouble] = useState<Problem | null>(null)
  useTitle(words.title)
  if (!data) return <Loading problem={problem} label={words.loading} />
  // Whoever has written again meanwhile stands at the top, and not once more below.
  const newest = new Set(data.conversations.map((one) => one.number))
  const all = [...data.conversations, ...(older?.list ?? []).filter((one) => !newest.has(one.number))]
  const before = older ? older.before : data.before
  const more = () => {
    get<InboxList>(`/inbox${query({ before })}`).then(
      (page) => { set_trouble(null); set_older({ list: [...(older?.list ?? []), ...page.conversations], before: page.before }) }, set_trouble)
  }
  return (
    <>
      <div class="inbox-head">
        <h1>{words.title}</h1>
        <p class="quiet">{words.lead}</p>
      </div>
      {all.length === 0
        ? <div class="empty"><Icon name="inbox" size={44} /><h2>{words.empty_title}</h2><p>{words.empty}</p></div>
        : <Conversations all={all} />}
      <Trouble problem={trouble} />
      {before !== null && <p class="actions"><button class="button" onClick={more}>{words.older}</button></p>}
    </>
  )
}

function Conversations({ all }: { all: Conversation[] }) {
  const { session, times } = useHere()
  const today = times.date(session.now)
  const part_of = (one: Conversation) => {
    const date = times.date(one.at)
    return date >= today ? words.today : date === add_days(today, -1) ? words.yesterday : words.earlier
  }
  const parts = [words.today, words.yesterday, words.earlier].map((part) => ({ part, list: all.filter((one) => part_of(one) === part) }))
  return (
    <>
      {parts.map(({ part, list }) => list.length > 0 && (
        <section key={part} aria-label={part}>
          <h2 class="inbox-part">{part}</h2>
          <ul class="inbox">{list.map((one) => <Row key={one.number} one={one} with_day={part === words.earlier} />)}</ul>
        </section>
      ))}
    </>
  )
}

function Row({ one, with_day }: { one: Conversation; with_day: boolean }) {
  const { times } = useHere()
  return (
    <li class={`conversation ${one.unread > 0 ? 'unread' : ''}`} data-number={one.number}>
      <p class="conversation-who">
        <a class="row-link" href={inbox_link(one.number)}>{name_of(one)}</a>
        {one.unread > 0 && <span class="badge tone-neutral">{words.unread(one.unread)}</span>}
        {one.clients.length === 1 && <span class="quiet">{one.from_text}</span>}
        <time class="quiet" dateTime={one.at}>{with_day && `${times.day(one.at)} `}{times.time(one.at)}</time>
      </p>
      <p class="conversation-words"><Icon name={one.kind === 'text' ? 'text' : 'voice'} />{one.kind === 'message' ? words.message : one.words || words.gone}</p>
    </li>
  )
}

export function ExchangePage({ number }: { number: string }) {
  const fetched = useGet<Exchange>(`/inbox/${encodeURIComponent(number)}`)
  const [problem, set_problem] = useState<Problem | null>(null)
  const { data } = fetched
  const name = data ? name_of(data) : words.title
  useTitle(name)
  const back = <p class="back"><a href="#/inbox"><Icon name="left" />{words.back}</a></p>
  if (!data) {
    return fetched.problem
      ? <>{back}<div class="empty"><h1>{words.title}</h1><p>{fetched.problem.status === 404 ? words.none : fetched.problem.message}</p></div></>
      : <div class="skeleton" role="status" aria-label={words.loading}><i /><i /><i /></div>
  }
  const mark = (read: boolean) => {
    post<Exchange>(`/inbox/${data.number}/read`, { read }).then((next) => { set_problem(null); fetched.set(next); refresh_all() }, set_problem)
  }
  return (
    <>
      {back}
      <header class="inbox-head">
        <h1>{name}</h1>
        <Who one={data} />
        <p class="actions">
          <button class={`button ${data.unread > 0 ? 'primary' : ''}`} onClick={() => mark(data.unread > 0)}>{data.unread > 0 ? words.mark_read : words.mark_new}</button>
          {data.from && <a class="button number-link" href={`tel:${data.from}`}><Icon name="call" />{data.from_text}</a>}
        </p>
        <Trouble problem={problem} />
      </header>
      <Pieces all={data.exchange} />
      <p class="quiet small">{data.from_text ? words.no_answering(data.from_text) : words.no_answering_unknown}</p>
    </>
  )
}

function Who({ one }: { one: Correspondent }) {
  if (one.clients.length === 0) return <p class="quiet">{words.not_client}</p>
  return (
    <p class="quiet">{one.clients.length > 1 && `${words.several}: `}
      {one.clients.map((client, at) => <Fragment key={client.id}>{at > 0 && ', '}<a href={client_link(client.id)}>{one.clients.length > 1 ? client.name : words.client(client.name)}</a></Fragment>)}
    </p>
  )
}

function Pieces({ all }: { all: Said[] }) {
  const { times } = useHere()
  let day = ''
  return (
    <section aria-label={words.exchange}>
      <ol class="exchange">
        {all.map((one, at) => {
          const date = times.date(one.at)
          const head = date !== day
          day = date
          return (
            <Fragment key={`${one.kind}${one.at}${at}`}>
              {head && <li class="exchange-day">{times.long_day(one.at)}</li>}
              <Piece one={one} />
            </Fragment>
          )
        })}
      </ol>
    </section>
  )
}

function Piece({ one }: { one: Said }) {
  const { times } = useHere()
  if (one.kind === 'message') return <li class="piece came"><ul class="message-list"><MessageRow message={one.message} /></ul></li>
  const came = one.kind === 'text'
  const head = came ? words.wrote : words.sent[one.channel]
  return (
    <li class={`piece ${came ? 'came' : 'went'} ${came && !one.read_at ? 'unread' : ''}`}>
      <p class="piece-head quiet"><b>{head}</b> <time dateTime={one.at}>{times.time(one.at)}</time>{came && !one.read_at && <span class="badge tone-neutral">{words.fresh}</span>}</p>
      {(came || one.channel === 'text') && (one.words ? <blockquote class="piece-words">{one.words}</blockquote> : <p class="quiet">{words.erased}</p>)}
      <p class="quiet small">
        {came && <span class="read-as">{words.taken}: {words.read_as[one.read_as] ?? one.read_as} </span>}
        {one.appointment !== null && <a href={appointment_link(one.appointment)}>{words.appointment}</a>}
      </p>
    </li>
  )
}
