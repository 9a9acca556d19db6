/** Devices on which one is signed in: only the server knows them. */
import { api } from '../api.ts'

export interface Device {
  id: string
  /** `Chrome · Android`; null where its browser did not say. */
  name: string | null
  /** From where it was last used, as the host knows it. */
  place: string | null
  /** Epoch ms. */
  since: number
  /** To the hour, epoch ms. */
  lastUsedAt: number
  /** This one. */
  here: boolean
}

/** Last used first. @throws ApiError */
export const listDevices = async (): Promise<Device[]> =>
  (await api.request<{ devices: Device[] }>('GET', '/api/account/devices')).devices

/** @throws ApiError */
export const endDevice = (id: string): Promise<void> => api.request('DELETE', `/api/account/devices/${id}`)

/** @param passkeys whether one's passkeys are removed as well @throws ApiError */
export const endOtherDevices = (passkeys: boolean): Promise<void> =>
  api.request('POST', '/api/account/devices/end-others', { json: { passkeys } })
