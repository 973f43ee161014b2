import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { ConfigRefused, readConfig } from './config.ts'

test('without any variable the defaults of the contract hold', () => {
  const config = readConfig({}, {}, '/somewhere')
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    baseUrl: undefined,
    dataDir: resolve('/somewhere/data'),
    accountToken: undefined,
    instanceQuota: 0,
    rateLimit: { perMinute: 100, newPerMinute: 20 },
    webhookIncludeToken: false,
    corsOrigins: [],
    flowIds: { contact_details: '1889354358373616', registration_offer: '892701196712475' },
    buttonLabels: { contact_details: 'Preencher', registration_offer: 'Quero participar' },
    whatsapp: { url: undefined, timeScale: 1 },
    retentionDays: { answers: 0, messages: 0, deliveries: 30 },
    logLevel: 'info',
  })
  expect(Object.isFrozen(config)).toBe(true)
})

test('a prefixed name wins over a bare one, the environment over the file', () => {
  expect(readConfig({ PORT: '1', FORMWIRE_PORT: '2' }).port).toBe(2)
  expect(readConfig({ PORT: '1' }, { FORMWIRE_PORT: '3' }).port).toBe(3)
  expect(readConfig({ PORT: '1' }, { PORT: '3' }).port).toBe(1)
  expect(readConfig({}, { PORT: '3' }).port).toBe(3)
})

test('a shell that exports HOST does not open the gateway to the network', () => {
  expect(readConfig({ HOST: '0.0.0.0' }).host).toBe('127.0.0.1')
  expect(readConfig({ FORMWIRE_HOST: '0.0.0.0' }).host).toBe('0.0.0.0')
})

test('an empty variable counts as not given', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: '' })).toMatchObject({ port: 8080, databaseUrl: undefined })
})

test('every wrong variable stands in one message, and no value does', () => {
  const wrong = {
    FORMWIRE_PORT: '70000',
    LOG_LEVEL: 'shouting-secret',
    DATABASE_URL: 'mysql://secret',
    FORMWIRE_PROT: 'secret',
    EGRESS_ALLOW: '10.0.0.0/33',
    CORS_ORIGINS: 'https://shop.example/path',
  }
  const message = refusal(wrong, { UNHEARD_OF: 'secret', HOST: 'secret' })
  for (const name of [...Object.keys(wrong), 'UNHEARD_OF', 'HOST is not']) expect(message).toContain(name)
  expect(message).not.toContain('secret')
  expect(message).not.toContain('\n')
})

test('a public host is refused while the account token is short', () => {
  const short = 'a'.repeat(23)
  expect(refusal({ FORMWIRE_HOST: '0.0.0.0', ACCOUNT_TOKEN: short })).toContain('ACCOUNT_TOKEN')
  expect(readConfig({ FORMWIRE_HOST: '0.0.0.0', ACCOUNT_TOKEN: `${short}a` }).host).toBe('0.0.0.0')
  expect(readConfig({ FORMWIRE_HOST: '::1', ACCOUNT_TOKEN: short }).accountToken).toBe(short)
})

test('another WhatsApp is on loopback, or the operator says that he knows', () => {
  expect(refusal({ WHATSAPP_URL: 'wss://chat.example/ws' })).toContain('WHATSAPP_URL must be a loopback address')
  expect(refusal({ WHATSAPP_URL: 'ws://127.0.0.1.example/ws' })).toContain('WHATSAPP_URL')
  expect(readConfig({ WHATSAPP_URL: 'ws://[::1]:9000/ws' }).whatsapp.url).toBe('ws://[::1]:9000/ws')
  const known = { WHATSAPP_URL: 'wss://chat.example/ws', WHATSAPP_URL_I_KNOW_WHAT_I_AM_DOING: 'yes' }
  expect(readConfig(known).whatsapp.url).toBe('wss://chat.example/ws')
  expect(refusal({ ...known, WHATSAPP_TIME_SCALE: '20' })).toContain('WHATSAPP_TIME_SCALE')
  expect(refusal({ WHATSAPP_TIME_SCALE: '20' })).toContain('WHATSAPP_TIME_SCALE')
  expect(refusal({ WHATSAPP_ROOT_KEY: 'a'.repeat(64) })).toContain('WHATSAPP_ROOT_KEY')
})

function refusal(environment: Record<string, string>, file: Record<string, string> = {}): string {
  try {
    readConfig(environment, file)
  } catch (error) {
    if (error instanceof ConfigRefused) return error.message
    throw error
  }
  throw new Error('the configuration was accepted')
}
