import type { operations } from '../api/schema.d.ts'

type Told<Name extends keyof operations, Http extends number> = operations[Name] extends {
  responses: Record<Http, { content: { 'application/json': infer Body } }>
}
  ? Body
  : never
type Asked<Name extends keyof operations> = operations[Name] extends {
  requestBody?: { content: { 'application/json': infer Body } }
}
  ? Body
  : never

/** An instance with its token, which one page shows. */
export type OwnInstance = Told<'getInstanceList', 200>['instances'][number]
export type Instance = Omit<OwnInstance, 'token'>
export type InstanceState = Instance['connection']['state']
export type Settings = Told<'getInstanceGetSettings', 200>['settings']
export type SettingsChange = Asked<'postInstanceSettings'>
export type KeptProxy = Told<'getInstanceGetProxy', 200>['proxy']
/** The whole proxy: what is left out is not kept, but for the password of the very same one. */
export type ProxyBlock = Asked<'postInstanceProxy'>
/** What the phone has to be shown or given, or that there is nothing to do any more. */
export type Linking = Told<'getInstanceConnect', 200>
