import type { EngineWorld } from './port-rig.suite.ts'
export function sendingSuite(_world: () => EngineWorld): void {}
