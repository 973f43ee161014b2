import type { ProgressWords } from './progress-words-en.ts'

export const spanish: ProgressWords = {
  title: 'Qué pasó con él',
  none: 'Todavía no se envió nada desde aquí. Envía un formulario y mira aquí cuándo llega, se lee y se responde.',
  to: (recipient) => `Para ${recipient}`,
  asking: 'Entregándolo al servidor…',
  waiting: (seconds) => `El chat muestra “escribiendo…” durante ${seconds} s antes de que salga.`,
  states: {
    queued: 'En espera',
    sending: 'Enviando',
    sent: 'Enviado',
    delivered: 'Entregado',
    read: 'Leído',
    answered: 'Respondido',
    failed: 'Falló',
    expired: 'Vencido',
    unknown: 'No se sabe',
  },
  accepted: 'Aceptado',
  explained: {
    queued: 'Sale cuando llega su turno. Puedes dejar esta página.',
    sending: 'Va camino a WhatsApp; falta su confirmación.',
    sent: 'WhatsApp lo tiene. El teléfono todavía no: puede estar apagado.',
    delivered:
      'Está en el teléfono. “Leído” llega cuando se abre el chat; quien oculta la confirmación de lectura queda en “entregado”.',
    read: 'Se abrió el chat. Si también el formulario, nadie puede verlo.',
    answered: 'La respuesta llegó.',
    failed: 'No se envió.',
    expired: 'Su plazo terminó. Una respuesta que llegue igual vale, marcada como tardía.',
    unknown: 'El servidor se detuvo durante el envío: puede haber salido. Nunca se envía de nuevo por sí solo.',
  },
  late: 'La respuesta llegó después de que el formulario venciera.',
  reached: 'alcanzado',
  notYet: 'todavía no',
  openAnswer: 'Ver la respuesta',
  openForm: 'Ver este formulario',
  warnings: 'Enviado, pero puede que WhatsApp no lo muestre como se espera:',
  failed: (code) => `Falló (${code})`,
  failures: {
    '463': {
      what: 'WhatsApp no deja que este número escriba primero a quien nunca le escribió.',
      helps:
        'No lo intentes enseguida. Deja que la persona te escriba antes (con un enlace wa.me, por ejemplo) o envía a quien ya lo hizo; suele terminar en horas o días.',
    },
    account_restricted: {
      what: 'WhatsApp rechazó hace poco un primer mensaje de este número, así que el servidor retiene los primeros mensajes por un tiempo.',
      helps: 'A quien ya escribió a este número se le puede escribir ahora; para los demás, espera.',
    },
    '479': {
      what: 'WhatsApp no pudo leer el mensaje.',
      helps:
        'Los formularios en grupos no están probados. A una persona: prueba sin encabezado, pie ni preguntas tuyas.',
    },
    '405': {
      what: 'WhatsApp rechaza este tipo de mensaje desde este número.',
      helps: 'Prueba con otro número; puede hacer falta una cuenta de empresa.',
    },
    no_devices: {
      what: 'WhatsApp no muestra ningún dispositivo que pueda leer el mensaje.',
      helps: 'Comprueba el número y si esa persona todavía usa WhatsApp.',
    },
    not_connected: {
      what: 'Se perdió la conexión con WhatsApp antes de que saliera el mensaje.',
      helps: 'Espera a que el número se conecte de nuevo y envía otra vez.',
    },
    no_verdict: {
      what: 'WhatsApp no confirmó el mensaje en un minuto.',
      helps: 'Puede haber salido igual: pregunta a la persona antes de enviarlo de nuevo.',
    },
    engine_failed: {
      what: 'El mensaje no se pudo cifrar o escribir.',
      helps: 'Envíalo otra vez. Si se repite, reconecta el número.',
    },
    erased: {
      what: 'Lo que cita el mensaje, o la persona a quien iba, se borró antes de que saliera.',
      helps: 'Envíalo de nuevo sin la cita.',
    },
  },
  otherFailure:
    'Es un código del propio WhatsApp, y no se sabe más de él. Espera un poco antes de intentarlo de nuevo.',
  lost: {
    what: 'El servidor no responde, así que aún no se sabe si el formulario llegó a él.',
    helps: 'Pulsa “Enviar formulario” otra vez cuando vuelva: lo que ya llegó no se envía de nuevo.',
  },
  older: (count) => (count === 1 ? 'Uno enviado antes' : `${count} enviados antes`),
}
