// A real mail server for tests: loopback, STARTTLS and AUTH demanded, what it accepted shown as JSON.
// node smtp-server.cjs KEY.pem CERT.pem   prints "SMTP-PORT HTTP-PORT" once both listen.
const { SMTPServer } = require('smtp-server');
const fs = require('node:fs');
const http = require('node:http');

const [, , key, cert] = process.argv;
const accepted = [];
const refusal = (responseCode, message) => Object.assign(new Error(message), { responseCode });

const mail = new SMTPServer({
  key: fs.readFileSync(key),
  cert: fs.readFileSync(cert),
  authOptional: false,
  authMethods: ['PLAIN', 'LOGIN'],
  onAuth: (auth, _session, done) =>
    auth.username === 'portal' && auth.password === 'segredo de teste' ? done(null, { user: auth.username }) : done(refusal(535, 'Bad credentials')),
  onRcptTo: (to, _session, done) => {
    if (to.address.startsWith('unknown@')) done(refusal(550, 'No such mailbox'));
    else if (to.address.startsWith('later@')) done(refusal(451, 'Come back later'));
    else done();
  },
  onData: (stream, session, done) => {
    const parts = [];
    stream.on('data', part => parts.push(part));
    stream.on('end', () => {
      accepted.push({ from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map(to => to.address), secure: session.secure, user: session.user, raw: Buffer.concat(parts).toString('utf8') });
      done();
    });
  },
});
const shelf = http.createServer((_request, response) => {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(accepted));
});
mail.listen(0, '127.0.0.1', () => shelf.listen(0, '127.0.0.1', () => console.log(`${mail.server.address().port} ${shelf.address().port}`)));
