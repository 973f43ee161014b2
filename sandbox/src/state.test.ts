import './testing/signatures.ts'

import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { startSandbox } from './sandbox.ts'
import { linkCompanion, startCompanion, until } from './testing/companion.ts'
import { controlOf, messagesOf } from './testing/control-client.ts'

const number = '5511900000000'
const ana = '5511911111111'
const robot = '5511922222222'
const stateDir = mkdtempSync(join(tmpdir(), 'sandbox-state-'))

afterAll(() => rmSync(stateDir, { recursive: true, force: true }))

test('a second start goes on where the first one ended: linked, with its queue, its groups and its chats', async () => {
  const first = await startSandbox({ stateDir })
  let control = controlOf(first.controlUrl)
  await control('phones', { phone: ana, name: 'Ana' })
  await control('phones', { phone: robot, headless: true })
  const group = (await control('groups', { subject: 'Team', members: [number, ana, robot] })).body.jid
  const companion = await linkCompanion(first, number)
  const form = await companion.sendForm(`${ana}@s.whatsapp.net`, 'before')
  await until(async () => (await messagesOf(first.controlUrl, ana)).some((m) => m.id === form), 'the form')
  const auth = companion.socket().authState
  await companion.close()
  const queued = (await control(`phones/${ana}/text`, { to: number, text: 'while you were away' })).body.id
  await first.close()
  expect(statSync(join(stateDir, 'sandbox.json')).mode & 0o777).toBe(0o600)

  const second = await startSandbox({ stateDir })
  control = controlOf(second.controlUrl)
  expect(second.rootKey).toBe(first.rootKey)
  const again = startCompanion(second, { auth: { creds: auth.creds, keys: auth.keys } })
  await again.open()
  expect((await again.next((message) => message.key.id === queued)).message?.extendedTextMessage?.text).toBe(
    'while you were away',
  )
  expect((await messagesOf(second.controlUrl, ana)).map(({ id }) => id)).toContain(form)
  await control(`phones/${ana}/answer`, { messageId: form, values: { full_name: 'Ana' } })
  await again.next((message) => Boolean(message.message?.interactiveResponseMessage))
  const inGroup = await again.sendForm(String(group), 'after')
  for (const phone of [ana, robot]) {
    await until(async () => (await messagesOf(second.controlUrl, phone)).some((m) => m.id === inGroup), phone)
  }
  await again.socket().logout()
  await again.close()
  await second.close()

  const third = await startSandbox({ stateDir })
  const anew = await linkCompanion(third, number)
  expect(anew.socket().user?.id, 'a removed device’s number is not given out again').toBe(`${number}:2@s.whatsapp.net`)
  await anew.close()
  await third.close()
})

test('a state that cannot be read is a reason not to start', async () => {
  const broken = mkdtempSync(join(tmpdir(), 'sandbox-broken-'))
  writeFileSync(join(broken, 'sandbox.json'), '{')
  await expect(startSandbox({ stateDir: broken })).rejects.toThrow(/JSON|sandbox\.json/)
  rmSync(broken, { recursive: true, force: true })
})
