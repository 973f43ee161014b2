import { testDeliveries } from './deliveries.suite.ts'

testDeliveries('sqlite')
