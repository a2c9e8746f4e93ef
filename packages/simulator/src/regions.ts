/** Provinces, cities and counties of China by their six-digit codes (GB/T 2260); a code begins with that of what it lies in. */
export interface Regions {
  provinces: Record<string, string>;
  cities: Record<string, string>;
  counties: Record<string, string>;
}
