import { form } from '../../src/form/index.ts'
export const Page = () => <p>{form}</p>
