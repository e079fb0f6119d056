/** Written in by the build: package.json's version. */
declare const WIDGET_VERSION: string
/** Written in by the build: a hash of every sentence in every language. */
declare const WIDGET_TEXTS: string
