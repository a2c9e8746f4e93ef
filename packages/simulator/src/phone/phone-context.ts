import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Phone } from './create-phone.ts';

export const PhoneContext = createContext<Phone | undefined>(undefined);

/** The phone that a component belongs to. */
export function usePhone(): Phone {
  const phone = useContext(PhoneContext);
  if (!phone) throw new Error('a component of the phone stands outside of one');
  return phone;
}
