/** What the own server gives the app, in each of its threads. */
import type { Database } from '../../../db/client.ts'
import type { Deps, Vapid } from '../../deps.ts'
import { newId } from '../../ids.ts'
import { VERSION } from '../../version.ts'
import { folderFiles } from '../folder-files.ts'
import { Counts } from './counts.ts'

/** Plain, so that it can be handed to a thread. */
export interface AppConfig {
  databaseFile: string
  /** Folder of the files people add. */
  files: string
  publicUrl: string
  vapid: Vapid | null
}

/** What comes with each request. */
export interface RequestEnv {
  place: string
}

const MINUTE = 60_000

export function depsOf({ files, publicUrl, vapid }: AppConfig, database: Database, nudge: Deps['nudge']): Deps {
  const [byAddress, byPlace, byLink] = [new Counts(10, MINUTE), new Counts(60, MINUTE), new Counts(60, MINUTE)]
  return {
    ...{ database, nudge, publicUrl, vapid, newId, version: VERSION },
    now: () => Date.now(),
    files: folderFiles(files),
    allow: async ({ address, from }) => [byAddress.take(address), byPlace.take(from)].every(Boolean),
    allowPublic: async ({ link, from }) => [byLink.take(`link:${link}`), byLink.take(`from:${from}`)].every(Boolean),
    fetch: (...args) => fetch(...args),
    placeOf: (_request, env) => (env as RequestEnv).place,
  }
}
