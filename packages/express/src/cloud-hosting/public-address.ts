import type { NetworkInterfaceInfo } from 'node:os';
import ipaddr from 'ipaddr.js';

/**
 * Returns an address of this machine that the internet can reach it by, if it has one. A container of 微信云托管 has none.
 * @param interfaces as of os.networkInterfaces()
 */
export function publicAddressOf(
  interfaces: NodeJS.Dict<Pick<NetworkInterfaceInfo, 'address'>[]>,
): string | undefined {
  return Object.values(interfaces)
    .flatMap((list = []) => list.map(({ address }) => address))
    .find((address) => ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast');
}
