import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { join, resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { z } from 'zod'
import { Refused } from './kernel/refused.ts'
import { LOG_LEVELS } from './platform/log.ts'

/** What the operator decided, checked and frozen. Without a value: the default that docs/configuration.md names. */
export type Config = Readonly<ReturnType<typeof arrange>>

/** The configuration cannot be used; its message is one sentence for a person, without any value in it. */
export class ConfigRefused extends Refused {
  override readonly name: string = 'ConfigRefused'
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/
const SHORTEST_PUBLIC_TOKEN = 24

const text = z.string().min(1)
const flag = z.enum(['true', 'false', '1', '0', 'yes', 'no'], 'must be true or false')
const isOn = (value: string) => value === 'true' || value === '1' || value === 'yes'
const list = z.string().transform((value) => value.split(/[\s,]+/).filter((entry) => entry !== ''))
const whole = (smallest: number, largest: number) =>
  z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= smallest && value <= largest, `must be between ${smallest} and ${largest}`)
const count = (preset: number) => whole(0, 1_000_000_000).default(preset)
const address = (protocols: readonly string[], what: string) =>
  z.string().refine((value) => protocols.includes(URL.parse(value)?.protocol ?? ''), what)
const networks = list.refine((entries) => entries.every(isNetwork), 'must be a list of addresses or networks (CIDR)')

const VARIABLES = z.object({
  HOST: text.regex(/^[\w.:%-]+$/, 'must be an address or a host name').default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8080),
  BASE_URL: address(['http:', 'https:'], 'must be an http or https URL').transform(withoutSlash).optional(),
  DATA_DIR: text.default('./data'),
  DATABASE_URL: address(['postgres:', 'postgresql:'], 'must be a postgres:// URL').optional(),
  ACCOUNT_TOKEN: z
    .string()
    .regex(/^[\x21-\x7e]{16,256}$/, 'must be 16 to 256 visible ASCII characters')
    .optional(),
  INSTANCE_QUOTA: count(0),
  SECRET_KEY: z
    .string()
    .regex(/^([0-9a-fA-F]{64}|[A-Za-z0-9+/_-]{43}=?)$/, 'must be 32 bytes as 64 hex digits or as base64')
    .optional(),
  RATE_LIMIT_PER_MINUTE: count(100),
  RATE_LIMIT_NEW_PER_MINUTE: count(20),
  TRUST_PROXY: networks.default([]),
  EGRESS_ALLOW: networks.default([]),
  WEBHOOK_INCLUDE_TOKEN: flag.transform(isOn).default(false),
  CORS_ORIGINS: list.refine((entries) => entries.every(isOrigin), 'must be a list of origins').default([]),
  FLOW_ID_CONTACT_DETAILS: text.default('1889354358373616'),
  FLOW_ID_REGISTRATION_OFFER: text.default('892701196712475'),
  BUTTON_LABEL_CONTACT_DETAILS: text.max(256).default('Preencher'),
  BUTTON_LABEL_REGISTRATION_OFFER: text.max(256).default('Quero participar'),
  WHATSAPP_URL: address(['ws:', 'wss:'], 'must be a ws:// or wss:// URL').optional(),
  WHATSAPP_URL_I_KNOW_WHAT_I_AM_DOING: flag.transform(isOn).default(false),
  WHATSAPP_ROOT_KEY: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hex digits')
    .optional(),
  WHATSAPP_VERSION: z
    .string()
    .regex(/^\d{1,9}\.\d{1,9}\.\d{1,15}$/, 'must be three numbers with dots between them')
    .transform((value): [number, number, number] => {
      const [major = 0, minor = 0, build = 0] = value.split('.').map(Number)
      return [major, minor, build]
    })
    .optional(),
  WHATSAPP_TIME_SCALE: z
    .string()
    .regex(/^\d{1,6}(\.\d{1,6})?$/, 'must be a number')
    .transform(Number)
    .refine((value) => value > 0, 'must be above 0')
    .default(1),
  ANSWER_RETENTION_DAYS: count(0),
  MESSAGE_RETENTION_DAYS: count(0),
  DELIVERY_RETENTION_DAYS: count(30),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info'),
  METRICS_TOKEN: text.optional(),
  SANDBOX_PAGE_URL: address(['http:', 'https:'], 'must be an http or https URL').optional(),
})

type Variables = z.output<typeof VARIABLES>
type Environment = Readonly<Record<string, string | undefined>>

const PREFIX = 'FORMWIRE_'
const NAMES = Object.keys(VARIABLES.shape)

/** Reads the process's environment and the `.env` in its working directory. @throws ConfigRefused */
export function loadConfig(): Config {
  return readConfig(process.env, readDotEnv(process.cwd()), process.cwd())
}

/**
 * Checks an environment and what a `.env` beside it says; the environment wins, and a prefixed name wins over a bare
 * one. Relative folders are seen from `directory`.
 * @throws ConfigRefused naming every wrong variable at once
 */
export function readConfig(environment: Environment, file: Environment = {}, directory = process.cwd()): Config {
  const named: Environment = { ...file, ...environment }
  const given: Record<string, string> = {}
  for (const name of NAMES) {
    const value = named[`${PREFIX}${name}`] || (name === 'HOST' ? undefined : named[name])
    if (value) given[name] = value
  }
  const wrong = unknownNames(environment, file)
  const read = VARIABLES.safeParse(given)
  for (const issue of read.error?.issues ?? []) wrong.push(`${spell(named, String(issue.path[0]))} ${issue.message}`)
  if (read.data) wrong.push(...contradictions(read.data).map(([name, why]) => `${spell(named, name)} ${why}`))
  if (!read.data || wrong.length > 0) throw new ConfigRefused(`The configuration is wrong: ${wrong.join('; ')}.`)
  return Object.freeze(arrange(read.data, directory))
}

