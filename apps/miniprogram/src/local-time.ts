const twoDigits = (part: number) => String(part).padStart(2, '0');

/** An ISO time as the phone's clock shows it: 2025-01-31 09:05. */
export function localTime(iso: string): string {
  const time = new Date(iso);
  const date = [time.getFullYear(), time.getMonth() + 1, time.getDate()].map(twoDigits).join('-');
  return `${date} ${[time.getHours(), time.getMinutes()].map(twoDigits).join(':')}`;
}
