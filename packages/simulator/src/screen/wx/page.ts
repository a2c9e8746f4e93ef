import { WxFailure } from '../api-call.ts';
import type { Api, WxContext } from './context.ts';

/** What a page may change of the phone around it, or ask of itself. */
export const pageApi = ({ caller, pages }: WxContext): Api => ({
  setNavigationBarTitle: caller.api('setNavigationBarTitle', ({ title }) =>
    pages.setBar({ title: String(title ?? '') }),
  ),
  setNavigationBarColor: caller.api('setNavigationBarColor', ({ frontColor, backgroundColor }) => {
    if (frontColor !== '#ffffff' && frontColor !== '#000000')
      throw new WxFailure('invalid frontColor');
    const textStyle = frontColor === '#ffffff' ? 'white' : 'black';
    return pages.setBar({ textStyle, background: String(backgroundColor) });
  }),
  showNavigationBarLoading: caller.api('showNavigationBarLoading', () =>
    pages.setBar({ loading: true }),
  ),
  hideNavigationBarLoading: caller.api('hideNavigationBarLoading', () =>
    pages.setBar({ loading: false }),
  ),
  pageScrollTo: caller.api('pageScrollTo', ({ scrollTop, selector }) => {
    const { container } = pages.current();
    if (selector !== undefined) container.querySelector(String(selector))?.scrollIntoView();
    else container.scrollTo({ top: Number(scrollTop ?? 0), behavior: 'smooth' });
  }),
  startPullDownRefresh: caller.api('startPullDownRefresh', pages.pullDown),
  stopPullDownRefresh: caller.api('stopPullDownRefresh', () => pages.setBar({ loading: false })),
  createSelectorQuery: () => selectorQuery(() => pages.current().caller),
  createIntersectionObserver: (
    component: { createIntersectionObserver(options: unknown): unknown },
    options: unknown,
  ) => component.createIntersectionObserver(options),
  nextTick: (callback: () => void) => void setTimeout(callback, 0),
});

interface HasQuery {
  createSelectorQuery(): unknown;
}

/** A query of the page that is seen when it is first used, or of a component. */
function selectorQuery(page: () => HasQuery): unknown {
  let query: object | undefined;
  return new Proxy(
    { in: (component: HasQuery) => component.createSelectorQuery() },
    {
      get(own, name) {
        if (name === 'in') return own.in;
        query ??= page().createSelectorQuery() as object;
        const member: unknown = Reflect.get(query, name);
        return typeof member === 'function' ? member.bind(query) : member;
      },
    },
  );
}