function arrange(read: Variables, directory: string) {
  return {
    host: read.HOST,
    port: read.PORT,
    /** Where callers reach us; undefined: host and port. Without a trailing slash. */
    baseUrl: read.BASE_URL,
    dataDir: resolve(directory, read.DATA_DIR),
    databaseUrl: read.DATABASE_URL,
    accountToken: read.ACCOUNT_TOKEN,
    /** How many instances an account may have; 0: any number. */
    instanceQuota: read.INSTANCE_QUOTA,
    secretKey: read.SECRET_KEY,
    /** Requests a minute; 0: no limit. */
    rateLimit: { perMinute: read.RATE_LIMIT_PER_MINUTE, newPerMinute: read.RATE_LIMIT_NEW_PER_MINUTE },
    trustProxy: read.TRUST_PROXY,
    egressAllow: read.EGRESS_ALLOW,
    webhookIncludeToken: read.WEBHOOK_INCLUDE_TOKEN,
    corsOrigins: read.CORS_ORIGINS,
    flowIds: {
      contact_details: read.FLOW_ID_CONTACT_DETAILS,
      registration_offer: read.FLOW_ID_REGISTRATION_OFFER,
    },
    buttonLabels: {
      contact_details: read.BUTTON_LABEL_CONTACT_DETAILS,
      registration_offer: read.BUTTON_LABEL_REGISTRATION_OFFER,
    },
    whatsapp: {
      url: read.WHATSAPP_URL,
      /** Public key of the certificate root, as hex. */
      rootKey: read.WHATSAPP_ROOT_KEY?.toLowerCase(),
      version: read.WHATSAPP_VERSION,
      timeScale: read.WHATSAPP_TIME_SCALE,
    },
    /** Days; 0: kept. */
    retentionDays: {
      answers: read.ANSWER_RETENTION_DAYS,
      messages: read.MESSAGE_RETENTION_DAYS,
      deliveries: read.DELIVERY_RETENTION_DAYS,
    },
    logLevel: read.LOG_LEVEL,
    metricsToken: read.METRICS_TOKEN,
    sandboxPageUrl: read.SANDBOX_PAGE_URL,
  }
}

/** Whether a host is served to others than this machine. */
export function isPublicHost(host: string): boolean {
  return !LOOPBACK.test(host)
}

function contradictions(read: Variables): [name: string, why: string][] {
  const found: [string, string][] = []
  const url = read.WHATSAPP_URL === undefined ? null : URL.parse(read.WHATSAPP_URL)
  const isLocal = url !== null && LOOPBACK.test(url.hostname)
  if (url && !isLocal && !read.WHATSAPP_URL_I_KNOW_WHAT_I_AM_DOING) {
    found.push(['WHATSAPP_URL', 'must be a loopback address: no real number may meet a foreign server by accident'])
  }
  if (read.WHATSAPP_TIME_SCALE !== 1 && !isLocal) {
    found.push(['WHATSAPP_TIME_SCALE', 'is only for a WHATSAPP_URL on loopback'])
  }
  if (read.WHATSAPP_ROOT_KEY !== undefined && !url) {
    found.push(['WHATSAPP_ROOT_KEY', 'is only for a WHATSAPP_URL of your own'])
  }
  if (isPublicHost(read.HOST) && (read.ACCOUNT_TOKEN?.length ?? SHORTEST_PUBLIC_TOKEN) < SHORTEST_PUBLIC_TOKEN) {
    found.push(['ACCOUNT_TOKEN', `must have at least ${SHORTEST_PUBLIC_TOKEN} characters when the host is public`])
  }
  return found
}

/** A misspelt name would be ignored silently; other programs' names in the environment are not ours to judge. */
function unknownNames(environment: Environment, file: Environment): string[] {
  const known = new Set(NAMES.flatMap((name) => (name === 'HOST' ? [PREFIX + name] : [name, PREFIX + name])))
  const unknown = [
    ...Object.keys(environment).filter((name) => name.startsWith(PREFIX) && !known.has(name)),
    ...Object.keys(file).filter((name) => !known.has(name)),
  ]
  return [...new Set(unknown)].map((name) => `${name} is not a name we know`)
}

function spell(named: Environment, name: string): string {
  return named[PREFIX + name] || name === 'HOST' ? PREFIX + name : name
}

function readDotEnv(directory: string): Environment {
  try {
    return parseEnv(readFileSync(join(directory, '.env'), 'utf8'))
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return {}
    throw new ConfigRefused('The file .env beside the process cannot be read.', { cause: error })
  }
}

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '')
}

function isOrigin(value: string): boolean {
  const url = URL.parse(value)
  return url !== null && /^https?:$/.test(url.protocol) && url.origin === value.toLowerCase()
}

function isNetwork(value: string): boolean {
  const [network = '', bits, ...rest] = value.split('/')
  const width = isIP(network) === 4 ? 32 : 128
  return (
    isIP(network) !== 0 && rest.length === 0 && (bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= width))
  )
}
