/** Import of order files. */
export const importing = {
  title: '导入订单',
}
