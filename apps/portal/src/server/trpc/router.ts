/** Every procedure by its name. The authorisation matrix in test/ walks this and fails on a name that it does not know. */
import { getAction } from '../procedures/actions/get.ts';
import { listActions } from '../procedures/actions/list.ts';
import { listActivity } from '../procedures/activity/list.ts';
import { listAudit } from '../procedures/audit/list.ts';
import { verifyAudit } from '../procedures/audit/verify.ts';
import { clearBlock } from '../procedures/blocks/clear.ts';
import { setBlock } from '../procedures/blocks/set.ts';
import { adoptBmcUser } from '../procedures/bmc-users/adopt.ts';
import { ignoreBmcUser } from '../procedures/bmc-users/ignore.ts';
import { listBmcUsers } from '../procedures/bmc-users/list.ts';
import { removeBmcUser } from '../procedures/bmc-users/remove.ts';
import { acceptBmcCertificate } from '../procedures/bmcs/accept-certificate.ts';
import { detectBmc } from '../procedures/bmcs/detect.ts';
import { listBmcs } from '../procedures/bmcs/list.ts';
import { checkBmcPosture } from '../procedures/bmcs/posture.ts';
import { probeBmc } from '../procedures/bmcs/probe.ts';
import { restartBmc } from '../procedures/bmcs/restart.ts';
import { rotateBmcLogin } from '../procedures/bmcs/rotate.ts';
import { testBmc } from '../procedures/bmcs/test.ts';
import { writeBmc } from '../procedures/bmcs/write.ts';
import { writeBoot } from '../procedures/boot/write.ts';
import { listBrokers } from '../procedures/brokers/list.ts';
import { issueTicket } from '../procedures/console/issue-ticket.ts';
import { listFindings } from '../procedures/findings/list.ts';
import { markFindingsSeen } from '../procedures/findings/mark-seen.ts';
import { approveGrant } from '../procedures/grants/approve.ts';
import { askForGrace } from '../procedures/grants/ask-for-grace.ts';
import { confirmGrant } from '../procedures/grants/confirm.ts';
import { declineGrant } from '../procedures/grants/decline.ts';
import { endGrant } from '../procedures/grants/end.ts';
import { extendGrant } from '../procedures/grants/extend.ts';
import { giveGrant } from '../procedures/grants/give.ts';
import { listGrants } from '../procedures/grants/list.ts';
import { moveGrantSource } from '../procedures/grants/move-source.ts';
import { requestGrant } from '../procedures/grants/request.ts';
import { revealGrant } from '../procedures/grants/reveal.ts';
import { revokeGrant } from '../procedures/grants/revoke.ts';
import { hardwareEvents } from '../procedures/hardware/events.ts';
import { hardwareInventory } from '../procedures/hardware/inventory.ts';
import { readNow } from '../procedures/hardware/read-now.ts';
import { hardwareSensors } from '../procedures/hardware/sensors.ts';
import { liveChanges } from '../procedures/live/changes.ts';
import { createOrganisation } from '../procedures/organisations/create.ts';
import { listOrganisations } from '../procedures/organisations/list.ts';
import { resumeOrganisation } from '../procedures/organisations/resume.ts';
import { suspendOrganisation } from '../procedures/organisations/suspend.ts';
import { changePassword } from '../procedures/password/change.ts';
import { createPerson } from '../procedures/people/create.ts';
import { disablePerson } from '../procedures/people/disable.ts';
import { enablePerson } from '../procedures/people/enable.ts';
import { listPeople } from '../procedures/people/list.ts';
import { removePersonsSecondFactor } from '../procedures/people/remove-second-factor.ts';
import { getPolicy } from '../procedures/policies/get.ts';
import { overridePolicy } from '../procedures/policies/override.ts';
import { operatePower } from '../procedures/power/operate.ts';
import { confirmSecondFactor } from '../procedures/second-factor/confirm.ts';
import { getSecondFactor } from '../procedures/second-factor/get.ts';
import { offerSecondFactor } from '../procedures/second-factor/offer.ts';
import { removeSecondFactor } from '../procedures/second-factor/remove.ts';
import { createServer } from '../procedures/servers/create.ts';
import { getServer } from '../procedures/servers/get.ts';
import { handOverServer } from '../procedures/servers/hand-over.ts';
import { listServers } from '../procedures/servers/list.ts';
import { overrideServerHandOver } from '../procedures/servers/override-hand-over.ts';
import { updateServer } from '../procedures/servers/update.ts';
import { confirmWrites } from '../procedures/sites/confirm-writes.ts';
import { createSite } from '../procedures/sites/create.ts';
import { holdWrites } from '../procedures/sites/hold-writes.ts';
import { listSites } from '../procedures/sites/list.ts';
import { listObservations } from '../procedures/sites/observations.ts';
import { scheduleSiteRotation } from '../procedures/sites/schedule-rotation.ts';
import { updateSiteAccessPath } from '../procedures/sites/update-access-path.ts';
import { updateSiteHelp } from '../procedures/sites/update-help.ts';
import { updateSitePolicy } from '../procedures/sites/update-policy.ts';
import { searchSupport } from '../procedures/support/search.ts';
import { getViewer } from '../procedures/viewer/get.ts';
import { viewerSourceAddress } from '../procedures/viewer/source-address.ts';
import { endWebSession } from '../procedures/web-sessions/end.ts';
import { endOtherWebSessions } from '../procedures/web-sessions/end-others.ts';
import { listWebSessions } from '../procedures/web-sessions/list.ts';
import { router } from './procedure.ts';

