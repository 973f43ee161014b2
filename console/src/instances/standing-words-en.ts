import type { Situation } from './standing.ts'

export interface StandingWords {
  /** The state in a word or two. */
  states: Record<'connected' | 'connecting' | 'disconnected' | 'loggedout' | 'banned' | 'passkey_required', string>
  /** Of an instance without a number. */
  noNumber: string
  waitsForPhone: string
  situations: Record<Situation, { what: string; helps: string }>
  /** Instead of `helps`, where the number was not linked yet. */
  askAnew: string
  bannedUntil(moment: string): string
  restricted(until: string): string
  restrictedHelps: string
}

const BY_ITSELF = 'It is tried again by itself; nothing that people send you meanwhile is lost.'

export const english: StandingWords = {
  states: {
    connected: 'Connected',
    connecting: 'Connecting',
    disconnected: 'Disconnected',
    loggedout: 'Logged out',
    banned: 'Banned',
    passkey_required: 'Passkey needed',
  },
  noNumber: 'No number yet',
  waitsForPhone: 'Waiting for the phone',
  askAnew: 'The number was not linked yet: ask for a new code.',
  bannedUntil: (moment) => `WhatsApp says that the ban ends on ${moment}.`,
  restricted: (until) => `WhatsApp refused a first message to a stranger. Until ${until} none is tried.`,
  restrictedHelps:
    'Whoever wrote to this number before is still written to. Look at the phone: when the restriction is gone there, “Reconnect” ends the wait.',
  situations: {
    connected: { what: 'The number is connected.', helps: 'Messages and forms go out, and answers come in.' },
    connecting: { what: 'The number is being connected to WhatsApp.', helps: 'This takes a few seconds.' },
    linking: {
      what: 'A code waits for the phone.',
      helps: 'Scan it or type it into WhatsApp on the phone before it runs out.',
    },
    unlinked: {
      what: 'No number is linked yet.',
      helps: 'Link one with its phone: by a QR code or by a code of eight characters.',
    },
    disconnected: { what: 'The number is not connected.', helps: 'Reconnect it.' },
    logged_out_here: {
      what: 'The number was logged out here.',
      helps: 'Forms and answers are kept. Link a number to go on.',
    },
    connection_lost: { what: 'The connection to WhatsApp was lost.', helps: BY_ITSELF },
    timed_out: { what: 'WhatsApp did not answer.', helps: BY_ITSELF },
    server_unavailable: { what: 'WhatsApp is not available.', helps: `The trouble is WhatsApp’s own. ${BY_ITSELF}` },
    restart_required: { what: 'WhatsApp asked to connect anew.', helps: BY_ITSELF },
    store_failed: {
      what: 'The gateway could not read or write its store.',
      helps: `Tell who looks after the gateway: the disk may be full. ${BY_ITSELF}`,
    },
    proxy_failed: {
      what: 'The proxy of this number could not be reached, or refused us.',
      helps: 'Look at the proxy in the settings. It is tried again by itself, and never past the proxy.',
    },
    gateway_stopped: {
      what: 'The gateway was stopped.',
      helps: 'A linked number connects by itself when it starts again.',
    },
    closed_by_us: { what: 'The connection was closed here.', helps: 'Reconnect it.' },
    logged_out: {
      what: 'The link was removed on the phone, or WhatsApp refused it.',
      helps: 'Link the number again. Forms and answers are kept.',
    },
    banned: {
      what: 'WhatsApp refuses this number, for a while or for good.',
      helps:
        'Open WhatsApp on its phone: it says for how long, or lets you ask for a review. Reconnect when the number may be used again. Nothing is tried before, for a banned number that knocks looks worse.',
    },
    replaced: {
      what: 'Another connection took over with the same keys.',
      helps: 'A second gateway or a restored copy uses this link. Stop that one, then reconnect here.',
    },
    bad_session: {
      what: 'WhatsApp did not accept the session.',
      helps: 'Reconnect. If that does not help, log the number out and link it again.',
    },
    client_outdated: {
      what: 'WhatsApp no longer accepts this version of the gateway.',
      helps:
        'Who looks after the gateway has to update it, or set WHATSAPP_VERSION, and restart it. The number stays linked.',
    },
    server_not_genuine: {
      what: 'The server could not prove that it is WhatsApp.',
      helps:
        'Something between here and WhatsApp opens the encryption. Nothing was sent to it. Find out what it is, then reconnect.',
    },
    link_expired: {
      what: 'The code ran out before it was used.',
      helps: 'Ask for a new one when you have the phone at hand.',
    },
    passkey_required: {
      what: 'This WhatsApp account asks for a passkey to link a device.',
      helps: 'Only WhatsApp’s own apps can give one. Use a number whose account does not ask for it.',
    },
    number_linked_elsewhere: {
      what: 'This number is linked to another of your instances.',
      helps: 'Log it out there, or delete that instance, then link it here.',
    },
    number_refused: {
      what: 'This number cannot be linked here.',
      helps: 'On its phone, remove the devices that WhatsApp shows under Linked devices, then try again.',
    },
    exported: {
      what: 'This instance was exported, and does not connect here.',
      helps:
        'Two copies of one link destroy each other. Use it where its file went. When that copy is gone, who looks after the gateway brings it back with “formwire instance resume”.',
    },
  },
}
