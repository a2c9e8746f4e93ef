/** The response of `GET /me`, in the shape and size of ours. */
export const answer = {
  user: {
    id: 'q3Xk0yZbT2mVfJ8sLw1Rag',
    appId: 'touristappid',
    openid: 'oGZUI0egBJY1zhBYw2KhdUfwVJJE',
    createdAt: '2026-01-01T00:00:00.000Z',
    lastLoginAt: '2026-01-01T00:00:00.000Z',
  },
};

export const port = Number(process.env.PORT);
