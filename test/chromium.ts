/** The browser for tests and pictures: `CHROMIUM_PATH`, else the one that npm brought. Never skipped. */

// Not @sparticuz/chromium's own list: that one turns off web security and site isolation, which is what we test.
const ARGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

/** Playwright's `launchOptions`. Ends the process with a sentence where there is no browser. */
export async function chromium(): Promise<{ executablePath: string; args: string[] }> {
  // Written back, so that processes started from here do not unpack a second one.
  process.env.CHROMIUM_PATH ||= await bundled()
  return { executablePath: process.env.CHROMIUM_PATH, args: ARGS.split(' ') }
}

async function bundled(): Promise<string> {
  try {
    if (process.platform !== 'linux' || process.arch !== 'x64')
      throw new Error('it is built for Linux on x64 only')
    // Read when the package is imported: only then does it unpack the libraries that a bare system lacks.
    process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs24.x'
    const { default: sparticuz } = await import('@sparticuz/chromium')
    return await sparticuz.executablePath()
  } catch (error) {
    console.error(
      `No browser for the tests: install Chromium or Chrome and put its path in CHROMIUM_PATH. (@sparticuz/chromium: ${(error as Error).message})`,
    )
    process.exit(1)
  }
}
