/** Written in by the build: package.json's version. */
declare const WIDGET_VERSION: string
