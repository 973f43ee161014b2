import { afterAll, beforeAll } from 'vitest'
import { type Sandbox, startSandbox } from '../../sandbox/src/index.ts'
import { openTestStore } from '../../src/platform/db/test-store.suite.ts'
import { describeEngine } from '../../src/whatsapp/port.suite.ts'
import type { EngineWorld } from '../../src/whatsapp/port-rig.suite.ts'
import { baileysWorld } from './world.ts'

let sandbox: Sandbox
let opened: Awaited<ReturnType<typeof openTestStore>>
let world: EngineWorld

beforeAll(async () => {
  sandbox = await startSandbox()
  opened = await openTestStore('sqlite')
  world = baileysWorld(sandbox, opened.store)
})

afterAll(async () => {
  await opened.remove()
  await sandbox.close()
})

describeEngine('Baileys', () => world)
