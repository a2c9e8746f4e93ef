/** What createAnimation exports: steps that follow each other, each with its timing. */
export interface ExportedAnimation {
  actions: { animates: { type: string; args: unknown[] }[]; option: AnimationOption }[];
}

interface AnimationOption {
  transformOrigin: string;
  transition: { duration: number; timingFunction: string; delay: number };
}

const transforms =
  'matrix,matrix3d,rotate,rotate3d,rotateX,rotateY,rotateZ,scale,scale3d,scaleX,scaleY,scaleZ,skew,skewX,skewY,translate,translate3d,translateX,translateY,translateZ'.split(
    ',',
  );
const styles = 'opacity,backgroundColor,width,height,left,right,top,bottom'.split(',');

/** https://developers.weixin.qq.com/miniprogram/dev/api/ui/animation/wx.createAnimation.html; times in milliseconds */
export function createAnimation(given: Record<string, unknown> = {}) {
  let actions: ExportedAnimation['actions'] = [];
  let animates: { type: string; args: unknown[] }[] = [];
  const optionOf = (own: Record<string, unknown>): AnimationOption => {
    const {
      duration = 400,
      timingFunction = 'linear',
      delay = 0,
      transformOrigin = '50% 50% 0',
    } = {
      ...given,
      ...own,
    };
    return {
      transformOrigin: String(transformOrigin),
      transition: {
        duration: Number(duration),
        timingFunction: String(timingFunction),
        delay: Number(delay),
      },
    };
  };
  const animation: Record<string, unknown> = {
    step(own: Record<string, unknown> = {}) {
      actions.push({ animates, option: optionOf(own) });
      // What is transformed stays so in the steps that follow.
      animates = animates.filter(({ type }) => transforms.includes(type));
      return animation;
    },
    export() {
      const exported = { actions };
      actions = [];
      return exported;
    },
  };
  for (const type of [...transforms, ...styles])
    animation[type] = (...args: unknown[]) => {
      animates = [...animates.filter((known) => known.type !== type), { type, args }];
      return animation;
    };
  return animation;
}

/** Plays on an element what a template binds to its attribute `animation`. */
export async function playAnimation(element: HTMLElement, { actions }: ExportedAnimation) {
  for (const { animates, option } of actions) {
    const { duration, timingFunction, delay } = option.transition;
    const { style } = element;
    style.transition = `all ${duration}ms ${timingFunction} ${delay}ms`;
    style.transformOrigin = option.transformOrigin;
    const transform = animates.filter(({ type }) => transforms.includes(type));
    if (transform.length > 0)
      style.transform = transform
        .map(({ type, args }) => `${type}(${unitsOf(type, args)})`)
        .join(' ');
    for (const { type, args } of animates)
      if (styles.includes(type))
        style.setProperty(
          type.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
          /opacity|Color/.test(type) ? String(args[0]) : lengthOf(args[0]),
        );
    await new Promise((resolve) => setTimeout(resolve, duration + delay));
  }
}

const lengthOf = (value: unknown) => (typeof value === 'number' ? `${value}px` : String(value));

function unitsOf(type: string, args: unknown[]): string {
  if (/^translate/.test(type)) return args.map(lengthOf).join();
  if (/^(?:rotate|skew)/.test(type))
    return args
      .map((value, index) => (type === 'rotate3d' && index < 3 ? value : `${value}deg`))
      .join();
  return args.join();
}
