/** Virtual drives, below the manager or the system. */
import { collection, noContent, notFound, ok, refuse, type ServiceReply } from '../reply.ts';
import type { Route, RouteRequest } from '../route.ts';

const drives: Readonly<Record<string, readonly string[]>> = {
  Cd: ['CD', 'DVD'],
  RemovableDisk: ['USBStick', 'Floppy'],
};

export function mediaRoutes(parent: string, under: 'manager' | 'system'): readonly Route[] {
  const here = (run: Route['run']): Route['run'] => {
    return (request) => (request.service.habit.mediaUnder === under ? run(request) : notFound);
  };
  return [
    {
      method: 'GET',
      pattern: `${parent}/VirtualMedia`,
      role: 'ReadOnly',
      run: here(({ path }) =>
        ok(
          collection(
            'VirtualMedia',
            path,
            Object.keys(drives).map((drive) => `${path}/${drive}`),
          ),
        ),
      ),
    },
    { method: 'GET', pattern: `${parent}/VirtualMedia/:drive`, role: 'ReadOnly', run: here(describe) },
    {
      method: 'POST',
      pattern: `${parent}/VirtualMedia/:drive/Actions/VirtualMedia.InsertMedia`,
      role: 'Operator',
      run: here(insert),
    },
    {
      method: 'POST',
      pattern: `${parent}/VirtualMedia/:drive/Actions/VirtualMedia.EjectMedia`,
      role: 'Operator',
      run: here(eject),
    },
  ];
}

function describe({ service, params, path }: RouteRequest): ServiceReply {
  const drive = params.drive ?? '';
  const types = drives[drive];
  if (types === undefined) return notFound;
  const image = service.media.get(drive);
  return ok({
    '@odata.type': '#VirtualMedia.v1_6_0.VirtualMedia',
    '@odata.id': path,
    Id: drive,
    Name: 'Virtual media',
    MediaTypes: types,
    Image: image ?? null,
    Inserted: image !== undefined,
    ConnectedVia: image === undefined ? 'NotConnected' : 'URI',
    Actions: {
      '#VirtualMedia.InsertMedia': { target: `${path}/Actions/VirtualMedia.InsertMedia` },
      '#VirtualMedia.EjectMedia': { target: `${path}/Actions/VirtualMedia.EjectMedia` },
    },
  });
}

function insert({ service, params, body }: RouteRequest): ServiceReply {
  const drive = params.drive ?? '';
  if (drives[drive] === undefined) return notFound;
  if (service.habit.insertTakesImageOnly && Object.keys(body).some((key) => key !== 'Image'))
    return refuse(400, 'ActionParameterUnknown', 'Only Image is known.', ['Inserted']);
  if (typeof body.Image !== 'string' || !/^https?:\/\//.test(body.Image))
    return refuse(400, 'ActionParameterValueFormatError', 'Image is no URL.', ['Image']);
  if (service.media.get(drive) !== undefined)
    return refuse(409, 'ResourceInUse', 'There is an image in this drive.');
  service.media.set(drive, body.Image);
  return noContent;
}

function eject({ service, params }: RouteRequest): ServiceReply {
  const drive = params.drive ?? '';
  if (drives[drive] === undefined) return notFound;
  if (service.media.get(drive) === undefined)
    return refuse(400, 'NoOperation', 'There is no image in this drive.');
  service.media.set(drive, undefined);
  return noContent;
}
