// The contract of this app: the login's, and in time its own routes. The mini program and the server both import it.
export * from 'weapp-login';
