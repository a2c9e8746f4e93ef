import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { type Copy, DockerfileParser, type Env, type Instruction } from 'dockerfile-ast';
import { globSync } from 'tinyglobby';

/** What a Dockerfile leaves behind: the folders of its last stage, and how to start what is in them. */
export interface Image {
  root: string;
  workdir: string;
  env: Record<string, string>;
  command: string[];
  healthcheck: string[];
}

/** The files of the build's context: a .dockerignore that refuses everything, admits some, and refuses parts of those. */
const contextOf = (context: string, ignoreFile: string): string[] => {
  const lines = readFileSync(ignoreFile, 'utf8').split('\n');
  const patterns = lines.filter((line) => line && !line.startsWith('#'));
  if (patterns.shift() !== '*') throw new Error(`${ignoreFile} has to refuse everything first`);
  const whole = (pattern: string) => [pattern, `${pattern}/**`];
  return globSync(
    patterns.filter((line) => line.startsWith('!')).flatMap((line) => whole(line.slice(1))),
    {
      cwd: context,
      dot: true,
      ignore: patterns.filter((line) => !line.startsWith('!')).flatMap(whole),
    },
  );
};

const run = (command: string, cwd: string, env: NodeJS.ProcessEnv) => {
  const { status } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], {
    cwd,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new Error(`RUN ${command} ended with ${status}`);
};

/**
 * Carries out the steps of a Dockerfile without containers: every stage is a folder, in which the stage's absolute paths
 * are. It knows what deploy/Dockerfile uses and refuses the rest. The base image, USER and the cache mounts are left out.
 *
 * @param options.folder an empty one, for the stages.
 * @param options.say receives each step before it runs.
 */
export function carryOut(options: {
  file: string;
  context: string;
  folder: string;
  say: (step: string) => void;
}): Image {
  const { file, context, folder, say } = options;
  const stages = new Map<string, string>();
  let image: Image | undefined;

  const copy = (instruction: Copy, { root, workdir }: Image) => {
    const from = instruction.getFromFlag()?.getValue();
    const [source = '', target = ''] = instruction.getArguments().map((word) => word.getValue());
    const into = path.join(root, path.posix.resolve(workdir, target));
    if (from)
      cpSync(path.join(stages.get(from) ?? '', source), into, {
        recursive: true,
        verbatimSymlinks: true,
      });
    else
      for (const name of contextOf(context, `${file}.dockerignore`))
        cpSync(path.join(context, name), path.join(into, name));
  };

  const step = (instruction: Instruction, current: Image): void => {
    const content = instruction.getArgumentsContent() ?? '';
    const cwd = path.join(current.root, current.workdir);
    switch (instruction.getKeyword()) {
      case 'WORKDIR':
        current.workdir = content;
        mkdirSync(path.join(current.root, content), { recursive: true });
        return;
      case 'ENV':
        for (const property of (instruction as Env).getProperties())
          current.env[property.getName()] = property.getValue() ?? '';
        return;
      case 'COPY':
        copy(instruction as Copy, current);
        return;
      case 'RUN': {
        // What is installed globally stays in the stage.
        const prefix = path.join(current.root, 'usr/local');
        run(content, cwd, {
          ...process.env,
          PATH: `${prefix}/bin:${process.env.PATH}`,
          npm_config_prefix: prefix,
          ...current.env,
        });
        return;
      }
      case 'HEALTHCHECK':
        current.healthcheck = JSON.parse(content.replace(/^CMD /, ''));
        return;
      case 'CMD':
        current.command = JSON.parse(content);
        return;
      case 'USER':
      case 'VOLUME':
      case 'EXPOSE':
        return;
      default:
        throw new Error(`${instruction.getKeyword()} is not known here`);
    }
  };

  for (const instruction of DockerfileParser.parse(readFileSync(file, 'utf8')).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'ARG') continue;
    say(`${keyword} ${instruction.getArgumentsContent()?.replace(/\s+/g, ' ').slice(0, 100)}`);
    if (keyword === 'FROM') {
      const name = instruction.getArguments()[2]?.getValue() ?? 'last';
      const root = path.join(folder, name);
      mkdirSync(root);
      chmodSync(root, 0o700);
      stages.set(name, root);
      image = { root, workdir: '/', env: {}, command: [], healthcheck: [] };
    } else if (image) step(instruction, image);
  }
  if (!image) throw new Error(`${file} has no FROM`);
  return image;
}
