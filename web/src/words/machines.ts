// What the page says of the ways with answering machines, compared.
import { say } from './say'

type Ways = Record<string, string>

export const MACHINES = say({
  en: {
    compare: 'How the ways compare',
    lead: (calls: string) => `Each way was played against the same ${calls} made-up callees, people and machines, through a phone network that exists only inside this program. Nobody was rung.`,
    running: (percent: number) => `Playing all ways: ${percent} %`,
    failed: 'They could not be played.',
    title: 'Whole messages against keys, by way',
    plot: 'Each way as a point: how many machines kept one whole message, and how many kept an instruction to press a key. The table has the same figures.',
    across: 'machines with one whole message',
    up: 'with a key instruction',
    best: 'The best place is at the lower right: the message whole, and no key on the tape.',
    keyless_note: 'But a way is for people too: without keys nobody can confirm or cancel on the phone.',
    usual: 'usual',
    chosen: 'chosen',
    table: 'The same in numbers',
    columns: {
      complete: 'One whole message', with_keys: 'Key instruction heard', people_right: 'People told right',
      first_word: 'First word', longest_silence: 'Longest silence', call_seconds: 'Length of a call',
    } as Ways,
    way: 'Way',
    note: 'The first two are shares of the machines with a tape, the third of the people. First word and silence are the longest of all calls, length is the mean. Who answers, and how long greetings take, is assumed.',
    seconds: (time: string) => `${time} s`,
    short: {
      ask_first_hint: 'Ask, then beep', ask_first_repeat: 'Ask, 3 times', ask_first: 'Ask, once', keypress: 'Key only',
      keyless: 'No keys', detect: 'Detect first', ignore: 'Same for all',
    } as Ways,
  },
  es: {
    compare: 'Cómo se comparan las maneras',
    lead: (calls: string) => `Cada manera se probó con los mismos ${calls} destinatarios inventados, personas y contestadores, en una red telefónica que solo existe dentro de este programa. No se llamó a nadie.`,
    running: (percent: number) => `Probando todas las maneras: ${percent} %`,
    failed: 'No se pudieron probar.',
    title: 'Mensajes enteros y teclas, por manera',
    plot: 'Cada manera es un punto: cuántos contestadores guardaron un mensaje entero y cuántos guardaron la indicación de pulsar una tecla. La tabla tiene las mismas cifras.',
    across: 'contestadores con un mensaje entero',
    up: 'con indicación de tecla',
    best: 'El mejor sitio está abajo a la derecha: el mensaje entero y ninguna tecla en la cinta.',
    keyless_note: 'Pero la manera también es para personas: sin teclas nadie puede confirmar ni cancelar por teléfono.',
    usual: 'habitual',
    chosen: 'elegida',
    table: 'Lo mismo en cifras',
    columns: {
      complete: 'Un mensaje entero', with_keys: 'Oyó pulsar una tecla', people_right: 'Personas bien informadas',
      first_word: 'Primera palabra', longest_silence: 'Silencio más largo', call_seconds: 'Duración de la llamada',
    } as Ways,
    way: 'Manera',
    note: 'Las dos primeras son partes de los contestadores con cinta; la tercera, de las personas. La primera palabra y el silencio son los más largos de todas las llamadas; la duración es la media. Quién contesta y cuánto duran los saludos es un supuesto.',
    seconds: (time: string) => `${time} s`,
    short: {
      ask_first_hint: 'Tecla y señal', ask_first_repeat: 'Tecla, 3 veces', ask_first: 'Tecla, 1 vez', keypress: 'Solo tecla',
      keyless: 'Sin teclas', detect: 'Detectar antes', ignore: 'Igual a todos',
    } as Ways,
  },
})
