/** Where this script came from, and how its elements are defined: once, however often and whenever that is. */

/** Null where that cannot be told. */
let origin: string | null = null
export const scriptOrigin = (): string | null => origin

interface Element extends CustomElementConstructor {
  /** The widget's, to tell two scripts apart. */
  version?: string
}

/** @param file The script's own name, by which its tag is found for a module, or code that was evaluated. */
export function define(file: string, elements: Record<string, Element>): void {
  const script =
    (document.currentScript as HTMLScriptElement | null) ??
    document.querySelector<HTMLScriptElement>(`script[src$="/${file}"]`)
  origin = script?.src ? new URL(script.src).origin : null
  for (const [name, element] of Object.entries(elements)) {
    const defined = customElements.get(name) as Element | undefined
    if (!defined) customElements.define(name, element)
    else if (defined.version !== element.version)
      console.warn(
        `edge-checkout: <${name}> ${defined.version} is on this page already; ${element.version} is left out`,
      )
  }
}
