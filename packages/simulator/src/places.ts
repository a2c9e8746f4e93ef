import type { Text } from './text.ts';

/** Where the phone can be; coordinates in degrees. */
export interface Place {
  id: string;
  name: Text;
  address: string;
  latitude: number;
  longitude: number;
}

/** The first is the one of WeChat's own examples. */
export const places: readonly [Place, ...Place[]] = [
  {
    id: 'guangzhou',
    name: { zh: '广州', en: 'Guangzhou' },
    address: '广东省广州市海珠区新港中路397号',
    latitude: 23.099994,
    longitude: 113.32452,
  },
  {
    id: 'beijing',
    name: { zh: '北京', en: 'Beijing' },
    address: '北京市东城区东长安街',
    latitude: 39.908823,
    longitude: 116.39747,
  },
  {
    id: 'shanghai',
    name: { zh: '上海', en: 'Shanghai' },
    address: '上海市黄浦区人民大道200号',
    latitude: 31.230416,
    longitude: 121.473701,
  },
  {
    id: 'chengdu',
    name: { zh: '成都', en: 'Chengdu' },
    address: '四川省成都市青羊区人民西路',
    latitude: 30.657349,
    longitude: 104.065837,
  },
  {
    id: 'singapore',
    name: { zh: '新加坡', en: 'Singapore' },
    address: 'Raffles Place, Singapore',
    latitude: 1.284,
    longitude: 103.851,
  },
];

/** Returns the place with this id, or the first. */
export const placeOf = (id: string | undefined): Place =>
  places.find((place) => place.id === id) ?? places[0];
