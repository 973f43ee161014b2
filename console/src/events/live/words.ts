import type { Words } from '../../words/language.ts'

const en = {
  intro:
    'What happens on this instance, as it happens. It is kept in this page only, at most the newest 500, until you leave it.',
  states: {
    connecting: 'Connecting…',
    open: 'Connected: events appear as they happen',
    away: 'Not connected; it is tried again by itself, and nothing is missed',
  },
  type: 'Event',
  allTypes: 'All types',
  text: 'Contains',
  textHint: 'Searches the whole event, upper or lower case.',
  pause: 'Pause',
  goOn: 'Go on',
  clear: 'Clear',
  isPaused: 'Paused.',
  held: {
    one: (count: string) => `${count} event came meanwhile.`,
    other: (count: string) => `${count} events came meanwhile.`,
  },
  heldBounded: 'Of them the newest 500 are kept.',
  shown: (shown: string, kept: string) => `${shown} of ${kept} shown`,
  heard: {
    one: (count: string) => `${count} event since you came`,
    other: (count: string) => `${count} events since you came`,
  },
  spoken: {
    one: (count: string) => `${count} new event`,
    other: (count: string) => `${count} new events`,
  },
  gap: 'Some events in between were missed, because the gateway was away for too long. They are in the lists of answers and deliveries.',
  list: 'Events, the newest first',
  incoming: 'from',
  outgoing: 'to',
  json: 'The event as JSON',
  emptyTitle: 'Nothing has happened yet',
  empty:
    'Messages, forms and their answers, calls and the state of the number appear here as they happen. Make one happen: send a form and answer it on the phone, or test a webhook.',
  toSend: 'Send a form',
  noneTitle: 'None of these events fits the filter',
}

export type LiveWords = typeof en

export const liveWords: Words<LiveWords> = {
  en,
  'pt-BR': {
    intro:
      'O que acontece nesta instância, na hora em que acontece. Fica só nesta página, no máximo os 500 mais novos, até você sair dela.',
    states: {
      connecting: 'Conectando…',
      open: 'Conectado: os eventos aparecem na hora',
      away: 'Sem conexão; tentamos de novo sozinhos, e nada se perde',
    },
    type: 'Evento',
    allTypes: 'Todos os tipos',
    text: 'Contém',
    textHint: 'Procura no evento inteiro, sem diferenciar maiúsculas.',
    pause: 'Pausar',
    goOn: 'Continuar',
    clear: 'Limpar',
    isPaused: 'Pausado.',
    held: {
      one: (count) => `${count} evento chegou enquanto isso.`,
      other: (count) => `${count} eventos chegaram enquanto isso.`,
    },
    heldBounded: 'Deles ficam os 500 mais novos.',
    shown: (shown, kept) => `${shown} de ${kept} na tela`,
    heard: {
      one: (count) => `${count} evento desde que você chegou`,
      other: (count) => `${count} eventos desde que você chegou`,
    },
    spoken: {
      one: (count) => `${count} evento novo`,
      other: (count) => `${count} eventos novos`,
    },
    gap: 'Alguns eventos no meio se perderam aqui, porque o servidor ficou fora por tempo demais. Eles estão nas listas de respostas e de entregas.',
    list: 'Eventos, do mais novo ao mais antigo',
    incoming: 'de',
    outgoing: 'para',
    json: 'O evento em JSON',
    emptyTitle: 'Nada aconteceu ainda',
    empty:
      'Mensagens, formulários e suas respostas, chamadas e o estado do número aparecem aqui na hora. Faça acontecer: envie um formulário e responda no telefone, ou teste um webhook.',
    toSend: 'Enviar um formulário',
    noneTitle: 'Nenhum destes eventos combina com o filtro',
  },
  es: {
    intro:
      'Lo que ocurre en esta instancia, en el momento. Queda solo en esta página, como máximo los 500 más nuevos, hasta que salgas de ella.',
    states: {
      connecting: 'Conectando…',
      open: 'Conectado: los eventos aparecen en el momento',
      away: 'Sin conexión; se vuelve a intentar solo, y no se pierde nada',
    },
    type: 'Evento',
    allTypes: 'Todos los tipos',
    text: 'Contiene',
    textHint: 'Busca en todo el evento, sin distinguir mayúsculas.',
    pause: 'Pausar',
    goOn: 'Continuar',
    clear: 'Limpiar',
    isPaused: 'En pausa.',
    held: {
      one: (count) => `${count} evento llegó mientras tanto.`,
      other: (count) => `${count} eventos llegaron mientras tanto.`,
    },
    heldBounded: 'De ellos se conservan los 500 más nuevos.',
    shown: (shown, kept) => `${shown} de ${kept} a la vista`,
    heard: {
      one: (count) => `${count} evento desde que llegaste`,
      other: (count) => `${count} eventos desde que llegaste`,
    },
    spoken: {
      one: (count) => `${count} evento nuevo`,
      other: (count) => `${count} eventos nuevos`,
    },
    gap: 'Algunos eventos intermedios se perdieron aquí, porque el servidor estuvo fuera demasiado tiempo. Están en las listas de respuestas y de entregas.',
    list: 'Eventos, del más nuevo al más antiguo',
    incoming: 'de',
    outgoing: 'a',
    json: 'El evento en JSON',
    emptyTitle: 'Aún no ha ocurrido nada',
    empty:
      'Mensajes, formularios y sus respuestas, llamadas y el estado del número aparecen aquí en el momento. Haz que ocurra algo: envía un formulario y respóndelo en el teléfono, o prueba un webhook.',
    toSend: 'Enviar un formulario',
    noneTitle: 'Ninguno de estos eventos coincide con el filtro',
  },
}
