import type { Words } from './language.ts'

export interface KnownFailure {
  /** What happened. */
  what: string
  /** What helps. */
  helps: string
}

export interface FailureWords {
  /** By `failure.code` of a message or form: WhatsApp's number, or a word of the gateway. */
  byCode: Record<string, KnownFailure>
  /** A number of WhatsApp's that nobody has explained. */
  other: KnownFailure
}

const en: FailureWords = {
  byCode: {
    '405': {
      what: 'WhatsApp refused this kind of message from this number',
      helps:
        'Try a form of another kind, or another number: if every form fails so, this number cannot send forms now; texts may still go.',
    },
    '463': {
      what: 'WhatsApp does not let this number write first to people who never wrote to it',
      helps:
        'Do not try again: stop for a day. Let people write to you first, by a wa.me link or a QR code; whoever did gets your forms.',
    },
    '479': {
      what: 'WhatsApp could not read the message',
      helps:
        'Forms in groups are not proven. To one person: send it without header, footer and questions of your own; if it fails again, report it with the code.',
    },
    '429': {
      what: 'WhatsApp found it too much at once',
      helps: 'Wait, then send with a longer distance between sends.',
    },
    account_restricted: {
      what: 'Held back here, because WhatsApp had just refused to let this number write first to strangers',
      helps:
        'It ends by itself 24 hours after that refusal. Until then people who wrote to you can still be written to.',
    },
    not_connected: {
      what: 'The connection to WhatsApp was lost before the form went out',
      helps: 'See on the page of the number that it is connected, then send again: this one certainly did not go out.',
    },
    no_devices: {
      what: 'WhatsApp lists no device that could read it',
      helps: 'Check the number: the person may have left WhatsApp.',
    },
    engine_failed: {
      what: 'The message could not be encrypted',
      helps: 'Send it again. If it fails again, reconnect the number.',
    },
    no_verdict: {
      what: 'WhatsApp did not confirm it within a minute',
      helps: 'It may have gone out all the same: ask the person before you send it again.',
    },
    erased: {
      what: 'What it quotes, or the person it was for, was erased before it went out',
      helps: 'Somebody wanted it so. If it was only the quoted message, send it anew without the quote.',
    },
    unknown: { what: 'No reason was kept', helps: 'Send it again.' },
  },
  other: {
    what: 'WhatsApp refused it',
    helps: 'It does not say why. Try one again later; if it stays so, look at the number on its phone.',
  },
}

const pt: FailureWords = {
  byCode: {
    '405': {
      what: 'O WhatsApp recusou este tipo de mensagem deste número',
      helps:
        'Tente um formulário de outro tipo, ou outro número: se todos falharem assim, este número não pode enviar formulários agora; textos talvez ainda saiam.',
    },
    '463': {
      what: 'O WhatsApp não deixa este número escrever primeiro a quem nunca escreveu para ele',
      helps:
        'Não tente de novo: pare por um dia. Peça que as pessoas escrevam primeiro, por um link wa.me ou um QR code; quem escreveu recebe seus formulários.',
    },
    '479': {
      what: 'O WhatsApp não conseguiu ler a mensagem',
      helps:
        'Formulários em grupos não são garantidos. Para uma pessoa: envie sem cabeçalho, rodapé e perguntas suas; se falhar outra vez, relate com o código.',
    },
    '429': {
      what: 'O WhatsApp achou demais de uma vez',
      helps: 'Espere e envie com uma distância maior entre os envios.',
    },
    account_restricted: {
      what: 'Retido aqui, porque o WhatsApp acabara de recusar que este número escrevesse primeiro a desconhecidos',
      helps: 'Termina sozinho 24 horas depois dessa recusa. Até lá você ainda pode escrever a quem escreveu para você.',
    },
    not_connected: {
      what: 'A conexão com o WhatsApp caiu antes de o formulário sair',
      helps: 'Veja na página do número se ele está conectado e envie de novo: este com certeza não saiu.',
    },
    no_devices: {
      what: 'O WhatsApp não mostra nenhum aparelho que pudesse ler',
      helps: 'Confira o número: a pessoa pode ter saído do WhatsApp.',
    },
    engine_failed: {
      what: 'Não foi possível criptografar a mensagem',
      helps: 'Envie de novo. Se falhar outra vez, reconecte o número.',
    },
    no_verdict: {
      what: 'O WhatsApp não confirmou em um minuto',
      helps: 'Pode ter saído mesmo assim: pergunte à pessoa antes de enviar de novo.',
    },
    erased: {
      what: 'O que ele cita, ou a pessoa a quem ia, foi apagado antes do envio',
      helps: 'Alguém quis assim. Se foi só a mensagem citada, envie de novo sem a citação.',
    },
    unknown: { what: 'Nenhum motivo foi guardado', helps: 'Envie de novo.' },
  },
  other: {
    what: 'O WhatsApp recusou',
    helps: 'Ele não diz por quê. Tente um mais tarde; se continuar, olhe o número no celular dele.',
  },
}

