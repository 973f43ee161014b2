import type { EventsWords } from './words-en.ts'

export const spanish: EventsWords = {
  sections: 'Secciones de los eventos',
  webhooks: 'Webhooks',
  deliveries: 'Entregas',
  live: 'En vivo',
  types: {
    'message.exchange': {
      name: 'Mensajes',
      tells: 'Cada mensaje que entra o sale. La respuesta a un formulario es uno de ellos, con sus valores.',
    },
    'message.status': { name: 'Estado del mensaje', tells: 'Un mensaje se envió, llegó, se leyó o falló.' },
    'instance.state': { name: 'Estado del número', tells: 'El número se vinculó, perdió la conexión o volvió.' },
    'call.update': {
      name: 'Llamadas',
      tells: 'Alguien llama al número; la llamada se atendió, se perdió o se rechazó.',
    },
    'group.flow': { name: 'Grupos', tells: 'Es parte del contrato original; este servidor aún no lo envía.' },
    'label.update': {
      name: 'Etiquetas de chats',
      tells: 'Es parte del contrato original; este servidor aún no lo envía.',
    },
    'form.answered': {
      name: 'Formulario respondido',
      tells: 'Alguien llenó un formulario: vienen el formulario y su respuesta ya tipada.',
    },
    'form.sent': { name: 'Formulario enviado', tells: 'Un formulario salió.' },
    'form.status': { name: 'Estado del formulario', tells: 'Un formulario llegó, se leyó o no se pudo enviar.' },
    'form.expired': { name: 'Formulario caducado', tells: 'Se acabó el plazo para responder y no llegó respuesta.' },
    'webhook.paused': {
      name: 'Webhook en pausa',
      tells: 'Otro webhook de esta instancia quedó en pausa porque su receptor falló durante cinco días.',
    },
    'webhook.test': { name: 'Prueba', tells: 'Una prueba que alguien pidió. Llega sin elegirla.' },
  },
  states: { pending: 'En espera', delivered: 'Llegó', dead: 'Abandonada', cancelled: 'Cancelada' },
  stateHelp: {
    pending: 'Aún no llegó y se vuelve a intentar sola.',
    delivered: 'El receptor respondió con 2xx.',
    dead: 'Todos los intentos fallaron. Solo se intenta de nuevo si la reenvías.',
    cancelled: 'Su webhook se apagó antes de que llegara.',
  },
  failures: {
    address_refused: 'La dirección es privada y el servidor no puede llamarla',
    aborted: 'La llamada se interrumpió',
    timeout: 'Sin respuesta en 15 segundos',
    name_not_found: 'El nombre de la dirección no se conoce (DNS)',
    connection_refused: 'Nada escucha en esa dirección',
    tls_failed: 'No se aceptó el certificado de la dirección (TLS)',
    connection_failed: 'La conexión se cortó',
    internal_error: 'El servidor no pudo hacer la llamada',
  },
  failed: 'La llamada falló',
  status: {
    taken: 'aceptado',
    redirect: 'una redirección, que no se sigue',
    unauthorized: 'el receptor rechazó las credenciales o la firma',
    notFound: 'no hay nada en esa dirección del receptor',
    gone: 'el receptor no quiere más: eso apaga el webhook',
    tooLarge: 'al receptor el cuerpo le parece demasiado grande',
    tooMany: 'el receptor pide una pausa',
    refused: 'el receptor lo rechazó',
    broken: 'el receptor falló por dentro',
    other: 'no es un 2xx',
  },
  problems: {
    webhook_switched_off: { what: 'Este webhook está apagado', helps: 'Enciéndelo primero y vuelve a intentarlo.' },
    webhook_not_found: { what: 'Este webhook ya no existe', helps: 'Recarga la lista.' },
    delivery_not_found: {
      what: 'Una entrega ya no existe',
      helps: 'Las entregas se guardan el tiempo que fija el operador, 30 días si no dice otra cosa.',
    },
    webhook_limit_reached: {
      what: 'Hay tres webhooks encendidos, y ese es el máximo',
      helps: 'Apaga uno primero. Uno en pausa también cuenta.',
    },
    too_many_waiting: { what: 'Hay demasiadas llamadas en espera', helps: 'Espera hasta que termine una.' },
  },
}
