import { type ProblemWords, whole, withDetail } from './known-problem.ts'

export const spanish: ProblemWords = {
  refused: 'El servidor lo rechazó',
  unexpected: 'Algo salió mal en esta página. Recárgala; si vuelve a pasar, avisa a quien cuida el servidor.',
  retryAfter: (time) => `Puedes intentarlo de nuevo en ${time}.`,
  byCode: {
    offline: whole('El servidor no responde', 'Lo intentamos hasta que responda; nada de lo que ves se pierde.'),
    unknown: withDetail(
      'No se entendió la respuesta',
      'Algo entre tú y el servidor puede haber respondido en su lugar, un proxy por ejemplo. Inténtalo de nuevo.',
    ),

    token_invalid: whole('Este token no abre nada aquí', 'Comprueba que se copió entero.'),
    token_missing: whole('No has entrado', 'Entra de nuevo.'),
    session_ended: whole('Tu sesión terminó', 'Entra de nuevo.'),
    sign_in_throttled: whole('Demasiados intentos fallidos desde aquí', 'Espera y entra con el token correcto.'),
    token_other_instance: whole(
      'Tu token no abre esta instancia',
      'Entra con el token de esta instancia o con el de la cuenta.',
    ),
    token_taken: whole('Este token no se puede usar', 'Elige otro o déjalo vacío: entonces se crea uno para ti.'),
    origin_refused: whole(
      'El servidor no conoce esta dirección de la consola',
      'Abre la consola en la dirección para la que se configuró el servidor.',
    ),

    rate_limited: whole('Demasiadas peticiones a la vez', 'Espera un momento.'),
    too_many_waiting: whole('Ya hay demasiadas peticiones en espera', 'Espera unos segundos e inténtalo de nuevo.'),
    too_many_sockets: whole(
      'Demasiadas páginas y programas siguen esta instancia',
      'Cierra otras pestañas de esta consola.',
    ),
    request_timeout: whole('Lo que enviaste tardó demasiado en llegar', 'Revisa tu conexión e inténtalo de nuevo.'),
    body_too_large: whole('Esto es demasiado de una vez', 'Acorta los textos o quita algunos campos.'),
    headers_too_large: whole(
      'Tu navegador envió demasiados datos',
      'Borra las cookies de esta dirección en el navegador y entra de nuevo.',
    ),
    request_invalid: withDetail('Algo no está bien', 'Corrige lo que se indica abajo e inténtalo de nuevo.'),
    route_not_found: whole(
      'El servidor no conoce esta petición',
      'La página puede ser más antigua que el servidor: recárgala.',
    ),

    instance_not_found: whole('No existe esa instancia', 'Puede haberse eliminado o ser de otra cuenta.'),
    instance_name_required: whole('La instancia aún no tiene nombre', 'Escribe uno.'),
    instance_name_taken: whole('Ya existe una instancia con este nombre', 'Elige otro nombre.'),
    instance_quota_exceeded: whole(
      'Tu cuenta no puede tener más instancias',
      'Elimina una que no necesites o pide más a quien cuida el servidor.',
    ),
    instance_exported: whole(
      'Esta instancia se trasladó a otro servidor',
      'No puede funcionar en dos lugares. Cuando la copia ya no exista, el operador la recupera con `formwire instance resume`.',
    ),
    proxy_refused: withDetail(
      'Este proxy no se puede usar',
      'Su dirección debe ser pública. El operador puede permitir otras.',
    ),

    instance_not_connected: whole(
      'Este número no está conectado a WhatsApp',
      'Vincúlalo o reconéctalo en su página e inténtalo de nuevo.',
    ),
    instance_not_linked: whole('Esta instancia aún no tiene número', 'Vincula uno en su página primero.'),
    instance_needs_passkey: whole(
      'Esta cuenta de WhatsApp pide una clave de acceso (passkey) para vincular un dispositivo',
      'Solo las aplicaciones de WhatsApp pueden darla. Usa un número cuya cuenta no la pida.',
    ),
    number_linked_elsewhere: whole(
      'Este número ya está vinculado a otra instancia tuya',
      'Usa esa, o desvincula allí el número primero.',
    ),
    number_refused: whole(
      'Este número no se puede vincular aquí',
      'En su teléfono, abre Dispositivos vinculados en WhatsApp, quita los dispositivos e inténtalo de nuevo.',
    ),
    link_failed: withDetail(
      'No se pudo vincular el número',
      'Inténtalo con un código nuevo; deja el teléfono abierto mientras tanto.',
    ),
    link_timeout: whole(
      'WhatsApp no dio un código a tiempo',
      'Inténtalo de nuevo. Si sigue así, revisa la conexión con WhatsApp o el proxy.',
    ),

    number_required: whole('Falta el número', 'Escribe para quién es.'),
    number_invalid: withDetail(
      'No se puede escribir a este número',
      'Escríbelo con código de país y de área, solo dígitos, y comprueba que la persona usa WhatsApp.',
    ),
    message_required: whole('El mensaje está vacío', 'Escribe lo que la persona va a leer.'),
    reply_message_not_found: whole(
      'El mensaje al que respondes no está aquí',
      'Puede haberse borrado. Envía sin responder a él o elige otro.',
    ),
    reply_other_instance: whole(
      'El mensaje al que respondes es de otro número',
      'Envía desde ese número o sin responder a él.',
    ),
    private_reply_failed: withDetail('Aquí no se puede responder en privado', 'Envía directamente a la persona.'),
    send_failed: withDetail('El mensaje no salió', 'Mira el motivo antes de intentarlo de nuevo.'),
    account_restricted: withDetail(
      'WhatsApp no deja que este número escriba primero a desconocidos ahora',
      'Espera a que pase el tiempo de abajo. Puedes escribir a quienes te escribieron.',
    ),
    idempotency_mismatch: whole(
      'Esto ya se envió antes con otro contenido',
      'Mira entre las respuestas si salió y envíalo de nuevo.',
    ),

    form_not_found: whole('No existe ese formulario', 'Puede haberse borrado.'),
    answer_not_found: whole('No existe esa respuesta', 'Puede haberse borrado.'),
    message_not_found: whole('No existe ese mensaje', 'Puede haberse borrado.'),

    export_not_found: whole('Esta exportación ya no se conoce', 'Empiézala de nuevo.'),
    export_id_taken: whole('Esta exportación ya se está escribiendo', 'Espera a que termine o empieza otra.'),

    webhook_not_found: whole('No existe ese webhook', 'Puede haberse quitado. Recarga la página.'),
    webhook_switched_off: whole('Este webhook está desactivado', 'Actívalo primero.'),
    webhook_limit_reached: whole('Ya hay tres webhooks activos', 'Desactiva uno antes de activar otro.'),
    address_refused: withDetail(
      'No se puede llamar a esta dirección',
      'Debe ser una dirección pública, http o https. El operador puede permitir otras.',
    ),
    delivery_not_found: whole('No existe esa entrega', 'Las entregas se guardan solo por un tiempo.'),

    store_failed: whole(
      'El servidor no puede escribir ahora; no se perdió nada',
      'Su disco puede estar lleno. Inténtalo de nuevo pronto.',
    ),
    shutting_down: whole('El servidor se está reiniciando', 'Inténtalo de nuevo en un momento.'),
    internal_error: whole(
      'Algo falló en el servidor',
      'Inténtalo de nuevo. Si sigue así, su registro le dice más al operador.',
    ),
  },
}
