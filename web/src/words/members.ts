// What stands over a field, for the member of the API that it fills: an error speaks of members.
import { say } from './say'

const MEMBERS: { open: string; close: string; names: Record<string, string> } = say({
  en: {
    open: '“',
    close: '”',
    names: {
      answer: 'what they said', at: 'time', attested: 'how they agreed', by_agents: 'by agents', channel: 'way', client: 'client', consent_how: 'how they agreed',
      consent_when: 'since when', consent_who: 'who says so', content: 'what is said', count: 'how many', country: 'country', date_form: 'how dates are written',
      email: 'email', kind: 'kind', language: 'language', name: 'name', new_password: 'new password', note: 'note', number: 'phone number', password: 'password',
      presence: 'came?', role: 'role', shifts: 'shifts', start: 'date and time', subject: 'subject', text: 'text', time_form: 'how times are written', url: 'address',
      which: 'which of the two', who: 'who', why: 'why', zone: 'time zone',
    },
  },
  es: {
    open: '«',
    close: '»',
    names: {
      answer: 'qué dijo', at: 'hora', attested: 'cómo lo aceptó', by_agents: 'por agentes', channel: 'vía', client: 'cliente', consent_how: 'cómo lo aceptaron',
      consent_when: 'desde cuándo', consent_who: 'quién lo dice', content: 'qué se dice', count: 'cuántos', country: 'país', date_form: 'cómo se escriben las fechas',
      email: 'correo', kind: 'clase', language: 'idioma', name: 'nombre', new_password: 'contraseña nueva', note: 'nota', number: 'teléfono', password: 'contraseña',
      presence: '¿vino?', role: 'papel', shifts: 'turnos', start: 'fecha y hora', subject: 'asunto', text: 'texto', time_form: 'cómo se escriben las horas', url: 'dirección',
      which: 'cuál de las dos', who: 'quién', why: 'por qué', zone: 'zona horaria',
    },
  },
})

/** `start` becomes “date and time”; a member that no form has a word for, its own words. */
export const without_members = (text: string) => text.replace(/`([a-z0-9_/]+)`/g,
  (_, member: string) => `${MEMBERS.open}${MEMBERS.names[member] ?? member.replaceAll(/[_/]/g, ' ')}${MEMBERS.close}`)
