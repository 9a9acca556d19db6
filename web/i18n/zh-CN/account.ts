/** Account, shop and team: roles first, then the texts of the screens. */
export const account = {
  role: { owner: '店主', agent: '客服', viewer: '只看' },
}
