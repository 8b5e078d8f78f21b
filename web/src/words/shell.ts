// Words of what stands around every page.
import { say } from './say'

export const SHELL = say({
  en: {
    pages: 'Pages',
    day: 'Day',
    waiting: 'Waiting',
    import: 'Import',
    voice: 'Voice',
    ledger: 'Ledger',
    more: 'More',
    unheard: 'messages not heard yet',
  },
  es: {
    pages: 'Páginas',
    day: 'Día',
    waiting: 'En espera',
    import: 'Importar',
    voice: 'Voz',
    ledger: 'Registro',
    more: 'Más',
    unheard: 'mensajes sin oír',
  },
})
