export { type CanaryStore, checkCanary, hasCanary } from './canary.ts'
export { hashToken } from './hash-token.ts'
export { createSealer, type Place, SealBroken, type Sealer } from './seal.ts'
export { loadSecretKey, SecretRefused } from './secret-key.ts'
