import { connect, type Socket } from 'node:net'
import type { Clock } from '../../kernel/clock.ts'
import { Refused } from '../../kernel/refused.ts'
import { MOST_LINE_BYTES, readLine } from './line.ts'
import { controlPlace } from './place.ts'

/** Nobody listens there. */
const NOBODY = ['ENOENT', 'ENOTDIR', 'ECONNREFUSED', 'ENOTSOCK']

/**
 * Asks the gateway that listens in a data folder; null when none does.
 * @throws Refused when it cannot be asked, or does not answer in time
 */
export async function askGateway(
  { dataDir, clock, withinMs }: { dataDir: string; clock: Clock; withinMs: number },
  request: object,
): Promise<unknown> {
  const place = placeOf(dataDir)
  if (!place) return null
  try {
    const socket = await dial(place.path, place.file)
    if (!socket) return null
    const asked = `${JSON.stringify(request)}\n`
    if (Buffer.byteLength(asked) > MOST_LINE_BYTES) {
      socket.destroy()
      throw new Refused('This is too large to be handed to a gateway that runs: stop it, and give the command again.')
    }
    let isLate = false
    const late = clock.after(withinMs, () => {
      isLate = true
      socket.destroy()
    })
    socket.write(asked)
    const line = await readLine(socket)
    late.cancel()
    socket.destroy()
    if (line !== null) return JSON.parse(line)
    throw new Refused(
      isLate
        ? `The gateway did not answer within ${withinMs / 1_000} seconds: it may still do what was asked.`
        : 'The gateway ended before it answered: see what came of the command before you repeat it.',
    )
  } finally {
    place.close()
  }
}

function placeOf(dataDir: string) {
  try {
    return controlPlace(dataDir)
  } catch {
    return null
  }
}

/** A connection; null when nobody listens. @throws Refused when we may not */
export function dial(path: string, file = path): Promise<Socket | null> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path })
    socket.once('connect', () => {
      socket.off('error', onError)
      socket.on('error', () => {})
      resolve(socket)
    })
    socket.once('error', onError)
    function onError(error: NodeJS.ErrnoException): void {
      const code = String(error.code)
      if (NOBODY.includes(code)) resolve(null)
      else if (code === 'EAGAIN') reject(new Refused('The gateway has too many commands to answer: try again.'))
      else reject(new Refused(`${file} cannot be reached (${code}): run this as the user that the gateway runs as.`))
    }
  })
}
