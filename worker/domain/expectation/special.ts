/** Special functions of positive arguments, in logarithms so that a buyer of thousands of orders overflows nothing. */

const HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI)
/** From here on the asymptotic series below are exact to double precision. */
const ASYMPTOTIC = 10

/** ln Γ(z), z > 0: Stirling's series after moving `z` up by Γ(z + 1) = z Γ(z) (Abramowitz & Stegun 6.1.41). */
export function lgamma(z: number): number {
  let up = z
  let product = 1
  while (up < ASYMPTOTIC) product *= up++
  const i = 1 / (up * up)
  const series = (1 / 12 - i * (1 / 360 - i * (1 / 1260 - i * (1 / 1680 - i * (1 / 1188 - (i * 691) / 360_360))))) / up
  return (up - 0.5) * Math.log(up) - up + HALF_LOG_2PI + series - Math.log(product)
}

/** ψ(z) = d ln Γ(z) / dz, z > 0 (Abramowitz & Stegun 6.3.18). */
export function digamma(z: number): number {
  let up = z
  let sum = 0
  while (up < ASYMPTOTIC) sum += 1 / up++
  const i = 1 / (up * up)
  const series = i * (1 / 12 - i * (1 / 120 - i * (1 / 252 - i * (1 / 240 - i * (1 / 132 - (i * 691) / 32_760)))))
  return Math.log(up) - 0.5 / up - series - sum
}

/** Up to so many steps a rising factorial is multiplied out, which loses nothing when `z` is far larger than `n`. */
const MULTIPLIED = 24

/** ln (Γ(z + n) / Γ(z)), z > 0, n a whole number ≥ 0. */
export function logRising(z: number, n: number): number {
  if (n > MULTIPLIED) return lgamma(z + n) - lgamma(z)
  let product = 1
  for (let i = 0; i < n; i++) product *= z + i
  return Math.log(product)
}

/** ψ(z + n) − ψ(z), z > 0, n a whole number ≥ 0. */
export function digammaRise(z: number, n: number): number {
  if (n > MULTIPLIED) return digamma(z + n) - digamma(z)
  let sum = 0
  for (let i = 0; i < n; i++) sum += 1 / (z + i)
  return sum
}

/** 1 / (1 + eˢ) without overflow. */
export const logistic = (s: number): number => (s > 0 ? Math.exp(-s) / (1 + Math.exp(-s)) : 1 / (1 + Math.exp(s)))
