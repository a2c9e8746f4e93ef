import type { Facts } from './facts.ts';
import type { Change, Ending, History } from './history.ts';

/**
 * Tells what a data folder contradicts of what callers had been told at a moment. What was under way then may have
 * happened or not.
 */
export function createOracle(history: History): (facts: Facts, moment: number) => string[] {
  const { logins, endings, changes } = history;
  const deletionsOf = grouped(
    endings.filter(({ kind }) => kind === 'deletion'),
    ({ openid }) => openid,
  );
  const endingsOf = grouped(endings, ({ tokenHash, openid }) => tokenHash ?? openid);
  const changesOf = grouped(changes, ({ openid, member }) => `${openid} ${member}`);

  function* sessionFaults({ sessions }: Facts, moment: number) {
    for (const { openid, tokenHash, span } of logins) {
      if (span.done > moment) continue;
      const isThere = sessions.has(tokenHash);
      const mine = [...(endingsOf.get(tokenHash) ?? []), ...(endingsOf.get(openid) ?? [])];
      const begun = mine.filter((ending) => ending.span.start <= moment);
      const end = begun.find((each) => each.span.start > span.done && each.span.done <= moment);
      if (end && isThere) yield `a session is alive after an answered ${end.kind}`;
      else if (begun.length === 0 && !isThere) yield 'the session of an answered login is missing';
    }
  }

  function* attemptFaults({ attempts }: Facts, moment: number) {
    for (const { openid, attemptId, span } of logins) {
      if (span.done > moment) continue;
      const isThere = attempts.has(attemptId);
      const begun = (deletionsOf.get(openid) ?? []).filter(
        (deletion) => deletion.span.start <= moment && span.start <= deletion.span.over,
      );
      const isDeleted = begun.some(
        (deletion) => deletion.span.start > span.done && deletion.span.done <= moment,
      );
      if (isDeleted && isThere) yield 'a login can be repeated after an answered deletion';
      else if (begun.length === 0 && !isThere) yield 'an answered login can no longer be repeated';
    }
  }

  function* changeFaults(facts: Facts, moment: number) {
    for (const all of changesOf.values()) {
      const group = all.filter(({ span }) => span.start <= moment);
      const [change] = group;
      if (!change) continue;
      const { openid, member } = change;
      const done = group.filter(({ span }) => span.done <= moment);
      const deletions = (deletionsOf.get(openid) ?? []).filter(({ span }) => span.start <= moment);
      const isReplaced = ({ span }: Change) =>
        [...done, ...deletions.filter((each) => each.span.done <= moment)].some(
          (later) => span.over < later.span.start,
        );
      const mayBeDeleted = ({ span }: Change) =>
        deletions.some((deletion) => span.start <= deletion.span.over);
      if (member === 'avatar') yield* replacedPictures(group.filter(isReplaced), facts);
      const found = facts.people.get(openid)?.[member];
      if (found === undefined) {
        if (done.some((each) => !mayBeDeleted(each))) yield `an answered ${member} is missing`;
      } else if (member === 'avatar' && !facts.pictures.has(found))
        yield 'the picture of a person is missing';
      else if (!group.some((each) => !isReplaced(each) && isFound(each, found, facts)))
        yield `the ${member} of a person is not the one that was answered`;
    }
  }

  return (facts, moment) => [
    ...new Set([
      ...facts.faults,
      ...sessionFaults(facts, moment),
      ...attemptFaults(facts, moment),
      ...changeFaults(facts, moment),
    ]),
  ];
}

/** A picture is known by its content too: who got no answer doesn't know its name. */
const isFound = ({ member, value, picture = '' }: Change, found: string, { pictures }: Facts) =>
  member === 'avatar'
    ? pictures.get(found) === value && ['', found].includes(picture)
    : value === found;

function* replacedPictures(changes: readonly Change[], { pictures }: Facts) {
  for (const { picture } of changes)
    if (picture && pictures.has(picture)) yield 'a picture that was replaced is there';
}

function grouped<Item extends Change | Ending>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
