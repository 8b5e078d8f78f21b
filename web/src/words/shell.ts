// Words of the shell around every page, and the small ones that several pages share.
import type { Channel, State, Why } from '../api'
import { say } from './say'

export const SHELL = say({
  en: {
    skip: 'Skip to the page',
    home: 'Courtesy: today',
    pages: 'Pages',
    opening: 'Opening…',
    again: (problem: string) => `${problem} Trying again…`,
    try_now: 'Try now',
    ways: { day: 'Day', waiting: 'Waiting', import: 'Import', voice: 'Voice', ledger: 'Ledger', inbox: 'Inbox' },
    more: 'More',
    unheard: ' messages not heard yet',
    unread: ' texts and messages not read yet',
    production: (version: string) => `Courtesy ${version}. Production: real people are contacted.`,
    not_production: (version: string, environment: string) => `Courtesy ${version}. Not production (${environment}): only allow-listed recipients are contacted.`,
    zone: (zone: string) => `Times are those of ${zone}`,
    lost: 'The server does not answer. What you see may be old; trying again.',
    no_answer: 'No answer',
    no_answer_detail: 'The server does not answer. What you see may be old.',
    answer: (status: number) => `Answer ${status}`,
    show_today: 'Show today',
    no_page: 'There is no such page',
    no_page_detail: 'The address is mistyped, or from an older version.',
    no_name: 'No name',
    none_on_file: 'none on file',
    loading: 'Loading',
    language: 'Language',
  },
  es: {
    skip: 'Ir al contenido',
    home: 'Courtesy: hoy',
    pages: 'Páginas',
    opening: 'Abriendo…',
    again: (problem: string) => `${problem} Se intenta de nuevo…`,
    try_now: 'Intentar ahora',
    ways: { day: 'Día', waiting: 'Espera', import: 'Importar', voice: 'Voz', ledger: 'Registro', inbox: 'Buzón' },
    more: 'Más',
    unheard: ' mensajes sin escuchar',
    unread: ' mensajes sin leer',
    production: (version: string) => `Courtesy ${version}. Producción: se contacta a personas reales.`,
    not_production: (version: string, environment: string) => `Courtesy ${version}. No es producción (${environment}): solo se contacta a los destinatarios de la lista permitida.`,
    zone: (zone: string) => `Las horas son las de ${zone}`,
    lost: 'El servidor no responde. Lo que ve puede ser antiguo; se intenta de nuevo.',
    no_answer: 'Sin respuesta',
    no_answer_detail: 'El servidor no responde. Lo que ve puede ser antiguo.',
    answer: (status: number) => `Respuesta ${status}`,
    show_today: 'Ver hoy',
    no_page: 'Esta página no existe',
    no_page_detail: 'La dirección está mal escrita o es de una versión anterior.',
    no_name: 'Sin nombre',
    none_on_file: 'no consta',
    loading: 'Cargando',
    language: 'Idioma',
  },
})

export const NEAR = say({
  en: { today: 'today', tomorrow: 'tomorrow' },
  es: { today: 'hoy', tomorrow: 'mañana' },
})

export const STATE_WORDS: Record<State, string> = say({
  en: {
    scheduled: 'Scheduled', confirmed: 'Confirmed', showed: 'Showed', notified: 'Notified',
    requested_contact: 'Requested contact', not_notified: 'Not notified', cancelled: 'Cancelled', no_show: 'No show',
  },
  es: {
    scheduled: 'Programada', confirmed: 'Confirmada', showed: 'Vino', notified: 'Avisada',
    requested_contact: 'Pide contacto', not_notified: 'Sin avisar', cancelled: 'Cancelada', no_show: 'No vino',
  },
})

export const CHANNEL_WORDS: Record<Channel, string> = say({
  en: { call: 'Call', text: 'Text', email: 'Email' },
  es: { call: 'Llamada', text: 'Mensaje', email: 'Correo' },
})

export const WHY_WORDS: Record<Why, string> = say({
  en: {
    not_reminded: 'Not reminded', unreachable: 'Cannot be reached', call_back: 'Asked to be called back', replied: 'Wrote something to read',
    held: 'Waits for your yes', fate_unknown: 'Perhaps reminded',
  },
  es: {
    not_reminded: 'Sin recordatorio', unreachable: 'No se le puede contactar', call_back: 'Pidió que se le llame', replied: 'Escribió algo que leer',
    held: 'Espera su aprobación', fate_unknown: 'Quizá avisado',
  },
})

export const DEMO = say({
  en: {
    demo: 'Demo',
    words: ' A simulated day. Nobody real is called.',
    speed: 'How fast the day runs',
    pause: 'Pause',
    phones: 'Be the client: the phones',
  },
  es: {
    demo: 'Demo',
    words: ' Un día simulado. No se llama a nadie real.',
    speed: 'A qué velocidad pasa el día',
    pause: 'Pausa',
    phones: 'Sea el cliente: los teléfonos',
  },
})

export const DROP = say({
  en: { here: 'Drop the calendar or table here', first: 'It is read first; nothing is written or sent.' },
  es: { here: 'Suelte aquí el calendario o la tabla', first: 'Primero se lee; no se escribe ni se envía nada.' },
})
