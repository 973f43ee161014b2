import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { refusal, useCommand } from './command.ts'

const { run, folder } = useCommand()
const PATIENCE = { timeout: 240_000 }

const socketFile = () => join(folder(), 'data/formwire.sock')

async function serve(environment: Record<string, string> = {}) {
  const served = run(['serve'], environment)
  const baseUrl = await served.baseUrl
  expect(baseUrl).not.toBeNull()
  return { ...served, baseUrl: String(baseUrl) }
}

/** What the socket answers to bytes; empty when it hangs up. */
async function say(bytes: string | Uint8Array): Promise<string> {
  const socket = connect(socketFile())
  socket.on('error', () => {})
  socket.end(bytes)
  return await text(socket).catch(() => '')
}

const listed = async (environment: Record<string, string> = {}) => {
  const { code, stdout, stderr } = await run(['account', 'list', '--json'], environment).ended
  expect([code, stderr]).toEqual([0, ''])
  return (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name)
}

test('the socket is for its owner alone, and goes with the gateway', PATIENCE, async () => {
  const served = await serve()
  const { mode } = await stat(socketFile())
  expect(mode & 0o777).toBe(0o600)
  expect(await listed()).toEqual(['default'])
  served.child.kill('SIGTERM')
  expect((await served.ended).code).toBe(0)
  expect(existsSync(socketFile())).toBe(false)
})

test('garbage on the socket is answered or hung up on, and the gateway goes on', PATIENCE, async () => {
  const { baseUrl } = await serve()
  const notUnderstood = '{"refused":"The gateway does not understand this command: is it of another version?"}\n'
  const [unknown, deep] = ['{"operation":"account steal","input":{}}\n', `${'['.repeat(200_000)}\n`]
  for (const line of [
    '\n',
    'null\n',
    '{}\n',
    '[]\n',
    'GET / HTTP/1.1\r\n\r\n',
    unknown,
    deep,
    '\u0000\n',
    '"\ud800"\n',
  ]) {
    expect(await say(line), line.slice(0, 40)).toBe(notUnderstood)
  }
  for (const operation of ['__proto__', 'constructor', 'toString']) {
    expect(await say(`${JSON.stringify({ operation, input: {} })}\n`)).toBe(notUnderstood)
  }
  const wrong = { operation: 'account new', input: { name: 'x', token: 'y' } }
  expect(await say(`${JSON.stringify(wrong)}\n`)).toBe(notUnderstood)
  expect(await say('no line at all')).toBe('')
  expect(await say(new Uint8Array(80 * 1024 * 1024).fill(0x78))).toBe('')
  const left = connect(socketFile())
  await once(left, 'connect')
  left.destroy()
  expect(await listed()).toEqual(['default'])
  expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
})

test(
  'a file that is too large for the socket is refused with what to do, and the gateway goes on',
  PATIENCE,
  async () => {
    await serve()
    await writeFile(join(folder(), 'large'), new Uint8Array(50 * 1024 * 1024))
    await writeFile(join(folder(), 'passphrase'), 'anything\n')
    const sentence = await refusal(run(['instance', 'import', 'large', '--passphrase-file', 'passphrase']))
    expect(sentence).toContain('stop it, and give the command again')
    expect(await listed()).toEqual(['default'])
  },
)

test('what a killed gateway left behind is replaced, and until then the store is opened', PATIENCE, async () => {
  const served = await serve()
  served.child.kill('SIGKILL')
  await served.ended
  expect(existsSync(socketFile())).toBe(true)
  expect(await listed()).toEqual(['default'])
  await serve()
  expect(await say('{"operation":"account list","input":{}}\n')).toContain('"name":"default"')
})

test('a file that is no socket stays, and the gateway starts without', PATIENCE, async () => {
  await mkdir(join(folder(), 'data'))
  await writeFile(socketFile(), 'somebody’s')
  const { baseUrl, child } = await serve()
  expect((await fetch(`${baseUrl}/ready`)).status).toBe(200)
  expect(await readFile(socketFile(), 'utf8')).toBe('somebody’s')
  const sentence = await refusal(run(['account', 'new', 'Bakery']))
  expect(sentence).toContain(`process ${child.pid}`)
  expect(sentence).toContain('It answers no commands')
})

test('the socket of a living process is not taken', PATIENCE, async () => {
  await mkdir(join(folder(), 'data'))
  const other = createServer((socket) => {
    socket.on('error', () => {})
    socket.end('{"output":{"accounts":[]}}\n')
  }).listen(socketFile())
  await once(other, 'listening')
  await serve()
  expect(await say('x\n')).toBe('{"output":{"accounts":[]}}\n')
  other.close()
})

test('a data folder whose name is too long for a socket has one all the same', PATIENCE, async () => {
  const long = { DATA_DIR: join(folder(), 'l'.repeat(90), 'm'.repeat(90)) }
  await serve(long)
  expect((await stat(join(long.DATA_DIR, 'formwire.sock'))).mode & 0o777).toBe(0o600)
  expect(await listed(long)).toEqual(['default'])
})

test('commands at once all get their turn, beside a gateway and without one', PATIENCE, async () => {
  const make = (names: string[]) => Promise.all(names.map((name) => run(['account', 'new', name]).ended))
  const alone = await make(['a', 'b'])
  const served = await serve()
  const beside = await make(['c', 'd', 'c'])
  expect([...alone, ...beside].map(({ code }) => code).toSorted()).toEqual([0, 0, 0, 0, 1])
  expect((await listed()).toSorted()).toEqual(['a', 'b', 'c', 'd', 'default'])
  served.child.kill('SIGTERM')
  await served.ended
})
