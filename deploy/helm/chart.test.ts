/** Renders the chart with the real Helm and asserts on what would reach a cluster. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: Record<string, unknown>;
}
interface Container {
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly name: string;
  readonly command?: string[];
  readonly env?: { readonly name: string; readonly value?: string }[];
  readonly securityContext: Record<string, unknown>;
}
interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly containers: Container[];
  readonly volumes: {
    readonly secret?: { readonly secretName: string; readonly items: { readonly key: string }[] };
  }[];
}

const here = import.meta.dirname;
const example = ['-f', path.join(here, 'example-values.yaml')];
const bmcNetwork = '10.20.0.0/16';

describe('the chart', () => {
  const resources = render(example);

  test('passes the linter in strict mode', () => {
    expect(helm(['lint', '--strict', path.join(here, 'postern'), ...example])).toContain('0 chart(s) failed');
  });

  test('gives the portal no route to any BMC', () => {
    const egress = egressOf('release-portal');
    expect(JSON.stringify(egress)).not.toContain('ipBlock');
    expect(
      egress.every((rule) => 'ports' in rule && 'to' in rule),
      'no rule is open to all',
    ).toBe(true);
    expect(JSON.stringify(egressOf('release-broker'))).toContain(bmcNetwork);
  });

  test('mounts the key that opens BMC secrets in the broker and nowhere else', () => {
    const holders = workloads().filter((each) => secretKeys(each).includes('site.key'));
    expect(holders.map((each) => each.metadata.name)).toEqual(['release-broker']);
  });

  test('keeps a broker’s journal on a volume that outlives its pod', () => {
    const broker = find('StatefulSet', 'release-broker');
    expect(JSON.stringify(broker.spec)).toContain('"volumeClaimTemplates":[{"metadata":{"name":"journal"}');
    const mounts = podOf(broker).containers.find((each) => each.name === 'broker')?.volumeMounts;
    expect(mounts).toContainEqual({ name: 'journal', mountPath: '/var/lib/postern/journal' });
  });

  test('keeps guacd on the loopback of the broker pod, out of every service', () => {
    const guacd = podOf(find('StatefulSet', 'release-broker')).containers.find(
      (each) => each.name === 'guacd',
    );
    expect(guacd?.command).toContain('127.0.0.1');
    expect(JSON.stringify(resources.filter((each) => each.kind === 'Service'))).not.toContain('4822');
  });

  test('lets nothing run as root, write to its root, hold a capability or call the cluster', () => {
    for (const workload of workloads()) {
      const pod = podOf(workload);
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(pod).toMatchObject({ securityContext: { runAsNonRoot: true } });
      for (const container of pod.containers) {
        expect(container.securityContext, container.name).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  test('holds no secret in the open: database addresses come from a Secret', () => {
    for (const container of workloads().flatMap((each) => podOf(each).containers)) {
      const inClear = (container.env ?? [])
        .filter((each) => each.value !== undefined)
        .map((each) => each.name);
      expect(inClear).not.toContain('DATABASE_URL');
      expect(inClear).not.toContain('NEXTAUTH_SECRET');
    }
  });

  test('runs the migrations before anything is installed or upgraded', () => {
    expect(find('Job', 'release-migration').metadata).toMatchObject({
      annotations: { 'helm.sh/hook': 'pre-install,pre-upgrade' },
    });
  });

  test('brings a ticket to the broker that must take it: each broker has its own path and service', () => {
    const ingress = JSON.stringify(find('Ingress', 'release').spec);
    for (const index of [0, 1]) {
      expect(ingress).toContain(`/console/release-broker-${index}`);
      expect(find('Service', `release-broker-${index}`).spec).toMatchObject({
        selector: { 'statefulset.kubernetes.io/pod-name': `release-broker-${index}` },
      });
    }
  });

  test('gives each broker its own ports for carried access, and keeps the sender’s address on the way', () => {
    const broker = podOf(find('StatefulSet', 'release-broker')).containers[0];
    expect(broker?.env).toContainEqual({
      name: 'POSTERN_RELAY_PUBLIC_HOST',
      value: '$(POSTERN_BROKER_NAME).ipmi.example.net',
    });
    expect(broker?.env).toContainEqual({ name: 'POSTERN_RELAY_PORTS', value: '30623-30672' });
    for (const index of [0, 1]) {
      const { ports, ...spec } = find('Service', `release-broker-${index}-relay`).spec;
      expect(spec).toMatchObject({
        externalTrafficPolicy: 'Local',
        selector: { 'statefulset.kubernetes.io/pod-name': `release-broker-${index}` },
      });
      expect(ports).toHaveLength(50);
      expect(ports).toContainEqual(expect.objectContaining({ protocol: 'UDP', port: 30_672 }));
    }
    const policy = JSON.stringify(find('NetworkPolicy', 'release-broker').spec.ingress);
    expect(policy).toContain('{"protocol":"UDP","port":30623,"endPort":30672}');
  });

  test('tells the portal whose word on the visitor’s address to believe', () => {
    const portal = podOf(find('Deployment', 'release-portal')).containers[0];
    expect(portal?.env).toContainEqual({ name: 'POSTERN_TRUSTED_PROXIES', value: '10.244.0.0/16' });
  });

  test('gives a further site only its broker', () => {
    const kinds = render([...example, '--set', 'portal.enabled=false']).map((each) => each.metadata.name);
    expect(kinds.filter((name) => name.includes('portal') || name.includes('migration'))).toEqual([]);
    expect(kinds).toContain('release-broker');
  });

  function find(kind: string, name: string): Resource {
    const found = resources.find((each) => each.kind === kind && each.metadata.name === name);
    if (!found) throw new Error(`the chart renders no ${kind} ${name}`);
    return found;
  }

  function workloads(): Resource[] {
    return resources.filter((each) => ['Deployment', 'StatefulSet', 'Job'].includes(each.kind));
  }

  function egressOf(name: string): Record<string, unknown>[] {
    return find('NetworkPolicy', name).spec.egress as Record<string, unknown>[];
  }
});

describe('a values file that is wrong', () => {
  test.each([
    ['without the database secret', ['--set', 'database.existingSecret='], 'existingSecret'],
    ['with a portal that is not https', ['--set', 'portal.publicUrl=http://portal.example.net'], 'publicUrl'],
    ['without the site', ['--set', 'broker.site='], 'broker.site'],
    ['with a BMC network that is no network', ['--set', 'broker.bmcNetworks={everything}'], 'bmcNetworks'],
    ['without saying where Postgres stands', ['--set', 'database.peers=null'], 'database.peers'],
  ])('%s is refused by name', (_case, override, named) => {
    expect(() => render([...example, ...override])).toThrow(named);
  });
});

function podOf(workload: Resource): PodSpec {
  return (workload.spec.template as { spec: PodSpec }).spec;
}

function secretKeys(workload: Resource): string[] {
  return podOf(workload).volumes.flatMap((volume) => volume.secret?.items.map((item) => item.key) ?? []);
}

function render(args: string[]): Resource[] {
  const text = helm(['template', 'release', path.join(here, 'postern'), ...args]);
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource): resource is Resource => resource !== null);
}

function helm(args: string[]): string {
  const binary = path.join(here, '../../node_modules/.bin/helm');
  return execFileSync(binary, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}
