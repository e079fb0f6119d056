/** Runs in every document of the stand-in's origin; the document's `data-role` says which part it plays. */
import { bootBank, bootModal, bootRedirect } from './challenge.ts'
import { bootController } from './controller.ts'
import { bootElement } from './element.ts'

const ROLES: Record<string, (root: HTMLElement) => unknown> = {
  element: bootElement,
  controller: bootController,
  modal: bootModal,
  bank: bootBank,
  redirect: bootRedirect,
}

ROLES[document.documentElement.dataset.role ?? '']?.(document.querySelector('main')!)
