/** A reason not to start, in one sentence that a person can act on. */
export class Refusal extends Error {}
