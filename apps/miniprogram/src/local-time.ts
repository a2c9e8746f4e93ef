const twoDigits = (part: number) => String(part).padStart(2, '0');

/** An ISO time in the phone's time zone: 2025-01-31 09:05. A dash where the phone can't read it. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) return '—';
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits).join('-');
  return `${date} ${[time.getHours(), time.getMinutes()].map(twoDigits).join(':')}`;
}
