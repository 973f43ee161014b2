import { createHashHistory, createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router'
import { readAddress } from './answers/filter.ts'
import { Problem } from './api/problem.ts'
import { queries } from './api/query-client.ts'
import { readDeliverySearch } from './events/deliveries/search.ts'
import { readOverviewSearch } from './overview/search.ts'
import { sessionQuery } from './session/session.ts'
import { SignInPage } from './session/sign-in-page.tsx'
import { readSignInSearch } from './session/sign-in-search.ts'
import { BrokenPage, NotFoundPage, NowherePage } from './shell/fallbacks.tsx'
import { InstanceLayout } from './shell/instance-layout.tsx'
import { lazyRouteComponent } from './shell/lazy-page.ts'
import { Shell } from './shell/shell.tsx'

/*
 * Every page stands behind the # of the address: the gateway answers paths by its API's rules alone, and what a person
 * looks at is in no log.
 */

const root = createRootRoute({ notFoundComponent: NowherePage })

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: SignInPage,
  validateSearch: readSignInSearch,
})

const inside = createRoute({
  getParentRoute: () => root,
  id: 'in',
  component: Shell,
  async beforeLoad({ location }) {
    try {
      await queries.ensureQueryData(sessionQuery)
    } catch (error) {
      // Away is no reason to send anybody out: the page says that it is.
      if (error instanceof Problem && error.http === 401) {
        throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { back: location.href } })
      }
    }
  },
})

const instances = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./instances/instances-page.tsx'), 'InstancesPage'),
})

const instance = createRoute({ getParentRoute: () => inside, path: '/i/$instance', component: InstanceLayout })

const number = createRoute({
  getParentRoute: () => instance,
  path: '/',
  component: lazyRouteComponent(() => import('./instances/number-page.tsx'), 'NumberPage'),
})

const settings = createRoute({
  getParentRoute: () => instance,
  path: '/settings',
  component: lazyRouteComponent(() => import('./instances/settings-page.tsx'), 'SettingsPage'),
})

const send = createRoute({
  getParentRoute: () => instance,
  path: '/send',
  component: lazyRouteComponent(() => import('./send/send-page.tsx'), 'SendPage'),
})

const answers = createRoute({
  getParentRoute: () => instance,
  path: '/answers',
  component: lazyRouteComponent(() => import('./answers/answers-page.tsx'), 'AnswersPage'),
  validateSearch: readAddress,
})

const unmatched = createRoute({
  getParentRoute: () => instance,
  path: '/answers/unmatched',
  component: lazyRouteComponent(() => import('./answers/unmatched-page.tsx'), 'UnmatchedPage'),
})

const person = createRoute({
  getParentRoute: () => instance,
  path: '/answers/person',
  component: lazyRouteComponent(() => import('./answers/person-page.tsx'), 'PersonPage'),
})

const answer = createRoute({
  getParentRoute: () => instance,
  path: '/answers/$messageId',
  component: lazyRouteComponent(() => import('./answers/answer-page.tsx'), 'AnswerPage'),
})

const overview = createRoute({
  getParentRoute: () => instance,
  path: '/overview',
  validateSearch: readOverviewSearch,
  component: lazyRouteComponent(() => import('./overview/overview-page.tsx'), 'OverviewPage'),
})

const webhooks = createRoute({
  getParentRoute: () => instance,
  path: '/events',
  component: lazyRouteComponent(() => import('./events/webhooks-page.tsx'), 'WebhooksPage'),
})

const deliveries = createRoute({
  getParentRoute: () => instance,
  path: '/events/deliveries',
  component: lazyRouteComponent(() => import('./events/deliveries-page.tsx'), 'DeliveriesPage'),
  validateSearch: readDeliverySearch,
})

const delivery = createRoute({
  getParentRoute: () => instance,
  path: '/events/deliveries/$deliveryId',
  component: lazyRouteComponent(() => import('./events/delivery-page.tsx'), 'DeliveryPage'),
})

const stream = createRoute({
  getParentRoute: () => instance,
  path: '/events/live',
  component: lazyRouteComponent(() => import('./events/live-page.tsx'), 'LivePage'),
})

const ofInstance = [
  number,
  settings,
  send,
  answers,
  unmatched,
  person,
  answer,
  overview,
  webhooks,
  deliveries,
  delivery,
  stream,
] as const

export const router = createRouter({
  routeTree: root.addChildren([signIn, inside.addChildren([instances, instance.addChildren(ofInstance)])]),
  history: createHashHistory(),
  defaultErrorComponent: BrokenPage,
  defaultNotFoundComponent: NotFoundPage,
  defaultPreload: false,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
