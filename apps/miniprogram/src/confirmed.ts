import { callWx } from 'weapp-login/wx';

/** Asks the person, and returns whether they agree. A host that can't ask counts as a no. */
export function confirmed(question: {
  title?: string;
  content: string;
  confirmText: string;
  cancelText?: string;
}): Promise<boolean> {
  const { cancelText, ...shown } = question;
  return new Promise((resolve) => {
    callWx(
      (fail) =>
        wx.showModal({
          ...shown,
          ...(cancelText === undefined ? { showCancel: false } : { cancelText }),
          success: ({ confirm }) => resolve(confirm),
          fail,
        }),
      () => resolve(false),
    );
  });
}
