import type { EngineWorld } from './port-rig.suite.ts'
export function receivingSuite(_world: () => EngineWorld): void {}
