import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

// Serves the built program on a free port with this data folder. All tests come from
// one address, so its limits are those of ten.
export async function start(data: string): Promise<{ url: string; stop: () => void }> {
  const child = spawn('bin/rolecall', ['serve', '--addr', '127.0.0.1:0', '--data', data, '--client-limits', '10'], {
    cwd: join(__dirname, '..', '..'),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`rolecall serve ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const at = /^listening on (http:\S+)$/.exec(line)?.[1];
      if (at) resolve(at);
    });
  });
  return {
    url,
    stop: () => {
      child.kill('SIGTERM');
      rmSync(data, { recursive: true, force: true });
    },
  };
}

// Serves with a data folder of its own, unless ROLECALL_URL names a server that
// runs already, and ROLECALL_DATA its data. Returns the tear-down.
export default async function serve(): Promise<(() => void) | void> {
  if (process.env.ROLECALL_URL) return;
  const data = mkdtempSync(join(tmpdir(), 'rolecall-e2e-'));
  const { url, stop } = await start(data);
  process.env.ROLECALL_DATA = data; // for commands beside the server
  process.env.ROLECALL_URL = url;
  return stop;
}
