import { z } from 'zod'
import { Refused } from '../kernel/refused.ts'
import { LockBroken, lockBox, unlockBox } from '../platform/secret/index.ts'
import { PROXY_PROTOCOLS } from './domain/read-proxy.ts'

/** First line of the file: what it is, and in which version. */
const TITLE = 'formwire-instance 1'

const bytes = z.base64().transform((text) => new Uint8Array(Buffer.from(text, 'base64')))

const webhook = z.object({
  label: z.string(),
  enabled: z.boolean(),
  url: z.string(),
  authorization: z.string(),
  byEvents: z.boolean(),
  events: z.array(z.string()),
  mediaBase64: z.boolean(),
  secret: z.string(),
  /** Not in the files of earlier versions. */
  pausedReason: z.string().nullish(),
})

const websocket = z.object({ enabled: z.boolean(), events: z.array(z.string()), mediaBase64: z.boolean() })

const proxy = z.object({
  protocol: z.enum(PROXY_PROTOCOLS),
  host: z.string(),
  port: z.number().int(),
  username: z.string().nullable(),
  password: z.string().nullable(),
})

const contents = z.object({
  name: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  token: z.string().regex(/^[\x21-\x7e]{16,256}$/),
  settings: z.record(z.string(), z.unknown()),
  numberJid: z.string().nullable(),
  numberLid: z.string().nullable(),
  profileName: z.string().nullable(),
  proxy: proxy.nullable(),
  webhooks: z.array(webhook),
  websocket: websocket.nullable(),
  /** As the engine took it. */
  device: bytes,
  exportedAt: z.number(),
})

/** An instance as it is carried from one store to another. Times are Unix milliseconds. */
export type CarriedInstance = z.output<typeof contents>

/** The webhooks and the WebSocket of an instance as they are carried, secrets in clear. */
export type CarriedSetup = Pick<CarriedInstance, 'webhooks' | 'websocket'>

/** The bytes of an instance's file, locked with a passphrase. */
export function lockInstance(passphrase: string, instance: CarriedInstance): Promise<Uint8Array> {
  const plain = { ...instance, device: Buffer.from(instance.device).toString('base64') }
  return lockBox(TITLE, passphrase, Buffer.from(JSON.stringify(plain)))
}

/** Reads the bytes of an instance's file. @throws Refused with one sentence */
export async function unlockInstance(passphrase: string, file: Uint8Array): Promise<CarriedInstance> {
  const plain = await unlockBox(TITLE, passphrase, file).catch((error: unknown) => {
    throw error instanceof LockBroken ? new Refused(SENTENCES[error.problem], { cause: error }) : error
  })
  try {
    return contents.parse(JSON.parse(Buffer.from(plain).toString()))
  } catch (cause) {
    throw new Refused('The file opens, but a later version of Formwire wrote it: update this one first.', { cause })
  }
}

const SENTENCES: Record<LockBroken['problem'], string> = {
  no_box: 'This is no file of `formwire instance export`, or it was cut short.',
  wrong_passphrase: 'The passphrase is another one, or the file was changed.',
}
