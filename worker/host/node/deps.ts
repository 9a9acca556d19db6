/** What the own server gives the app, in each of its threads. */
import { dirname } from 'node:path'
import type { Database } from '../../../db/client.ts'
import type { Deps, Vapid } from '../../deps.ts'
import type { SignUpMode } from '../../domain/one-time-links.ts'
import { newId } from '../../ids.ts'
import { VERSION } from '../../version.ts'
import { diskOf } from '../folder.ts'
import { folderFiles } from '../folder-files.ts'

/** Plain, so that it can be handed to a thread. */
export interface AppConfig {
  databaseFile: string
  /** Folder of the files people add. */
  files: string
  publicUrl: string
  signUp: SignUpMode
  vapid: Vapid | null
}

/** What comes with each request. */
export interface RequestEnv {
  place: string
}

export function depsOf(
  { databaseFile, files, publicUrl, signUp, vapid }: AppConfig,
  database: Database,
  nudge: Deps['nudge'],
): Deps {
  return {
    ...{ database, nudge, publicUrl, signUp, vapid, newId, version: VERSION },
    now: () => Date.now(),
    files: folderFiles(files),
    fetch: (...args) => fetch(...args),
    disk: () => diskOf(dirname(databaseFile)),
    placeOf: (_request, env) => (env as RequestEnv).place,
  }
}