export const appRouter = router({
  viewer: router({ get: getViewer, sourceAddress: viewerSourceAddress }),
  webSessions: router({ list: listWebSessions, end: endWebSession, endOthers: endOtherWebSessions }),
  password: router({ change: changePassword }),
  secondFactor: router({
    get: getSecondFactor,
    offer: offerSecondFactor,
    confirm: confirmSecondFactor,
    remove: removeSecondFactor,
  }),
  servers: router({
    list: listServers,
    get: getServer,
    create: createServer,
    update: updateServer,
    handOver: handOverServer,
    overrideHandOver: overrideServerHandOver,
  }),
  grants: router({
    request: requestGrant,
    extend: extendGrant,
    moveSource: moveGrantSource,
    end: endGrant,
    reveal: revealGrant,
    list: listGrants,
    askForGrace,
    approve: approveGrant,
    confirm: confirmGrant,
    decline: declineGrant,
    give: giveGrant,
    revoke: revokeGrant,
  }),
  findings: router({ list: listFindings, markSeen: markFindingsSeen }),
  blocks: router({ set: setBlock, clear: clearBlock }),
  policies: router({ get: getPolicy, override: overridePolicy }),
  power: router({ operate: operatePower }),
  boot: router({ write: writeBoot }),
  actions: router({ list: listActions, get: getAction }),
  hardware: router({
    inventory: hardwareInventory,
    sensors: hardwareSensors,
    events: hardwareEvents,
    readNow,
  }),
  console: router({ issueTicket }),
  activity: router({ list: listActivity }),
  support: router({ search: searchSupport }),
  sites: router({
    list: listSites,
    create: createSite,
    updatePolicy: updateSitePolicy,
    scheduleRotation: scheduleSiteRotation,
    updateAccessPath: updateSiteAccessPath,
    observations: listObservations,
    holdWrites,
    confirmWrites,
    updateHelp: updateSiteHelp,
  }),
  brokers: router({ list: listBrokers }),
  bmcUsers: router({ list: listBmcUsers, adopt: adoptBmcUser, ignore: ignoreBmcUser, remove: removeBmcUser }),
  bmcs: router({
    list: listBmcs,
    write: writeBmc,
    detect: detectBmc,
    test: testBmc,
    rotate: rotateBmcLogin,
    restart: restartBmc,
    probe: probeBmc,
    posture: checkBmcPosture,
    acceptCertificate: acceptBmcCertificate,
  }),
  organisations: router({
    list: listOrganisations,
    create: createOrganisation,
    suspend: suspendOrganisation,
    resume: resumeOrganisation,
  }),
  people: router({
    list: listPeople,
    create: createPerson,
    disable: disablePerson,
    enable: enablePerson,
    removeSecondFactor: removePersonsSecondFactor,
  }),
  audit: router({ list: listAudit, verify: verifyAudit }),
  live: router({ changes: liveChanges }),
});

export type AppRouter = typeof appRouter;
