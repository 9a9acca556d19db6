/** A real Caddy or nginx in front of the own server, configured as the README says, in plain http on loopback. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { freePort, until } from './own-server.ts'

export interface FrontProxy {
  port: number
  close(): Promise<void>
}

export type ProxyName = 'caddy' | 'nginx'

export const isInstalled = (name: ProxyName): boolean => !spawnSync(name, [name === 'nginx' ? '-v' : 'version']).error

/** @param name the Host it serves */
export async function startProxy(kind: ProxyName, name: string, upstream: number, dir: string): Promise<FrontProxy> {
  const port = await freePort()
  mkdirSync(dir, { recursive: true })
  const child = kind === 'caddy' ? caddy(name, port, upstream, dir) : nginx(name, port, upstream, dir)
  let said = ''
  child.stderr?.on('data', (part) => {
    said += part
  })
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  await until(async () => {
    if (ended) throw new Error(`${kind} did not start: ${said}`)
    return answers(port)
  })
  return {
    port,
    async close() {
      child.kill('SIGTERM')
      if (!ended) await once(child, 'exit')
    },
  }
}

function caddy(name: string, port: number, upstream: number, dir: string): ChildProcess {
  const file = join(dir, 'Caddyfile')
  writeFileSync(
    file,
    `{
  admin off
  auto_https off
  http_port ${port}
}
http://${name} {
  bind 127.0.0.1
  reverse_proxy 127.0.0.1:${upstream}
}
`,
  )
  const env = { ...process.env, HOME: dir, XDG_DATA_HOME: dir, XDG_CONFIG_HOME: dir }
  return spawn('caddy', ['run', '--config', file, '--adapter', 'caddyfile'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
}

function nginx(name: string, port: number, upstream: number, dir: string): ChildProcess {
  const file = join(dir, 'nginx.conf')
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${dir}/${what};`)
  writeFileSync(
    file,
    `daemon off;
${process.getuid?.() === 0 ? 'user root;' : ''}
pid ${dir}/nginx.pid;
events {}
http {
  access_log off;
  ${kept.join('\n  ')}
  upstream regulars {
    server 127.0.0.1:${upstream};
    keepalive 8;
  }
  server {
    listen 127.0.0.1:${port};
    server_name ${name};
    client_max_body_size 4m;
    location / {
      proxy_pass http://regulars;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
    }
  }
}
`,
  )
  return spawn('nginx', ['-c', file, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] })
}

const answers = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      done(true)
    })
    socket.on('error', () => done(false))
  })
