import { askOperator } from '../app/ask-operator.ts'
import { type Check, failed, warned, well } from '../app/check.ts'
import { hasStore } from '../app/insist-on-store.ts'
import type { AppOptions } from '../app/store-and-keys.ts'
import { Refused } from '../kernel/refused.ts'
import { command } from './command.ts'
import { examineMachine } from './doctor-machine.ts'
import { examinePort, examineReach } from './doctor-reach.ts'
import { readOptions } from './options.ts'

export const doctor = command({
  usage: 'doctor [--offline] [--json]',
  about: `Looks at the configuration, the data folder, the disk, the store, the clock, the keys, the numbers, the webhooks and
the way to WhatsApp, and says what to do. Ends with 1 when something failed; a warning is no failure.

  --offline  does not dial WhatsApp
  --json     an array of {"check", "level", "found", "todo"}`,
  options: { offline: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  words: 0,
  async run({ offline, json }) {
    const checks = await examineAll(offline)
    process.stdout.write(json ? `${JSON.stringify(checks, null, 2)}\n` : checks.map(lineOf).join(''))
    if (checks.some(({ level }) => level === 'fail')) process.exitCode = 1
  },
})

async function examineAll(isOffline: boolean): Promise<Check[]> {
  let options: AppOptions
  try {
    options = readOptions()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return [failed('configuration', error.message, 'docs/configuration.md tells every variable')]
  }
  const { config } = options
  const reach = isOffline ? [] : await examineReach(config)
  return [
    well('configuration', 'it can be read'),
    ...examineMachine(config.dataDir),
    ...(await examineInside(options)),
    ...reach,
  ]
}

/** What the gateway says, or the store when none runs. */
async function examineInside(options: AppOptions): Promise<Check[]> {
  if (!hasStore(options)) return [well('store', 'there is none yet: "formwire serve" makes it')]
  try {
    const { output } = await askOperator(options, 'doctor', {})
    const { origin, checks } = output
    const gateway =
      origin === null ? warned('gateway', 'none runs', 'formwire serve, or start its unit') : await examinePort(origin)
    return [gateway, ...checks]
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    return [failed(error.name === 'SecretRefused' ? 'keys' : 'store', error.message, null)]
  }
}

const WORDS = { ok: 'ok  ', warn: 'warn', fail: 'FAIL' }

function lineOf({ check, level, found, todo }: Check): string {
  const line = `${WORDS[level]}  ${check.padEnd(13)}  ${found}${todo === null ? '' : ` → ${todo}`}`
  return `${line.replaceAll(/\p{Cc}/gu, '')}\n`
}
