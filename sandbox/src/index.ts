export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox.ts'
export type { SandboxInfo } from './simulation.ts'
export { DEVELOPMENT_ROOT_KEY } from './wire/certificate.ts'
