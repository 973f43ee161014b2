import type { ProgressWords } from './progress-words-en.ts'

export const spanish: ProgressWords = {
  title: 'Qué pasó con él',
  none: 'Todavía no se envió nada desde aquí. Envía un formulario y mira aquí cuándo llega, se lee y se responde.',
  to: (recipient) => `Para ${recipient}`,
  asking: 'Entregándolo al servidor…',
  waiting: (seconds) => `El chat muestra “escribiendo…” durante ${seconds} s antes de que salga.`,
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
  late: 'La respuesta llegó después de que el formulario caducara.',
  reached: 'alcanzado',
  notYet: 'todavía no',
  openAnswer: 'Ver la respuesta',
  openForm: 'Ver este formulario',
  warnings: 'Enviado, pero puede que WhatsApp no lo muestre como se espera:',
  failed: (code) => `Falló (${code})`,
  lost: {
    what: 'El servidor no responde, así que aún no se sabe si el formulario llegó a él.',
    helps: 'Pulsa “Enviar formulario” otra vez cuando vuelva: lo que ya llegó no se envía de nuevo.',
  },
  older: (count) => (count === 1 ? 'Uno enviado antes' : `${count} enviados antes`),
}