const es: FailureWords = {
  byCode: {
    '405': {
      what: 'WhatsApp rechazó este tipo de mensaje de este número',
      helps:
        'Prueba un formulario de otro tipo, u otro número: si todos fallan así, este número no puede enviar formularios ahora; los textos quizá sí.',
    },
    '463': {
      what: 'WhatsApp no deja que este número escriba primero a quien nunca le escribió',
      helps:
        'No lo intentes de nuevo: para un día. Pide que te escriban primero, con un enlace wa.me o un código QR; quien lo hizo recibe tus formularios.',
    },
    '479': {
      what: 'WhatsApp no pudo leer el mensaje',
      helps:
        'Los formularios en grupos no están probados. A una persona: envíalo sin encabezado, pie ni preguntas tuyas; si vuelve a fallar, repórtalo con el código.',
    },
    '429': {
      what: 'A WhatsApp le pareció demasiado a la vez',
      helps: 'Espera y envía con más distancia entre los envíos.',
    },
    account_restricted: {
      what: 'Retenido aquí, porque WhatsApp acababa de impedir que este número escribiera primero a desconocidos',
      helps: 'Termina solo 24 horas después de ese rechazo. Mientras tanto puedes escribir a quienes te escribieron.',
    },
    not_connected: {
      what: 'La conexión con WhatsApp se perdió antes de que saliera el formulario',
      helps: 'Mira en la página del número que esté conectado y envía otra vez: este seguro que no salió.',
    },
    no_devices: {
      what: 'WhatsApp no muestra ningún dispositivo que pudiera leerlo',
      helps: 'Comprueba el número: la persona puede haber dejado WhatsApp.',
    },
    engine_failed: {
      what: 'No se pudo cifrar el mensaje',
      helps: 'Envíalo otra vez. Si vuelve a fallar, reconecta el número.',
    },
    no_verdict: {
      what: 'WhatsApp no lo confirmó en un minuto',
      helps: 'Puede haber salido igualmente: pregunta a la persona antes de enviarlo otra vez.',
    },
    erased: {
      what: 'Lo que cita, o la persona a quien iba, se borró antes de que saliera',
      helps: 'Alguien lo quiso así. Si fue solo el mensaje citado, envíalo de nuevo sin la cita.',
    },
    unknown: { what: 'No se guardó ningún motivo', helps: 'Envíalo otra vez.' },
  },
  other: {
    what: 'WhatsApp lo rechazó',
    helps: 'No dice por qué. Prueba uno más tarde; si sigue, mira el número en su teléfono.',
  },
}

/** Why WhatsApp or the gateway did not send something, and what helps (docs/keeping-a-number.md). */
export const failureWords: Words<FailureWords> = { en, 'pt-BR': pt, es }

export function isExplained(words: FailureWords, code: string): boolean {
  return Object.hasOwn(words.byCode, code)
}

/** @example explainFailure(useWords(failureWords), '463').helps */
export function explainFailure(words: FailureWords, code: string): KnownFailure {
  return isExplained(words, code) ? (words.byCode[code] ?? words.other) : words.other
}
