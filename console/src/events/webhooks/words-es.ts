import type { WebhookWords } from './words-en.ts'

export const spanish: WebhookWords = {
  intro:
    'Un webhook es una dirección tuya. El servidor envía a ella cada evento en cuanto ocurre, y lo intenta durante unos dos días cuando tu dirección no responde.',
  add: 'Añadir webhook',
  list: 'Webhooks de esta instancia',
  emptyTitle: 'Aún no hay webhooks',
  empty:
    'Con un webhook, tu propio sistema recibe las respuestas a tus formularios en cuanto llegan. Necesitas una dirección (URL) que acepte un POST con JSON; quien hace tu sistema tiene una. Sin ella no te pierdes nada aquí: las respuestas están en su página, y los eventos en “En vivo”.',
  sample: 'Esto es lo que llega cuando alguien responde a un formulario (datos inventados)',
  docs: 'Todos los tipos de evento y sus campos, en la documentación de la API',
  limit: 'Hay tres webhooks encendidos, y ese es el máximo. Apaga uno para añadir otro; uno en pausa también cuenta.',
  states: {
    on: 'Encendido',
    failing: 'Encendido, pero falla',
    'paused-by-hand': 'En pausa',
    'paused-for-failures': 'En pausa por sus fallos',
    off: 'Apagado',
    gone: 'Apagado por su receptor',
  },
  failing: (since) =>
    `Todos los intentos desde ${since} fallaron. Tras cinco días así se pone en pausa; hasta entonces no se pierde nada. Mira en sus entregas qué responde el receptor.`,
  pausedByHand: (since) =>
    `En pausa desde ${since}. No se envía nada; lo que ocurre espera y sale en orden cuando lo reanudes.`,
  pausedForFailures: (since, failing) =>
    `Desde ${since} no se envía nada, porque todos los intentos fallaron durante cinco días (desde ${failing}). Lo que ocurre espera. Arregla el receptor, pruébalo aquí y reanuda: todo lo que espera sale de una vez, empezando por lo más antiguo.`,
  off: 'No recibe nada, y sus ajustes están borrados. Se conservan su nombre y su secreto.',
  gone: 'Su receptor respondió 410 (“gone”). Lo que esperaba se canceló. Cuando el receptor esté listo, enciéndelo y reenvía lo que se canceló.',
  url: 'Dirección',
  none: 'ninguna',
  events: 'Eventos',
  theSix: 'Los seis habituales',
  authorization: 'Authorization',
  authorizationSet: 'Se envía un encabezado (oculto)',
  authorizationNone: 'No se envía ningún encabezado',
  perType: 'Una dirección por evento',
  perTypeOn: 'Sí: el tipo de evento se añade a la ruta',
  waiting: 'Entregas en espera',
  waitingCount: (count) => count,
  waitingMore: (count) => `más de ${count}`,
  deliveriesOf: (label) => `Entregas de ${label}`,
  test: 'Probar',
  edit: 'Editar',
  pause: 'Pausar',
  resume: 'Reanudar',
  rotate: 'Nuevo secreto',
  switchOff: 'Apagar',
  switchOn: 'Encender',
  of: (label) => `el webhook ${label}`,
  paused: (label) => `${label} está en pausa. Lo que ocurre espera.`,
  resumed: (label) => `${label} continúa; lo que esperaba sale ahora, empezando por lo más antiguo.`,
  switchedOff: (label) => `${label} está apagado.`,
  saved: (label) => `${label} está guardado.`,
  testing: 'Enviando una prueba… El receptor tiene 15 segundos para responder.',
  testTitle: 'Prueba',
  testArrived: (status, ms) => `Llegó: el receptor respondió ${status} tras ${ms} ms.`,
  testFailed: (status, ms, why) => `No llegó: el receptor respondió ${status} tras ${ms} ms (${why}).`,
  testUnreached: (why) => `No llegó: ${why}.`,
  testEnded: 'No se envió: el webhook cambió mientras tanto. Pruébalo otra vez.',
  testResponse: (label) => `Lo que dijo el receptor de ${label}`,
  testSilent: 'El receptor no dijo nada más.',
  testMore: 'La entrega completa',
  close: 'Cerrar',
  editor: {
    add: 'Añadir webhook',
    edit: (label) => `Editar ${label}`,
    switchOn: (label) => `Encender ${label}`,
    label: 'Nombre',
    labelHint: 'Un nombre corto para ti, por ejemplo “crm”. No se puede cambiar después.',
    url: 'Dirección (URL)',
    urlHint: 'Los eventos se envían ahí, por http o https. Debe ser pública en internet.',
    urlMoves: 'Lo que espera va a la nueva dirección.',
    authorization: 'Encabezado Authorization',
    authorizationHint:
      'Opcional. Se envía tal cual en el encabezado Authorization, para receptores que piden contraseña o token: “Bearer …”.',
    reveal: 'Mostrar',
    byEvents: 'Una dirección para cada tipo de evento',
    byEventsHint: (example) => `El tipo se añade a la ruta: ${example}`,
    events: 'Eventos',
    theSix: 'Los seis habituales',
    theOthers: 'Solo si los eliges',
    chooseSix: 'Elegir los seis habituales',
    chooseForms: 'Elegir solo formularios y sus respuestas',
    save: 'Guardar',
    create: 'Añadir',
    resumes: 'Está en pausa porque su receptor falló. Guardar lo reanuda: todo lo que espera sale de una vez.',
    staysPaused: 'Está en pausa. Guardar lo deja en pausa.',
    cleared: 'Sus ajustes se borraron al apagarlo: complétalos de nuevo. Su secreto sigue siendo el mismo.',
    faults: {
      'label-missing': 'Ponle un nombre.',
      'label-long': 'Como máximo 100 caracteres.',
      'label-taken': 'Otro webhook tiene este nombre. Elige otro, o edita ese webhook.',
      'label-taken-off': 'Un webhook con este nombre está apagado. Elige otro, o enciende ese webhook.',
      'url-missing': 'Indica la dirección.',
      'url-wrong': 'Esto no es una dirección. Empieza por https:// o http://.',
      'url-long': 'Como máximo 4096 caracteres.',
      'url-credentials': 'No pongas usuario ni contraseña en la dirección; usa el encabezado Authorization.',
      'authorization-wrong':
        'Un encabezado solo admite caracteres simples: busca comillas tipográficas o saltos de línea.',
      'events-none': 'Elige al menos uno.',
    },
    addressPrivate:
      'Esta dirección está en una red privada o en la propia máquina del servidor; a esas direcciones no se llama. Usa una pública. Si tiene que ser esta, el operador del servidor puede abrirla con el ajuste EGRESS_ALLOW.',
    refused: 'El servidor rechazó esto:',
  },
  secret: {
    title: (label) => `Secreto de ${label}`,
    made: 'El webhook está listo. Este es su secreto; solo se muestra ahora.',
    replaced:
      'El webhook ya existía, hecho por otra persona mientras tanto; quedó como lo escribiste, y su secreto es el de antes.',
    rotated: 'Este es el nuevo secreto; solo se muestra ahora.',
    keep: 'Cópialo en los ajustes de tu receptor, nunca en su código. Si se pierde, crea uno nuevo.',
    secret: 'Secreto',
    how: 'Cómo comprobar una firma',
    howText:
      'Cada entrega se firma como describe Standard Webhooks (standardwebhooks.com); hay bibliotecas para JavaScript, Python, Go, Java, PHP, Ruby, Rust y C#. Comprueba los bytes como llegaron, antes de interpretarlos. Por ejemplo, en Node:',
    done: 'Ya lo guardé',
  },
  rotation: {
    title: (label) => `Un nuevo secreto para ${label}`,
    text: 'Durante 24 horas firman los dos: cada entrega lleva una firma del secreto nuevo y otra del antiguo, y las bibliotecas aceptan cualquiera. Dale el nuevo al receptor en ese plazo; después el antiguo ya no firma.',
    leaked: 'Si el secreto antiguo se filtró, quítalo del receptor en cuanto el nuevo esté puesto.',
    go: 'Crear un nuevo secreto',
  },
  switching: {
    title: (label) => `¿Apagar ${label}?`,
    text: 'Desde ese momento no se envía nada. La dirección, la autorización y los eventos elegidos se borran; se conservan su nombre y su secreto.',
    cancels: (count, isMore) =>
      isMore
        ? `Más de ${count} entregas esperan: se cancelan.`
        : count === 0
          ? 'Ahora mismo no espera nada.'
          : count === 1
            ? 'Una entrega espera: se cancela.'
            : `${count} entregas esperan: se cancelan.`,
    later:
      'Lo cancelado se puede reenviar cuando el webhook vuelva a estar encendido. Para parar solo un tiempo, ponlo en pausa: así no se borra ni se cancela nada.',
    pauseInstead: 'Mejor pausar',
    go: 'Apagar',
  },
}
