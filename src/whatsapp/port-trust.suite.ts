import type { EngineWorld } from './port-rig.suite.ts'
export function trustSuite(_world: () => EngineWorld): void {}
