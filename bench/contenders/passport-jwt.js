// Express with passport-jwt, HS256: the key as a string, or as a KeyObject created once.
import { createSecretKey } from 'node:crypto';
import express from 'express';
import jwt from 'jsonwebtoken';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { answer, port } from './answer.js';

const secret = 'a secret of the benchmark, long enough to pass';
const secretOrKey = process.env.KEY === 'KeyObject' ? createSecretKey(Buffer.from(secret)) : secret;
const jwtFromRequest = ExtractJwt.fromAuthHeaderAsBearerToken();
passport.use(
  new Strategy({ secretOrKey, jwtFromRequest }, ({ sub }, done) =>
    done(null, sub === answer.user.id && answer.user),
  ),
);

express()
  .get('/session', (_req, res) => {
    res.json({ token: jwt.sign({ sub: answer.user.id }, secret, { expiresIn: '1d' }) });
  })
  .get('/me', passport.authenticate('jwt', { session: false }), (req, res) => {
    res.json({ user: req.user });
  })
  .listen(port, '127.0.0.1');
