const TIME = '2026-05-02T12:00:00.000Z'
const NUMBER = '5511987654321@s.whatsapp.net'

export const TOKEN = 'q3v9k1x7b5n2m8c4z6w0r1t5y9u3p7s2d4f6g8h0'

export const QR = 'https://wa.me/settings/linked_devices#aW52ZW50ZWQgcmVm,cHVibGljIGtleQ==,aWRlbnRpdHk=,c2VjcmV0,1'

/** Answers in examples; the people, numbers and tokens in them are invented. */
export const WEBHOOK = {
  label: 'default',
  enabled: true,
  url: 'https://example.com/answers',
  authorization: 'Bearer of-the-receiver',
  byEvents: false,
  events: ['message.exchange', 'form.answered'],
  mediaBase64: false,
  paused: false,
  pausedAt: null,
  pausedReason: null,
  failingSince: null,
  createdAt: TIME,
  updatedAt: TIME,
}

export const WEBSOCKET = { enabled: true, events: ['form.answered'], mediaBase64: false }

export const SETTINGS = {
  autoRejectCalls: true,
  callRejectMessage: 'We answer messages only.',
  ignoreGroupMessages: false,
  keepOnlineStatus: false,
  autoReadMessages: false,
  disableHistorySync: true,
  ignoreStatus: false,
  retentionDays: 365,
  answersInEvents: true,
  buttonLabels: { contact_details: 'Preencher cadastro' },
  flowIds: {},
  minSendIntervalMs: 1000,
}

export const PROXY = { enabled: false, host: null, port: null, protocol: null, username: null }
export const PROXIED = {
  enabled: true,
  host: 'proxy.example.com',
  port: 1080,
  protocol: 'socks5' as const,
  username: 'shop',
}

const NEW_STATE = 'disconnected' as const

export const NEW_INSTANCE = {
  id: 'ins_1kqm3x5w82abcdefghjk',
  name: 'shop',
  token: TOKEN,
  status: NEW_STATE,
  numberJid: null,
  createdAt: TIME,
  updatedAt: TIME,
  connection: {
    state: NEW_STATE,
    numberJid: null,
    presenceStatus: 'unavailable',
    displayStatus: 'Disconnected',
    reason: null,
    restrictedUntil: null,
    bannedUntil: null,
    since: TIME,
  },
  profile: { name: null, pictureUrl: null, isBusiness: null, businessName: null },
  webhook: null,
  websocket: null,
  proxy: PROXY,
  settings: SETTINGS,
}

const STATE = 'connected' as const

export const LINKED_INSTANCE = {
  ...NEW_INSTANCE,
  status: STATE,
  numberJid: NUMBER,
  connection: {
    state: STATE,
    numberJid: NUMBER,
    presenceStatus: 'unavailable',
    displayStatus: 'Connected',
    reason: null,
    restrictedUntil: null,
    bannedUntil: null,
    since: TIME,
  },
  profile: { name: 'Aurora Bakery', pictureUrl: null, isBusiness: true, businessName: 'Aurora Bakery' },
  webhook: WEBHOOK,
  websocket: WEBSOCKET,
}
