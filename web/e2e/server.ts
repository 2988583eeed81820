import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Serves the built program on a free port with a data folder of its own, unless
// ROLECALL_URL names a server that runs already. Returns the tear-down.
export default async function serve(): Promise<(() => void) | void> {
  if (process.env.ROLECALL_URL) return;
  const data = mkdtempSync(join(tmpdir(), 'rolecall-e2e-'));
  const child = spawn('bin/rolecall', ['serve', '--addr', '127.0.0.1:0', '--data', data], {
    cwd: join(__dirname, '..', '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.env.ROLECALL_URL = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`rolecall serve ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const url = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (url) resolve(url);
    });
  });
  return () => {
    child.kill('SIGTERM');
    rmSync(data, { recursive: true, force: true });
  };
}
