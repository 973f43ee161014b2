import { describe } from 'vitest'
import { historySuite } from './port-history.suite.ts'
import { linkingSuite } from './port-linking.suite.ts'
import { receivingSuite } from './port-receiving.suite.ts'
import type { EngineWorld } from './port-rig.suite.ts'
import { sendingSuite } from './port-sending.suite.ts'
import { trustSuite } from './port-trust.suite.ts'

/** What every WhatsApp engine must do, proven against the sandbox. `world` is asked for when tests run. */
export function describeEngine(name: string, world: () => EngineWorld): void {
  describe(name, () => {
    describe('linking', () => linkingSuite(world))
    describe('sending', () => sendingSuite(world))
    describe('receiving', () => receivingSuite(world))
    describe('history', () => historySuite(world))
    describe('trust', () => trustSuite(world))
  })
}
