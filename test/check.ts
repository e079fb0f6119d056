/** `npm run check`: types, Biome, and the rules of the layout. */
import { checks } from './rooms.ts'

const { failed } = await checks()
process.exit(failed === 0 ? 0 : 1)
