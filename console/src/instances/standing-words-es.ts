import type { StandingWords } from './standing-words-en.ts'

const BY_ITSELF = 'El servidor lo intenta de nuevo por sí solo; nada de lo que te envíen mientras tanto se pierde.'

export const spanish: StandingWords = {
  states: {
    connected: 'Conectado',
    connecting: 'Conectando',
    disconnected: 'Desconectado',
    loggedout: 'Desvinculado',
    banned: 'Bloqueado',
    passkey_required: 'Pide clave de acceso',
  },
  noNumber: 'Aún sin número',
  waitsForPhone: 'Esperando al teléfono',
  askAnew: 'El número aún no estaba vinculado: pide un código nuevo.',
  bannedUntil: (moment) => `WhatsApp dice que el bloqueo termina el ${moment}.`,
  restricted: (until) =>
    `WhatsApp rechazó un primer mensaje a un desconocido. Hasta el ${until} no se intentará ninguno.`,
  restrictedHelps:
    'A quien ya escribió a este número se le sigue escribiendo. Mira el teléfono: cuando la restricción desaparezca allí, «Reconectar» termina la espera.',
  situations: {
    connected: {
      what: 'El número está conectado.',
      helps: 'Los mensajes y formularios salen, y las respuestas llegan.',
    },
    connecting: { what: 'El número se está conectando a WhatsApp.', helps: 'Tarda unos segundos.' },
    linking: {
      what: 'Un código espera al teléfono.',
      helps: 'Escanéalo o escríbelo en WhatsApp en el teléfono antes de que caduque.',
    },
    unlinked: {
      what: 'Aún no hay ningún número vinculado.',
      helps: 'Vincula uno con su teléfono: con un código QR o con un código de ocho caracteres.',
    },
    disconnected: { what: 'El número no está conectado.', helps: 'Reconéctalo.' },
    logged_out_here: {
      what: 'El número se desvinculó desde aquí.',
      helps: 'Los formularios y las respuestas se conservan. Vincula un número para seguir.',
    },
    connection_lost: { what: 'Se perdió la conexión con WhatsApp.', helps: BY_ITSELF },
    timed_out: { what: 'WhatsApp no respondió.', helps: BY_ITSELF },
    server_unavailable: { what: 'WhatsApp no está disponible.', helps: `El problema es de WhatsApp. ${BY_ITSELF}` },
    restart_required: { what: 'WhatsApp pidió conectar de nuevo.', helps: BY_ITSELF },
    store_failed: {
      what: 'El servidor no pudo leer o escribir sus datos.',
      helps: `Avisa a quien cuida del servidor: el disco puede estar lleno. ${BY_ITSELF}`,
    },
    proxy_failed: {
      what: 'No se pudo llegar al proxy de este número, o nos rechazó.',
      helps:
        'Revisa el proxy en los ajustes. El servidor lo intenta de nuevo por sí solo, y nunca sin pasar por el proxy.',
    },
    gateway_stopped: {
      what: 'El servidor se detuvo.',
      helps: 'Un número vinculado se conecta por sí solo cuando vuelve a arrancar.',
    },
    closed_by_us: { what: 'La conexión se cerró desde aquí.', helps: 'Reconéctalo.' },
    logged_out: {
      what: 'El vínculo se eliminó en el teléfono o WhatsApp lo rechazó.',
      helps: 'Vuelve a vincular el número. Los formularios y las respuestas se conservan.',
    },
    banned: {
      what: 'WhatsApp rechaza este número, por un tiempo o para siempre.',
      helps:
        'Abre WhatsApp en su teléfono: dice por cuánto tiempo, o deja pedir una revisión. Reconéctalo cuando pueda usarse otra vez. Antes no se intenta nada, porque insistir con un número bloqueado empeora las cosas.',
    },
    replaced: {
      what: 'Otra conexión tomó el lugar con las mismas claves.',
      helps: 'Un segundo servidor o una copia restaurada usa este vínculo. Detén el otro y reconecta aquí.',
    },
    bad_session: {
      what: 'WhatsApp no aceptó la sesión.',
      helps: 'Reconecta. Si no ayuda, desvincula el número y vuelve a vincularlo.',
    },
    client_outdated: {
      what: 'WhatsApp ya no acepta esta versión del servidor.',
      helps:
        'Quien cuida del servidor tiene que actualizarlo, o definir WHATSAPP_VERSION, y reiniciarlo. El número sigue vinculado.',
    },
    server_not_genuine: {
      what: 'El servidor contactado no pudo demostrar que es WhatsApp.',
      helps: 'Algo entre aquí y WhatsApp abre el cifrado. No se le envió nada. Averigua qué es y después reconecta.',
    },
    link_expired: { what: 'El código caducó sin usarse.', helps: 'Pide otro cuando tengas el teléfono a mano.' },
    passkey_required: {
      what: 'Esta cuenta de WhatsApp pide una clave de acceso (passkey) para vincular dispositivos.',
      helps: 'Solo las aplicaciones de WhatsApp pueden darla. Usa un número cuya cuenta no la pida.',
    },
    number_linked_elsewhere: {
      what: 'Este número está vinculado a otra de tus instancias.',
      helps: 'Desvincúlalo allí, o elimina esa instancia, y después vincúlalo aquí.',
    },
    number_refused: {
      what: 'Este número no se puede vincular aquí.',
      helps:
        'En su teléfono, quita los dispositivos que WhatsApp muestra en Dispositivos vinculados y vuelve a intentarlo.',
    },
    exported: {
      what: 'Esta instancia se exportó y no se conecta aquí.',
      helps:
        'Dos copias de un mismo vínculo se destruyen. Úsala donde fue a parar su archivo. Cuando esa copia ya no exista, quien cuida del servidor la recupera con «formwire instance resume».',
    },
  },
}
