import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { regionOf } from '../../worker/domain/region.ts'

describe('the region of an address', () => {
  test.each([
    ['浙江省杭州市西湖区龙井路 1 号', '浙江'],
    ['浙江省 杭州市 ***', '浙江'],
    ['浙江省，杭州市，西湖区', '浙江'],
    ['上海市浦东新区世纪大道 100 号', '上海'],
    ['上海 上海市 徐汇区', '上海'],
    ['北京市朝阳区', '北京'],
    ['广西壮族自治区南宁市', '广西'],
    ['新疆维吾尔自治区乌鲁木齐市', '新疆'],
    ['内蒙古自治区呼和浩特市', '内蒙古'],
    ['黑龙江省哈尔滨市', '黑龙江'],
    ['宁夏银川', '宁夏'],
    ['西藏拉萨', '西藏'],
    ['香港特别行政区九龙', '香港'],
    ['澳门氹仔', '澳门'],
    ['台湾省台北市', '台湾'],
    ['臺灣 臺北市', '台湾'],
    ['廣東省深圳市', '广东'],
    ['中国浙江省杭州市', '浙江'],
    ['  江苏省\n苏州市', '江苏'],
    ['Portland, OR 97201, US', 'OR, US'],
    ['12 Main St, Portland, OR, 97201, US', 'OR, US'],
    ['12 Main St, Portland, Oregon 97201', 'OR, US'],
    ['Los Angeles, CA', 'CA, US'],
    ['Los Angeles, CA 90001, USA', 'CA, US'],
    ['1 Hill Rd, Brooklyn, New York, United States', 'NY, US'],
    ['9 Bay St, Toronto, ON, M5V 2T6, CA', 'ON, CA'],
    ['9 Bay St, Toronto, ON M5V 2T6, Canada', 'ON, CA'],
    ['2 George St, Sydney, NSW, 2000, AU', 'NSW, AU'],
    ['10 Downing St, London, SW1A 2AA, GB', 'GB'],
    ['London, UK', 'GB'],
    ['1 Unter den Linden, Berlin, 10117, DE', 'DE'],
    ['Pudong, Shanghai, China', '上海'],
    ['Nathan Road, Kowloon, HK', '香港'],
    ['Somewhere, CN', 'CN'],
  ])('%s: %s', (address, region) => {
    expect(regionOf(address)).toBe(region)
  })

  test.each([
    null,
    '',
    '***',
    '杭州市西湖区',
    '北京路 12 号',
    '上海东大街 3 号',
    'IN',
    'ring twice',
    'a, constructor',
    '12 Main St, Springfield',
  ])('none in %s', (address) => {
    expect(regionOf(address)).toBeNull()
  })

  test('of any text is short or none, and the same whatever stands after the province', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect((regionOf(text) ?? '').length).toBeLessThan(10)
        expect(regionOf(`浙江省 杭州市 ${text}`)).toBe('浙江')
      }),
    )
  })
})
